//! Application services that act as their users.
//!
//! See <https://spec.matrix.org/v1.19/application-service-api/#identity-assertion>.

use std::sync::{Arc, atomic::AtomicI64};

use hs_core::error::MatrixError;
use hs_storage::{AccountRow, DeviceRow, WriteBatch};
use ruma::{DeviceId, UserId};

use super::{MAX_DEVICE_NAME_BYTES, NewDevice, Session, Sessions, SignedIn, check_device_id, login::check_open};
use crate::{
    app_service::{AppService, not_controlled, unknown_device},
    keys::device_changed,
    text,
    token::TokenHash,
};

impl Sessions {
    /// The session of an application service that acts as one of its users: as its own if it names nobody. Without a
    /// device, the session has one that does not exist.
    pub async fn masquerade(
        &self,
        service: &Arc<AppService>,
        user_id: Option<&UserId>,
        device_id: Option<&DeviceId>,
    ) -> Result<Arc<Session>, MatrixError> {
        let user_id = user_id.unwrap_or(&service.sender);
        if !service.controls(user_id) {
            return Err(not_controlled());
        }
        let device = device_id.map_or("", DeviceId::as_str);
        // No id contains a line break, so that no two sessions have the same name.
        let name = TokenHash::of(&format!("{}\n{user_id}\n{device}", service.id()));
        let load = async || {
            let Some(account) = self.context.account(user_id).await? else { return Ok(None) };
            check_active(&account)?;
            if let Some(device_id) = device_id
                && (!text::may_be_key(device) || self.context.store.device(account.user, device_id).await?.is_none())
            {
                return Err(unknown_device());
            }
            Ok(Some((account.user, Arc::new(session(service, user_id, device, &account)))))
        };
        let session = self.cache.get_or_load(name, load).await?;
        session.ok_or_else(|| MatrixError::forbidden("The application service has not registered this user"))
    }

    /// Signs in a user of an application service, who needs no password.
    pub async fn login_as(
        &self,
        service: &AppService,
        user: &str,
        device: &NewDevice,
    ) -> Result<SignedIn, MatrixError> {
        let server_name = &self.context.server_name;
        let user_id = UserId::parse_with_server_name(user, server_name)
            .map_err(|_| MatrixError::invalid_param(format!("{user:?} is not a user")))?;
        if !service.controls(&user_id) {
            return Err(MatrixError::exclusive("This user is not in the namespace of the application service"));
        }
        let account = self.context.account(&user_id).await?;
        let account =
            account.ok_or_else(|| MatrixError::forbidden("The application service has not registered this user"))?;
        check_active(&account)?;
        check_open(&account)?;
        let mut batch = WriteBatch::default();
        batch.touch_user(account.user);
        let signed_in = self.open(&mut batch, account.user, &user_id, device)?;
        self.commit(batch, account.user).await?;
        Ok(signed_in)
    }

    /// Gives a user of an application service a device without a session of its own.
    pub async fn add_device(
        &self,
        session: &Session,
        device_id: &DeviceId,
        display_name: Option<String>,
    ) -> Result<(), MatrixError> {
        let device_id = check_device_id(device_id)?;
        if let Some(name) = &display_name {
            text::check("The name of a device", name, MAX_DEVICE_NAME_BYTES)?;
        }
        let created_ts = self.context.clock.now_ms();
        let mut batch = WriteBatch::default();
        device_changed(&mut batch, session.user, device_id.as_str(), created_ts);
        let (last_seen_ts, last_seen_ip, user_agent) = (None, None, None);
        let user = session.user;
        batch.device.add.push(DeviceRow {
            user,
            device_id,
            display_name,
            created_ts,
            last_seen_ts,
            last_seen_ip,
            user_agent,
        });
        self.commit(batch, user).await
    }
}

/// Nobody acts as a user any more whose account is closed.
fn check_active(account: &AccountRow) -> Result<(), MatrixError> {
    match account.deactivated_ts {
        Some(_) => Err(MatrixError::user_deactivated("This account is closed")),
        None => Ok(()),
    }
}

fn session(service: &Arc<AppService>, user_id: &UserId, device: &str, account: &AccountRow) -> Session {
    Session {
        user_id: user_id.to_owned(),
        user: account.user,
        device_id: device.into(),
        is_guest: false,
        is_admin: account.is_admin,
        is_suspended: account.is_suspended,
        is_locked: account.is_locked,
        app_service: Some(Arc::clone(service)),
        expires_ts: None,
        seen_ts: AtomicI64::new(i64::MAX),
    }
}
