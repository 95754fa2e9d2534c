//! Users of other servers who ask to be let in.
//! See <https://spec.matrix.org/v1.19/server-server-api/#knocking-rooms>.

use hs_core::error::MatrixError;
use ruma::{
    EventId, RoomId, RoomVersionId, ServerName, UserId,
    api::federation::membership::{RawStrippedState, create_knock_event, prepare_knock_event},
    events::room::member::MembershipState,
};
use serde_json::value::RawValue;

use super::{Address, check_speaks_for, check_version, read_own_membership};
use crate::service::Federation;

impl Federation {
    /// A template for the knock of another server's user.
    pub async fn make_knock(
        &self,
        origin: &ServerName,
        room_id: &RoomId,
        user: &UserId,
        versions: &[RoomVersionId],
    ) -> Result<prepare_knock_event::v1::Response, MatrixError> {
        check_speaks_for(origin, user)?;
        let head = self.open_room(origin, room_id).await?;
        check_version(&head, versions)?;
        let template = self.template(room_id, user, &MembershipState::Knock, None).await?;
        Ok(prepare_knock_event::v1::Response::new(template.version, template.event))
    }

    /// Shows the members of a room that a user of another server wants in, and that server what the room is.
    pub async fn send_knock(
        &self,
        origin: &ServerName,
        room_id: &RoomId,
        event_id: &EventId,
        json: &RawValue,
    ) -> Result<create_knock_event::v1::Response, MatrixError> {
        let head = self.open_room(origin, room_id).await?;
        let address = Address { origin, room_id, event_id };
        let event = read_own_membership(&head, &address, json, &MembershipState::Knock)?;
        let knock = self.admit(origin, &head, event).await?;
        let state = self.rooms.invite_state(&head, knock.sender()).await?;
        let state = state.iter().map(|pdu| RawStrippedState::Pdu(pdu.json().to_owned())).collect();
        Ok(create_knock_event::v1::Response::new(state))
    }
}
