//! Identity servers that tell everybody whose an address is, because its owner wanted them to: told by us, and told by
//! us to forget.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidbind>.

use std::time::Duration;

use hs_core::{error::MatrixError, nid::UserNid};
use hs_outbound::{IdentityServer, Proof, ThirdPartyId};
use hs_storage::{ThirdPartyBindingRow, ThirdPartyIdChange, ThirdPartyIdRow, WriteBatch};
use ruma::UserId;
use tokio::time::timeout;

use super::{ThirdPartyIds, kept};
use crate::{
    session::Session,
    text,
    validation::{Credentials, not_trusted},
};

/// How long identity servers may take to forget, all together.
const PATIENCE: Duration = Duration::from_secs(20);
/// How many of them one user may have told.
const MAX_BINDINGS: usize = 100;
/// The longest address that an identity server may say it is about.
const MAX_ADDRESS_BYTES: usize = 255;

impl ThirdPartyIds {
    /// Has an identity server tell everybody that an address is whoever's is signed in.
    pub async fn bind(&self, session: &Session, credentials: Credentials<'_>) -> Result<(), MatrixError> {
        let (name, token) = credentials.identity_server.unwrap_or_default();
        let servers = self.validations.identity_servers().filter(|servers| servers.permits(name));
        let servers = servers.ok_or_else(|| not_trusted(name))?;
        if self.context.store.third_party_bindings(session.user).await?.len() >= MAX_BINDINGS {
            return Err(MatrixError::forbidden(format!("An account is bound at most {MAX_BINDINGS} times")));
        }
        let proof = Proof { sid: credentials.sid, client_secret: credentials.client_secret };
        let bound = servers.bind(IdentityServer { name, token }, proof, &session.user_id).await?;
        text::check("The address", &bound.address, MAX_ADDRESS_BYTES)?;
        text::check("Its medium", &bound.medium, MAX_ADDRESS_BYTES)?;
        let mut batch = WriteBatch::default();
        batch.third_party_id.changes.push(ThirdPartyIdChange::Bind(ThirdPartyBindingRow {
            user: session.user,
            address: kept(&bound.medium, &bound.address),
            medium: bound.medium,
            id_server: name.to_owned(),
        }));
        self.context.store.commit(batch).await?;
        Ok(())
    }

    /// Has an identity server forget whose an address is: the one that is named, or else those that we told. Whether they
    /// all do is answered.
    pub async fn unbind(
        &self,
        session: &Session,
        medium: &str,
        address: &str,
        id_server: Option<&str>,
    ) -> Result<bool, MatrixError> {
        let bound = self.bound(session.user, medium, &kept(medium, address), id_server).await?;
        if bound.is_empty() {
            return Ok(false);
        }
        self.forget(&session.user_id, &bound).await
    }

    /// All that identity servers tell of a user, or where one is named, what it could tell.
    pub(crate) async fn all_bound(
        &self,
        user: UserNid,
        id_server: Option<&str>,
    ) -> Result<Vec<ThirdPartyBindingRow>, MatrixError> {
        let mut bound = self.context.store.third_party_bindings(user).await?;
        let Some(name) = id_server else { return Ok(bound) };
        for ThirdPartyIdRow { medium, address, .. } in self.context.store.third_party_ids(user).await? {
            if bound.iter().all(|row| row.medium != medium || row.address != address) {
                bound.push(ThirdPartyBindingRow { user, medium, address, id_server: name.to_owned() });
            }
        }
        bound.dedup_by(|one, other| one.medium == other.medium && one.address == other.address);
        for row in &mut bound {
            name.clone_into(&mut row.id_server);
        }
        Ok(bound)
    }

    pub(super) async fn bound(
        &self,
        user: UserNid,
        medium: &str,
        address: &str,
        id_server: Option<&str>,
    ) -> Result<Vec<ThirdPartyBindingRow>, MatrixError> {
        if let Some(name) = id_server {
            let (medium, address, id_server) = (medium.to_owned(), address.to_owned(), name.to_owned());
            return Ok(vec![ThirdPartyBindingRow { user, medium, address, id_server }]);
        }
        let all = self.context.store.third_party_bindings(user).await?;
        Ok(all.into_iter().filter(|row| row.medium == medium && row.address == address).collect())
    }

    /// Has identity servers forget. One that does not is no reason to keep what people want to be rid of.
    pub(crate) async fn forget(&self, user_id: &UserId, bound: &[ThirdPartyBindingRow]) -> Result<bool, MatrixError> {
        let mut batch = WriteBatch::default();
        // What did not come to an end in time has not been forgotten.
        let _ = timeout(PATIENCE, async {
            for row in bound {
                if self.forget_one(user_id, row).await {
                    batch.third_party_id.changes.push(ThirdPartyIdChange::Unbind(row.clone()));
                }
            }
        })
        .await;
        let forgotten = batch.third_party_id.changes.len();
        if forgotten > 0 {
            self.context.store.commit(batch).await?;
        }
        Ok(!bound.is_empty() && forgotten == bound.len())
    }

    async fn forget_one(&self, user_id: &UserId, row: &ThirdPartyBindingRow) -> bool {
        let Some(servers) = self.validations.identity_servers().filter(|servers| servers.permits(&row.id_server))
        else {
            return false;
        };
        let id = ThirdPartyId { medium: &row.medium, address: &row.address };
        match servers.unbind(&row.id_server, id, user_id).await {
            Ok(()) => true,
            Err(error) => {
                tracing::info!(id_server = row.id_server, %error, "an identity server did not forget an address");
                false
            }
        }
    }
}
