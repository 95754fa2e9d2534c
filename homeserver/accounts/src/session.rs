//! Sessions: from an access token to the user and device that it speaks for, and how such tokens come and go.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#using-access-tokens>.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use hs_config::AccessTokens;
use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{AccessTokenRow, DeviceRow, DeviceSeen, StoreError, WriteBatch};
use ruma::{DeviceId, OwnedDeviceId, OwnedUserId, UserId, api::error::ErrorKind};
use serde::{Deserialize, Serialize};

use crate::{
    app_service::AppService,
    context::Context,
    keys::{Keys, device_removed},
    password::Passwords,
    remembered::Remembered,
    text,
    token::{Purpose, Token, TokenHash},
};

pub(crate) mod login;
pub(crate) mod masquerade;
pub(crate) mod refresh;

/// How many sessions are kept in memory.
const CACHED_SESSIONS: usize = 20_000;
/// Signs of life closer together than this are one, in milliseconds.
const SEEN_INTERVAL_MS: i64 = 60_000;
/// The longest id of a device.
pub(crate) const MAX_DEVICE_ID_BYTES: usize = 255;
/// The longest name of a device.
pub(crate) const MAX_DEVICE_NAME_BYTES: usize = 255;

/// Somebody who is signed in.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each of them is a fact about the account, independent of the others"
)]
pub struct Session {
    /// Who.
    pub user_id: OwnedUserId,
    /// Our number for them.
    pub user: UserNid,
    /// With what.
    pub device_id: OwnedDeviceId,
    /// Whether this is a guest.
    pub is_guest: bool,
    /// Whether this user administers the server.
    pub is_admin: bool,
    /// Whether the account may say nothing for the time being.
    pub is_suspended: bool,
    /// Whether the account may do nothing but sign out.
    pub is_locked: bool,
    /// The application service that acts as this user, where one does.
    pub app_service: Option<Arc<AppService>>,
    /// Until when the access token is good, in milliseconds.
    expires_ts: Option<i64>,
    /// When this process last noted a sign of life.
    seen_ts: AtomicI64,
}

/// What a client says about itself when it signs in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NewDevice {
    /// The device that it was before, or wants to be; made up where absent.
    pub device_id: Option<OwnedDeviceId>,
    /// What to call the device, if it is new.
    pub display_name: Option<String>,
    /// Whether it wants an access token that ends soon and a refresh token to get the next one.
    #[serde(default)]
    pub refreshes: bool,
}

/// A fresh session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who signed in.
    pub user_id: OwnedUserId,
    /// With what.
    pub device_id: OwnedDeviceId,
    /// What they prove it with from now on.
    pub access_token: Token,
    /// What they get the next access token for, if they asked for that.
    pub refresh_token: Option<Token>,
    /// For how long the access token is good, in milliseconds, if not until it is revoked.
    pub expires_in_ms: Option<i64>,
}

/// The subject of signing in and out. See the [module](self).
pub struct Sessions {
    context: Context,
    passwords: Passwords,
    lifetimes: AccessTokens,
    cache: Remembered<TokenHash, Arc<Session>>,
    seen: Mutex<HashMap<(UserNid, OwnedDeviceId), DeviceSeen>>,
    /// What is remembered of keys goes with their devices.
    keys: Arc<Keys>,
}

impl Session {
    /// The device, where there is one: an application service may act without.
    pub fn device(&self) -> Result<&DeviceId, MatrixError> {
        if self.device_id.as_str().is_empty() {
            return Err(MatrixError::invalid_param("This needs a device: name one with ?device_id="));
        }
        Ok(&self.device_id)
    }
}

impl Sessions {
    pub(crate) fn new(context: Context, passwords: Passwords, lifetimes: AccessTokens, keys: Arc<Keys>) -> Self {
        let cache = Remembered::new(CACHED_SESSIONS, context.clock.clone());
        Self { context, passwords, lifetimes, cache, seen: Mutex::default(), keys }
    }

    /// The session of this access token, or `M_UNKNOWN_TOKEN`. Reads the database once in a while only.
    pub async fn authenticate(&self, access_token: &str) -> Result<Arc<Session>, MatrixError> {
        let hash = TokenHash::of(access_token);
        let session = self.cache.get_or_load(hash, async || self.load(&hash).await).await?;
        let session = session.ok_or_else(|| MatrixError::unknown_token(false))?;
        if session.expires_ts.is_some_and(|expires| self.context.clock.now_ms() >= expires) {
            return Err(MatrixError::unknown_token(true));
        }
        Ok(session)
    }

    async fn load(&self, hash: &TokenHash) -> Result<Option<(UserNid, Arc<Session>)>, MatrixError> {
        let store = &self.context.store;
        let Some(token) = store.access_token(hash.as_bytes()).await? else { return Ok(None) };
        let Some(account) = store.account(token.user).await? else { return Ok(None) };
        if account.deactivated_ts.is_some() {
            return Ok(None);
        }
        if token.generation > 0 {
            self.note_used(&token).await?;
        }
        // A session that is only read again keeps its place in the rhythm of signs of life.
        let seen_ts = self.cache.peek(hash).map_or(0, |session| session.seen_ts.load(Ordering::Relaxed));
        let session = Session {
            user_id: self.context.user_id(token.user).await?,
            user: token.user,
            device_id: token.device_id,
            is_guest: account.is_guest,
            is_admin: account.is_admin,
            is_suspended: account.is_suspended,
            is_locked: account.is_locked,
            app_service: None,
            expires_ts: token.expires_ts,
            seen_ts: AtomicI64::new(seen_ts),
        };
        Ok(Some((token.user, Arc::new(session))))
    }

    /// Notes a sign of life of a session, at most one a minute. Only memory is touched: [`Sessions::write_seen`]
    /// carries the notes to the database.
    pub fn touch(&self, session: &Session, ip: Option<IpAddr>, user_agent: Option<&str>) {
        let now = self.context.clock.now_ms();
        let last = session.seen_ts.load(Ordering::Relaxed);
        if now.saturating_sub(last) < SEEN_INTERVAL_MS {
            return;
        }
        if session.seen_ts.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_err() {
            return;
        }
        let seen = DeviceSeen {
            user: session.user,
            device_id: session.device_id.clone(),
            seen_ts: now,
            ip: ip.map(|ip| ip.to_canonical().to_string()),
            user_agent: user_agent.filter(|text| !text.contains('\0')).map(ToOwned::to_owned),
        };
        let mut pending = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        pending.insert((session.user, session.device_id.clone()), seen);
    }

    /// Writes the signs of life that were noted since the last time, as one batch. To be called every minute or so and
    /// when the server stops.
    pub async fn write_seen(&self) -> Result<(), MatrixError> {
        let seen = std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner));
        if seen.is_empty() {
            return Ok(());
        }
        let mut batch = WriteBatch::default();
        batch.device.seen.extend(seen.into_values());
        self.context.store.commit(batch).await?;
        Ok(())
    }

    /// Ends a session and removes its device.
    pub async fn logout(&self, session: &Session) -> Result<(), MatrixError> {
        let mut batch = WriteBatch::default();
        sign_out(&mut batch, session.user, &session.device_id, self.context.clock.now_ms());
        self.commit(batch, session.user).await
    }

    /// Ends all sessions of a user and removes their devices.
    pub async fn logout_all(&self, user: UserNid) -> Result<(), MatrixError> {
        let mut batch = WriteBatch::default();
        sign_out_all(&self.context, &mut batch, user, None).await?;
        self.commit(batch, user).await
    }

    /// Commits a batch that ends or changes sessions of a user and perhaps spends an authentication.
    pub(crate) async fn commit(&self, mut batch: WriteBatch, user: UserNid) -> Result<(), MatrixError> {
        // Other processes hear of it by the wake.
        batch.touch_user(user);
        let committed = self.context.store.commit(batch).await;
        // Even a commit that seems to have failed may have happened, if the connection broke.
        self.forget(user);
        match committed {
            Ok(_) => Ok(()),
            Err(StoreError::Conflict) => Err(already_spent()),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads the sessions and the counts of keys of this user anew when they are next used.
    pub(crate) fn forget(&self, user: UserNid) {
        self.cache.forget(user);
        self.keys.forget(user);
    }

    /// Reads all sessions anew when they are next used.
    pub(crate) fn forget_all(&self) {
        self.cache.forget_all();
        self.keys.forget_all();
    }

    /// Adds a session to a batch. An older token of the same device ends.
    pub(crate) fn open(
        &self,
        batch: &mut WriteBatch,
        user: UserNid,
        user_id: &UserId,
        device: &NewDevice,
    ) -> Result<SignedIn, MatrixError> {
        let device_id = match &device.device_id {
            Some(device_id) => check_device_id(device_id)?,
            None => self.context.entropy.text::<10>(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ").into(),
        };
        if let Some(name) = &device.display_name {
            text::check("The name of a device", name, MAX_DEVICE_NAME_BYTES)?;
        }
        let created_ts = self.context.clock.now_ms();
        batch.access_token.revoke.push((user, device_id.clone()));
        batch.refresh_token.revoke.push((user, device_id.clone()));
        let (access_token, refresh_token, expires_in_ms) = if device.refreshes {
            let issued = self.issue(batch, user, &device_id, refresh::FIRST);
            (issued.access_token, Some(issued.refresh_token), Some(issued.expires_in_ms))
        } else {
            let access_token = Token::generate(Purpose::Access, &self.context.entropy);
            let lifetime_ms = self.lifetimes.lifetime.map(milliseconds);
            batch.access_token.issue.push(AccessTokenRow {
                hash: access_token.hash().as_bytes().to_vec(),
                user,
                device_id: device_id.clone(),
                created_ts,
                expires_ts: lifetime_ms.map(|ms| created_ts.saturating_add(ms)),
                generation: 0,
            });
            (access_token, None, lifetime_ms)
        };
        batch.device.add.push(DeviceRow {
            user,
            device_id: device_id.clone(),
            display_name: device.display_name.clone(),
            created_ts,
            last_seen_ts: None,
            last_seen_ip: None,
            user_agent: None,
        });
        Ok(SignedIn { user_id: user_id.to_owned(), device_id, access_token, refresh_token, expires_in_ms })
    }
}

/// A span of time as the database counts it.
fn milliseconds(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

/// Adds the end of one device of a user to a batch.
pub(crate) fn sign_out(batch: &mut WriteBatch, user: UserNid, device_id: &DeviceId, now: i64) {
    batch.access_token.revoke.push((user, device_id.to_owned()));
    batch.refresh_token.revoke.push((user, device_id.to_owned()));
    batch.device.remove.push((user, device_id.to_owned()));
    device_removed(batch, user, device_id, now);
}

/// Adds the end of all devices of a user to a batch, except one.
pub(crate) async fn sign_out_all(
    context: &Context,
    batch: &mut WriteBatch,
    user: UserNid,
    except: Option<&DeviceId>,
) -> Result<(), MatrixError> {
    batch.access_token.revoke_all.push((user, except.map(ToOwned::to_owned)));
    batch.refresh_token.revoke_all.push((user, except.map(ToOwned::to_owned)));
    batch.login_token.revoke_all.push(user);
    batch.device.remove_all.push((user, except.map(ToOwned::to_owned)));
    let now = context.clock.now_ms();
    for device in context.store.devices(user).await? {
        if except != Some(&*device.device_id) {
            device_removed(batch, user, &device.device_id, now);
        }
    }
    Ok(())
}

/// What those hear whose account is locked: their clients keep what they have, and ask again later.
pub(crate) fn locked() -> MatrixError {
    MatrixError::new(ErrorKind::UserLocked, "This account has been locked by an administrator of the server")
}

/// The answer to the second of two requests that held the same authentication.
pub(crate) fn already_spent() -> MatrixError {
    MatrixError::forbidden("This authentication has been used already: start again")
}

fn check_device_id(device_id: &DeviceId) -> Result<OwnedDeviceId, MatrixError> {
    if device_id.as_str().is_empty() {
        return Err(MatrixError::invalid_param("A device id cannot be empty"));
    }
    text::check("A device id", device_id.as_str(), MAX_DEVICE_ID_BYTES)?;
    Ok(device_id.to_owned())
}
