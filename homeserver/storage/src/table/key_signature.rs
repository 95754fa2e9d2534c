//! Signatures of devices and cross-signing keys that were added after the upload of what they sign.
//! See <https://spec.matrix.org/v1.19/client-server-api/#key-and-signature-security>.

use std::collections::BTreeSet;

use hs_core::nid::UserNid;
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::OnConflict,
};

use super::{Family, Part, Scope, insert, latest, select_in};
use crate::{
    entity::{
        cross_signing_key, device_key,
        key_signature::{Column, Entity, Model},
    },
    error::StoreError,
    reader::Reader,
};

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySignatureRow {
    /// Whose key is signed.
    pub user: UserNid,
    /// Which: a device id, or the name of a cross-signing key.
    pub key_id: String,
    /// Who signed.
    pub signer: UserNid,
    /// With which key, as `ed25519:<name>`.
    pub signer_key_id: String,
    /// The signature in base64.
    pub signature: String,
}

/// What a batch writes about signatures. Within a batch, removing comes before adding.
#[derive(Debug, Default)]
pub struct KeySignatureWrites {
    /// Keys (user, device id or name) whose signatures go, because the key is another one now.
    pub remove: Vec<(UserNid, String)>,
    /// Users of whose keys and devices some are gone: signatures of what is not there any more go.
    pub prune: Vec<UserNid>,
    /// New signatures.
    pub add: Vec<KeySignatureRow>,
}

impl Family for KeySignatureWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.remove.len() + self.prune.len() + self.add.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for (user, key_id) in parts.iter().flat_map(|part| &part.writes.remove) {
            let signatures = Entity::delete_many().filter(Column::UserNid.eq(user.get()));
            signatures.filter(Column::KeyId.eq(key_id.as_str())).exec(scope.tx).await?;
        }
        let pruned: BTreeSet<UserNid> = parts.iter().flat_map(|part| part.writes.prune.iter().copied()).collect();
        for user in pruned {
            prune(scope, user).await?;
        }
        let rows = parts.iter().flat_map(|part| &part.writes.add);
        let rows = latest(rows.map(|row| ((row.user, &row.key_id, row.signer, &row.signer_key_id), encode(row))));
        let conflict = OnConflict::columns([Column::UserNid, Column::KeyId, Column::SignerNid, Column::SignerKeyId])
            .update_columns([Column::Signature])
            .to_owned();
        insert::<Entity>(scope.tx, rows.map(|(_, model)| model).collect(), Some(conflict)).await
    }
}

async fn prune(scope: &Scope<'_>, user: UserNid) -> Result<(), DbErr> {
    let devices = device_key::Entity::find()
        .select_only()
        .column(device_key::Column::DeviceId)
        .filter(device_key::Column::UserNid.eq(user.get()));
    let keys = cross_signing_key::Entity::find()
        .select_only()
        .column(cross_signing_key::Column::PublicKey)
        .filter(cross_signing_key::Column::UserNid.eq(user.get()));
    let gone = Entity::delete_many()
        .filter(Column::UserNid.eq(user.get()))
        .filter(Column::KeyId.not_in_subquery(devices.into_query()))
        .filter(Column::KeyId.not_in_subquery(keys.into_query()));
    gone.exec(scope.tx).await.map(drop)
}

impl Reader {
    /// The signatures of the keys of these users, as far as `observer` may see them: those that the users made
    /// themselves and the observer's own, if there is one.
    pub async fn key_signatures(
        &self,
        users: &[UserNid],
        observer: Option<UserNid>,
    ) -> Result<Vec<KeySignatureRow>, StoreError> {
        let mut visible = Column::SignerNid.into_expr().equals(Column::UserNid);
        if let Some(observer) = observer {
            visible = visible.or(Column::SignerNid.eq(observer.get()));
        }
        let select = Entity::find().filter(visible);
        let found = select_in(self.db(), select, Column::UserNid, users.iter().map(|user| user.get())).await?;
        Ok(found.into_iter().map(decode).collect())
    }
}

fn encode(row: &KeySignatureRow) -> Model {
    Model {
        user_nid: row.user.get(),
        key_id: row.key_id.clone(),
        signer_nid: row.signer.get(),
        signer_key_id: row.signer_key_id.clone(),
        signature: row.signature.clone(),
    }
}

fn decode(model: Model) -> KeySignatureRow {
    KeySignatureRow {
        user: UserNid(model.user_nid),
        key_id: model.key_id,
        signer: UserNid(model.signer_nid),
        signer_key_id: model.signer_key_id,
        signature: model.signature,
    }
}

#[cfg(test)]
mod tests;
