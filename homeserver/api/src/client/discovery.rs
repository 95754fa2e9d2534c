//! What this server is and can do: versions, well-known, capabilities.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#server-discovery>.

use std::collections::BTreeMap;

use ruma::api::client::discovery::{
    discover_homeserver::{self, HomeserverInfo},
    get_supported_versions,
};

use crate::{
    extract::Public,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_supported_versions);
    routes.add(discover_homeserver);
}

/// All of them, and not just the newest: some clients look for a version that they know and give up without it.
const VERSIONS: &[&str] = &[
    "r0.6.1", "v1.1", "v1.2", "v1.3", "v1.4", "v1.5", "v1.6", "v1.7", "v1.8", "v1.9", "v1.10", "v1.11", "v1.12",
    "v1.13", "v1.14", "v1.15", "v1.16", "v1.17", "v1.18", "v1.19",
];

/// `GET /_matrix/client/versions`
async fn get_supported_versions(
    _: Api,
    _: Public<get_supported_versions::Request>,
) -> Result<get_supported_versions::Response> {
    Ok(get_supported_versions::Response {
        versions: VERSIONS.iter().map(ToString::to_string).collect(),
        unstable_features: BTreeMap::new(),
    })
}

/// `GET /.well-known/matrix/client`
async fn discover_homeserver(
    api: Api,
    _: Public<discover_homeserver::Request>,
) -> Result<discover_homeserver::Response> {
    Ok(discover_homeserver::Response::new(HomeserverInfo::new(api.config.public_base_url.clone())))
}
