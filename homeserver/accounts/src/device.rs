//! Devices: what a user is signed in with.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#device-management>.

use std::sync::Arc;

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{DeviceRow, WriteBatch};
use ruma::{DeviceId, OwnedDeviceId, api::client::uiaa::AuthData};

use crate::{
    context::Context,
    keys::device_changed,
    session::{MAX_DEVICE_NAME_BYTES, Session, Sessions, sign_out},
    text,
    uia::{Operation, Uia},
};

/// The most devices that one request may remove.
const MAX_REMOVALS: usize = 1000;

/// The subject of devices. See the [module](self).
pub struct Devices {
    context: Context,
    sessions: Arc<Sessions>,
    uia: Arc<Uia>,
}

impl Devices {
    pub(crate) fn new(context: Context, sessions: Arc<Sessions>, uia: Arc<Uia>) -> Self {
        Self { context, sessions, uia }
    }

    /// A user's devices, by id.
    pub async fn list(&self, user: UserNid) -> Result<Vec<DeviceRow>, MatrixError> {
        Ok(self.context.store.devices(user).await?)
    }

    /// One of a user's devices.
    pub async fn get(&self, user: UserNid, device_id: &DeviceId) -> Result<DeviceRow, MatrixError> {
        let none = || MatrixError::not_found("You have no such device");
        if !text::may_be_key(device_id.as_str()) {
            return Err(none());
        }
        self.context.store.device(user, device_id).await?.ok_or_else(none)
    }

    /// Gives one of a user's devices another name; `None` leaves it.
    pub async fn rename(
        &self,
        user: UserNid,
        device_id: &DeviceId,
        display_name: Option<String>,
    ) -> Result<(), MatrixError> {
        self.get(user, device_id).await?;
        let Some(name) = display_name else { return Ok(()) };
        text::check("The name of a device", &name, MAX_DEVICE_NAME_BYTES)?;
        let mut batch = WriteBatch::default();
        batch.device.rename.push((user, device_id.to_owned(), Some(name)));
        // Others are shown the name beside the keys.
        device_changed(&mut batch, user, device_id.as_str(), self.context.clock.now_ms());
        self.context.store.commit(batch).await?;
        Ok(())
    }

    /// Removes one of the devices of whoever is signed in and ends its session, after they have proved that it is them.
    pub async fn remove(
        &self,
        session: &Session,
        device_id: &DeviceId,
        auth: Option<&AuthData>,
    ) -> Result<(), MatrixError> {
        self.get(session.user, device_id).await?;
        let name = format!("DELETE /devices/{device_id}");
        self.remove_authorized(&name, session, &[device_id.to_owned()], auth).await
    }

    /// Removes several devices. Those that are not there are as good as removed.
    pub async fn remove_many(
        &self,
        session: &Session,
        device_ids: &[OwnedDeviceId],
        auth: Option<&AuthData>,
    ) -> Result<(), MatrixError> {
        if device_ids.len() > MAX_REMOVALS {
            let message = format!("At most {MAX_REMOVALS} devices can be removed at once");
            return Err(MatrixError::invalid_param(message));
        }
        let device_ids: Vec<_> = device_ids.iter().filter(|id| text::may_be_key(id.as_str())).cloned().collect();
        self.remove_authorized("POST /delete_devices", session, &device_ids, auth).await
    }

    async fn remove_authorized(
        &self,
        name: &str,
        session: &Session,
        device_ids: &[OwnedDeviceId],
        auth: Option<&AuthData>,
    ) -> Result<(), MatrixError> {
        let authorized = self.uia.authorize(&Operation::by_password(name, session), auth).await?;
        let mut batch = WriteBatch::default();
        authorized.consume(&mut batch, self.context.clock.now_ms(), None);
        for device_id in device_ids {
            sign_out(&mut batch, session.user, device_id, self.context.clock.now_ms());
        }
        self.sessions.commit(batch, session.user).await
    }
}
