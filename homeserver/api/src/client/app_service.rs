//! What only application services may do.
//!
//! See <https://spec.matrix.org/v1.19/application-service-api/#client-server-api-extensions>.

use hs_core::error::MatrixError;
use ruma::{
    OwnedRoomId, RoomId,
    api::{
        auth_scheme::AppserviceToken,
        client::{
            appservice::{request_ping, set_room_visibility},
            room::Visibility,
        },
    },
};
use serde_json::{Value, json};

use crate::{
    endpoint::endpoint,
    extract::Service,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(request_ping).long_poll();
    routes.add(set_room_visibility);
    routes.add_json(remove_room);
}

/// The other half of [`set_room_visibility`], which is older than the specification.
struct Remove {
    network_id: String,
    room_id: OwnedRoomId,
}

endpoint!(
    Remove,
    DELETE,
    "/_matrix/client/v3/directory/list/appservice/{network_id}/{room_id}",
    AppserviceToken,
    |_, path| {
        Ok(Remove {
            network_id: path.first().copied().unwrap_or_default().to_owned(),
            room_id: RoomId::parse(path.get(1).copied().unwrap_or_default())?,
        })
    }
);

/// `POST /_matrix/client/v1/appservice/{appserviceId}/ping`
async fn request_ping(api: Api, call: Service<request_ping::v1::Request>) -> Result<request_ping::v1::Response> {
    if call.request.appservice_id != call.service.id() {
        return Err(MatrixError::forbidden("This is the token of another application service"));
    }
    let transaction_id = call.request.transaction_id.as_ref().map(|id| id.as_str());
    let duration = api.app_services.ping(&call.service, transaction_id).await?;
    Ok(request_ping::v1::Response::new(duration))
}

/// `PUT /_matrix/client/v3/directory/list/appservice/{networkId}/{roomId}`
async fn set_room_visibility(
    api: Api,
    call: Service<set_room_visibility::v3::Request>,
) -> Result<set_room_visibility::v3::Response> {
    let set_room_visibility::v3::Request { network_id, room_id, visibility } = &call.request;
    let is_listed = *visibility == Visibility::Public;
    api.rooms.list_for_service(&call.service, network_id, room_id, is_listed).await?;
    Ok(set_room_visibility::v3::Response::new())
}

/// `DELETE /_matrix/client/v3/directory/list/appservice/{networkId}/{roomId}`
async fn remove_room(api: Api, call: Service<Remove>) -> Result<Value> {
    let Remove { network_id, room_id } = &call.request;
    api.rooms.list_for_service(&call.service, network_id, room_id, false).await?;
    Ok(json!({}))
}
