//! What other servers are to be told: rows are written with the change that they tell of, so that nothing is lost in
//! between, and carry its position. See <https://spec.matrix.org/v1.19/server-server-api/#transactions>.

use std::collections::BTreeSet;

use hs_core::nid::{EventNid, RoomNid, StreamPosition, UserNid};
use ruma::OwnedServerName;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, latest, parsed};
use crate::{
    entity::{outgoing_device, outgoing_event, outgoing_to_device},
    error::StoreError,
    reader::Reader,
    wake::Touched,
};

/// An event that other servers are to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingEventRow {
    /// When it was put here. Set by the writer; ignored in a batch.
    pub position: StreamPosition,
    /// The event.
    pub event: EventNid,
    /// Its room.
    pub room: RoomNid,
    /// The server that gave it to us to pass on, where it is not our own.
    pub origin: Option<OwnedServerName>,
    /// When that was, in milliseconds.
    pub created_ts: i64,
}

/// A message to devices of another server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingToDeviceRow {
    /// The server.
    pub destination: OwnedServerName,
    /// Its place in the queue. Set by the writer; ignored in a batch.
    pub position: StreamPosition,
    /// By which the other server knows a repetition.
    pub message_id: String,
    /// The content of the EDU, as JSON.
    pub content: String,
    /// When it was sent, in milliseconds.
    pub created_ts: i64,
}

/// A device of ours that has changed, or the cross-signing keys of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingDeviceRow {
    /// Whose.
    pub user: UserNid,
    /// Which device; empty for the user's cross-signing keys.
    pub device_id: String,
    /// When it last changed. Set by the writer; ignored in a batch.
    pub position: StreamPosition,
    /// When that was, in milliseconds.
    pub changed_ts: i64,
}

/// What a batch writes about what other servers are to be told.
#[derive(Debug, Default)]
pub struct OutgoingWrites {
    /// Events.
    pub events: Vec<OutgoingEventRow>,
    /// Messages to devices.
    pub to_device: Vec<OutgoingToDeviceRow>,
    /// Devices; each row takes the place of the one before.
    pub devices: Vec<OutgoingDeviceRow>,
}

impl Family for OutgoingWrites {
    const POSITIONED: bool = true;

    fn len(&self) -> usize {
        self.events.len() + self.to_device.len() + self.devices.len()
    }

    fn touch(&self, touched: &mut Touched) {
        touched.outgoing |= self.len() > 0;
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let events = parts.iter().flat_map(|part| {
            part.writes.events.iter().map(|row| outgoing_event::Model {
                position: part.position(),
                event_nid: row.event.get(),
                room_nid: row.room.get(),
                origin: row.origin.as_ref().map(ToString::to_string),
                created_ts: row.created_ts,
            })
        });
        insert::<outgoing_event::Entity>(scope.tx, events.collect(), None).await?;
        let to_device = parts.iter().flat_map(|part| {
            part.writes.to_device.iter().map(|row| outgoing_to_device::Model {
                destination: row.destination.to_string(),
                position: part.position(),
                message_id: row.message_id.clone(),
                content: row.content.clone(),
                created_ts: row.created_ts,
            })
        });
        insert::<outgoing_to_device::Entity>(scope.tx, to_device.collect(), None).await?;
        let devices = parts.iter().flat_map(|part| {
            part.writes.devices.iter().map(|row| ((row.user, &row.device_id), (row.changed_ts, part.position())))
        });
        let devices = latest(devices).map(|((user, device_id), (changed_ts, position))| outgoing_device::Model {
            user_nid: user.get(),
            device_id: device_id.clone(),
            position,
            changed_ts,
        });
        let replace = OnConflict::columns([outgoing_device::Column::UserNid, outgoing_device::Column::DeviceId])
            .update_columns([outgoing_device::Column::Position, outgoing_device::Column::ChangedTs])
            .to_owned();
        insert::<outgoing_device::Entity>(scope.tx, devices.collect(), Some(replace)).await
    }
}

impl Reader {
    /// Events put here after a position and up to another, in order.
    pub async fn outgoing_events(
        &self,
        (after, until): (StreamPosition, StreamPosition),
        limit: u64,
    ) -> Result<Vec<OutgoingEventRow>, StoreError> {
        use outgoing_event::Column;
        let select = outgoing_event::Entity::find()
            .filter(Column::Position.gt(after.get()))
            .filter(Column::Position.lte(until.get()))
            .order_by_asc(Column::Position)
            .order_by_asc(Column::EventNid)
            .limit(limit);
        select.all(self.db()).await?.into_iter().map(TryInto::try_into).collect()
    }

    /// The position of the oldest event that is still here.
    pub async fn oldest_outgoing_event(&self) -> Result<Option<StreamPosition>, StoreError> {
        let oldest = outgoing_event::Entity::find().order_by_asc(outgoing_event::Column::Position).one(self.db());
        Ok(oldest.await?.map(|row| StreamPosition(row.position)))
    }

    /// The oldest messages to the devices of a server.
    pub async fn outgoing_to_device(
        &self,
        destination: &ruma::ServerName,
        limit: u64,
    ) -> Result<Vec<OutgoingToDeviceRow>, StoreError> {
        use outgoing_to_device::Column;
        let select = outgoing_to_device::Entity::find()
            .filter(Column::Destination.eq(destination.as_str()))
            .order_by_asc(Column::Position)
            .order_by_asc(Column::MessageId)
            .limit(limit);
        select.all(self.db()).await?.into_iter().map(TryInto::try_into).collect()
    }

    /// The servers for whose devices messages were put here after a position.
    pub async fn to_device_destinations(&self, after: StreamPosition) -> Result<BTreeSet<OwnedServerName>, StoreError> {
        use outgoing_to_device::Column;
        let select = outgoing_to_device::Entity::find()
            .select_only()
            .column(Column::Destination)
            .distinct()
            .filter(Column::Position.gt(after.get()));
        let names: Vec<String> = select.into_tuple().all(self.db()).await?;
        names.into_iter().map(parsed).collect()
    }

    /// Devices that changed after a position and up to another, in the order of their changes.
    pub async fn outgoing_devices(
        &self,
        (after, until): (StreamPosition, StreamPosition),
    ) -> Result<Vec<OutgoingDeviceRow>, StoreError> {
        use outgoing_device::Column;
        let select = outgoing_device::Entity::find()
            .filter(Column::Position.gt(after.get()))
            .filter(Column::Position.lte(until.get()))
            .order_by_asc(Column::Position)
            .order_by_asc(Column::DeviceId);
        Ok(select.all(self.db()).await?.into_iter().map(Into::into).collect())
    }

    /// Devices of a user that changed lately, in no particular order.
    pub async fn outgoing_devices_of(&self, user: UserNid) -> Result<Vec<OutgoingDeviceRow>, StoreError> {
        let select = outgoing_device::Entity::find().filter(outgoing_device::Column::UserNid.eq(user.get()));
        Ok(select.all(self.db()).await?.into_iter().map(Into::into).collect())
    }
}

impl TryFrom<outgoing_event::Model> for OutgoingEventRow {
    type Error = StoreError;

    fn try_from(model: outgoing_event::Model) -> Result<Self, StoreError> {
        Ok(Self {
            position: StreamPosition(model.position),
            event: EventNid(model.event_nid),
            room: RoomNid(model.room_nid),
            origin: model.origin.map(parsed).transpose()?,
            created_ts: model.created_ts,
        })
    }
}

impl TryFrom<outgoing_to_device::Model> for OutgoingToDeviceRow {
    type Error = StoreError;

    fn try_from(model: outgoing_to_device::Model) -> Result<Self, StoreError> {
        Ok(Self {
            destination: parsed(model.destination)?,
            position: StreamPosition(model.position),
            message_id: model.message_id,
            content: model.content,
            created_ts: model.created_ts,
        })
    }
}

impl From<outgoing_device::Model> for OutgoingDeviceRow {
    fn from(model: outgoing_device::Model) -> Self {
        Self {
            user: UserNid(model.user_nid),
            device_id: model.device_id,
            position: StreamPosition(model.position),
            changed_ts: model.changed_ts,
        }
    }
}

#[cfg(test)]
mod tests;
