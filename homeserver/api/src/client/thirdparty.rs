//! Other networks, which application services bring in.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#third-party-networks>.

use std::collections::BTreeMap;

use ruma::api::client::thirdparty::get_protocols;

use crate::{
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_protocols);
}

/// `GET /_matrix/client/v3/thirdparty/protocols`: none, as there are no application services yet that speak any.
async fn get_protocols(_: Api, _: Authed<get_protocols::v3::Request>) -> Result<get_protocols::v3::Response> {
    Ok(get_protocols::v3::Response::new(BTreeMap::new()))
}
