//! The keys of devices: who publishes them, who asks for them, and how many one-time keys are left.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#key-management-api>.

use std::{collections::BTreeMap, sync::Arc};

use hs_core::{
    error::MatrixError,
    nid::{StreamPosition, UserNid},
};
use hs_storage::{OutgoingDeviceRow, WriteBatch};
use ruma::{DeviceId, OneTimeKeyAlgorithm, OwnedDeviceId, OwnedUserId, UInt, UserId};

use crate::{context::Context, remembered::Remembered, text};

mod claim;
pub(crate) mod query;
pub(crate) mod signed;
pub(crate) mod upload;

/// Of how many devices the number of keys is kept in memory.
const CACHED_COUNTS: usize = 50_000;

/// The subject of device keys. See the [module](self).
pub struct Keys {
    context: Context,
    counts: Arc<Remembered<(UserNid, OwnedDeviceId), Arc<KeyCounts>>>,
}

/// What a device has left for others to claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyCounts {
    /// How many one-time keys of each kind. The usual kind is there even if there are none.
    pub one_time: BTreeMap<OneTimeKeyAlgorithm, UInt>,
    /// The kinds of fallback key that nobody was given yet.
    pub unused_fallback: Vec<OneTimeKeyAlgorithm>,
}

impl Keys {
    pub(crate) fn new(context: Context) -> Self {
        let counts = Arc::new(Remembered::lasting(CACHED_COUNTS, context.clock.clone()));
        Self { context, counts }
    }

    /// What a device has left. Read from the database after a change only.
    pub async fn counts(&self, user: UserNid, device_id: &DeviceId) -> Result<Arc<KeyCounts>, MatrixError> {
        let key = (user, device_id.to_owned());
        let counts = self.counts.get_or_load(key, async || self.load_counts(user, device_id).await.map(Some)).await?;
        Ok(counts.unwrap_or_default())
    }

    async fn load_counts(&self, user: UserNid, device_id: &DeviceId) -> Result<(UserNid, Arc<KeyCounts>), MatrixError> {
        let store = &self.context.store;
        let mut counts = KeyCounts::default();
        // Some clients take silence for "as before".
        counts.one_time.insert(OneTimeKeyAlgorithm::SignedCurve25519, UInt::MIN);
        for (algorithm, count) in store.one_time_key_counts(user, device_id).await? {
            counts.one_time.insert(algorithm.into(), UInt::try_from(count).unwrap_or(UInt::MAX));
        }
        let fallback = store.fallback_keys(user, device_id).await?;
        counts.unused_fallback = fallback.into_iter().filter(|key| !key.used).map(|key| key.algorithm.into()).collect();
        Ok((user, Arc::new(counts)))
    }

    /// Has a batch make the counts of a user's devices be read anew, here and, by the wake, in other processes.
    fn recount(&self, batch: &mut WriteBatch, users: Vec<UserNid>) {
        for user in &users {
            batch.touch_user(*user);
        }
        let counts = Arc::clone(&self.counts);
        batch.after_commit(move |_| users.iter().for_each(|user| counts.forget(*user)));
    }

    /// Reads the counts of this user's devices anew when they are next asked for.
    pub(crate) fn forget(&self, user: UserNid) {
        self.counts.forget(user);
    }

    /// Reads all counts anew when they are next asked for.
    pub(crate) fn forget_all(&self) {
        self.counts.forget_all();
    }

    /// Those of these users who are ours and whom the database has seen.
    async fn local_users<'a>(
        &self,
        users: impl Iterator<Item = &'a OwnedUserId>,
    ) -> Result<BTreeMap<UserNid, &'a UserId>, MatrixError> {
        let own = &self.context.server_name;
        self.known_users(users.filter(|user| user.server_name() == own)).await
    }

    /// Those of these users whom the database has seen.
    async fn known_users<'a>(
        &self,
        users: impl Iterator<Item = &'a OwnedUserId>,
    ) -> Result<BTreeMap<UserNid, &'a UserId>, MatrixError> {
        let users: Vec<&UserId> = users.map(|user| &**user).filter(|user| text::may_be_key(user.as_str())).collect();
        let found = self.context.store.find_users(&users).await?;
        Ok(users.into_iter().filter_map(|user| Some((*found.get(user)?, user))).collect())
    }
}

/// What stands for a user's cross-signing keys among their devices.
pub(crate) const CROSS_SIGNING: &str = "";

/// Adds to a batch that a device of a user looks different: to our users, and to those of other servers.
pub(crate) fn device_changed(batch: &mut WriteBatch, user: UserNid, device_id: &str, changed_ts: i64) {
    batch.device_list.changed.push(user);
    batch.outgoing.devices.push(OutgoingDeviceRow {
        user,
        device_id: device_id.to_owned(),
        position: StreamPosition::default(),
        changed_ts,
    });
}

/// Adds to a batch that a device of a user is gone: others hear of it, and signatures of it go.
pub(crate) fn device_removed(batch: &mut WriteBatch, user: UserNid, device_id: &DeviceId, removed_ts: i64) {
    device_changed(batch, user, device_id.as_str(), removed_ts);
    batch.key_signature.prune.push(user);
}

/// Adds the end of everything that a user keeps for encryption, besides devices, to a batch.
pub(crate) fn erase(batch: &mut WriteBatch, user: UserNid) {
    batch.cross_signing_key.remove_all.push(user);
    batch.key_backup.remove_all.push(user);
    batch.device_list.changed.push(user);
    batch.key_signature.prune.push(user);
}
