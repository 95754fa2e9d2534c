//! Making one's own account over the network, in as many requests as user-interactive authentication takes.
//!
//! A client may repeat the request with nothing but its `auth`, so what it asked for at first is remembered. And it may
//! repeat it once more because the answer was lost: then it gets the account that it has, not an error.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#account-registration>.

use hs_core::error::MatrixError;
use ruma::{UserId, api::client::uiaa::AuthData};
use serde::{Deserialize, Serialize};

use super::{
    Users,
    create::{NewAccount, Registered},
};
use crate::{
    password::check_policy,
    session::{NewDevice, already_spent},
    uia::{Begun, Operation},
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
}

/// What is asked for, in the form that may be remembered.
#[derive(Default, Serialize, Deserialize)]
struct Params {
    username: Option<String>,
    password_hash: Option<String>,
    device: Option<NewDevice>,
}

impl Registering<'_> {
    /// Whether this is only an `auth` that stands for the request which began it.
    fn is_repetition(&self) -> bool {
        self.auth.is_some() && self.username.is_none() && self.password.is_none()
    }

    fn params(&self) -> Params {
        Params { username: self.username.map(ToOwned::to_owned), password_hash: None, device: self.device.clone() }
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
        let user_id = match &wanted.username {
            Some(username) => Some(self.available(username).await?),
            None => None,
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
        if let Some(password) = registering.password {
            wanted.password_hash = Some(self.passwords.hash(password).await?);
        }
        if wanted.password_hash.is_none() {
            return Err(MatrixError::missing_param("Choose a password"));
        }
        let Params { username, password_hash, device } = wanted;
        let account = NewAccount { password_hash, is_admin: false, is_guest: false, device };
        match (user_id, username) {
            (Some(user_id), Some(username)) => self.create(&user_id, &username, &account, Some(&authorized)).await,
            _ => self.create_generated(&account, Some(&authorized)).await,
        }
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
