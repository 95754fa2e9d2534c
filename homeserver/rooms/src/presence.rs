//! Who sees of whom whether they are there: those who share a room that is not too large.
//!
//! In a room of a thousand, a thousand would have to be woken whenever one of them comes, goes or falls idle, which is
//! all the time. So rooms beyond a size that is configured do not count.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#presence>.

use std::{collections::HashSet, sync::Arc};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, UserNid},
};
use ruma::{
    UserId,
    events::{presence::PresenceEventContent, room::member::MembershipState},
};

use crate::{
    head::RoomHead,
    service::{Actor, Rooms},
};

impl Rooms {
    /// Whether the members of a room see of each other who is there.
    pub fn shows_presence(&self, head: &RoomHead) -> bool {
        head.joined <= self.options.presence_room_members
    }

    /// Whether one user sees of another whether they are there. Everybody does of themselves.
    pub async fn sees_presence(&self, one: UserNid, other: UserNid) -> Result<bool, MatrixError> {
        if one == other {
            return Ok(true);
        }
        let (ours, theirs) = (self.rooms_of(one).await?, self.rooms_of(other).await?);
        let (few, many) = if ours.len() < theirs.len() { (ours, theirs) } else { (theirs, ours) };
        for room in few.joined().filter(|room| many.is_joined(*room)) {
            if self.shows_presence(&*self.head(room).await?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Everybody of whom a user sees whether they are there.
    pub async fn acquaintances(&self, user: UserNid) -> Result<Vec<UserNid>, MatrixError> {
        let mut users = HashSet::from([user]);
        for head in self.rooms_with_presence(user).await? {
            users.extend(joined(&head));
        }
        Ok(users.into_iter().collect())
    }

    /// Those members of a room of whom the others see whether they are there.
    pub fn members_with_presence(&self, head: &RoomHead) -> Vec<UserNid> {
        if self.shows_presence(head) { joined(head).collect() } else { Vec::new() }
    }

    /// Whether somebody is there, for those who may see it.
    pub async fn presence_of(&self, actor: &Actor, other: &UserId) -> Result<PresenceEventContent, MatrixError> {
        let hidden = || MatrixError::forbidden("You share no room with this user, or only large ones");
        let user = self.store.find_user(other).await?.ok_or_else(hidden)?;
        if !self.sees_presence(actor.user, user).await? {
            return Err(hidden());
        }
        self.accounts.presence.get(user).await
    }

    /// Wakes those who wait and see one of these users, or look into a room where one of them is.
    pub(crate) async fn wake_for_presence(&self, users: &[UserNid]) -> Result<(), MatrixError> {
        let mut rooms: HashSet<RoomNid> = HashSet::new();
        for user in users {
            rooms.extend(self.rooms_with_presence(*user).await?.iter().map(|head| head.nid));
        }
        if rooms.is_empty() {
            return Ok(());
        }
        self.changes().wake_peeking(self.changes().peeked_rooms().into_iter().filter(|room| rooms.contains(room)));
        for reader in self.changes().waiting_users() {
            if self.rooms_of(reader).await?.joined().any(|room| rooms.contains(&room)) {
                self.changes().wake([reader]);
            }
        }
        Ok(())
    }

    async fn rooms_with_presence(&self, user: UserNid) -> Result<Vec<Arc<RoomHead>>, MatrixError> {
        let rooms: Vec<RoomNid> = self.rooms_of(user).await?.joined().collect();
        let mut heads = Vec::new();
        for room in rooms {
            heads.push(self.head(room).await?);
        }
        heads.retain(|head| self.shows_presence(head));
        Ok(heads)
    }
}

fn joined(head: &RoomHead) -> impl Iterator<Item = UserNid> + '_ {
    head.members.iter().filter(|(_, member)| member.membership == MembershipState::Join).map(|(user, _)| *user)
}
