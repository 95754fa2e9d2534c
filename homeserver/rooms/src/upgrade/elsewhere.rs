//! Rooms that another server has upgraded: what we keep about the old one goes along once a user of ours follows.

use std::sync::Arc;

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{AccountDataRow, AliasRow, WriteBatch};
use ruma::{OwnedRoomId, RoomId, events::StateEventType};
use serde::Deserialize;

use super::TAGS;
use crate::{
    head::RoomHead,
    service::{Actor, Rooms},
};

#[derive(Deserialize)]
struct Create {
    predecessor: Option<Predecessor>,
}

#[derive(Deserialize)]
struct Predecessor {
    room_id: OwnedRoomId,
}

#[derive(Deserialize)]
struct Tombstone {
    replacement_room: Option<OwnedRoomId>,
}

impl Rooms {
    /// Lets a user of ours, who has just joined a room, find it where the room was whose place it has taken: our names
    /// for that room and its place in our directory lead here now, and the user's own notes about it are copied.
    pub async fn follow_upgrade(&self, actor: &Actor, room_id: &RoomId) -> Result<(), MatrixError> {
        let Some(new) = self.resident_head(room_id).await? else { return Ok(()) };
        let Some(old) = self.replaced_elsewhere(&new).await? else { return Ok(()) };
        let mut batch = WriteBatch::default();
        for row in self.store.aliases_of_rooms(&[old.nid]).await? {
            batch.alias.deleted.push(row.alias.clone());
            batch.alias.created.push(AliasRow { room: new.nid, ..row });
        }
        if self.store.room(old.nid).await?.is_some_and(|row| row.published) {
            batch.room.published.extend([(old.nid, false), (new.nid, true)]);
        }
        if self.store.account_data(actor.user, Some(new.nid), TAGS).await?.is_none()
            && let Some(row) = self.store.account_data(actor.user, Some(old.nid), TAGS).await?
        {
            batch.account_data.rows.push(AccountDataRow { room: Some(new.nid), ..row });
        }
        self.store.commit(batch).await?;
        let user: [UserNid; 1] = [actor.user];
        self.take_habits_along(&old.room_id, room_id, &user).await
    }

    /// The room whose place a room has taken by the hand of another server, if we know it, and it says so, too: else
    /// anybody could take over the names of any room.
    async fn replaced_elsewhere(&self, new: &RoomHead) -> Result<Option<Arc<RoomHead>>, MatrixError> {
        let Some(create) = self.state_pdu(new, &StateEventType::RoomCreate, "").await? else { return Ok(None) };
        let Some(Predecessor { room_id }) = create.content_as::<Create>().and_then(|create| create.predecessor) else {
            return Ok(None);
        };
        if self.is_local(create.sender()) {
            return Ok(None);
        }
        let Some(old) = self.find(&room_id).await? else { return Ok(None) };
        let old = self.head(old).await?;
        let tombstone = self.state_pdu(&old, &StateEventType::RoomTombstone, "").await?;
        let to = tombstone.and_then(|pdu| pdu.content_as::<Tombstone>()).and_then(|content| content.replacement_room);
        Ok(to.is_some_and(|to| to == new.room_id).then_some(old))
    }
}
