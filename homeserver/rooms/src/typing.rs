//! Who is typing. See <https://spec.matrix.org/v1.19/client-server-api/#typing-notifications>.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition, UserNid},
};
use hs_storage::{TypingRow, WriteBatch};
use ruma::{OwnedUserId, RoomId, UserId};
use tokio::sync::Notify;

use crate::service::{Actor, Rooms, not_in_room};

/// The longest that a user is shown typing without saying so again.
const LONGEST: Duration = Duration::from_mins(2);

/// How long a user of another server is shown typing: their server says so again, or that they have stopped.
const REMOTE: Duration = Duration::from_secs(30);

/// When which rooms have to be looked at again, because somebody may have stopped typing without a word.
#[derive(Default)]
pub(crate) struct Typing {
    deadlines: Mutex<BTreeSet<(i64, RoomNid)>>,
    earlier: Notify,
}

impl Rooms {
    /// Notes that a user types (for so long), or has stopped.
    pub async fn set_typing(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        typing: Option<Duration>,
    ) -> Result<(), MatrixError> {
        let head = self.known(room_id).await?;
        if !head.is_joined(actor.user) {
            return Err(not_in_room());
        }
        self.note_typing(head.nid, actor.user, typing.map(|time| time.min(LONGEST))).await
    }

    /// Another server says that a user of its own types, or has stopped. Who is not in the room is passed over.
    pub async fn receive_typing(&self, room_id: &RoomId, user_id: &UserId, is_typing: bool) -> Result<(), MatrixError> {
        let Some(room) = self.find(room_id).await? else { return Ok(()) };
        let Some(user) = self.store.find_user(user_id).await? else { return Ok(()) };
        if !self.head(room).await?.is_joined(user) {
            return Ok(());
        }
        self.note_typing(room, user, is_typing.then_some(REMOTE)).await
    }

    async fn note_typing(&self, room: RoomNid, user: UserNid, typing: Option<Duration>) -> Result<(), MatrixError> {
        let until = typing.map(|time| self.now() + i64::try_from(time.as_millis()).unwrap_or(0));
        self.change_typing(room, |users, now| {
            let was_typing = users.iter().any(|(typist, until)| *typist == user && *until > now);
            users.retain(|(typist, until)| *typist != user && *until > now);
            users.extend(until.map(|until| (user, until)));
            was_typing != until.is_some()
        })
        .await?;
        if let Some(until) = until {
            self.typing.deadlines.lock().unwrap_or_else(PoisonError::into_inner).insert((until, room));
            self.typing.earlier.notify_one();
        }
        Ok(())
    }

    /// Who is typing in these rooms, for those where that may have changed after a position.
    pub async fn typing(
        &self,
        rooms: &[RoomNid],
        since: StreamPosition,
    ) -> Result<HashMap<RoomNid, Vec<OwnedUserId>>, MatrixError> {
        let quiet = |room: &RoomNid| self.cache.at_hand(*room).is_some_and(|entry| !entry.typing_after(since));
        let rooms: Vec<_> = rooms.iter().copied().filter(|room| since.get() == 0 || !quiet(room)).collect();
        if rooms.is_empty() {
            return Ok(HashMap::new());
        }
        let now = self.now();
        let rows = self.store.typing(&rooms).await?;
        let mut typing = HashMap::with_capacity(rows.len());
        for row in rows.into_iter().filter(|row| row.position > since) {
            let users: Vec<UserNid> =
                row.users.iter().filter(|(_, until)| *until > now).map(|(user, _)| *user).collect();
            typing.insert(row.room, self.store.user_ids(&users).await?);
        }
        Ok(typing)
    }

    /// Takes those off the lists whose time is over. Runs for ever.
    pub(crate) async fn expire_typing(&self) {
        loop {
            let next = self.typing.deadlines.lock().unwrap_or_else(PoisonError::into_inner).pop_first();
            let Some((until, room)) = next else {
                self.typing.earlier.notified().await;
                continue;
            };
            let wait = u64::try_from(until - self.now()).unwrap_or(0);
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(wait)) => {
                    if let Err(error) = self.change_typing(room, forget_silent).await {
                        tracing::warn!(%error, "cannot take silent users off a list of who is typing");
                    }
                }
                () = self.typing.earlier.notified() => {
                    self.typing.deadlines.lock().unwrap_or_else(PoisonError::into_inner).insert((until, room));
                }
            }
        }
    }

    /// Changes a room's list. `change` says whether readers would see a difference; if not, the list is still kept,
    /// but nobody is woken.
    async fn change_typing(
        &self,
        room: RoomNid,
        change: impl FnOnce(&mut Vec<(UserNid, i64)>, i64) -> bool,
    ) -> Result<(), MatrixError> {
        let entry = self.entry(room).await?;
        let _turn = entry.typing_turn.lock().await;
        let before = self.store.typing(&[room]).await?.pop().map(|row| row.users).unwrap_or_default();
        let mut users = before.clone();
        let is_visible = change(&mut users, self.now());
        if users == before && !is_visible {
            return Ok(());
        }
        let mut batch = WriteBatch::default();
        let row = TypingRow { room, users, position: StreamPosition(0) };
        if is_visible {
            batch.typing.rows.push(row);
            let rooms = self.clone();
            batch.after_commit(move |committed| {
                if let Some(entry) = rooms.cache.at_hand(room) {
                    entry.typing_changed(committed.position);
                }
            });
        } else {
            batch.typing.extended.push(row);
        }
        self.store.commit(batch).await?;
        Ok(())
    }
}

fn forget_silent(users: &mut Vec<(UserNid, i64)>, now: i64) -> bool {
    let before = users.len();
    users.retain(|(_, until)| *until > now);
    users.len() != before
}
