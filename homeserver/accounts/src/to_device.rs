//! Messages from device to device, each delivered once and in order, also while nobody listens.
//!
//! A message waits in the database until its device syncs with a token that lies behind it. Tokens alone decide what
//! is delivered; when the rows go is a matter of tidiness.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#send-to-device-messaging>.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use hs_core::{
    error::MatrixError,
    nid::{StreamPosition, UserNid},
};
use hs_storage::{OutgoingToDeviceRow, StoreError, ToDeviceRow, TransactionRow, WriteBatch};
use quick_cache::sync::Cache;
use ruma::{
    DeviceId, OwnedDeviceId, OwnedUserId, ServerName, TransactionId, UserId,
    api::client::to_device::send_event_to_device::v3::Messages, events::AnyToDeviceEvent, serde::Raw,
    to_device::DeviceIdOrAllDevices,
};
use serde::Serialize;
use serde_json::{json, value::RawValue};

use crate::{context::Context, session::Session, text};

/// The most messages that are handed out at a time.
pub const MESSAGES_AT_A_TIME: usize = 100;
/// The most messages that wait for a device; beyond that the oldest go.
const MAX_WAITING: u64 = 20_000;
/// How many go then.
const SHORTEN_BY: u64 = MAX_WAITING / 4;
/// What ids of messages to other servers are made of.
const ID_ALPHABET: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const MAX_TYPE_BYTES: usize = 255;
const MAX_CONTENT_BYTES: usize = 64 << 10;
/// Of how many devices it is remembered what waits for them.
const CACHED_DEVICES: usize = 50_000;

type Device = (UserNid, OwnedDeviceId);

/// The subject of messages between devices. See the [module](self).
pub struct ToDevice {
    context: Context,
    /// About how many messages wait for a device.
    waiting: Cache<Device, Arc<AtomicU64>>,
    /// Up to where messages were handed out that may still be in the database.
    handed_out: Cache<Device, StreamPosition>,
}

/// Messages for a device.
#[derive(Debug, Default)]
pub struct Messaged {
    /// The messages, oldest first.
    pub events: Vec<Raw<AnyToDeviceEvent>>,
    /// Up to where these are all there are.
    pub until: StreamPosition,
}

#[derive(Serialize)]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    sender: &'a UserId,
    content: &'a RawValue,
}

impl ToDevice {
    pub(crate) fn new(context: Context) -> Self {
        Self { context, waiting: Cache::new(CACHED_DEVICES), handed_out: Cache::new(CACHED_DEVICES) }
    }

    /// Sends messages, once, however often it is asked for under the same transaction id. Devices that do not exist
    /// are passed over.
    pub async fn send(
        &self,
        session: &Session,
        event_type: &str,
        txn_id: &TransactionId,
        messages: &Messages,
    ) -> Result<(), MatrixError> {
        text::check("A transaction id", txn_id.as_str(), MAX_TYPE_BYTES)?;
        text::check("An event type", event_type, MAX_TYPE_BYTES)?;
        let scope = format!("sendToDevice/{event_type}");
        let store = &self.context.store;
        if store.transaction(session.user, &session.device_id, &scope, txn_id).await?.is_some() {
            return Ok(());
        }
        let mut batch = WriteBatch::default();
        batch.transaction.rows.push(TransactionRow {
            user: session.user,
            device: session.device_id.clone(),
            scope,
            txn_id: txn_id.to_owned(),
            event: None,
            response: Some("{}".to_owned()),
            created_ts: self.context.clock.now_ms(),
        });
        batch.to_device.send = self.rows(&session.user_id, event_type, messages).await?;
        batch.outgoing.to_device = self.outgoing(session, event_type, messages)?;
        self.make_room(&mut batch).await?;
        match store.commit(batch).await {
            // A repetition was carried out while we looked.
            Ok(_) | Err(StoreError::Duplicate(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes messages of a user of another server, once, however often they come under the same message id.
    pub async fn receive(
        &self,
        sender: &UserId,
        event_type: &str,
        message_id: &TransactionId,
        messages: &Messages,
    ) -> Result<(), MatrixError> {
        text::check("A message id", message_id.as_str(), MAX_TYPE_BYTES)?;
        text::check("An event type", event_type, MAX_TYPE_BYTES)?;
        let store = &self.context.store;
        let rows = self.rows(sender, event_type, messages).await?;
        let Some(user) = store.intern_users(&[sender]).await?.pop().filter(|_| !rows.is_empty()) else {
            return Ok(());
        };
        let mut batch = WriteBatch::default();
        batch.transaction.rows.push(TransactionRow {
            user,
            device: OwnedDeviceId::from(""),
            scope: "direct_to_device".to_owned(),
            txn_id: message_id.to_owned(),
            event: None,
            response: None,
            created_ts: self.context.clock.now_ms(),
        });
        batch.to_device.send = rows;
        self.make_room(&mut batch).await?;
        match store.commit(batch).await {
            Ok(_) | Err(StoreError::Duplicate(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The messages, one for each device that exists. What is meant for a device in particular takes precedence.
    async fn rows(
        &self,
        sender: &UserId,
        event_type: &str,
        messages: &Messages,
    ) -> Result<Vec<ToDeviceRow>, MatrixError> {
        for content in messages.values().flat_map(BTreeMap::values) {
            check_content(content.json().get())?;
        }
        let own = &self.context.server_name;
        let is_ours = |user: &&UserId| user.server_name() == own && text::may_be_key(user.as_str());
        let user_ids: Vec<&UserId> = messages.keys().map(|user| &**user).filter(is_ours).collect();
        let users = self.context.store.find_users(&user_ids).await?;
        let user_ids: BTreeMap<UserNid, &OwnedUserId> = users.iter().map(|(id, user)| (*user, id)).collect();
        let nids: Vec<UserNid> = user_ids.keys().copied().collect();
        let mut rows = Vec::new();
        for device in self.context.store.devices_of(&nids).await? {
            let Some(by_device) = user_ids.get(&device.user).and_then(|user| messages.get(*user)) else { continue };
            let content = by_device
                .get(&DeviceIdOrAllDevices::DeviceId(device.device_id.clone()))
                .or_else(|| by_device.get(&DeviceIdOrAllDevices::AllDevices));
            let Some(content) = content else { continue };
            let event = Event { kind: event_type, sender, content: content.json() };
            let event = serde_json::to_string(&event).map_err(MatrixError::internal)?;
            let (user, device_id) = (device.user, device.device_id);
            rows.push(ToDeviceRow { user, device_id, position: StreamPosition::default(), event });
        }
        Ok(rows)
    }

    /// The messages to devices of other servers: one for each server, with all that is for it.
    /// See <https://spec.matrix.org/v1.19/server-server-api/#send-to-device-messaging>.
    fn outgoing(
        &self,
        session: &Session,
        event_type: &str,
        messages: &Messages,
    ) -> Result<Vec<OutgoingToDeviceRow>, MatrixError> {
        let mut by_server = BTreeMap::<&ServerName, BTreeMap<_, _>>::new();
        for (user, devices) in messages {
            if user.server_name() != self.context.server_name && text::may_be_key(user.as_str()) {
                by_server.entry(user.server_name()).or_default().insert(user, devices);
            }
        }
        let created_ts = self.context.clock.now_ms();
        let rows = by_server.into_iter().map(|(server, messages)| {
            let message_id = self.context.entropy.text::<16>(ID_ALPHABET);
            let content = json!({
                "sender": session.user_id,
                "type": event_type,
                "message_id": message_id,
                "messages": messages,
            });
            Ok(OutgoingToDeviceRow {
                destination: server.to_owned(),
                position: StreamPosition::default(),
                message_id,
                content: serde_json::to_string(&content).map_err(MatrixError::internal)?,
                created_ts,
            })
        });
        rows.collect()
    }

    /// Has the oldest messages go where too many wait.
    async fn make_room(&self, batch: &mut WriteBatch) -> Result<(), MatrixError> {
        let devices: Vec<Device> = batch.to_device.send.iter().map(|row| (row.user, row.device_id.clone())).collect();
        let unknown: BTreeSet<UserNid> =
            devices.iter().filter(|device| self.waiting.peek(*device).is_none()).map(|(user, _)| *user).collect();
        if !unknown.is_empty() {
            let unknown: Vec<UserNid> = unknown.into_iter().collect();
            let counts = self.context.store.to_device_counts(&unknown).await?;
            for device in &devices {
                let count = counts.get(device).copied().unwrap_or(0);
                if self.waiting.peek(device).is_none() {
                    self.waiting.insert(device.clone(), Arc::new(AtomicU64::new(count)));
                }
            }
        }
        for device in devices {
            let Some(count) = self.waiting.get(&device) else { continue };
            if count.fetch_add(1, Ordering::Relaxed) >= MAX_WAITING {
                self.waiting.remove(&device);
                tracing::warn!(device = %device.1, "too many messages wait for a device: the oldest go");
                batch.to_device.shorten.push((device.0, device.1, SHORTEN_BY));
            }
        }
        Ok(())
    }

    /// The oldest messages of a device after one position and up to another, at most `limit` of them.
    pub async fn messages(
        &self,
        user: UserNid,
        device_id: &DeviceId,
        (after, until): (StreamPosition, StreamPosition),
        limit: usize,
    ) -> Result<Messaged, MatrixError> {
        let limit = limit.clamp(1, MESSAGES_AT_A_TIME);
        // One more than asked for tells whether there are more.
        let most = u64::try_from(limit + 1).unwrap_or(u64::MAX);
        let mut rows = self.context.store.to_device(user, device_id, (after, until), most).await?;
        let is_all = rows.len() <= limit;
        rows.truncate(limit);
        let last = rows.last().map(|row| row.position);
        if let Some(last) = last {
            let device = (user, device_id.to_owned());
            let before = self.handed_out.peek(&device).unwrap_or_default();
            self.handed_out.insert(device, last.max(before));
        }
        let events = rows.into_iter().map(|row| RawValue::from_string(row.event).map(Raw::from_json));
        let events = events.collect::<Result<_, _>>().map_err(MatrixError::internal)?;
        Ok(Messaged { events, until: last.filter(|_| !is_all).unwrap_or(until) })
    }

    /// Notes that a device has all messages up to a position: they are in its token. Looks into the database only if
    /// there may be any.
    pub async fn acknowledge(
        &self,
        user: UserNid,
        device_id: &DeviceId,
        up_to: StreamPosition,
    ) -> Result<(), MatrixError> {
        let device = (user, device_id.to_owned());
        let is_due = match self.handed_out.get(&device) {
            Some(StreamPosition(0)) => false,
            Some(last) => last <= up_to,
            // Another process, or this one before it was started, may have handed some out.
            None => {
                let range = (StreamPosition(0), up_to);
                !self.context.store.to_device(user, device_id, range, 1).await?.is_empty()
            }
        };
        if is_due {
            let mut batch = WriteBatch::default();
            batch.to_device.acknowledge.push((user, device_id.to_owned(), up_to));
            // Nobody needs to wait for it: what the token covers is not delivered again in any case.
            let _committed_in_time = self.context.store.enqueue(batch);
            self.waiting.remove(&device);
        }
        if is_due || self.handed_out.peek(&device).is_none() {
            self.handed_out.insert(device, StreamPosition(0));
        }
        Ok(())
    }
}

fn check_content(content: &str) -> Result<(), MatrixError> {
    if !content.starts_with('{') {
        return Err(MatrixError::bad_json("A message to a device must be a JSON object"));
    }
    if content.len() > MAX_CONTENT_BYTES {
        return Err(MatrixError::too_large("A message to a device can have at most 64 KiB"));
    }
    Ok(())
}
