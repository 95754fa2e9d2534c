//! E-mail addresses of accounts: by which people sign in, and get a new password.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#adding-account-administrative-contact-information>.

mod binding;

use std::sync::Arc;

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{StoreError, ThirdPartyIdChange, WriteBatch};
use ruma::{
    MilliSecondsSinceUnixEpoch, UInt,
    api::{client::uiaa::AuthData, error::ErrorKind},
    thirdparty::{Medium, ThirdPartyIdentifier, ThirdPartyIdentifierInit},
};

use crate::{
    context::Context,
    session::{Session, already_spent},
    uia::{Authorized, Operation, Uia},
    validation::{Credentials, EMAIL, Validated, Validations, address, in_use, purpose::Purpose},
};

/// How many addresses an account may have.
const MAX_ADDRESSES: usize = 20;

/// The subject of addresses. See the [module](self).
pub struct ThirdPartyIds {
    context: Context,
    validations: Arc<Validations>,
    uia: Arc<Uia>,
}

impl ThirdPartyIds {
    pub(crate) fn new(context: Context, validations: Arc<Validations>, uia: Arc<Uia>) -> Self {
        Self { context, validations, uia }
    }

    /// The addresses of a user.
    pub async fn list(&self, user: UserNid) -> Result<Vec<ThirdPartyIdentifier>, MatrixError> {
        let rows = self.context.store.third_party_ids(user).await?;
        let time = |ms: i64| MilliSecondsSinceUnixEpoch(UInt::try_from(ms).unwrap_or_default());
        let listed = rows.into_iter().map(|row| {
            ThirdPartyIdentifierInit {
                medium: Medium::from(row.medium),
                address: row.address,
                validated_at: time(row.validated_ts),
                added_at: time(row.added_ts),
            }
            .into()
        });
        Ok(listed.collect())
    }

    /// Adds an address, which a mail has shown to be theirs, to the account of whoever is signed in, after they have
    /// proved that it is them.
    pub async fn add(
        &self,
        session: &Session,
        credentials: Credentials<'_>,
        auth: Option<&AuthData>,
    ) -> Result<(), MatrixError> {
        let authorized = self.uia.authorize(&Operation::by_password("POST /account/3pid/add", session), auth).await?;
        let validated = self.validated(credentials).await?;
        self.write(session.user, validated, Some(&authorized)).await
    }

    /// The same as it was done in former versions of the specification, without proving anything but that the address is
    /// theirs, which an identity server may have made sure of.
    pub async fn add_validated(&self, session: &Session, credentials: Credentials<'_>) -> Result<(), MatrixError> {
        let validated = self.validated(credentials).await?;
        self.write(session.user, validated, None).await
    }

    async fn validated(&self, credentials: Credentials<'_>) -> Result<Validated, MatrixError> {
        self.validations.validated(Purpose::Add, credentials).await?.ok_or_else(|| {
            let message = "It has not been shown that this address is yours: open the link in the mail first";
            MatrixError::new(ErrorKind::ThreepidAuthFailed, message)
        })
    }

    async fn write(
        &self,
        user: UserNid,
        validated: Validated,
        authorized: Option<&Authorized>,
    ) -> Result<(), MatrixError> {
        let own = self.context.store.third_party_ids(user).await?;
        if own.len() >= MAX_ADDRESSES {
            return Err(MatrixError::forbidden(format!("An account has at most {MAX_ADDRESSES} addresses")));
        }
        let now = self.context.clock.now_ms();
        let mut batch = WriteBatch::default();
        if let Some(authorized) = authorized {
            authorized.consume(&mut batch, now, None);
        }
        validated.spend(&mut batch);
        if own.iter().all(|row| row.address != validated.address) {
            validated.add_to(&mut batch, user, now);
        }
        match self.context.store.commit(batch).await {
            Ok(_) => Ok(()),
            Err(StoreError::Duplicate(_)) => Err(in_use()),
            Err(StoreError::Conflict) => Err(already_spent()),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes an address away from an account, and has the identity server that was named, or else those which tell of it
    /// on our behalf, forget it. Whether they all do is answered; nothing if nobody knows the address.
    pub async fn remove(
        &self,
        session: &Session,
        medium: &str,
        address: &str,
        id_server: Option<&str>,
    ) -> Result<bool, MatrixError> {
        let address = kept(medium, address);
        let own = self.context.store.third_party_ids(session.user).await?;
        let is_own = own.iter().any(|row| row.medium == medium && row.address == address);
        let bound = self.bound(session.user, medium, &address, id_server).await?;
        if !is_own && bound.is_empty() {
            let message = "Your account has no such address or number";
            return Err(MatrixError::new(ErrorKind::ThreepidNotFound, message));
        }
        if is_own {
            let mut batch = WriteBatch::default();
            let change = ThirdPartyIdChange::Remove(session.user, medium.to_owned(), address);
            batch.third_party_id.changes.push(change);
            self.context.store.commit(batch).await?;
        }
        self.forget(&session.user_id, &bound).await
    }
}

/// The form that an address is kept in. Of what is none, nothing is found.
fn kept(medium: &str, address: &str) -> String {
    let canonical = if medium == EMAIL { address::canonical(address) } else { None };
    canonical.unwrap_or_else(|| address.to_owned())
}
