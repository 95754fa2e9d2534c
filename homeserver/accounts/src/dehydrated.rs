//! Dehydrated devices: a device whose private keys the server keeps, encrypted, and which receives messages while its
//! user is signed in nowhere. The next device to sign in takes them over.
//!
//! See <https://github.com/matrix-org/matrix-spec-proposals/pull/3814>.

use std::sync::Arc;

use hs_core::{error::MatrixError, nid::StreamPosition};
use hs_storage::{DehydratedDeviceRow, DeviceRow, StoreError, WriteBatch};
use ruma::{DeviceId, OwnedDeviceId, api::client::dehydrated_device::DehydratedDeviceData, serde::Raw};
use serde_json::value::RawValue;

use crate::{
    context::Context,
    keys::{
        Keys,
        upload::{NewKeys, Publisher},
    },
    session::{MAX_DEVICE_ID_BYTES, MAX_DEVICE_NAME_BYTES, Session, sign_out},
    text,
    to_device::{MESSAGES_AT_A_TIME, Messaged, ToDevice},
};

const MAX_DATA_BYTES: usize = 1 << 20;

/// The subject of dehydrated devices. See the [module](self).
pub struct DehydratedDevices {
    context: Context,
    keys: Arc<Keys>,
    to_device: Arc<ToDevice>,
}

/// A dehydrated device as a client makes it.
#[derive(Clone, Debug)]
pub struct NewDehydratedDevice {
    /// Its id.
    pub device_id: OwnedDeviceId,
    /// What to call it.
    pub display_name: Option<String>,
    /// Its private keys, encrypted.
    pub device_data: Raw<DehydratedDeviceData>,
    /// Its public keys.
    pub keys: NewKeys,
}

impl DehydratedDevices {
    pub(crate) fn new(context: Context, keys: Arc<Keys>, to_device: Arc<ToDevice>) -> Self {
        Self { context, keys, to_device }
    }

    /// Makes a dehydrated device of whoever is signed in, in place of the one before.
    pub async fn put(&self, session: &Session, device: &NewDehydratedDevice) -> Result<(), MatrixError> {
        let NewDehydratedDevice { device_id, display_name, device_data, keys } = device;
        check(device)?;
        let before = self.context.store.dehydrated_device(session.user).await?.map(|row| row.device_id);
        let is_taken = self.context.store.device(session.user, device_id).await?.is_some();
        if is_taken && before.as_ref() != Some(device_id) {
            return Err(MatrixError::invalid_param("You have another device with this id"));
        }
        let mut batch = WriteBatch::default();
        if let Some(before) = &before {
            sign_out(&mut batch, session.user, before, self.context.clock.now_ms());
        }
        batch.device.add.push(DeviceRow {
            user: session.user,
            device_id: device_id.clone(),
            display_name: display_name.clone(),
            created_ts: self.context.clock.now_ms(),
            last_seen_ts: None,
            last_seen_ip: None,
            user_agent: None,
        });
        let publisher = Publisher { user: session.user, user_id: &session.user_id, device_id };
        self.keys.publish(&mut batch, publisher, keys, true).await?;
        batch.dehydrated_device.set.push(DehydratedDeviceRow {
            user: session.user,
            device_id: device_id.clone(),
            device_data: device_data.json().get().to_owned(),
        });
        match self.context.store.commit(batch).await {
            Ok(_) => Ok(()),
            Err(StoreError::Conflict | StoreError::Duplicate(_)) => {
                Err(MatrixError::unknown("Another of your clients is doing the same: try again"))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The dehydrated device of whoever is signed in.
    pub async fn get(&self, session: &Session) -> Result<(OwnedDeviceId, Raw<DehydratedDeviceData>), MatrixError> {
        let row = self.row(session).await?;
        let data = RawValue::from_string(row.device_data).map_err(MatrixError::internal)?;
        Ok((row.device_id, Raw::from_json(data)))
    }

    /// Removes the dehydrated device of whoever is signed in, and says which it was.
    pub async fn remove(&self, session: &Session) -> Result<OwnedDeviceId, MatrixError> {
        let device_id = self.row(session).await?.device_id;
        let mut batch = WriteBatch::default();
        sign_out(&mut batch, session.user, &device_id, self.context.clock.now_ms());
        self.context.store.commit(batch).await?;
        Ok(device_id)
    }

    /// The messages of a dehydrated device after a position. They stay until the device goes, so that a client that
    /// was interrupted, or another one, can begin again.
    pub async fn messages(
        &self,
        session: &Session,
        device_id: &DeviceId,
        after: StreamPosition,
    ) -> Result<Messaged, MatrixError> {
        if self.row(session).await?.device_id != device_id {
            return Err(MatrixError::forbidden("This is not your dehydrated device"));
        }
        let until = self.context.store.position();
        self.to_device.messages(session.user, device_id, (after, until), MESSAGES_AT_A_TIME).await
    }

    async fn row(&self, session: &Session) -> Result<DehydratedDeviceRow, MatrixError> {
        let row = self.context.store.dehydrated_device(session.user).await?;
        row.ok_or_else(|| MatrixError::not_found("You have no dehydrated device"))
    }
}

fn check(device: &NewDehydratedDevice) -> Result<(), MatrixError> {
    if device.device_id.as_str().is_empty() {
        return Err(MatrixError::invalid_param("A device id cannot be empty"));
    }
    text::check("A device id", device.device_id.as_str(), MAX_DEVICE_ID_BYTES)?;
    if let Some(name) = &device.display_name {
        text::check("The name of a device", name, MAX_DEVICE_NAME_BYTES)?;
    }
    let data = device.device_data.json().get();
    text::check("device_data", data, MAX_DATA_BYTES)?;
    if !data.starts_with('{') {
        return Err(MatrixError::bad_json("device_data must be a JSON object"));
    }
    Ok(())
}
