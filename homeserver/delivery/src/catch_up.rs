//! Telling a server what happened while it did not answer: all of it where that is little, else the latest event of each
//! room, behind which it asks for the others itself; and who is there by now.

use std::collections::HashMap;

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition, UserNid},
};
use tokio_util::sync::CancellationToken;

use crate::{
    queue::{Queue, Waiting},
    sender::Sent,
    service::Delivery,
    transaction::{MAX_PDUS, Transaction},
};

/// Of how many users a server hears that something became of them meanwhile.
const MAX_PRESENCE: usize = 500;

impl Delivery {
    /// Sends what a server is owed. Says whether that went well.
    pub(crate) async fn catch_up(&self, queue: &Queue, ending: &CancellationToken) -> Result<Sent, MatrixError> {
        while let Some((after, until)) = queue.owed(self.followed()) {
            let owed = latest_of_each_room(self.owed_events(queue, (after, until)).await?);
            self.owed_devices(queue, (after, until)).await?;
            for events in owed.chunks(MAX_PDUS) {
                if let Some(first) = events.first() {
                    queue.advance(StreamPosition(first.position.get() - 1));
                }
                let transaction = Transaction::of_events(self, queue.server(), events).await?;
                match self.send(queue, transaction, ending).await {
                    Sent::Arrived => {}
                    other => return Ok(other),
                }
            }
            queue.catch_up(until);
        }
        self.owed_presence(queue).await?;
        Ok(Sent::Arrived)
    }

    /// Puts into the queue who is there by now: what a server did not hear of that was not kept for it.
    async fn owed_presence(&self, queue: &Queue) -> Result<(), MatrixError> {
        let Some(after) = queue.take_presence_after() else { return Ok(()) };
        let rows = self.store.local_presence_after(after).await?;
        for row in rows.into_iter().rev().take(MAX_PRESENCE) {
            if self.rooms.servers_sharing_rooms(row.user).await?.contains(queue.server()) {
                queue.owe_presence(row);
            }
        }
        Ok(())
    }

    async fn owed_events(
        &self,
        queue: &Queue,
        (mut after, until): (StreamPosition, StreamPosition),
    ) -> Result<Vec<Waiting>, MatrixError> {
        let mut owed = Vec::new();
        loop {
            let (rows, next) = self.outgoing_page((after, until)).await?;
            let audiences = self.audiences(&rows).await?;
            let concerned = audiences.into_iter().filter(|(_, servers)| servers.contains(queue.server()));
            owed.extend(concerned.map(|(row, _)| Waiting { position: row.position, room: row.room, event: row.event }));
            match next {
                Some(next) => after = next,
                None => return Ok(owed),
            }
        }
    }

    /// Puts devices back into the queue that changed while another process, or nobody, looked after it.
    async fn owed_devices(&self, queue: &Queue, range: (StreamPosition, StreamPosition)) -> Result<(), MatrixError> {
        let mut concerns: HashMap<UserNid, bool> = HashMap::new();
        for row in self.store.outgoing_devices(range).await? {
            let is_concerned = match concerns.get(&row.user) {
                Some(known) => *known,
                None => self.rooms.servers_sharing_rooms(row.user).await?.contains(queue.server()),
            };
            concerns.insert(row.user, is_concerned);
            if is_concerned {
                queue.push_device(row.user, row.device_id, row.position);
            }
        }
        Ok(())
    }
}

/// The events themselves where they fit into one transaction, else the last one of each room.
fn latest_of_each_room(owed: Vec<Waiting>) -> Vec<Waiting> {
    if owed.len() <= MAX_PDUS {
        return owed;
    }
    let mut latest: HashMap<RoomNid, Waiting> = HashMap::new();
    latest.extend(owed.into_iter().map(|waiting| (waiting.room, waiting)));
    let mut latest: Vec<Waiting> = latest.into_values().collect();
    latest.sort_by_key(|waiting| (waiting.position, waiting.event));
    latest
}

#[cfg(test)]
mod tests;
