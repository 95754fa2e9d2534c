//! Unread counts, kept so that a message costs the same however many members it notifies.
//!
//! The room counts the events that notify its members by the default rules (`notify_seq`); a member's count is the
//! distance from there to the member's own `base`. Only those for whom an event means something else than for most
//! get a row written: its sender, who is not notified, those whom it mentions, and those with rules of their own.
//!
//! What an event meant is kept in the same way, one row and the exceptions from it (`notification`), so that counts are
//! made anew from what was counted when somebody reads a part of the room, and divided into threads when a client asks
//! for that. See <https://spec.matrix.org/v1.19/client-server-api/#receiving-notifications>.

use std::collections::{BTreeMap, HashMap};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, RoomOrder, StreamPosition, UserNid},
    power,
    push::{Judge, Outcome},
};
use hs_storage::{NotificationRow, ReadUpTo, ReceiptRow, WriteBatch};
use ruma::{
    OwnedEventId, OwnedUserId,
    events::{StateEventType, TimelineEventType, receipt::ReceiptType, room::power_levels::RoomPowerLevels},
};

use crate::{
    append::{Change, add_unread},
    event::{StoredEvent, dangling},
    head::{RoomHead, Unread},
    service::Rooms,
    thread::MAIN,
};

/// A number of notifications and, among them, highlights.
pub type Counts = (u64, u64);

impl Rooms {
    /// Counts a new event for our members of the room.
    pub(crate) async fn count_unread(&self, change: &mut Change, event: &StoredEvent) -> Result<(), MatrixError> {
        // Nobody is notified of their own words, so there is nothing to count where nobody else of ours is listening,
        // nor of what had been taken back before it came.
        if change.head.unread.keys().all(|user| *user == event.sender) || event.redacted_by.is_some() {
            return Ok(());
        }
        let levels = self.power_levels_in(change).await?;
        let mut judge = Judge::new(&event.pdu, change.head.joined, levels);
        let usual = judge.unmentioned();
        let mut differing = self.members_who_differ(&change.head, event, &judge, usual).await?;
        differing.sort_unstable();
        differing.dedup();
        let mut rows = Vec::new();
        if usual.notify {
            change.head.notify_seq += 1;
            rows.push((None, usual.numbers()));
        }
        for user in differing {
            let own =
                if user == event.sender { Outcome::default() } else { self.judge_for(&mut judge, event, user).await? };
            add_difference(change, user, usual, own);
            if own != usual && user != event.sender {
                let ((notify, highlight), (usually, usually_highlight)) = (own.numbers(), usual.numbers());
                rows.push((Some(user), (notify - usually, highlight - usually_highlight)));
            }
        }
        let (Some(order), false) = (event.order, rows.is_empty()) else { return Ok(()) };
        let (room, sender) = (change.head.nid, event.sender);
        let thread = self.thread_of(&change.head, &event.pdu).await?;
        if thread != MAIN {
            change.head.threaded_up_to = order;
        }
        change.batch.notification.rows.extend(rows.into_iter().map(|(user, (notify, highlight))| NotificationRow {
            room,
            user,
            order,
            thread: thread.clone(),
            sender,
            notify,
            highlight,
        }));
        Ok(())
    }

    /// Takes an event that is taken back out of the counts of those who have not read it.
    pub(crate) async fn discount_unread(&self, change: &mut Change, event: &StoredEvent) -> Result<(), MatrixError> {
        let (room, Some(order)) = (change.head.nid, event.order) else { return Ok(()) };
        if change.head.unread.values().all(|unread| unread.floor >= order) {
            return Ok(());
        }
        self.flush().await?;
        let rows = self.store.notifications_at(room, order).await?;
        let Some(thread) = rows.first().map(|row| row.thread.clone()) else { return Ok(()) };
        let own: HashMap<Option<UserNid>, (i64, i64)> =
            rows.into_iter().map(|row| (row.user, (row.notify, row.highlight))).collect();
        let of = |user| own.get(&user).copied().unwrap_or_default();
        let (usually, usually_highlight) = of(None);
        let readers = self.store.readers_of(room, order, &thread).await?;
        let has_read = |user: &UserNid, unread: &Unread| unread.floor >= order || readers.contains(user);
        let concerned: Vec<UserNid> = change
            .head
            .unread
            .iter()
            .filter(|(user, unread)| **user != event.sender && !has_read(user, unread))
            .map(|(user, _)| *user)
            .collect();
        for user in concerned {
            let (notify, highlight) = of(Some(user));
            let difference = Unread {
                base: usually + notify,
                highlight: -(usually_highlight + highlight),
                floor: RoomOrder::default(),
            };
            if difference != Unread::default() {
                add_unread(change, user, difference);
            }
        }
        change.batch.notification.removed.push((room, order));
        Ok(())
    }

    /// Whoever says something has read what was said before it in the same thread.
    pub(crate) async fn read_by_sending(&self, change: &mut Change, event: &StoredEvent) -> Result<(), MatrixError> {
        let (notifications, _) = change.head.unread_counts(event.sender);
        let is_said = event.state_key.is_none() && *event.pdu.kind() != TimelineEventType::RoomRedaction;
        let Some(order) = event.order.filter(|_| notifications > 0 && is_said) else { return Ok(()) };
        let thread = self.thread_of(&change.head, &event.pdu).await?;
        if thread == MAIN && read_all_threads(&change.head, event.sender) {
            read_everything(change, event.sender);
            return Ok(());
        }
        self.recount(change, event.sender, ReadUpTo { thread: &thread, order }).await?;
        change.batch.receipt.rows.push(ReceiptRow {
            room: change.head.nid,
            user: event.sender,
            kind: ReceiptType::ReadPrivate,
            thread,
            event: event.nid,
            event_id: event.pdu.event_id().clone(),
            order,
            ts: self.now(),
            position: StreamPosition(0),
        });
        Ok(())
    }

    /// What of each thread a user has not read, in these rooms.
    pub async fn unread_threads(
        &self,
        user: UserNid,
        rooms: &[RoomNid],
    ) -> Result<HashMap<RoomNid, BTreeMap<OwnedEventId, Counts>>, MatrixError> {
        let mut threads: HashMap<RoomNid, BTreeMap<OwnedEventId, Counts>> = HashMap::new();
        for unread in self.store.unread_threads(user, rooms).await? {
            let root = OwnedEventId::try_from(unread.thread).map_err(MatrixError::internal)?;
            let counts = [unread.notify, unread.highlight].map(|count| u64::try_from(count).unwrap_or(0));
            threads.entry(unread.room).or_default().insert(root, counts.into());
        }
        Ok(threads)
    }

    /// The members for whom an event may mean something else than for those whom it does not mention.
    async fn members_who_differ(
        &self,
        head: &RoomHead,
        event: &StoredEvent,
        judge: &Judge<'_>,
        usual: Outcome,
    ) -> Result<Vec<UserNid>, MatrixError> {
        if usual.highlight {
            // It is meant for everybody in particular, which is rare enough to write a row for each.
            return Ok(head.local_joined().collect());
        }
        let mut users: Vec<UserNid> =
            head.unread.contains_key(&event.sender).then_some(event.sender).into_iter().collect();
        for user_id in judge.mentioned().filter(|user| self.is_local(user)) {
            users.extend(self.store.find_user(user_id).await?.filter(|user| head.unread.contains_key(user)));
        }
        for unusual in [self.accounts.push_rules.customised().await?, self.accounts.blocking.ignoring().await?] {
            if unusual.len() < head.unread.len() {
                users.extend(unusual.iter().copied().filter(|user| head.unread.contains_key(user)));
            } else {
                users.extend(head.local_joined().filter(|user| unusual.contains(user)));
            }
        }
        Ok(users)
    }

    async fn judge_for(
        &self,
        judge: &mut Judge<'_>,
        event: &StoredEvent,
        user: UserNid,
    ) -> Result<Outcome, MatrixError> {
        if self.accounts.blocking.of(user).await?.ignores(event.pdu.sender()) {
            return Ok(Outcome::default());
        }
        let user_id = self.user_id(user).await?;
        let rules = self.accounts.push_rules.ruleset(user).await?;
        let profile = self.accounts.profile.member_profile(user).await?;
        Ok(judge.judge(&user_id, profile.displayname.as_deref().unwrap_or(user_id.localpart()), rules.ruleset()))
    }

    /// A user's count as it is once they have read up to a place.
    pub(crate) async fn recount(
        &self,
        change: &mut Change,
        user: UserNid,
        reading: ReadUpTo<'_>,
    ) -> Result<(), MatrixError> {
        let is_about_all = match reading.thread {
            "" => true,
            MAIN => read_all_threads(&change.head, user),
            _ => false,
        };
        if is_about_all && reading.order >= change.head.last_order {
            read_everything(change, user);
            return Ok(());
        }
        self.flush().await?;
        let Some(unread) = change.head.unread.get(&user).copied() else { return Ok(()) };
        let left = self.store.unread_by_thread(user, &[change.head.nid], Some(reading)).await?;
        let notify: i64 = left.iter().map(|thread| thread.notify).sum();
        let highlight: i64 = left.iter().map(|thread| thread.highlight).sum();
        let oldest = left.iter().map(|thread| thread.oldest).min();
        let difference = Unread {
            base: change.head.notify_seq - notify - unread.base,
            highlight: highlight - unread.highlight,
            floor: oldest.map_or(change.head.last_order, |oldest| RoomOrder(oldest.get() - 1)),
        };
        if difference.floor > unread.floor || (difference.base, difference.highlight) != (0, 0) {
            add_unread(change, user, difference);
        }
        Ok(())
    }

    /// Waits until all that a change builds on is on disk, where it is counted. The writer keeps the order: when this
    /// empty batch is through, all before it are.
    async fn flush(&self) -> Result<(), MatrixError> {
        self.store.commit(WriteBatch::default()).await?;
        Ok(())
    }

    /// The power levels as the change leaves them.
    pub(crate) async fn power_levels_in(&self, change: &Change) -> Result<RoomPowerLevels, MatrixError> {
        let create = self.state_in(change, &StateEventType::RoomCreate).await?;
        let create = create.ok_or_else(|| dangling("a room has no create event"))?;
        let levels = self.state_in(change, &StateEventType::RoomPowerLevels).await?;
        Ok(power::power_levels(&create, levels.as_deref(), &change.head.rules))
    }

    async fn state_in(
        &self,
        change: &Change,
        kind: &StateEventType,
    ) -> Result<Option<hs_core::pdu::SharedPdu>, MatrixError> {
        let Some(key) = self.state_key(kind, "").await? else { return Ok(None) };
        match change.head.state_event(key) {
            Some(nid) => Ok(Some(self.pdu_in(change, nid).await?)),
            None => Ok(None),
        }
    }

    /// The id of a user.
    pub(crate) async fn user_id(&self, user: UserNid) -> Result<OwnedUserId, MatrixError> {
        self.store.user_ids(&[user]).await?.pop().ok_or_else(|| dangling("a user has no id"))
    }
}

/// Notes how an event differs for one member from what it means to most.
fn add_difference(change: &mut Change, user: UserNid, usual: Outcome, own: Outcome) {
    // The room's counter moved for everybody: who is not notified moves along, who alone is notified falls behind.
    let base = i64::from(usual.notify) - i64::from(own.notify);
    let difference = Unread { base, highlight: i64::from(own.highlight), floor: RoomOrder::default() };
    if difference != Unread::default() {
        add_unread(change, user, difference);
    }
}

/// Whether nothing that a user has not read is in a thread.
fn read_all_threads(head: &RoomHead, user: UserNid) -> bool {
    head.unread.get(&user).is_some_and(|unread| unread.floor >= head.threaded_up_to)
}

/// Notes that a user has read everything.
fn read_everything(change: &mut Change, user: UserNid) {
    let Some(unread) = change.head.unread.get(&user) else { return };
    let base = change.head.notify_seq - unread.base;
    add_unread(change, user, Unread { base, highlight: -unread.highlight, floor: change.head.last_order });
}
