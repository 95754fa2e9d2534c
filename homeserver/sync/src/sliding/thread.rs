//! The extension for threads: MSC4360, <https://github.com/matrix-org/matrix-spec-proposals/pull/4360>.

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, RoomOrder},
};
use hs_rooms::{ThreadQuery, ThreadUpdates};
use ruma::RoomId;

use super::{
    Round,
    extension::possibly_changed,
    response::{Response, Threads},
};
use crate::service::Sync;

/// How many threads to tell a client that does not say.
const DEFAULT_LIMIT: u64 = 100;

impl Sync {
    /// Threads in which something is new; `None` if the client has it all.
    pub(super) async fn sliding_threads(
        &self,
        round: &Round<'_>,
        response: &Response,
    ) -> Result<Option<Threads>, MatrixError> {
        let asked = &round.request.body.extensions.threads;
        let mut rooms: Vec<RoomNid> = self.rooms.rooms_of(round.actor.user).await?.joined().collect();
        if round.since.is_some() {
            rooms = possibly_changed(round, &rooms);
        }
        let query = ThreadQuery {
            rooms: &rooms,
            after: round.since.unwrap_or_default(),
            until: round.until,
            latest_by: round.until,
            limit: usize::try_from(asked.limit.unwrap_or(DEFAULT_LIMIT)).unwrap_or(usize::MAX),
            with_roots: asked.include_roots,
        };
        // What the timelines of this answer show is known to whoever reads it.
        let is_shown = |room_id: &RoomId, first: RoomOrder| {
            let before = response.rooms.get(room_id).and_then(|room| room.before);
            !asked.include_roots && before.is_some_and(|before| first > before)
        };
        let ThreadUpdates { threads, next } = self.rooms.thread_updates(round.actor, query, is_shown).await?;
        let told = Threads { updates: threads, prev_batch: next.map(|token| token.to_string()) };
        Ok(Some(told).filter(|told| !told.updates.is_empty() || told.prev_batch.is_some()))
    }
}
