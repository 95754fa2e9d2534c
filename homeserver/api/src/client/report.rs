//! Reports to the administrators.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#reporting-content>.

use ruma::api::client::{
    reporting::report_user,
    room::{report_content, report_room},
};

use crate::{
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(report_content).rate(Rate::Search);
    routes.add(report_room).rate(Rate::Search);
    routes.add(report_user).rate(Rate::Search);
}

/// `POST /_matrix/client/v3/rooms/{roomId}/report/{eventId}`
async fn report_content(api: Api, call: Authed<report_content::v3::Request>) -> Result<report_content::v3::Response> {
    let report_content::v3::Request { room_id, event_id, reason } = &call.request;
    api.rooms.report_event(&call.actor(), room_id, event_id, reason.as_deref().unwrap_or_default()).await?;
    Ok(report_content::v3::Response::new())
}

/// `POST /_matrix/client/v3/rooms/{roomId}/report`
async fn report_room(api: Api, call: Authed<report_room::v3::Request>) -> Result<report_room::v3::Response> {
    let report_room::v3::Request { room_id, reason } = &call.request;
    api.rooms.report_room(&call.actor(), room_id, reason).await?;
    Ok(report_room::v3::Response::new())
}

/// `POST /_matrix/client/v3/users/{userId}/report`
async fn report_user(api: Api, call: Authed<report_user::v3::Request>) -> Result<report_user::v3::Response> {
    let report_user::v3::Request { user_id, reason } = &call.request;
    api.rooms.report_user(&call.actor(), user_id, reason).await?;
    Ok(report_user::v3::Response::new())
}
