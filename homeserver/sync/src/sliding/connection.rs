//! The records of what connections were told: in the database, and at hand for those in use.

use std::sync::Arc;

use hs_core::{error::MatrixError, nid::UserNid, sync::sliding::Connection};
use hs_rooms::Actor;
use hs_storage::{SlidingConnectionRow, WriteBatch};
use quick_cache::sync::Cache;
use ruma::{DeviceId, OwnedDeviceId};

use super::SlidingRequest;
use crate::service::Sync;

/// How many records to remember.
const REMEMBERED: usize = 4_096;
/// How many connections a device may have; the one that was used longest ago makes room.
const PER_DEVICE: usize = 16;
/// How exactly it is known when a connection was used.
const USED_EVERY_MS: i64 = 24 * 60 * 60 * 1000;

/// Records by the user and their serial, which no other record has.
pub(crate) struct Connections(Cache<(UserNid, i64), Arc<Opened>>);

impl Default for Connections {
    fn default() -> Self {
        Self(Cache::new(REMEMBERED))
    }
}

/// A record, and which connection it belongs to.
struct Opened {
    device_id: OwnedDeviceId,
    conn_id: String,
    /// The record that goes once the client goes on from this one.
    before: Option<i64>,
    told: Arc<Connection>,
}

impl Sync {
    /// What the connection has been told, as the client's token says; nothing, for a new one.
    pub(super) async fn open_connection(
        &self,
        actor: &Actor,
        request: &SlidingRequest,
    ) -> Result<Arc<Connection>, MatrixError> {
        let Some(pos) = request.pos else { return Ok(Arc::default()) };
        let (device_id, conn_id) = (device(actor)?, conn_id(request));
        if let Some(opened) = self.connections.0.get(&(actor.user, pos.serial))
            && opened.device_id == *device_id
            && opened.conn_id == conn_id
        {
            return Ok(Arc::clone(&opened.told));
        }
        let row = self.store.sliding_connection(actor.user, device_id, conn_id).await?.ok_or_else(unknown_pos)?;
        let now = self.clock.now_ms();
        if row.used_ts + USED_EVERY_MS < now {
            let mut batch = WriteBatch::default();
            batch.sliding_connection.used.push((actor.user, device_id.to_owned(), conn_id.to_owned(), now));
            self.store.commit(batch).await?;
        }
        let before = row.previous.as_ref().map(|(serial, _)| *serial);
        let (text, before) = match row.previous {
            _ if row.serial == pos.serial => (row.told, before),
            Some((serial, text)) if serial == pos.serial => (text, None),
            _ => return Err(unknown_pos()),
        };
        let told = Arc::new(Connection::from_text(&text).map_err(MatrixError::internal)?);
        self.remember(actor, request, (pos.serial, before), Arc::clone(&told))?;
        Ok(told)
    }

    /// Keeps what the connection has been told now, if that is not what it was told before. Returns the serial.
    pub(super) async fn save_connection(
        &self,
        actor: &Actor,
        request: &SlidingRequest,
        before: &Connection,
        told: Connection,
    ) -> Result<i64, MatrixError> {
        if let Some(pos) = request.pos
            && told == *before
        {
            return Ok(pos.serial);
        }
        let (device_id, conn_id) = (device(actor)?, conn_id(request));
        let serial = i64::from_be_bytes(self.entropy.bytes()) & i64::MAX;
        let previous = match request.pos {
            Some(pos) => Some((pos.serial, before.to_text().map_err(MatrixError::internal)?)),
            None => None,
        };
        let mut batch = WriteBatch::default();
        if let Some(pos) = request.pos {
            // The client has what it was told by then, so it cannot want to go back behind it.
            let opened = self.connections.0.peek(&(actor.user, pos.serial));
            self.forget(actor, opened.and_then(|opened| opened.before));
        } else {
            let known = self.store.sliding_connections(actor.user, device_id).await?;
            let (same, others): (Vec<_>, Vec<_>) = known.into_iter().partition(|(other, _)| other == conn_id);
            self.forget(actor, same.into_iter().flat_map(|(_, serials)| serials));
            for (other, serials) in others.into_iter().skip(PER_DEVICE - 1) {
                self.forget(actor, serials);
                batch.sliding_connection.removed.push((actor.user, device_id.to_owned(), other));
            }
        }
        batch.sliding_connection.rows.push(SlidingConnectionRow {
            user: actor.user,
            device_id: device_id.to_owned(),
            conn_id: conn_id.to_owned(),
            serial,
            told: told.to_text().map_err(MatrixError::internal)?,
            previous,
            used_ts: self.clock.now_ms(),
        });
        self.store.commit(batch).await?;
        let before = request.pos.map(|pos| pos.serial);
        self.remember(actor, request, (serial, before), Arc::new(told))?;
        Ok(serial)
    }

    fn remember(
        &self,
        actor: &Actor,
        request: &SlidingRequest,
        (serial, before): (i64, Option<i64>),
        told: Arc<Connection>,
    ) -> Result<(), MatrixError> {
        let (device_id, conn_id) = (device(actor)?.to_owned(), conn_id(request).to_owned());
        self.connections.0.insert((actor.user, serial), Arc::new(Opened { device_id, conn_id, before, told }));
        Ok(())
    }

    fn forget(&self, actor: &Actor, serials: impl IntoIterator<Item = i64>) {
        for serial in serials {
            self.connections.0.remove(&(actor.user, serial));
        }
    }
}

fn conn_id(request: &SlidingRequest) -> &str {
    request.body.conn_id.as_deref().unwrap_or_default()
}

fn device(actor: &Actor) -> Result<&DeviceId, MatrixError> {
    actor.device().ok_or_else(|| MatrixError::forbidden("Only a device can have a connection: sign in with one"))
}

fn unknown_pos() -> MatrixError {
    MatrixError::unknown_pos("This position is not known any more: begin anew, without one")
}
