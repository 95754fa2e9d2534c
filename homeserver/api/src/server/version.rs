//! Which program answers, for those who look after networks of servers.
//! See <https://spec.matrix.org/v1.19/server-server-api/#server-implementation>.

use ruma::{
    api::federation::discovery::get_server_version::v1::{Request, Response, Server},
    assign,
};

use crate::{
    extract::Public,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_server_version);
}

async fn get_server_version(_: Api, _: Public<Request>) -> Result<Response> {
    let server = assign!(Server::new(), {
        name: Some("Heliograph".to_owned()),
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
    });
    Ok(assign!(Response::new(), { server: Some(server) }))
}
