//! What goes out at once. See <https://spec.matrix.org/v1.19/server-server-api/#transactions>.

use std::{collections::BTreeMap, mem};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition, UserNid},
};
use hs_storage::{DeviceListToldRow, WriteBatch};
use ruma::{ServerName, api::federation::transactions::edu::Edu, serde::Raw};
use serde_json::value::RawValue;

use crate::{
    edu,
    queue::{Passing, Queue, Waiting},
    service::Delivery,
};

/// How many PDUs and EDUs one transaction may have.
pub(crate) const MAX_PDUS: usize = 50;
pub(crate) const MAX_EDUS: usize = 100;
/// How many bytes of messages to devices one takes; one message goes in any case.
const MAX_TO_DEVICE_BYTES: usize = 4 << 20;

/// A transaction and what it was made of.
#[derive(Debug, Default)]
pub(crate) struct Transaction {
    first: Option<StreamPosition>,
    pdus: Vec<Box<RawValue>>,
    edus: Vec<Raw<Edu>>,
    /// The messages to devices in it.
    to_device: Vec<(StreamPosition, String)>,
    /// The devices in it, to be put back if it does not arrive.
    devices: Vec<((UserNid, String), StreamPosition)>,
    /// The last change of each user in it.
    told: BTreeMap<UserNid, i64>,
    /// The first change in it of who is there.
    presence: Option<StreamPosition>,
}

impl Transaction {
    /// The next one of a queue. What is in it is in the queue no more.
    pub(crate) async fn next(delivery: &Delivery, queue: &Queue) -> Result<Self, MatrixError> {
        let (events, devices, has_to_device, passing) = {
            let mut contents = queue.lock();
            let count = contents.events.len().min(MAX_PDUS);
            let events: Vec<Waiting> = contents.events.drain(..count).collect();
            let mut devices: Vec<_> = contents.devices.iter().map(|(key, position)| (key.clone(), *position)).collect();
            devices.sort_by_key(|(_, position)| *position);
            devices.truncate(MAX_EDUS / 2);
            for (key, _) in &devices {
                contents.devices.remove(key);
            }
            let has_to_device = mem::take(&mut contents.has_to_device);
            (events, devices, has_to_device, mem::take(&mut contents.passing))
        };
        let first = events.first().map(|waiting| waiting.position);
        queue.begin(first);
        let presence = passing.presence.values().map(|row| row.position).min();
        let mut transaction = Self { first, devices, presence, ..Self::default() };
        let filled = transaction.fill(delivery, queue, &events, has_to_device, passing).await;
        if let Err(error) = filled {
            if has_to_device {
                queue.push_to_device();
            }
            transaction.give_back(queue);
            return Err(error);
        }
        Ok(transaction)
    }

    /// One of nothing but events.
    pub(crate) async fn of_events(
        delivery: &Delivery,
        server: &ServerName,
        events: &[Waiting],
    ) -> Result<Self, MatrixError> {
        let first = events.first().map(|waiting| waiting.position);
        let mut transaction = Self { first, ..Self::default() };
        transaction.add_events(delivery, events).await?;
        tracing::debug!(%server, events = events.len(), "catching up");
        Ok(transaction)
    }

    async fn fill(
        &mut self,
        delivery: &Delivery,
        queue: &Queue,
        events: &[Waiting],
        has_to_device: bool,
        passing: Passing,
    ) -> Result<(), MatrixError> {
        self.add_events(delivery, events).await?;
        if has_to_device {
            self.add_to_device(delivery, queue).await?;
        }
        self.add_devices(delivery, queue.server()).await?;
        let left = MAX_EDUS.saturating_sub(self.edus.len());
        self.edus.extend(edu::passing(delivery, passing).await?.into_iter().take(left));
        Ok(())
    }

    async fn add_events(&mut self, delivery: &Delivery, events: &[Waiting]) -> Result<(), MatrixError> {
        let mut by_room = BTreeMap::<RoomNid, Vec<&Waiting>>::new();
        for waiting in events {
            by_room.entry(waiting.room).or_default().push(waiting);
        }
        let mut pdus = Vec::with_capacity(events.len());
        for (room, waiting) in by_room {
            let head = delivery.rooms.head(room).await?;
            let nids: Vec<_> = waiting.iter().map(|waiting| waiting.event).collect();
            let order: BTreeMap<_, _> = waiting.iter().map(|waiting| (waiting.event, waiting.position)).collect();
            for event in delivery.rooms.events(&head, &nids).await? {
                pdus.push((order.get(&event.nid).copied(), event.nid, event.pdu.json().to_owned()));
            }
        }
        pdus.sort_by_key(|(position, nid, _)| (*position, *nid));
        self.pdus = pdus.into_iter().map(|(_, _, json)| json).collect();
        Ok(())
    }

    async fn add_to_device(&mut self, delivery: &Delivery, queue: &Queue) -> Result<(), MatrixError> {
        let room = MAX_EDUS.saturating_sub(self.devices.len());
        let rows = delivery.store.outgoing_to_device(queue.server(), u64::try_from(room).unwrap_or(0) + 1).await?;
        let (mut bytes, all) = (0, rows.len());
        for row in rows.into_iter().take(room) {
            bytes += row.content.len();
            if bytes > MAX_TO_DEVICE_BYTES && !self.to_device.is_empty() {
                break;
            }
            self.edus.push(edu::direct_to_device(&row)?);
            self.to_device.push((row.position, row.message_id));
        }
        if self.to_device.len() < all {
            queue.push_to_device();
        }
        Ok(())
    }

    async fn add_devices(&mut self, delivery: &Delivery, server: &ServerName) -> Result<(), MatrixError> {
        let updates = edu::device_updates(delivery, server, &self.devices).await?;
        self.told = updates.told;
        self.edus.extend(updates.edus);
        Ok(())
    }

    /// Whether there is nothing to send.
    pub(crate) fn is_empty(&self) -> bool {
        self.pdus.is_empty() && self.edus.is_empty()
    }

    /// The position of its first event.
    pub(crate) fn first(&self) -> Option<StreamPosition> {
        self.first
    }

    /// What goes out.
    pub(crate) fn bodies(&self) -> (Vec<Box<RawValue>>, Vec<Raw<Edu>>) {
        (self.pdus.clone(), self.edus.clone())
    }

    /// Adds to a batch that it has arrived.
    pub(crate) fn arrived(self, server: &ServerName, now: i64, batch: &mut WriteBatch) {
        if !self.to_device.is_empty() {
            batch.destination.arrived.push((server.to_owned(), self.to_device));
        }
        batch.destination.told.extend(self.told.into_iter().map(|(user, stream_id)| DeviceListToldRow {
            destination: server.to_owned(),
            user,
            stream_id,
            told_ts: now,
        }));
    }

    /// Puts back what is not in the database; events are found there.
    pub(crate) fn give_back(self, queue: &Queue) {
        for ((user, device_id), position) in self.devices {
            queue.push_device(user, device_id, position);
        }
        if !self.to_device.is_empty() {
            queue.push_to_device();
        }
        if let Some(first) = self.presence {
            queue.owe_presence_after(StreamPosition(first.get() - 1));
        }
        queue.give_back(self.first);
    }
}
