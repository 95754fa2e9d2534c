//! Publishing the keys of a device.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysupload>.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{DeviceKeyRow, FallbackKeyRow, OneTimeKeyRow, StoreError, WriteBatch};
use ruma::{
    DeviceId, OneTimeKeyAlgorithm, OneTimeKeyId, OwnedOneTimeKeyId, UserId,
    encryption::{DeviceKeys, OneTimeKey},
    serde::Raw,
};
use serde_json::Value;

use super::{
    KeyCounts, Keys, device_changed,
    signed::{KnownKeys, Signed, invalid_signature, known_keys, signing_key_id},
};
use crate::{session::Session, text};

/// The most one-time keys that wait for a device. Clients keep some fifty.
const MAX_ONE_TIME_KEYS: u64 = 1000;
/// The longest description of a device, and the longest key.
const MAX_KEY_BYTES: usize = 16 << 10;
const MAX_NAME_BYTES: usize = 255;
/// How often an upload is begun anew because another one came in between.
const ATTEMPTS: usize = 3;

/// What a device publishes.
#[derive(Clone, Debug, Default)]
pub struct NewKeys {
    /// Its identity keys, if they are new.
    pub device_keys: Option<Raw<DeviceKeys>>,
    /// Keys to be claimed once each.
    pub one_time_keys: BTreeMap<OwnedOneTimeKeyId, Raw<OneTimeKey>>,
    /// Keys for when no one-time keys are left: one of each kind.
    pub fallback_keys: BTreeMap<OwnedOneTimeKeyId, Raw<OneTimeKey>>,
}

/// The device that publishes.
#[derive(Clone, Copy)]
pub(crate) struct Publisher<'a> {
    pub(crate) user: UserNid,
    pub(crate) user_id: &'a UserId,
    pub(crate) device_id: &'a DeviceId,
}

impl Keys {
    /// Publishes keys of whoever is signed in.
    pub async fn upload(&self, session: &Session, keys: &NewKeys) -> Result<Arc<KeyCounts>, MatrixError> {
        let publisher = Publisher { user: session.user, user_id: &session.user_id, device_id: session.device()? };
        let mut attempt = 1;
        loop {
            let mut batch = WriteBatch::default();
            self.publish(&mut batch, publisher, keys, false).await?;
            if batch.is_empty() {
                break;
            }
            self.recount(&mut batch, vec![publisher.user]);
            match self.context.store.commit(batch).await {
                Ok(_) => break,
                // The same device uploads keys of the same names at the same time: see what they are.
                Err(StoreError::Duplicate(_)) if attempt < ATTEMPTS => attempt += 1,
                // The device was removed meanwhile.
                Err(StoreError::Conflict) => return Err(MatrixError::unknown_token(false)),
                Err(error) => return Err(error.into()),
            }
        }
        self.counts(publisher.user, publisher.device_id).await
    }

    /// Adds keys of a device to a batch. A device that `is_new` has none yet, whatever the database says.
    pub(crate) async fn publish(
        &self,
        batch: &mut WriteBatch,
        publisher: Publisher<'_>,
        keys: &NewKeys,
        is_new: bool,
    ) -> Result<(), MatrixError> {
        let store = &self.context.store;
        let stored = store.device_key(publisher.user, publisher.device_id).await?.filter(|_| !is_new);
        let mut identity = stored.as_ref().map(|row| Signed::stored(&row.keys)).transpose()?;
        if let Some(uploaded) = &keys.device_keys {
            let uploaded = self.check_identity(publisher, uploaded).await?;
            let row = device_key_row(publisher, &uploaded)?;
            if stored.as_ref() != Some(&row) {
                if identity.as_ref().is_some_and(|before| !before.says_the_same(&uploaded)) {
                    let device_id = publisher.device_id.to_string();
                    batch.key_signature.remove.push((publisher.user, device_id));
                }
                batch.device_key.set.push(row);
                let now = self.context.clock.now_ms();
                device_changed(batch, publisher.user, publisher.device_id.as_str(), now);
            }
            identity = Some(uploaded);
        }
        let signing_key = identity.as_ref().and_then(|identity| identity.signing_key(publisher.device_id));
        self.add_one_time_keys(batch, publisher, &keys.one_time_keys, signing_key, is_new).await?;
        self.set_fallback_keys(batch, publisher, &keys.fallback_keys, signing_key, is_new).await
    }

    /// The description of a device without the signatures that nobody can check.
    async fn check_identity(&self, publisher: Publisher<'_>, keys: &Raw<DeviceKeys>) -> Result<Signed, MatrixError> {
        let Publisher { user, user_id, device_id } = publisher;
        text::check("device_keys", keys.json().get(), MAX_KEY_BYTES)?;
        let mut identity = Signed::parse(keys.json().get(), "device_keys")?;
        if identity.text("user_id") != Some(user_id.as_str()) {
            return Err(MatrixError::invalid_param("device_keys must have your own user_id"));
        }
        if identity.text("device_id") != Some(device_id.as_str()) {
            return Err(MatrixError::invalid_param(format!("device_keys must have the device_id {device_id}")));
        }
        if let Some(missing) = ["algorithms", "keys", "signatures"].into_iter().find(|field| !identity.has(field)) {
            return Err(MatrixError::bad_json(format!("device_keys must have {missing}")));
        }
        let cross_signing = self.context.store.cross_signing_keys(&[user]).await?;
        let mut known = known_keys(&[], &cross_signing)?;
        let own = signing_key_id(device_id);
        // A device without a signing key proves nothing and no client trusts it, so there is nothing to forge.
        let signing_key = identity.signing_key(device_id).map(ToOwned::to_owned);
        let is_signing = signing_key.is_some();
        known.extend(signing_key.map(|key| (own.clone(), key)));
        let signatures = identity.keep_signatures(user_id, &known)?;
        if is_signing && !signatures.contains(&own) {
            return Err(invalid_signature(format!("device_keys must be signed by {own}")));
        }
        Ok(identity)
    }

    async fn add_one_time_keys(
        &self,
        batch: &mut WriteBatch,
        publisher: Publisher<'_>,
        keys: &BTreeMap<OwnedOneTimeKeyId, Raw<OneTimeKey>>,
        signing_key: Option<&str>,
        is_new: bool,
    ) -> Result<(), MatrixError> {
        if keys.is_empty() {
            return Ok(());
        }
        let Publisher { user, device_id, .. } = publisher;
        let mut stored = BTreeMap::new();
        let mut count = u64::try_from(keys.len()).unwrap_or(u64::MAX);
        if !is_new {
            let names: BTreeSet<&str> = keys.keys().map(|id| id.key_name().as_str()).collect();
            let names: Vec<&str> = names.into_iter().filter(|name| text::may_be_key(name)).collect();
            let rows = self.context.store.one_time_keys(user, device_id, &names).await?;
            stored.extend(rows.into_iter().map(|row| ((row.algorithm, row.key_id), row.key)));
            let counts = self.context.store.one_time_key_counts(user, device_id).await?;
            count = counts.iter().map(|(_, count)| count).fold(count, |sum, count| sum.saturating_add(*count));
        }
        if count > MAX_ONE_TIME_KEYS {
            let message = format!("A device can have at most {MAX_ONE_TIME_KEYS} one-time keys at a time");
            return Err(MatrixError::invalid_param(message));
        }
        for (id, key) in keys {
            check_key(publisher, id, key, signing_key)?;
            let (algorithm, key_id) = (id.algorithm().to_string(), id.key_name().to_string());
            match stored.get(&(algorithm.clone(), key_id.clone())) {
                // A client that did not hear our answer says it once more.
                Some(before) if is_same(before, key.json().get()) => {}
                Some(_) => {
                    let message = format!("There is another one-time key with the id {id} already");
                    return Err(MatrixError::invalid_param(message));
                }
                None => batch.one_time_key.add.push(OneTimeKeyRow {
                    user,
                    device_id: device_id.to_owned(),
                    algorithm,
                    key_id,
                    key: key.json().get().to_owned(),
                    created_ts: self.context.clock.now_ms(),
                }),
            }
        }
        Ok(())
    }

    async fn set_fallback_keys(
        &self,
        batch: &mut WriteBatch,
        publisher: Publisher<'_>,
        keys: &BTreeMap<OwnedOneTimeKeyId, Raw<OneTimeKey>>,
        signing_key: Option<&str>,
        is_new: bool,
    ) -> Result<(), MatrixError> {
        if keys.is_empty() {
            return Ok(());
        }
        let Publisher { user, device_id, .. } = publisher;
        let stored = if is_new { Vec::new() } else { self.context.store.fallback_keys(user, device_id).await? };
        let mut algorithms = BTreeSet::new();
        for (id, key) in keys {
            check_key(publisher, id, key, signing_key)?;
            let (algorithm, key_id) = (id.algorithm().to_string(), id.key_name().to_string());
            if !algorithms.insert(algorithm.clone()) {
                return Err(MatrixError::invalid_param(format!(
                    "There can be one fallback key of the kind {algorithm}"
                )));
            }
            let is_known = |row: &FallbackKeyRow| {
                row.algorithm == algorithm && row.key_id == key_id && is_same(&row.key, key.json().get())
            };
            // One that is uploaded again stays used if it was.
            if !stored.iter().any(is_known) {
                batch.one_time_key.set_fallback.push(FallbackKeyRow {
                    user,
                    device_id: device_id.to_owned(),
                    algorithm,
                    key_id,
                    key: key.json().get().to_owned(),
                    used: false,
                });
            }
        }
        Ok(())
    }
}

fn device_key_row(publisher: Publisher<'_>, identity: &Signed) -> Result<DeviceKeyRow, MatrixError> {
    let device_id = publisher.device_id.to_owned();
    Ok(DeviceKeyRow { user: publisher.user, device_id, keys: identity.to_json()? })
}

/// Refuses keys that are not signed by their device, where they are of a kind that is.
fn check_key(
    publisher: Publisher<'_>,
    id: &OneTimeKeyId,
    key: &Raw<OneTimeKey>,
    signing_key: Option<&str>,
) -> Result<(), MatrixError> {
    text::check("The id of a one-time key", id.as_str(), MAX_NAME_BYTES)?;
    let json = key.json().get();
    text::check("A one-time key", json, MAX_KEY_BYTES)?;
    if !json.starts_with(['"', '{']) {
        return Err(MatrixError::bad_json(format!("The one-time key {id} is neither text nor an object")));
    }
    if id.algorithm() != OneTimeKeyAlgorithm::SignedCurve25519 {
        return Ok(());
    }
    let own = signing_key_id(publisher.device_id);
    let Some(signing_key) = signing_key else {
        return Err(MatrixError::invalid_param(format!("Upload device_keys with {own} before keys that it signs")));
    };
    let mut key = Signed::parse(json, id.as_str())?;
    let known = KnownKeys::from([(own.clone(), signing_key.to_owned())]);
    if key.text("key").is_none() || key.keep_signatures(publisher.user_id, &known)?.is_empty() {
        return Err(invalid_signature(format!("The one-time key {id} must have a key and be signed by {own}")));
    }
    Ok(())
}

fn is_same(one: &str, other: &str) -> bool {
    let value = |json| serde_json::from_str::<Value>(json).ok();
    value(one) == value(other)
}
