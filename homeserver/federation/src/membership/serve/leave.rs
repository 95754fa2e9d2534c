//! Users of other servers who leave rooms of ours or decline our invitations.
//! See <https://spec.matrix.org/v1.19/server-server-api/#leaving-rooms-rejecting-invites>.

use hs_core::error::MatrixError;
use ruma::{
    EventId, RoomId, ServerName, UserId, api::federation::membership::prepare_leave_event::v1::Response,
    events::room::member::MembershipState,
};
use serde_json::value::RawValue;

use super::{Address, check_speaks_for, read_own_membership};
use crate::service::Federation;

impl Federation {
    /// A template for the leave of another server's user.
    pub async fn make_leave(
        &self,
        origin: &ServerName,
        room_id: &RoomId,
        user: &UserId,
    ) -> Result<Response, MatrixError> {
        check_speaks_for(origin, user)?;
        self.open_room(origin, room_id).await?;
        let template = self.template(room_id, user, &MembershipState::Leave, None).await?;
        Ok(Response::new(Some(template.version), template.event))
    }

    /// Notes that a user of another server has left.
    pub async fn send_leave(
        &self,
        origin: &ServerName,
        room_id: &RoomId,
        event_id: &EventId,
        json: &RawValue,
    ) -> Result<(), MatrixError> {
        let head = self.open_room(origin, room_id).await?;
        let address = Address { origin, room_id, event_id };
        let event = read_own_membership(&head, &address, json, &MembershipState::Leave)?;
        self.admit(origin, &head, event).await.map(drop)
    }
}
