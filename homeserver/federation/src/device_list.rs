//! Copies of the device lists of other servers' users, as long as they share a room with one of ours.
//! See <https://spec.matrix.org/v1.19/server-server-api/#device-management>.
//!
//! Their servers tell of changes one by one, each naming the one before. Where one is missing, the whole list is asked
//! for again.

mod copy;

use hs_core::{error::MatrixError, nid::UserNid};
use hs_outbound::Bounds;
use hs_storage::WriteBatch;
use ruma::{
    OwnedDeviceId, OwnedUserId, ServerName, UserId,
    api::federation::device::get_devices::v1::Request,
    encryption::{CrossSigningKey, DeviceKeys},
    serde::Raw,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::sync::Semaphore;

use crate::{service::Federation, turn::Turns};

/// How many lists are asked for at once because a change is missing. Others are asked for when somebody needs them.
const MAX_RESYNCS: usize = 16;

/// Lists that are being asked for.
pub(crate) struct Resyncs {
    turns: Turns<OwnedUserId>,
    room: Semaphore,
}

impl Default for Resyncs {
    fn default() -> Self {
        Self { turns: Turns::default(), room: Semaphore::new(MAX_RESYNCS) }
    }
}

/// One change of a device. See
/// <https://spec.matrix.org/v1.19/server-server-api/#definition-mdevice_list_update>.
#[derive(Deserialize)]
struct DeviceChange {
    user_id: OwnedUserId,
    device_id: OwnedDeviceId,
    device_display_name: Option<String>,
    stream_id: i64,
    #[serde(default)]
    prev_id: Vec<i64>,
    #[serde(default)]
    deleted: bool,
    keys: Option<Raw<DeviceKeys>>,
}

/// New cross-signing keys of a user. See
/// <https://spec.matrix.org/v1.19/server-server-api/#definition-msigning_key_update>.
#[derive(Deserialize)]
struct SigningKeyChange {
    user_id: OwnedUserId,
    master_key: Option<Raw<CrossSigningKey>>,
    self_signing_key: Option<Raw<CrossSigningKey>>,
}

impl Federation {
    /// A server tells of a change of one device of a user of its own.
    pub async fn device_list_update(&self, origin: &ServerName, content: &RawValue) -> Result<(), MatrixError> {
        let Ok(change) = serde_json::from_str::<DeviceChange>(content.get()) else { return Ok(()) };
        let Some(user) = self.tracked(origin, &change.user_id).await? else { return Ok(()) };
        let copy = self.store.remote_device_lists(&[user]).await?.pop();
        match copy {
            Some(copy) if change.prev_id.iter().all(|before| *before <= copy.stream_id) => {
                if change.stream_id <= copy.stream_id {
                    return Ok(());
                }
                let mut batch = WriteBatch::default();
                self.copy_change(&mut batch, user, &change).await?;
                batch.device_list.changed.push(user);
                self.store.commit(batch).await?;
            }
            _ => self.resync_soon(user, change.user_id).await?,
        }
        Ok(())
    }

    /// A server tells of new cross-signing keys of a user of its own.
    pub async fn signing_key_update(&self, origin: &ServerName, content: &RawValue) -> Result<(), MatrixError> {
        let Ok(change) = serde_json::from_str::<SigningKeyChange>(content.get()) else { return Ok(()) };
        let Some(user) = self.tracked(origin, &change.user_id).await? else { return Ok(()) };
        let mut batch = WriteBatch::default();
        let SigningKeyChange { user_id, master_key, self_signing_key } = change;
        if master_key.is_some() {
            // Nothing that the old one signed counts any more.
            batch.cross_signing_key.remove_all.push(user);
        }
        copy::cross_signing(&mut batch, user, &user_id, master_key, self_signing_key);
        batch.key_signature.prune.push(user);
        batch.device_list.changed.push(user);
        self.store.commit(batch).await?;
        Ok(())
    }

    /// The number of a user whose devices are our business, if this server speaks for them.
    async fn tracked(&self, origin: &ServerName, user_id: &UserId) -> Result<Option<UserNid>, MatrixError> {
        if user_id.server_name() != origin || self.is_ours(origin) {
            return Ok(None);
        }
        let Some(user) = self.store.find_user(user_id).await? else { return Ok(None) };
        Ok(self.store.users_in_our_rooms(&[user]).await?.pop())
    }

    /// Notes that a copy lacks something, and has it made anew beside all else.
    async fn resync_soon(&self, user: UserNid, user_id: OwnedUserId) -> Result<(), MatrixError> {
        let mut batch = WriteBatch::default();
        batch.remote_device_list.stale.push(user);
        self.store.commit(batch).await?;
        if self.resyncs.room.available_permits() == 0 {
            // Clients ask again when they need the keys, and then so do we.
            return self.tell_of_change(user).await;
        }
        let federation = self.clone();
        self.tasks.spawn(async move {
            let resynced = federation.resync(user, &user_id).await;
            let Err(error) = resynced else { return };
            tracing::info!(%user_id, %error, "a list of devices cannot be had");
            if let Err(error) = federation.tell_of_change(user).await {
                tracing::warn!(%error, "nobody is told that somebody's devices have changed");
            }
        });
        Ok(())
    }

    async fn tell_of_change(&self, user: UserNid) -> Result<(), MatrixError> {
        let mut batch = WriteBatch::default();
        batch.device_list.changed.push(user);
        self.store.commit(batch).await?;
        Ok(())
    }

    /// Asks for the whole list of a user's devices and keeps it.
    pub(crate) async fn resync(&self, user: UserNid, user_id: &UserId) -> Result<(), MatrixError> {
        let turn = self.resyncs.turns.of(&user_id.to_owned());
        let _turn = turn.lock().await;
        let _permit = self.resyncs.room.acquire().await.map_err(MatrixError::internal)?;
        if !self.store.remote_device_lists(&[user]).await?.is_empty() {
            return Ok(());
        }
        let fetched_at = self.store.wake().applied();
        let request = Request::new(user_id.to_owned());
        let answer = self.client.request_within(user_id.server_name(), request, Bounds::QUICK).await?;
        let mut batch = WriteBatch::default();
        self.copy_list(&mut batch, user, user_id, answer, fetched_at);
        batch.device_list.changed.push(user);
        self.store.commit(batch).await?;
        Ok(())
    }
}
