//! What others say of devices, as rows.

use hs_core::{
    error::MatrixError,
    nid::{StreamPosition, UserNid},
};
use hs_storage::{CrossSigningKeyRow, DeviceKeyRow, DeviceRow, RemoteDeviceListRow, WriteBatch};
use ruma::{
    DeviceId, OwnedDeviceId, OwnedUserId, UserId,
    api::federation::device::get_devices::v1::Response,
    encryption::{CrossSigningKey, DeviceKeys, KeyUsage},
    serde::Raw,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::DeviceChange;
use crate::service::Federation;

/// The most devices of one user that are kept.
const MAX_DEVICES: usize = 1000;
/// The longest name of a device, and the largest keys of one, in bytes.
const MAX_NAME: usize = 1024;
const MAX_KEYS: usize = 64 << 10;

impl Federation {
    /// Puts a whole list in place of the one before.
    pub(super) fn copy_list(
        &self,
        batch: &mut WriteBatch,
        user: UserNid,
        user_id: &UserId,
        list: Response,
        fetched_at: StreamPosition,
    ) {
        let now = self.clock.now_ms();
        batch.device.remove_all.push((user, None));
        for device in list.devices.into_iter().take(MAX_DEVICES) {
            let keys = Some(&device.keys);
            add_device(batch, (user, user_id), device.device_id, device.device_display_name, keys, now);
        }
        batch.cross_signing_key.remove_all.push(user);
        cross_signing(batch, user, user_id, list.master_key, list.self_signing_key);
        let stream_id = i64::from(ruma::Int::from(list.stream_id));
        batch.remote_device_list.set.push(RemoteDeviceListRow { user, stream_id, fetched_at });
        batch.key_signature.prune.push(user);
    }

    /// Takes one change into a list.
    pub(super) async fn copy_change(
        &self,
        batch: &mut WriteBatch,
        user: UserNid,
        change: &DeviceChange,
    ) -> Result<(), MatrixError> {
        batch.remote_device_list.advance.push((user, change.stream_id));
        if change.deleted {
            batch.device.remove.push((user, change.device_id.clone()));
            batch.key_signature.prune.push(user);
            return Ok(());
        }
        if self.store.devices(user).await?.len() >= MAX_DEVICES {
            return Ok(());
        }
        let name = change.device_display_name.clone();
        let now = self.clock.now_ms();
        // A device that is there already keeps its row, and so its keys, if none come with the change.
        add_device(batch, (user, &change.user_id), change.device_id.clone(), name.clone(), change.keys.as_ref(), now);
        if may_be_kept(change.device_id.as_str(), MAX_NAME) {
            batch.device.rename.push((user, change.device_id.clone(), name.and_then(checked_name)));
        }
        Ok(())
    }
}

fn add_device(
    batch: &mut WriteBatch,
    (user, user_id): (UserNid, &UserId),
    device_id: OwnedDeviceId,
    name: Option<String>,
    keys: Option<&Raw<DeviceKeys>>,
    now: i64,
) {
    if !may_be_kept(device_id.as_str(), MAX_NAME) {
        return;
    }
    batch.device.add.push(DeviceRow {
        user,
        device_id: device_id.clone(),
        display_name: name.and_then(checked_name),
        created_ts: now,
        last_seen_ts: None,
        last_seen_ip: None,
        user_agent: None,
    });
    if let Some(keys) = keys.and_then(|keys| checked_keys(keys, user_id, &device_id)) {
        batch.device_key.set.push(DeviceKeyRow { user, device_id, keys });
    }
}

/// Adds cross-signing keys, each in place of the one before.
pub(super) fn cross_signing(
    batch: &mut WriteBatch,
    user: UserNid,
    user_id: &UserId,
    master: Option<Raw<CrossSigningKey>>,
    self_signing: Option<Raw<CrossSigningKey>>,
) {
    for (usage, key) in [(KeyUsage::Master, master), (KeyUsage::SelfSigning, self_signing)] {
        let row = key.and_then(|key| cross_signing_key(&key, user, user_id, usage));
        batch.cross_signing_key.set.extend(row);
    }
}

fn cross_signing_key(
    key: &Raw<CrossSigningKey>,
    user: UserNid,
    user_id: &UserId,
    usage: KeyUsage,
) -> Option<CrossSigningKeyRow> {
    #[derive(Deserialize)]
    struct Key {
        user_id: OwnedUserId,
        keys: Map<String, Value>,
    }
    let json = key.json().get();
    let parsed: Key = serde_json::from_str(json).ok()?;
    let public_key = parsed.keys.values().next()?.as_str()?.to_owned();
    let is_right = parsed.user_id == *user_id
        && parsed.keys.len() == 1
        && may_be_kept(json, MAX_KEYS)
        && may_be_kept(&public_key, MAX_NAME);
    is_right.then(|| CrossSigningKeyRow { user, usage, public_key, key: json.to_owned() })
}

/// The keys of a device, unless they are those of another one.
fn checked_keys(keys: &Raw<DeviceKeys>, user_id: &UserId, device_id: &DeviceId) -> Option<String> {
    let json = keys.json().get();
    let mut object: Map<String, Value> = serde_json::from_str(json).ok().filter(|_| may_be_kept(json, MAX_KEYS))?;
    let is_other = |field: &str, own: &str| object.get(field).is_some_and(|value| value != own);
    if is_other("user_id", user_id.as_str()) || is_other("device_id", device_id.as_str()) {
        return None;
    }
    // We say ourselves what a device is called.
    object.remove("unsigned");
    serde_json::to_string(&object).ok()
}

fn checked_name(name: String) -> Option<String> {
    may_be_kept(&name, MAX_NAME).then_some(name)
}

/// What is too long is not kept, nor what PostgreSQL cannot store.
fn may_be_kept(text: &str, most: usize) -> bool {
    text.len() <= most && !text.contains('\0')
}
