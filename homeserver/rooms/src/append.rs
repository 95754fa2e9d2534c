//! The one way an event enters a room: build, authorise, apply to the head, and hand over to the writer, all under
//! the room's gate and on the room's fence.

use std::{collections::HashMap, sync::Arc, time::Duration};

use hs_core::{
    auth,
    error::MatrixError,
    nid::{EventNid, RoomNid, RoomOrder, SnapshotNid, StateKeyNid, StreamPosition, UserNid},
    pdu::{BuildError, Draft, Parents, Pdu, Place, SharedPdu},
    state::delta::StateDelta,
};
use hs_storage::{CurrentStateChange, EventRow, EventStatus, MembershipRow, UnreadChange, UnreadRow, WriteBatch};
use ruma::{
    EventId, OwnedEventId, OwnedUserId, UserId,
    events::{StateEventType, TimelineEventType, room::member::MembershipState},
};
use serde::Deserialize;

use tokio::sync::OwnedMutexGuard;

use crate::{
    cache::RoomEntry,
    event::{StoredEvent, dangling},
    head::{Member, RoomHead, Unread},
    service::Rooms,
    snapshot,
};

/// How often a change is tried when other processes are faster again and again.
const ATTEMPTS: u32 = 20;
/// The longest pause before another try, in milliseconds.
const LONGEST_PAUSE: u64 = 64;

/// A place in the state, in words.
type Spot = (StateEventType, String);

/// A change of one room that is being put together: events that build on each other and become one commit.
pub(crate) struct Change {
    /// The room as it will be.
    pub(crate) head: RoomHead,
    /// What goes to the database.
    pub(crate) batch: WriteBatch,
    /// The new events, oldest first.
    pub(crate) events: Vec<Arc<StoredEvent>>,
    /// Older events that a redaction among the new ones changed.
    redacted: Vec<Arc<StoredEvent>>,
    /// Our users whose membership changed.
    moved: Vec<UserNid>,
    /// The room's gate, held until the change is queued; a room that is being created has none.
    gate: Option<OwnedMutexGuard<Arc<RoomHead>>>,
    built_on: Arc<RoomHead>,
}

/// How often a change has been tried.
#[derive(Default)]
pub(crate) struct Tries(u32);

impl Change {
    /// A change of a room as it is in `head`.
    pub(crate) fn of(head: &Arc<RoomHead>) -> Self {
        Self {
            head: RoomHead::clone(head),
            batch: WriteBatch::default(),
            events: Vec::new(),
            redacted: Vec::new(),
            moved: Vec::new(),
            gate: None,
            built_on: Arc::clone(head),
        }
    }

    fn own_event(&self, nid: EventNid) -> Option<&Arc<StoredEvent>> {
        self.events.iter().rev().find(|event| event.nid == nid)
    }
}

/// The relation of an event to another, as far as the database keeps it.
#[derive(Deserialize)]
struct Relation {
    #[serde(rename = "m.relates_to")]
    relates_to: Option<RelatesTo>,
}

#[derive(Deserialize)]
struct RelatesTo {
    rel_type: Option<String>,
    event_id: Option<OwnedEventId>,
}

impl RelatesTo {
    fn has_no_nul(&self) -> bool {
        let names = [self.rel_type.as_deref(), self.event_id.as_ref().map(|id| id.as_str())];
        !names.into_iter().flatten().any(|name| name.contains('\0'))
    }
}

#[derive(Deserialize)]
struct MemberContent {
    membership: MembershipState,
}

impl Rooms {
    /// Opens a room for a change: waits at its gate and starts from its newest head, which may still be on its way to
    /// the disk. End it with [`Rooms::commit`], in a loop:
    ///
    /// ```ignore
    /// let mut tries = Tries::default();
    /// loop {
    ///     let mut change = self.open(room).await?;
    ///     let event = self.add(&mut change, draft.clone()).await?;
    ///     if self.commit(change, &mut tries).await? {
    ///         return Ok(event);
    ///     }
    /// }
    /// ```
    pub(crate) async fn open(&self, room: RoomNid) -> Result<Change, MatrixError> {
        let entry = self.entry(room).await?;
        let gate = Arc::clone(&entry.gate).lock_owned().await;
        // Usually the gate is ahead of what is committed. It is behind when a change that was begun before the room was
        // loaded anew has been committed since.
        let committed = entry.head();
        let head = if committed.fence > gate.fence { committed } else { Arc::clone(&gate) };
        Ok(Change { gate: Some(gate), ..Change::of(&head) })
    }

    /// Commits a change. `true` once it is on disk; `false` if another process changed the room meanwhile, so that
    /// the change has to be made once more.
    pub(crate) async fn commit(&self, change: Change, tries: &mut Tries) -> Result<bool, MatrixError> {
        let room = change.head.nid;
        let Err(error) = self.enqueue(change).await else { return Ok(true) };
        self.cache.drop_room(room);
        tries.0 += 1;
        if !error.is_conflict() || tries.0 >= ATTEMPTS {
            return Err(error.into());
        }
        // A pause of random length lets processes that write into the same room take turns.
        let longest = (1_u64 << tries.0.min(16)).min(LONGEST_PAUSE);
        let pause = u64::from_be_bytes(self.entropy.bytes()) % longest;
        tokio::time::sleep(Duration::from_millis(pause)).await;
        Ok(false)
    }

    /// Hands a change to the writer and lets the next one in, which may build on this one.
    pub(crate) fn enqueue(&self, change: Change) -> hs_storage::PendingCommit {
        let Change { mut head, mut batch, events, redacted, moved, gate, built_on } = change;
        let room = head.nid;
        if built_on.fence == 0 {
            batch.fence_absent(room);
        } else if events.is_empty() {
            batch.fence_unchanged(room, built_on.fence);
        } else {
            batch.fence(room, built_on.fence);
        }
        if !events.is_empty() {
            head.fence = built_on.fence + 1;
            batch.room.heads.push(head.to_row(false));
        }
        let has_receipts = !batch.receipt.rows.is_empty();
        let head = Arc::new(head);
        let is_new = gate.is_none();
        let after =
            AfterCommit { rooms: self.clone(), is_new, head: Arc::clone(&head), events, redacted, moved, has_receipts };
        batch.after_commit(move |committed| after.publish(committed.position));
        let pending = self.store.enqueue(batch);
        if let Some(mut gate) = gate {
            *gate = head;
        }
        pending
    }

    /// Puts one event on a change: builds it from a draft, checks that the room's rules allow it, applies it.
    pub(crate) async fn add(&self, change: &mut Change, draft: Draft) -> Result<Arc<StoredEvent>, MatrixError> {
        let state = self.auth_state(change, &draft).await?;
        let pdu = Arc::new(self.build(change, draft, &state).await?);
        if *pdu.kind() == TimelineEventType::RoomCreate {
            // Since room version 12 the create event names the room.
            change.head.room_id = pdu.room_id().clone();
        }
        let by_id = |id: &EventId| state.values().find(|event| event.event_id() == id).cloned();
        let at = |kind: &StateEventType, key: &str| state.get(&(kind.clone(), key.to_owned())).cloned();
        auth::check(&pdu, &change.head.rules, by_id, at)
            .map_err(|reason| MatrixError::forbidden(format!("The room does not allow this: {reason}")))?;
        self.apply_to(change, pdu).await
    }

    /// The events of the room's state that decide about a draft.
    async fn auth_state(&self, change: &Change, draft: &Draft) -> Result<HashMap<Spot, SharedPdu>, MatrixError> {
        let mut spots = auth::auth_types(
            &draft.kind,
            &draft.sender,
            draft.state_key.as_deref(),
            &draft.content,
            &change.head.rules,
        )
        .map_err(|reason| MatrixError::bad_json(format!("This event makes no sense: {reason}")))?;
        spots.push((StateEventType::RoomCreate, String::new()));
        let mut state = HashMap::with_capacity(spots.len());
        for (kind, key) in spots {
            let Some(nid) = self.state_key(&kind, &key).await?.and_then(|nid| change.head.state_event(nid)) else {
                continue;
            };
            let pdu = self.pdu_in(change, nid).await?;
            state.insert((kind, key), pdu);
        }
        Ok(state)
    }

    /// An event by number, also one that is part of the change.
    pub(crate) async fn pdu_in(&self, change: &Change, nid: EventNid) -> Result<SharedPdu, MatrixError> {
        if let Some(event) = change.own_event(nid) {
            return Ok(Arc::clone(&event.pdu));
        }
        let event = self.events.one(nid, &change.head.room_id).await?;
        Ok(Arc::clone(&event.ok_or_else(|| dangling("an event of the state is missing"))?.pdu))
    }

    async fn build(&self, change: &Change, draft: Draft, state: &HashMap<Spot, SharedPdu>) -> Result<Pdu, MatrixError> {
        let head = &change.head;
        let is_create = draft.kind == TimelineEventType::RoomCreate;
        let create_names_room = head.rules.authorization.room_create_event_id_as_room_id;
        let create = (StateEventType::RoomCreate, String::new());
        let mut auth_events: Vec<_> = state
            .iter()
            .filter(|(spot, _)| !is_create && (!create_names_room || **spot != create))
            .map(|(_, pdu)| Arc::clone(pdu))
            .collect();
        auth_events.sort_by(|a, b| a.event_id().cmp(b.event_id()));
        let prev_events: Vec<_> = head.extremities.iter().map(|(_, id)| id.clone()).collect();
        let prev_hashes = self.prev_hashes(change).await?;
        let parents = Parents {
            prev_events: &prev_events,
            auth_events: &auth_events,
            depth: u64::try_from(head.depth).unwrap_or(0),
            prev_hashes: &prev_hashes,
        };
        let place = Place {
            room_id: (!(is_create && create_names_room)).then_some(&*head.room_id),
            rules: &head.rules,
            now_ms: u64::try_from(self.now()).unwrap_or(0),
            nonce: u64::from_be_bytes(self.entropy.bytes()),
        };
        Pdu::build(draft, place, &parents, &self.identity).map_err(refused)
    }

    /// The hashes by which room versions 1 and 2 refer to parents; none in later versions.
    async fn prev_hashes(&self, change: &Change) -> Result<Vec<String>, MatrixError> {
        let mut hashes = Vec::new();
        if change.head.rules.event_format.require_event_id {
            for (nid, _) in &change.head.extremities {
                let pdu = self.pdu_in(change, *nid).await?;
                hashes.push(pdu.reference_hash(&change.head.rules).map_err(MatrixError::internal)?);
            }
        }
        Ok(hashes)
    }

    /// Applies an event that has passed its checks to the head of the change.
    async fn apply_to(&self, change: &mut Change, pdu: SharedPdu) -> Result<Arc<StoredEvent>, MatrixError> {
        let nid = self.next_event_nid().await?;
        let sender = self.intern_user(pdu.sender()).await?;
        let state_key = match pdu.state_pair() {
            Some((kind, key)) => Some(self.intern_state_key(&kind, key).await?),
            None => None,
        };
        let relation = pdu.content_as::<Relation>().and_then(|content| content.relates_to);
        // A relation of which a database may refuse the name is none that anybody could ask for.
        let relation = relation.filter(RelatesTo::has_no_nul);
        let (relates_to, rel_type) = relation.map_or((None, None), |r| (r.event_id, r.rel_type));
        let order = RoomOrder(change.head.last_order.get() + 1);
        let row = EventRow {
            nid,
            event_id: pdu.event_id().clone(),
            room: change.head.nid,
            order: Some(order),
            position: None,
            sender,
            event_type: pdu.kind().to_string(),
            state_key,
            snapshot: change.head.layers.top(),
            origin_server_ts: i64::from(pdu.origin_server_ts().get()),
            depth: i64::try_from(pdu.depth()).unwrap_or(i64::MAX),
            status: EventStatus::Accepted,
            redacted_by: None,
            relates_to,
            rel_type,
            json: pdu.json().get().to_owned(),
        };
        let event = Arc::new(StoredEvent::pending(&row, pdu));
        change.batch.event.live.push(row);
        self.count_unread(change, &event).await?;
        change.head.extremities = vec![(nid, event.pdu.event_id().clone())];
        change.head.depth = change.head.depth.max(i64::try_from(event.pdu.depth()).unwrap_or(i64::MAX));
        change.head.last_order = order;
        if let Some(key) = state_key {
            self.apply_state(change, &event, key).await?;
        }
        self.apply_redaction(change, &event).await?;
        self.events.insert(&event);
        change.events.push(Arc::clone(&event));
        self.index(change, &event).await?;
        Ok(event)
    }

    async fn apply_state(&self, change: &mut Change, event: &StoredEvent, key: StateKeyNid) -> Result<(), MatrixError> {
        let room = change.head.nid;
        let layers = change.head.layers.push(self.next_snapshot_nid().await?, StateDelta::of(key, event.nid));
        change.batch.state.snapshots.extend(snapshot::to_row(&layers, room));
        change.batch.state.current.push(CurrentStateChange { room, key, event: Some(event.nid) });
        self.snapshots.insert(&layers);
        change.head.layers = layers;
        if *event.pdu.kind() == TimelineEventType::RoomMember {
            self.apply_membership(change, event).await?;
        }
        Ok(())
    }

    async fn apply_membership(&self, change: &mut Change, event: &StoredEvent) -> Result<(), MatrixError> {
        let Some(user_id) = event.pdu.state_key().and_then(|key| OwnedUserId::try_from(key).ok()) else {
            return Ok(());
        };
        let Some(MemberContent { membership }) = event.pdu.content_as() else { return Ok(()) };
        let user = self.intern_user(&user_id).await?;
        let is_local = self.is_local(&user_id);
        let had_counts = change.head.unread.contains_key(&user);
        change.head.set_member(user, Member { membership: membership.clone(), event: event.nid, is_local });
        change.batch.membership.rows.push(MembershipRow {
            room: change.head.nid,
            user,
            membership,
            event: event.nid,
            position: StreamPosition(0),
            forgotten: false,
            is_local,
        });
        if is_local {
            change.moved.push(user);
            if let Some(Unread { base, highlight }) = change.head.unread.get(&user).copied().filter(|_| !had_counts) {
                change.batch.unread.rows.push(UnreadRow { room: change.head.nid, user, base, highlight });
            }
        }
        Ok(())
    }

    /// Takes an older event back, if this one asks for it and may.
    async fn apply_redaction(&self, change: &mut Change, event: &StoredEvent) -> Result<(), MatrixError> {
        let Some(target) = self.redaction_target(change, event).await? else { return Ok(()) };
        let pdu = hs_core::pdu::redact(&target.pdu, &change.head.rules).map_err(MatrixError::internal)?;
        change.batch.event.redactions.push(hs_storage::Redaction {
            event: target.nid,
            by: event.nid,
            json: pdu.json().get().to_owned(),
        });
        change.batch.search.removed.push(target.nid);
        change.redacted.push(Arc::new(target.redacted(event.nid, Arc::new(pdu))));
        Ok(())
    }

    async fn next_event_nid(&self) -> Result<EventNid, MatrixError> {
        self.store.next_event_nids(1).await?.pop().ok_or_else(|| dangling("no number for an event"))
    }

    async fn next_snapshot_nid(&self) -> Result<SnapshotNid, MatrixError> {
        self.store.next_snapshot_nids(1).await?.pop().ok_or_else(|| dangling("no number for a state"))
    }

    pub(crate) async fn intern_user(&self, user: &UserId) -> Result<UserNid, MatrixError> {
        let nids = self.store.intern_users(&[user]).await?;
        nids.into_iter().next().ok_or_else(|| dangling("a user has no number"))
    }

    async fn intern_state_key(&self, kind: &StateEventType, key: &str) -> Result<StateKeyNid, MatrixError> {
        let kind = kind.to_string();
        let nids = self.store.intern_state_keys(&[(&kind, key)]).await?;
        nids.into_iter().next().ok_or_else(|| dangling("a state key has no number"))
    }
}

/// Adds a difference to a user's unread counts, in the head and in the database.
pub(crate) fn add_unread(change: &mut Change, user: UserNid, base: i64, highlight: i64) {
    let Some(unread) = change.head.unread.get_mut(&user) else { return };
    unread.base += base;
    unread.highlight += highlight;
    change.batch.unread.changes.push(UnreadChange { room: change.head.nid, user, base, highlight });
}

fn refused(error: BuildError) -> MatrixError {
    match error {
        BuildError::TooLarge(message) => MatrixError::too_large(message),
        BuildError::NotCanonical(reason) => {
            MatrixError::bad_json(format!("This cannot be part of an event: {reason}")).with_source(reason)
        }
        BuildError::Format(reason) => MatrixError::bad_json(format!("This cannot be an event: {reason}")),
    }
}

/// What happens between a commit and the moment when readers hear of it.
struct AfterCommit {
    rooms: Rooms,
    is_new: bool,
    head: Arc<RoomHead>,
    events: Vec<Arc<StoredEvent>>,
    redacted: Vec<Arc<StoredEvent>>,
    moved: Vec<UserNid>,
    has_receipts: bool,
}

impl AfterCommit {
    fn publish(&self, position: StreamPosition) {
        let rooms = &self.rooms;
        for event in &self.events {
            event.committed_at(position);
        }
        for event in &self.redacted {
            rooms.events.insert(event);
        }
        let mut head = RoomHead::clone(&self.head);
        // The head that this change was built on may not have known yet at which position it would be committed.
        head.last_position = if self.events.is_empty() {
            rooms.cache.at_hand(head.nid).map_or(head.last_position, |entry| entry.head().last_position)
        } else {
            position
        };
        let head = Arc::new(head);
        let news: Vec<_> = self.events.iter().filter_map(|event| event.order.map(|order| (order, event.nid))).collect();
        if self.is_new {
            let entry = Arc::new(RoomEntry::created(&head, position));
            entry.publish(Arc::clone(&head), &news);
            rooms.cache.insert(&head, entry);
        } else if let Some(entry) = rooms.cache.at_hand(head.nid) {
            if entry.follows(&head) {
                entry.publish(head, &news);
                if self.has_receipts {
                    entry.receipts_changed(position);
                }
            } else {
                rooms.cache.drop_room(head.nid);
            }
        }
        for user in &self.moved {
            rooms.user_rooms.changed(*user);
        }
    }
}
