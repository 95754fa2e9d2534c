//! Finds out which servers must hear of what is new, and puts it into their queues.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, hash_map::Entry},
    time::Duration,
};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, StreamPosition, UserNid},
};
use hs_storage::{OutgoingEventRow, ReceiptRow, Wake, WriteBatch};
use ruma::{OwnedServerName, events::receipt::ReceiptType};
use tokio::time::{Instant, timeout_at};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{queue::Waiting, service::Delivery};

/// How many events are looked at at a time.
const PAGE: u64 = 500;
/// How often the position is written down while there is something new.
const CHECKPOINT: Duration = Duration::from_secs(1);
/// How often the list of servers that do not answer is read, so that what other processes heard of them counts here.
const LOOK: Duration = Duration::from_secs(5);

/// Who types where, as other servers were told.
type Typing = HashMap<RoomNid, BTreeSet<UserNid>>;

/// What several commits have brought together.
#[derive(Debug, Default)]
struct News {
    rooms: BTreeSet<RoomNid>,
    has_outgoing: bool,
    has_presence: bool,
    everything: bool,
}

impl News {
    fn add(&mut self, wake: &Wake) {
        self.rooms.extend(&wake.rooms);
        self.has_outgoing |= wake.outgoing || wake.everything;
        self.has_presence |= !wake.presence.is_empty();
        self.everything |= wake.everything;
    }
}

impl Delivery {
    /// Follows the stream until something cannot be read.
    pub(crate) async fn follow(&self, senders: &TaskTracker, ending: &CancellationToken) -> Result<(), MatrixError> {
        let mut wakes = self.store.wake().subscribe();
        let mut position = self.begin().await?;
        self.start_senders(senders, ending);
        let mut typing = Typing::new();
        let mut written = position;
        let (mut checkpoint, mut look) = (Instant::now() + CHECKPOINT, Instant::now() + LOOK);
        loop {
            let mut news = News::default();
            let mut head = position;
            // The first of them is waited for; the others are taken along.
            let mut until = checkpoint;
            while let Ok(wake) = timeout_at(until, wakes.recv()).await {
                let Some(wake) = wake else { return Ok(()) };
                news.add(&wake);
                head = head.max(wake.head);
                until = Instant::now();
            }
            if head > position {
                // What the commits changed has to be in the caches that say who is where.
                self.rooms.changes().reached(head).await;
                self.collect((position, head), &news, &mut typing).await?;
                position = head;
                self.set_followed(position);
                self.start_senders(senders, ending);
            }
            if Instant::now() >= checkpoint {
                checkpoint = Instant::now() + CHECKPOINT;
                written = self.write_position(written).await?;
            }
            if Instant::now() >= look {
                look = Instant::now() + LOOK;
                self.look_at_failing().await?;
            }
        }
    }

    /// Takes up the work where it was left, by this process or another.
    async fn begin(&self) -> Result<StreamPosition, MatrixError> {
        let head = self.store.wake().applied();
        let start = self.store.delivered_position().await?.unwrap_or(head);
        for row in self.store.failing_destinations().await? {
            self.queue(&row.server).restore(&row);
        }
        for server in self.store.to_device_destinations(StreamPosition(0)).await? {
            self.queue(&server).push_to_device();
        }
        self.rooms.changes().reached(head).await;
        self.collect_events((start, head)).await?;
        self.collect_devices((start, head)).await?;
        self.set_followed(head);
        Ok(head)
    }

    /// Begins to empty the queues in which something waits.
    fn start_senders(&self, senders: &TaskTracker, ending: &CancellationToken) {
        self.tidy();
        let waiting: Vec<_> = self.lock_queues().values().filter(|queue| queue.needs_sender()).cloned().collect();
        for queue in waiting {
            let delivery = self.clone();
            let ending = ending.clone();
            senders.spawn(async move { delivery.send_all(&queue, &ending).await });
        }
    }

    async fn write_position(&self, written: StreamPosition) -> Result<StreamPosition, MatrixError> {
        let settled = self.settled();
        if settled > written {
            let mut batch = WriteBatch::default();
            batch.destination.position = Some(settled);
            self.store.commit(batch).await?;
        }
        Ok(settled.max(written))
    }

    /// Another process may have heard of a server that did not answer.
    async fn look_at_failing(&self) -> Result<(), MatrixError> {
        if !self.config.database.is_shared() {
            return Ok(());
        }
        for row in self.store.failing_destinations().await? {
            if row.retry_ts == 0 {
                self.queue(&row.server).retry_now();
            }
        }
        Ok(())
    }

    async fn collect(
        &self,
        range: (StreamPosition, StreamPosition),
        news: &News,
        typing: &mut Typing,
    ) -> Result<(), MatrixError> {
        if news.has_outgoing {
            self.collect_events(range).await?;
            for server in self.store.to_device_destinations(range.0).await? {
                self.queue(&server).push_to_device();
            }
            self.collect_devices(range).await?;
        }
        if news.everything {
            // It is not known what was missed; what passes is not worth a search.
            return Ok(());
        }
        let mut shared = Vec::new();
        for room in &news.rooms {
            if self.rooms.head(*room).await?.is_shared() {
                shared.push(*room);
            }
        }
        if !shared.is_empty() {
            self.collect_receipts(&shared, range.0).await?;
            self.collect_typing(&shared, range.0, typing).await?;
        }
        if news.has_presence {
            self.collect_presence(range.0).await?;
        }
        Ok(())
    }

    async fn collect_events(&self, (mut after, until): (StreamPosition, StreamPosition)) -> Result<(), MatrixError> {
        loop {
            let (rows, next) = self.outgoing_page((after, until)).await?;
            for (row, servers) in self.audiences(&rows).await? {
                let waiting = Waiting { position: row.position, room: row.room, event: row.event };
                for server in &servers {
                    self.queue(server).push_event(waiting);
                }
                self.introduce(row, &servers).await?;
            }
            match next {
                Some(next) => after = next,
                None => return Ok(()),
            }
        }
    }

    /// Whose user of ours comes to a room hears of their devices, unless it knows them as they are.
    async fn introduce(&self, row: &OutgoingEventRow, servers: &BTreeSet<OwnedServerName>) -> Result<(), MatrixError> {
        let head = self.rooms.head(row.room).await?;
        let event = self.rooms.events(&head, &[row.event]).await?.pop();
        let Some(user) = event.filter(|event| self.rooms.is_own_join(event)).map(|event| event.sender) else {
            return Ok(());
        };
        let devices = self.store.outgoing_devices_of(user).await?;
        if devices.is_empty() || servers.is_empty() {
            return Ok(());
        }
        let told = self.store.device_list_told(user).await?;
        for server in servers {
            let known = told.get(server).map_or(StreamPosition(0), |stream_id| StreamPosition(*stream_id));
            let queue = self.queue(server);
            for device in devices.iter().filter(|device| device.position > known) {
                queue.push_device(user, device.device_id.clone(), device.position);
            }
        }
        Ok(())
    }

    /// Some events, and after which position there are more.
    pub(crate) async fn outgoing_page(
        &self,
        (after, until): (StreamPosition, StreamPosition),
    ) -> Result<(Vec<OutgoingEventRow>, Option<StreamPosition>), MatrixError> {
        let mut rows = self.store.outgoing_events((after, until), PAGE).await?;
        let is_full = rows.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX);
        let Some(last) = rows.last().map(|row| row.position).filter(|_| is_full) else { return Ok((rows, None)) };
        // The events of one commit share a position: the last ones may not all be there. No commit fills a page.
        rows.retain(|row| row.position < last);
        Ok((rows, Some(StreamPosition(last.get() - 1))))
    }

    /// Which servers each of these events is for, in the same order.
    pub(crate) async fn audiences<'a>(
        &self,
        rows: &'a [OutgoingEventRow],
    ) -> Result<Vec<(&'a OutgoingEventRow, BTreeSet<OwnedServerName>)>, MatrixError> {
        let mut by_room = BTreeMap::<RoomNid, Vec<usize>>::new();
        for (index, row) in rows.iter().enumerate() {
            by_room.entry(row.room).or_default().push(index);
        }
        let mut found: BTreeMap<usize, BTreeSet<OwnedServerName>> = BTreeMap::new();
        for (room, indexes) in by_room {
            let head = self.rooms.head(room).await?;
            let nids: Vec<_> = indexes.iter().filter_map(|index| rows.get(*index)).map(|row| row.event).collect();
            let events = self.rooms.events(&head, &nids).await?;
            let audiences = self.rooms.audiences(&head, &events).await?;
            let mut audiences: HashMap<_, _> =
                events.iter().zip(audiences).map(|(event, to)| (event.nid, (event, to))).collect();
            for index in indexes {
                let Some(row) = rows.get(index) else { continue };
                let Some((event, mut audience)) = audiences.remove(&row.event) else { continue };
                audience.remove(event.pdu.sender().server_name());
                if let Some(origin) = &row.origin {
                    audience.remove(origin);
                }
                found.insert(index, audience);
            }
        }
        Ok(rows.iter().enumerate().map(|(index, row)| (row, found.remove(&index).unwrap_or_default())).collect())
    }

    async fn collect_devices(&self, range: (StreamPosition, StreamPosition)) -> Result<(), MatrixError> {
        let mut servers_of: HashMap<UserNid, BTreeSet<OwnedServerName>> = HashMap::new();
        for row in self.store.outgoing_devices(range).await? {
            if let Entry::Vacant(vacant) = servers_of.entry(row.user) {
                vacant.insert(self.rooms.servers_sharing_rooms(row.user).await?);
            }
            for server in servers_of.get(&row.user).into_iter().flatten() {
                self.queue(server).push_device(row.user, row.device_id.clone(), row.position);
            }
        }
        Ok(())
    }

    async fn collect_receipts(&self, rooms: &[RoomNid], after: StreamPosition) -> Result<(), MatrixError> {
        let mut by_room = BTreeMap::<RoomNid, Vec<ReceiptRow>>::new();
        for row in self.store.receipts_after(rooms, after).await? {
            by_room.entry(row.room).or_default().push(row);
        }
        for (room, mut rows) in by_room {
            let head = self.rooms.head(room).await?;
            let is_ours = |user: &UserNid| head.members.get(user).is_some_and(|member| member.is_local);
            rows.retain(|row| row.kind == ReceiptType::Read && is_ours(&row.user));
            if rows.is_empty() {
                continue;
            }
            for server in self.rooms.servers_around(room).await? {
                self.queue(&server).push_passing(|passing| {
                    let news = rows.iter().map(|row| ((row.room, row.user, row.thread.clone()), row.clone()));
                    passing.receipts.extend(news);
                });
            }
        }
        Ok(())
    }

    async fn collect_typing(
        &self,
        rooms: &[RoomNid],
        after: StreamPosition,
        told: &mut Typing,
    ) -> Result<(), MatrixError> {
        let now = self.clock.now_ms();
        for row in self.store.typing(rooms).await?.into_iter().filter(|row| row.position > after) {
            let head = self.rooms.head(row.room).await?;
            let is_ours = |user: &UserNid| head.members.get(user).is_some_and(|member| member.is_local);
            let typing = row.users.iter().filter(|(_, until)| *until > now).map(|(user, _)| *user);
            let typing: BTreeSet<UserNid> = typing.filter(is_ours).collect();
            let before = told.remove(&row.room).unwrap_or_default();
            let changed: Vec<UserNid> = typing.symmetric_difference(&before).copied().collect();
            if !changed.is_empty() {
                for server in self.rooms.servers_around(row.room).await? {
                    self.queue(&server).push_passing(|passing| {
                        let news = changed.iter().map(|user| ((row.room, *user), typing.contains(user)));
                        passing.typing.extend(news);
                    });
                }
            }
            if !typing.is_empty() {
                told.insert(row.room, typing);
            }
        }
        Ok(())
    }

    async fn collect_presence(&self, after: StreamPosition) -> Result<(), MatrixError> {
        for row in self.store.local_presence_after(after).await? {
            for server in self.rooms.servers_sharing_rooms(row.user).await? {
                self.queue(&server).push_passing(|passing| drop(passing.presence.insert(row.user, row.clone())));
            }
        }
        Ok(())
    }
}
