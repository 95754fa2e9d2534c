//! Other networks, which application services bring in.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#third-party-networks>.

use std::collections::BTreeMap;

use hs_core::error::MatrixError;
use hs_delivery::Network;
use ruma::api::{
    auth_scheme::AccessToken,
    client::thirdparty::{
        get_location_for_protocol, get_location_for_room_alias, get_user_for_protocol, get_user_for_user_id,
    },
};
use serde_json::{Value, json};

use crate::{
    endpoint::endpoint,
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(get_protocols);
    routes.add_json(get_protocol);
    routes.add_json(get_location_for_protocol);
    routes.add_json(get_location_for_room_alias);
    routes.add_json(get_user_for_protocol);
    routes.add_json(get_user_for_user_id);
}

/// What services say of networks goes to the client as it is: ruma's types have no place for fields of their own.
struct GetProtocols;

endpoint!(GetProtocols, GET, "/_matrix/client/v3/thirdparty/protocols", AccessToken, |_, _| Ok(GetProtocols));

struct GetProtocol(String);

endpoint!(GetProtocol, GET, "/_matrix/client/v3/thirdparty/protocol/{protocol}", AccessToken, |_, path| Ok(
    GetProtocol(path.first().copied().unwrap_or_default().to_owned())
));

/// `GET /_matrix/client/v3/thirdparty/protocols`
async fn get_protocols(api: Api, _: Authed<GetProtocols>) -> Result<Value> {
    Ok(json!(api.app_services.protocols(None).await))
}

/// `GET /_matrix/client/v3/thirdparty/protocol/{protocol}`
async fn get_protocol(api: Api, call: Authed<GetProtocol>) -> Result<Value> {
    let GetProtocol(name) = &call.request;
    let found = api.app_services.protocols(Some(name)).await.remove(name);
    found.ok_or_else(|| MatrixError::not_found("No application service here knows this network"))
}

/// `GET /_matrix/client/v3/thirdparty/location/{protocol}`
async fn get_location_for_protocol(api: Api, call: Authed<get_location_for_protocol::v3::Request>) -> Result<Value> {
    let get_location_for_protocol::v3::Request { protocol, fields } = call.request;
    look_up(&api, Network::Location, Some(&protocol), fields).await
}

/// `GET /_matrix/client/v3/thirdparty/location`
async fn get_location_for_room_alias(
    api: Api,
    call: Authed<get_location_for_room_alias::v3::Request>,
) -> Result<Value> {
    let query = BTreeMap::from([("alias".to_owned(), call.request.alias.to_string())]);
    look_up(&api, Network::Location, None, query).await
}

/// `GET /_matrix/client/v3/thirdparty/user/{protocol}`
async fn get_user_for_protocol(api: Api, call: Authed<get_user_for_protocol::v3::Request>) -> Result<Value> {
    let get_user_for_protocol::v3::Request { protocol, fields } = call.request;
    look_up(&api, Network::User, Some(&protocol), fields).await
}

/// `GET /_matrix/client/v3/thirdparty/user`
async fn get_user_for_user_id(api: Api, call: Authed<get_user_for_user_id::v3::Request>) -> Result<Value> {
    let query = BTreeMap::from([("userid".to_owned(), call.request.userid.to_string())]);
    look_up(&api, Network::User, None, query).await
}

async fn look_up(
    api: &Api,
    what: Network,
    protocol: Option<&str>,
    mut fields: BTreeMap<String, String>,
) -> Result<Value> {
    // This is between the client and us.
    fields.remove("access_token");
    let fields: Vec<_> = fields.into_iter().collect();
    Ok(api.app_services.look_up(what, protocol, &fields).await.into())
}
