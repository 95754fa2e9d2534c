//! The keys of other servers. See <https://spec.matrix.org/v1.19/server-server-api/#retrieving-server-keys>.

use ruma::{OwnedServerName, OwnedServerSigningKeyId};
use sea_orm::{DbErr, EntityTrait, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, latest, parsed, select_in};
use crate::{
    entity::server_key::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A key of another server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerKeyRow {
    /// Whose key.
    pub server: OwnedServerName,
    /// Its id.
    pub key_id: OwnedServerSigningKeyId,
    /// The public half, in unpadded base64.
    pub public_key: String,
    /// Whether the server has said that it no longer signs with it.
    pub is_old: bool,
    /// Until when it signs, or signed, in milliseconds.
    pub until_ts: i64,
    /// The signed answer that told of it, as JSON.
    pub response: String,
    /// When that was, in milliseconds.
    pub fetched_ts: i64,
}

/// What a batch writes about the keys of other servers.
#[derive(Debug, Default)]
pub struct ServerKeyWrites {
    /// Keys; each takes the place of the one with the same id.
    pub rows: Vec<ServerKeyRow>,
}

impl Family for ServerKeyWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.rows.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| &part.writes.rows);
        let rows = latest(rows.map(|row| ((&row.server, &row.key_id), row))).map(|(_, row)| Model {
            server_name: row.server.to_string(),
            key_id: row.key_id.to_string(),
            public_key: row.public_key.clone(),
            is_old: row.is_old,
            until_ts: row.until_ts,
            response: row.response.clone(),
            fetched_ts: row.fetched_ts,
        });
        let replace = OnConflict::columns([Column::ServerName, Column::KeyId])
            .update_columns([Column::PublicKey, Column::IsOld, Column::UntilTs, Column::Response, Column::FetchedTs])
            .to_owned();
        insert::<Entity>(scope.tx, rows.collect(), Some(replace)).await
    }
}

impl Reader {
    /// The keys of these servers, as far as any are known.
    pub async fn server_keys(&self, servers: &[OwnedServerName]) -> Result<Vec<ServerKeyRow>, StoreError> {
        let names = servers.iter().map(|server| server.as_str());
        let found = select_in(self.db(), Entity::find(), Column::ServerName, names).await?;
        found.into_iter().map(TryInto::try_into).collect()
    }
}

impl TryFrom<Model> for ServerKeyRow {
    type Error = StoreError;

    fn try_from(model: Model) -> Result<Self, StoreError> {
        Ok(Self {
            server: parsed(model.server_name)?,
            key_id: parsed(model.key_id)?,
            public_key: model.public_key,
            is_old: model.is_old,
            until_ts: model.until_ts,
            response: model.response,
            fetched_ts: model.fetched_ts,
        })
    }
}

#[cfg(test)]
mod tests;
