//! How it stands with telling other servers: up to where all were told, which of them do not answer, and which of a
//! user's devices they know.

use std::collections::HashMap;

use hs_core::nid::{StreamPosition, UserNid};
use ruma::{OwnedServerName, ServerName};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, latest, parsed, select_in};
use crate::{
    entity::{destination, device_list_told, outgoing_to_device, server_meta},
    error::StoreError,
    reader::Reader,
};

/// Under which key the position is kept.
const POSITION: &str = "delivered_position";

/// A server that does not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DestinationRow {
    /// Its name.
    pub server: OwnedServerName,
    /// How often in a row it did not answer.
    pub failures: u32,
    /// Since when, in milliseconds.
    pub failing_since_ts: i64,
    /// When it is to be tried again, in milliseconds.
    pub retry_ts: i64,
    /// It was told everything up to here.
    pub owed_after: StreamPosition,
}

/// The last change of a user's devices that a server was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceListToldRow {
    /// The server.
    pub destination: OwnedServerName,
    /// The user.
    pub user: UserNid,
    /// The number of the change.
    pub stream_id: i64,
    /// When it was told, in milliseconds.
    pub told_ts: i64,
}

/// What a batch writes about telling other servers.
#[derive(Debug, Default)]
pub struct DestinationWrites {
    /// Servers that do not answer.
    pub failing: Vec<DestinationRow>,
    /// Servers that answer again.
    pub well: Vec<OwnedServerName>,
    /// Servers that have spoken to us: they are to be tried at once.
    pub heard: Vec<OwnedServerName>,
    /// Messages to devices that have arrived: which server, up to which position, and at that position by which ids.
    pub arrived: Vec<(OwnedServerName, Vec<(StreamPosition, String)>)>,
    /// Changes of devices that have arrived.
    pub told: Vec<DeviceListToldRow>,
    /// Up to where every server was told, those that do not answer left aside.
    pub position: Option<StreamPosition>,
}

impl Family for DestinationWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        let Self { failing, well, heard, arrived, told, position } = self;
        failing.len() + well.len() + heard.len() + arrived.len() + told.len() + usize::from(position.is_some())
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for part in parts {
            part.writes.apply_states(scope).await?;
            part.writes.apply_arrivals(scope).await?;
        }
        if let Some(position) = parts.iter().filter_map(|part| part.writes.position).max() {
            let row = server_meta::Model { key: POSITION.to_owned(), value: position.get().to_string() };
            let replace =
                OnConflict::column(server_meta::Column::Key).update_columns([server_meta::Column::Value]).to_owned();
            insert::<server_meta::Entity>(scope.tx, vec![row], Some(replace)).await?;
        }
        Ok(())
    }
}

impl DestinationWrites {
    async fn apply_states(&self, scope: &Scope<'_>) -> Result<(), DbErr> {
        use destination::Column;
        let failing = latest(self.failing.iter().map(|row| (&row.server, row))).map(|(_, row)| destination::Model {
            server_name: row.server.to_string(),
            failures: i64::from(row.failures),
            failing_since_ts: row.failing_since_ts,
            retry_ts: row.retry_ts,
            owed_after: row.owed_after.get(),
        });
        let replace = OnConflict::column(Column::ServerName)
            .update_columns([Column::Failures, Column::FailingSinceTs, Column::RetryTs, Column::OwedAfter])
            .to_owned();
        insert::<destination::Entity>(scope.tx, failing.collect(), Some(replace)).await?;
        for server in &self.heard {
            let update = destination::Entity::update_many()
                .col_expr(Column::RetryTs, sea_orm::sea_query::Expr::value(0_i64))
                .filter(Column::ServerName.eq(server.as_str()));
            update.exec(scope.tx).await?;
        }
        if !self.well.is_empty() {
            let names = self.well.iter().map(|server| server.as_str());
            destination::Entity::delete_many().filter(Column::ServerName.is_in(names)).exec(scope.tx).await?;
        }
        Ok(())
    }

    async fn apply_arrivals(&self, scope: &Scope<'_>) -> Result<(), DbErr> {
        for (server, messages) in &self.arrived {
            let of_server = outgoing_to_device::Column::Destination.eq(server.as_str());
            for (position, message_id) in messages {
                let delete = outgoing_to_device::Entity::delete_many()
                    .filter(of_server.clone())
                    .filter(outgoing_to_device::Column::Position.eq(position.get()))
                    .filter(outgoing_to_device::Column::MessageId.eq(message_id.as_str()));
                delete.exec(scope.tx).await?;
            }
        }
        let told = latest(self.told.iter().map(|row| ((&row.destination, row.user), row)));
        let told = told.map(|(_, row)| device_list_told::Model {
            destination: row.destination.to_string(),
            user_nid: row.user.get(),
            stream_id: row.stream_id,
            told_ts: row.told_ts,
        });
        let replace = OnConflict::columns([device_list_told::Column::Destination, device_list_told::Column::UserNid])
            .update_columns([device_list_told::Column::StreamId, device_list_told::Column::ToldTs])
            .to_owned();
        insert::<device_list_told::Entity>(scope.tx, told.collect(), Some(replace)).await
    }
}

impl Reader {
    /// Up to where every server was told, those that do not answer left aside; `None` before the first time.
    pub async fn delivered_position(&self) -> Result<Option<StreamPosition>, StoreError> {
        let found = server_meta::Entity::find_by_id(POSITION).one(self.db()).await?;
        found
            .map(|row| row.value.parse().map(StreamPosition))
            .transpose()
            .map_err(|error| StoreError::Corrupt(format!("{POSITION}: {error}")))
    }

    /// Every server that does not answer.
    pub async fn failing_destinations(&self) -> Result<Vec<DestinationRow>, StoreError> {
        destination::Entity::find().all(self.db()).await?.into_iter().map(TryInto::try_into).collect()
    }

    /// A server, if it does not answer.
    pub async fn failing_destination(&self, server: &ServerName) -> Result<Option<DestinationRow>, StoreError> {
        let found = destination::Entity::find_by_id(server.as_str()).one(self.db()).await?;
        found.map(TryInto::try_into).transpose()
    }

    /// The last changes of these users' devices that a server was told.
    pub async fn device_lists_told(
        &self,
        server: &ServerName,
        users: &[UserNid],
    ) -> Result<HashMap<UserNid, i64>, StoreError> {
        use device_list_told::Column;
        let select = device_list_told::Entity::find().filter(Column::Destination.eq(server.as_str()));
        let found = select_in(self.db(), select, Column::UserNid, users.iter().map(|user| user.get())).await?;
        Ok(found.into_iter().map(|row| (UserNid(row.user_nid), row.stream_id)).collect())
    }

    /// The last change of a user's devices that each server was told.
    pub async fn device_list_told(&self, user: UserNid) -> Result<HashMap<OwnedServerName, i64>, StoreError> {
        let select = device_list_told::Entity::find().filter(device_list_told::Column::UserNid.eq(user.get()));
        let found = select.all(self.db()).await?;
        found.into_iter().map(|row| Ok((parsed(row.destination)?, row.stream_id))).collect()
    }
}

impl TryFrom<destination::Model> for DestinationRow {
    type Error = StoreError;

    fn try_from(model: destination::Model) -> Result<Self, StoreError> {
        Ok(Self {
            server: parsed(model.server_name)?,
            failures: u32::try_from(model.failures).unwrap_or(u32::MAX),
            failing_since_ts: model.failing_since_ts,
            retry_ts: model.retry_ts,
            owed_after: StreamPosition(model.owed_after),
        })
    }
}

#[cfg(test)]
mod tests;
