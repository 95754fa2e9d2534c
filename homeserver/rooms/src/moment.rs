//! Finding what was said at a time.
//! See <https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidtimestamp_to_event>.

use hs_core::error::MatrixError;
use ruma::{RoomId, api::Direction};

use crate::{
    service::{Actor, Rooms},
    visibility::Seen,
};

/// How many events are looked at together.
const PORTION: u64 = 50;
/// How many portions are looked through in vain before the answer is that there is nothing.
const PATIENCE: usize = 40;

impl Rooms {
    /// The event nearest to a time among those that a reader may see: the first from then on, or the last until then.
    pub async fn event_near(
        &self,
        reader: &Actor,
        room_id: &RoomId,
        ts: i64,
        direction: Direction,
    ) -> Result<Seen, MatrixError> {
        let head = self.known(room_id).await?;
        self.check_may_read(&head, reader).await?;
        let mut past = None;
        for _ in 0..PATIENCE {
            let rows = self.store.events_near(head.nid, ts, direction, past, PORTION).await?;
            let Some(last) = rows.last() else { break };
            past = last.order.map(|order| (last.origin_server_ts, order));
            let events = self.events.adopt(rows, &head.room_id)?;
            if let Some(seen) = self.visible(&head, reader, events).await?.into_iter().next() {
                return Ok(seen);
            }
        }
        let side = if direction == Direction::Forward { "after" } else { "before" };
        Err(MatrixError::not_found(format!("There is no event {side} that time that you may see")))
    }
}
