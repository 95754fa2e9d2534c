//! Making one's own account over the network, in as many requests as user-interactive authentication takes.
//!
//! A client may repeat the request with nothing but its `auth`, so what it asked for at first is remembered. And it may
//! repeat it once more because the answer was lost: then it gets the account that it has, not an error.
//!
//! A guest who registers stays who they are, and keeps their device.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#account-registration> and
//! <https://spec.matrix.org/v1.19/client-server-api/#guest-access>.

use hs_core::error::MatrixError;
use hs_storage::WriteBatch;
use ruma::{OwnedDeviceId, OwnedUserId, UserId, api::client::uiaa::AuthData};
use serde::{Deserialize, Serialize};

use super::{
    Users,
    create::{NewAccount, Registered},
};
use crate::{
    password::check_policy,
    session::{NewDevice, already_spent},
    uia::{Authorized, Begun, Operation},
    username,
};

/// What somebody who registers asks for.
#[derive(Clone, Default)]
pub struct Registering<'a> {
    /// The name that they want; made up where absent.
    pub username: Option<&'a str>,
    /// The password for the account.
    pub password: Option<&'a str>,
    /// The device to sign in with; `None` to make the account only.
    pub device: Option<NewDevice>,
    /// How far they are with user-interactive authentication.
    pub auth: Option<&'a AuthData>,
    /// What a guest proves with that it is them who register.
    pub guest_access_token: Option<&'a str>,
}

/// What is asked for, in the form that may be remembered.
#[derive(Default, Serialize, Deserialize)]
struct Params {
    username: Option<String>,
    password_hash: Option<String>,
    device: Option<NewDevice>,
    #[serde(default)]
    guest: Option<Guest>,
}

/// A guest who becomes a user.
#[derive(Clone, Serialize, Deserialize)]
struct Guest {
    user_id: OwnedUserId,
    device_id: OwnedDeviceId,
}

impl Registering<'_> {
    /// Whether this is only an `auth` that stands for the request which began it.
    fn is_repetition(&self) -> bool {
        self.auth.is_some() && self.username.is_none() && self.password.is_none()
    }

    fn params(&self) -> Params {
        let username = self.username.map(ToOwned::to_owned);
        Params { username, password_hash: None, device: self.device.clone(), guest: None }
    }
}

impl Users {
    /// Makes an account for somebody who asks over the network, as far as the configuration lets them.
    pub async fn register(&self, registering: Registering<'_>) -> Result<Registered, MatrixError> {
        let flows = self.registration_flows()?;
        let mut operation = Operation { name: "POST /register", session: None, flows, params: None };
        let Begun { params, outcome } = self.uia.begun(&operation, registering.auth).await?;
        let begun = params.as_deref().map(serde_json::from_str::<Params>).transpose().map_err(MatrixError::internal)?;
        if let Some(user_id) = outcome {
            let user_id = UserId::parse(user_id).map_err(MatrixError::internal)?;
            return self.register_again(&user_id, &registering, begun.unwrap_or_default()).await;
        }
        let mut wanted = begun.filter(|_| registering.is_repetition()).unwrap_or_else(|| registering.params());
        if let Some(token) = registering.guest_access_token {
            wanted.guest = Some(self.guest(token, wanted.username.as_deref()).await?);
        }
        let user_id = match (&wanted.guest, &wanted.username) {
            (None, Some(username)) => Some(self.available(username).await?),
            _ => None,
        };
        if let Some(password) = registering.password {
            check_policy(password)?;
        }
        let mut remembered = None;
        if registering.auth.is_none() {
            if let Some(password) = registering.password {
                wanted.password_hash = Some(self.passwords.hash(password).await?);
            }
            remembered = Some(serde_json::to_string(&wanted).map_err(MatrixError::internal)?);
        }
        operation.params = remembered.as_deref();
        let authorized = self.uia.authorize(&operation, registering.auth).await?;
        self.check_address(&authorized).await?;
        if let Some(password) = registering.password {
            wanted.password_hash = Some(self.passwords.hash(password).await?);
        }
        if wanted.password_hash.is_none() {
            return Err(MatrixError::missing_param("Choose a password"));
        }
        if wanted.guest.is_some() {
            return self.upgrade(wanted, &authorized).await;
        }
        let Params { username, password_hash, device, .. } = wanted;
        let account = NewAccount { password_hash, is_admin: false, is_guest: false, device };
        match (user_id, username) {
            (Some(user_id), Some(username)) => self.create(&user_id, &username, &account, Some(&authorized)).await,
            _ => self.create_generated(&account, Some(&authorized)).await,
        }
    }

    /// The guest with this access token, who has to say who they are.
    async fn guest(&self, access_token: &str, username: Option<&str>) -> Result<Guest, MatrixError> {
        let session = self.sessions.authenticate(access_token).await?;
        if !session.is_guest {
            return Err(MatrixError::forbidden("Whoever has this guest_access_token is no guest"));
        }
        let username = username.ok_or_else(|| MatrixError::missing_param("Give the guest's name as username"))?;
        if username != session.user_id.localpart() {
            return Err(MatrixError::invalid_username("A guest who registers keeps their name: give it as username"));
        }
        Ok(Guest { user_id: session.user_id.clone(), device_id: session.device_id.clone() })
    }

    /// Makes a guest a user.
    async fn upgrade(&self, wanted: Params, authorized: &Authorized) -> Result<Registered, MatrixError> {
        let Params { password_hash: Some(password_hash), device, guest: Some(guest), .. } = wanted else {
            return Err(MatrixError::missing_param("Choose a password"));
        };
        let account = self.open_account(&guest.user_id).await?;
        let mut batch = WriteBatch::default();
        let now = self.context.clock.now_ms();
        authorized.consume(&mut batch, now, Some(guest.user_id.as_str()));
        authorized.note_acceptance(&mut batch, account.user, now);
        authorized.note_address(&mut batch, account.user, now);
        batch.account.upgrade.push((account.user, password_hash));
        let open = |device: NewDevice| {
            // Without another wish they go on with the device that they have, and with its keys.
            let device_id = device.device_id.clone().or(Some(guest.device_id.clone()));
            self.sessions.open(&mut batch, account.user, &guest.user_id, &NewDevice { device_id, ..device })
        };
        let session = device.map(open).transpose()?;
        self.sessions.commit(batch, account.user).await?;
        Ok(Registered { user_id: guest.user_id, session })
    }

    /// Signs somebody in to the account that they have just made, if this is the same request once more.
    async fn register_again(
        &self,
        user_id: &UserId,
        registering: &Registering<'_>,
        begun: Params,
    ) -> Result<Registered, MatrixError> {
        let account = self.open_account(user_id).await?;
        let is_same_name = registering.username.is_none_or(|username| {
            username::registrable(username, user_id.server_name()).is_ok_and(|wanted| wanted == user_id)
        });
        let is_same_password = match registering.password {
            Some(password) => self.passwords.verify(password, account.password_hash.as_deref()).await?,
            None => account.password_hash.is_some() && account.password_hash == begun.password_hash,
        };
        if !is_same_name || !is_same_password {
            return Err(already_spent());
        }
        let device = if registering.is_repetition() { begun.device } else { registering.device.clone() };
        let session = match device {
            Some(device) => Some(self.sessions.open_verified(user_id, account, &device).await?),
            None => None,
        };
        Ok(Registered { user_id: user_id.to_owned(), session })
    }
}
