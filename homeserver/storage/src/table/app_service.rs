//! Application services: up to where each has been told, what is under way to it, and the rooms that it lists.

use hs_core::nid::{RoomNid, StreamPosition};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, latest};
use crate::{
    entity::{app_service, app_service_room},
    error::StoreError,
    reader::Reader,
};

/// How it stands with telling an application service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppServiceRow {
    /// Its name.
    pub id: String,
    /// Up to where it was told everything, or will have been once `transaction` has arrived.
    pub position: StreamPosition,
    /// The number of the last transaction.
    pub txn_number: i64,
    /// That transaction, if it has not arrived yet, as JSON.
    pub transaction: Option<String>,
    /// How often in a row it did not answer.
    pub failures: u32,
    /// When it is to be tried again, in milliseconds.
    pub retry_ts: i64,
}

/// A room that an application service lists for one of its networks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AppServiceRoomRow {
    /// The service.
    pub service: String,
    /// The network.
    pub network: String,
    /// The room.
    pub room: RoomNid,
}

/// What a batch writes about application services.
#[derive(Debug, Default)]
pub struct AppServiceWrites {
    /// How it stands with some.
    pub rows: Vec<AppServiceRow>,
    /// Rooms that are listed.
    pub listed: Vec<AppServiceRoomRow>,
    /// Rooms that are not listed any more.
    pub unlisted: Vec<AppServiceRoomRow>,
}

impl Family for AppServiceWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.rows.len() + self.listed.len() + self.unlisted.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        use app_service::Column;
        use app_service_room::Column as Listed;
        let rows = parts.iter().flat_map(|part| part.writes.rows.iter().map(|row| (row.id.clone(), encode(row))));
        let conflict = OnConflict::column(Column::Id)
            .update_columns([
                Column::Position,
                Column::TxnNumber,
                Column::Transaction,
                Column::Failures,
                Column::RetryTs,
            ])
            .to_owned();
        insert::<app_service::Entity>(scope.tx, latest(rows).map(|(_, model)| model).collect(), Some(conflict)).await?;
        for part in parts {
            let listed = part.writes.listed.iter().map(encode_room).collect();
            let conflict =
                OnConflict::columns([Listed::ServiceId, Listed::NetworkId, Listed::RoomNid]).do_nothing().to_owned();
            insert::<app_service_room::Entity>(scope.tx, listed, Some(conflict)).await?;
            for row in &part.writes.unlisted {
                let key = (row.service.clone(), row.network.clone(), row.room.get());
                app_service_room::Entity::delete_by_id(key).exec(scope.tx).await?;
            }
        }
        Ok(())
    }
}

impl Reader {
    /// How it stands with telling an application service; `None` before it is told anything.
    pub async fn app_service(&self, id: &str) -> Result<Option<AppServiceRow>, StoreError> {
        Ok(app_service::Entity::find_by_id(id).one(self.db()).await?.map(decode))
    }

    /// The rooms that application services list: for one network of one of them, or for all.
    pub async fn app_service_rooms(&self, of: Option<(&str, &str)>) -> Result<Vec<RoomNid>, StoreError> {
        use app_service_room::Column;
        let mut select = app_service_room::Entity::find();
        if let Some((service, network)) = of {
            select = select.filter(Column::ServiceId.eq(service)).filter(Column::NetworkId.eq(network));
        }
        Ok(select.all(self.db()).await?.into_iter().map(|model| RoomNid(model.room_nid)).collect())
    }
}

fn encode(row: &AppServiceRow) -> app_service::Model {
    app_service::Model {
        id: row.id.clone(),
        position: row.position.get(),
        txn_number: row.txn_number,
        transaction: row.transaction.clone(),
        failures: row.failures.into(),
        retry_ts: row.retry_ts,
    }
}

fn decode(model: app_service::Model) -> AppServiceRow {
    AppServiceRow {
        id: model.id,
        position: StreamPosition(model.position),
        txn_number: model.txn_number,
        transaction: model.transaction,
        failures: u32::try_from(model.failures).unwrap_or(u32::MAX),
        retry_ts: model.retry_ts,
    }
}

fn encode_room(row: &AppServiceRoomRow) -> app_service_room::Model {
    app_service_room::Model {
        service_id: row.service.clone(),
        network_id: row.network.clone(),
        room_nid: row.room.get(),
    }
}

#[cfg(test)]
mod tests;
