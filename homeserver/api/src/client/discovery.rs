//! What this server is and can do: versions, well-known, capabilities.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#server-discovery>.

use std::time::Duration;

use hs_config::{Contact, Support};
use hs_core::{error::MatrixError, room_version};
use ruma::api::client::discovery::{
    discover_homeserver::{self, HomeserverInfo},
    discover_policy_server,
    discover_support::{self, ContactRole},
    get_capabilities::{
        self,
        v3::{
            Capabilities, ChangePasswordCapability, GetLoginTokenCapability, ProfileFieldsCapability,
            RoomVersionStability, RoomVersionsCapability, ThirdPartyIdChangesCapability,
        },
    },
    get_supported_versions,
};
use serde_json::{Value, json};

use crate::{
    extract::{Authed, Public},
    route::{Result, Routes},
    service::Api,
};

/// These answers change with a new release or configuration at most.
const CACHED: Duration = Duration::from_mins(10);

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_supported_versions).cached(CACHED);
    routes.add(discover_homeserver).cached(CACHED);
    routes.add(discover_support).cached(CACHED);
    routes.add(discover_policy_server).cached(CACHED);
    routes.add_json(get_capabilities).guests();
}

/// All of them, and not just the newest: some clients look for a version that they know and give up without it.
const VERSIONS: [&str; 20] = [
    "r0.6.1", "v1.1", "v1.2", "v1.3", "v1.4", "v1.5", "v1.6", "v1.7", "v1.8", "v1.9", "v1.10", "v1.11", "v1.12",
    "v1.13", "v1.14", "v1.15", "v1.16", "v1.17", "v1.18", "v1.19",
];

/// What clients know by another name than that of a version. Each of them is served, as a test asks.
const UNSTABLE_FEATURES: &[&str] = &[
    // Read receipts that nobody else sees.
    "org.matrix.msc2285.stable",
    // Threads, and the list of a room's threads.
    "org.matrix.msc3440.stable",
    "org.matrix.msc3856",
    // Dehydrated devices.
    "org.matrix.msc3814",
    // Tokens that sign another device in.
    "org.matrix.msc3882",
    // Media for those who are signed in.
    "org.matrix.msc3916.stable",
    // Events that are sent later.
    "org.matrix.msc4140",
    // Simplified sliding sync.
    "org.matrix.simplified_msc3575",
    // Rooms that one shares with somebody.
    "uk.half-shot.msc2666.query_mutual_rooms",
    // Profiles with any fields.
    "uk.tcpip.msc4133",
    "uk.tcpip.msc4133.stable",
];

/// `GET /_matrix/client/versions`
async fn get_supported_versions(
    _: Api,
    _: Public<get_supported_versions::Request>,
) -> Result<get_supported_versions::Response> {
    let versions = VERSIONS.map(str::to_owned).to_vec();
    let unstable_features = UNSTABLE_FEATURES.iter().map(|feature| ((*feature).to_owned(), true)).collect();
    Ok(get_supported_versions::Response { versions, unstable_features })
}

/// `GET /.well-known/matrix/client`
async fn discover_homeserver(
    api: Api,
    _: Public<discover_homeserver::Request>,
) -> Result<discover_homeserver::Response> {
    Ok(discover_homeserver::Response::new(HomeserverInfo::new(api.config.public_base_url.clone())))
}

/// `GET /.well-known/matrix/support`
async fn discover_support(api: Api, _: Public<discover_support::Request>) -> Result<discover_support::Response> {
    let Support { page, admin, security } = &api.config.support;
    let of_role = |role: ContactRole, contact: &Contact| {
        let mut told = match (&contact.matrix_id, &contact.email) {
            (Some(matrix_id), _) => discover_support::Contact::with_matrix_id(role, matrix_id.clone()),
            (None, email) => discover_support::Contact::with_email_address(role, email.clone().unwrap_or_default()),
        };
        told.email_address.clone_from(&contact.email);
        contact.is_reachable().then_some(told)
    };
    let contacts = [of_role(ContactRole::Admin, admin), of_role(ContactRole::Security, security)];
    let mut response = discover_support::Response::with_contacts(contacts.into_iter().flatten().collect());
    response.support_page.clone_from(page);
    if response.contacts.is_empty() && page.is_none() {
        return Err(MatrixError::not_found("This server does not say whom to ask"));
    }
    Ok(response)
}

/// `GET /.well-known/matrix/policy_server`
async fn discover_policy_server(
    api: Api,
    _: Public<discover_policy_server::Request>,
) -> Result<discover_policy_server::Response> {
    let key = api.config.policy_server.public_key.clone();
    key.map(discover_policy_server::Response::new)
        .ok_or_else(|| MatrixError::not_found("There is no policy server of this name"))
}

/// `GET /_matrix/client/v3/capabilities`
async fn get_capabilities(api: Api, _: Authed<get_capabilities::v3::Request>) -> Result<Value> {
    let available = room_version::SUPPORTED.into_iter().map(|version| (version, RoomVersionStability::Stable));
    let mut capabilities = Capabilities::new();
    capabilities.room_versions =
        RoomVersionsCapability::new(api.config.rooms.default_version.clone(), available.collect());
    capabilities.change_password = ChangePasswordCapability::new(true);
    capabilities.profile_fields = Some(ProfileFieldsCapability::new(true));
    capabilities.thirdparty_id_changes = ThirdPartyIdChangesCapability::new(api.accounts.validation.is_possible());
    capabilities.get_login_token = GetLoginTokenCapability::new(true);
    // ruma leaves out what is as it would be without being said; some clients look for it nevertheless.
    let mut capabilities = serde_json::to_value(capabilities).map_err(MatrixError::internal)?;
    if let Value::Object(capabilities) = &mut capabilities {
        capabilities.entry("m.change_password").or_insert_with(|| json!({ "enabled": true }));
        capabilities.entry("m.3pid_changes").or_insert_with(|| json!({ "enabled": true }));
        let delays = api.rooms.delay_limits();
        let limits = json!({ "max_delay_ms": delays.longest.as_millis(), "max_scheduled": delays.most });
        capabilities.insert("org.matrix.msc4140.delayed_events".to_owned(), limits);
    }
    Ok(json!({ "capabilities": capabilities }))
}
