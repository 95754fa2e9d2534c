//! Which rooms two users are in together.
//! See <https://spec.matrix.org/v1.19/client-server-api/#mutual-rooms>.

use hs_core::{error::MatrixError, nid::RoomNid};
use ruma::{OwnedRoomId, UserId};

use crate::service::{Actor, Rooms};

/// How many rooms there are on a page.
const PAGE: usize = 100;

/// A page of the rooms that two users are in.
#[derive(Debug)]
pub struct MutualRooms {
    /// The rooms.
    pub joined: Vec<OwnedRoomId>,
    /// How many there are on all pages.
    pub count: usize,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl Rooms {
    /// The rooms that a user is in with another one.
    pub async fn mutual_rooms(
        &self,
        actor: &Actor,
        other: &UserId,
        from: Option<&str>,
    ) -> Result<MutualRooms, MatrixError> {
        if *other == actor.user_id {
            return Err(MatrixError::invalid_param("You are in all of your rooms together with yourself"));
        }
        let bad_token = || MatrixError::invalid_param("`from` is not a token of ours");
        let after = from.map(|from| from.parse().map_err(|_| bad_token())).transpose()?;
        let Some(other) = self.store.find_user(other).await? else {
            return Ok(MutualRooms { joined: Vec::new(), count: 0, next: None });
        };
        let theirs = self.rooms_of(other).await?;
        let own = self.rooms_of(actor.user).await?;
        let mut shared: Vec<RoomNid> = theirs.joined().filter(|room| own.is_joined(*room)).collect();
        shared.sort_unstable();
        let count = shared.len();
        shared.retain(|room| after.is_none_or(|after| room.get() > after));
        let next = shared.get(PAGE - 1).filter(|_| shared.len() > PAGE).map(|room| room.get().to_string());
        shared.truncate(PAGE);
        let mut rows = self.store.rooms(&shared).await?;
        rows.sort_unstable_by_key(|row| row.nid);
        Ok(MutualRooms { joined: rows.into_iter().map(|row| row.room_id).collect(), count, next })
    }
}
