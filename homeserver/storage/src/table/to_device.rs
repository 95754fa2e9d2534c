//! Messages to single devices. See <https://spec.matrix.org/v1.19/client-server-api/#send-to-device-messaging>.
//!
//! A message stays until the device has said that it has it. Rows go with their device: a foreign key of the database
//! sees to that.

use std::collections::{BTreeSet, HashMap};

use hs_core::nid::{StreamPosition, UserNid};
use ruma::{DeviceId, OwnedDeviceId};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Family, Part, Scope, insert, select_in};
use crate::{
    entity::{
        device,
        to_device::{Column, Entity, Model},
    },
    error::StoreError,
    reader::Reader,
    wake::Touched,
};

/// A message to a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToDeviceRow {
    /// Whose device.
    pub user: UserNid,
    /// Which.
    pub device_id: OwnedDeviceId,
    /// Its place among the messages of the device. Set by the writer; ignored in a batch.
    pub position: StreamPosition,
    /// The message as it is delivered, as JSON.
    pub event: String,
}

/// What a batch writes about messages to devices.
#[derive(Debug, Default)]
pub struct ToDeviceWrites {
    /// New messages, at most one per device. Those to devices that do not exist are dropped.
    pub send: Vec<ToDeviceRow>,
    /// Messages up to these positions have arrived.
    pub acknowledge: Vec<(UserNid, OwnedDeviceId, StreamPosition)>,
    /// Devices whose oldest messages go, so many of them.
    pub shorten: Vec<(UserNid, OwnedDeviceId, u64)>,
}

impl Family for ToDeviceWrites {
    const POSITIONED: bool = true;

    fn len(&self) -> usize {
        self.send.len() + self.acknowledge.len() + self.shorten.len()
    }

    fn is_positioned(&self) -> bool {
        !self.send.is_empty()
    }

    fn touch(&self, touched: &mut Touched) {
        touched.users.extend(self.send.iter().map(|row| row.user));
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for (user, device_id, position) in parts.iter().flat_map(|part| &part.writes.acknowledge) {
            let arrived = Column::Position.lte(position.get());
            Entity::delete_many().filter(queue(*user, device_id)).filter(arrived).exec(scope.tx).await?;
        }
        for (user, device_id, count) in parts.iter().flat_map(|part| &part.writes.shorten) {
            let queued = Entity::find().filter(queue(*user, device_id)).order_by_asc(Column::Position);
            if let Some(first) = queued.offset(*count).one(scope.tx).await? {
                let older = Column::Position.lt(first.position);
                Entity::delete_many().filter(queue(*user, device_id)).filter(older).exec(scope.tx).await?;
            }
        }
        send(scope, parts).await
    }
}

async fn send(scope: &Scope<'_>, parts: &[Part<'_, ToDeviceWrites>]) -> Result<(), DbErr> {
    let users: BTreeSet<i64> = parts.iter().flat_map(|part| &part.writes.send).map(|row| row.user.get()).collect();
    // A device may have gone since the sender looked.
    let devices = select_in(scope.tx, device::Entity::find(), device::Column::UserNid, users).await?;
    let devices: BTreeSet<_> = devices.into_iter().map(|device| (device.user_nid, device.device_id)).collect();
    let rows = parts.iter().flat_map(|part| part.writes.send.iter().map(|row| encode(row, part.position())));
    let rows = rows.filter(|model| devices.contains(&(model.user_nid, model.device_id.clone())));
    insert::<Entity>(scope.tx, rows.collect(), None).await
}

fn queue(user: UserNid, device_id: &DeviceId) -> sea_orm::Condition {
    sea_orm::Condition::all().add(Column::UserNid.eq(user.get())).add(Column::DeviceId.eq(device_id.as_str()))
}

impl Reader {
    /// The oldest messages of a device after one position and up to another, in their order.
    pub async fn to_device(
        &self,
        user: UserNid,
        device_id: &DeviceId,
        (after, until): (StreamPosition, StreamPosition),
        limit: u64,
    ) -> Result<Vec<ToDeviceRow>, StoreError> {
        let queued = Entity::find()
            .filter(queue(user, device_id))
            .filter(Column::Position.gt(after.get()))
            .filter(Column::Position.lte(until.get()))
            .order_by_asc(Column::Position)
            .limit(limit);
        Ok(queued.all(self.db()).await?.into_iter().map(decode).collect())
    }

    /// How many messages wait for the devices of these users; devices for which none do are left out.
    pub async fn to_device_counts(
        &self,
        users: &[UserNid],
    ) -> Result<HashMap<(UserNid, OwnedDeviceId), u64>, StoreError> {
        let counts = Entity::find()
            .select_only()
            .column(Column::UserNid)
            .column(Column::DeviceId)
            .column_as(Column::Position.count(), "messages")
            .filter(Column::UserNid.is_in(users.iter().map(|user| user.get())))
            .group_by(Column::UserNid)
            .group_by(Column::DeviceId);
        let counts: Vec<(i64, String, i64)> = counts.into_tuple().all(self.db()).await?;
        let counts = counts
            .into_iter()
            .map(|(user, device_id, count)| ((UserNid(user), device_id.into()), u64::try_from(count).unwrap_or(0)));
        Ok(counts.collect())
    }
}

fn encode(row: &ToDeviceRow, position: i64) -> Model {
    Model { user_nid: row.user.get(), device_id: row.device_id.to_string(), position, event: row.event.clone() }
}

fn decode(model: Model) -> ToDeviceRow {
    ToDeviceRow {
        user: UserNid(model.user_nid),
        device_id: model.device_id.into(),
        position: StreamPosition(model.position),
        event: model.event,
    }
}

#[cfg(test)]
mod tests;
