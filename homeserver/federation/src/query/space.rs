//! Looking through a space: its rooms, the rooms of the spaces in it, and so on, page by page. Where none of our users
//! is in a room, the servers that the space names are asked.
//! See <https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidhierarchy> and
//! <https://spec.matrix.org/v1.19/server-server-api/#spaces>.

mod remote;
mod walk;

use hs_core::error::MatrixError;
use hs_rooms::{Actor, RoomSummary, SpaceRoom};
use ruma::{OwnedRoomId, OwnedServerName, RoomId, ServerName, events::room::member::MembershipState};
use serde::{Deserialize, Serialize};

pub(crate) use self::remote::Spaces;
pub use self::walk::{SpacePage, SpaceQuery};
use crate::service::Federation;

/// The most children of a space that another server is told of at once.
const MAX_CHILDREN: usize = 100;

/// A space as one server describes it to another: itself, those of its rooms that may be seen, and those that may not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SpaceView {
    /// The room that was asked about.
    pub room: SpaceRoom,
    /// The rooms in it.
    #[serde(default)]
    pub children: Vec<SpaceRoom>,
    /// Rooms in it of which the asker is told nothing: nobody need be asked again.
    #[serde(default)]
    pub inaccessible_children: Vec<OwnedRoomId>,
}

impl Federation {
    /// A room from outside, and what the reader is to it.
    pub async fn summary(
        &self,
        reader: Option<&Actor>,
        room_id: &RoomId,
        via: &[OwnedServerName],
    ) -> Result<(RoomSummary, Option<MembershipState>), MatrixError> {
        let here = self.rooms.summary(reader, room_id).await;
        // Where our users are in the room, the answer is ours to give.
        if here.is_ok() || self.rooms.is_resident(room_id).await? {
            return here;
        }
        let Some(view) = self.ask_about(room_id, &with_guess(room_id, via), false).await else { return here };
        let summary = view.room.summary.clone();
        let Some(reader) = reader else {
            return if summary.is_open() { Ok((summary, None)) } else { here };
        };
        if !self.rooms.may_see_remote(reader, &summary).await? {
            return here;
        }
        let membership = self.rooms.membership_of_user(reader.user, room_id).await?;
        Ok((summary, Some(membership)))
    }

    /// What another server is told of a space, or of a room that is none.
    pub async fn space_for_server(
        &self,
        origin: &ServerName,
        room_id: &RoomId,
        suggested_only: bool,
    ) -> Result<SpaceView, MatrixError> {
        let none = || MatrixError::not_found("There is no such room here, or your users may not see it");
        let room = self.rooms.space_room_for(origin, room_id, suggested_only).await?.ok_or_else(none)?;
        let mut view = SpaceView { room, children: Vec::new(), inaccessible_children: Vec::new() };
        for child in view.room.children_state.iter().take(MAX_CHILDREN) {
            match self.rooms.space_room_for(origin, &child.state_key, suggested_only).await? {
                // What is in the rooms in it is not asked for here.
                Some(room) => view.children.push(SpaceRoom { children_state: Vec::new(), ..room }),
                // Where we are not in the room, somebody else may know more.
                None if self.rooms.is_resident(&child.state_key).await? => {
                    view.inaccessible_children.push(child.state_key.clone());
                }
                None => {}
            }
        }
        Ok(view)
    }
}

/// Servers that may know a room of which nobody said who does: the one in its name, where it has one.
fn with_guess(room_id: &RoomId, via: &[OwnedServerName]) -> Vec<OwnedServerName> {
    let mut servers = via.to_vec();
    servers.extend(room_id.server_name().map(ToOwned::to_owned).filter(|server| !via.contains(server)));
    servers
}
