//! What follows when an event becomes part of a room: its row and place, the state that the room has then, who is in
//! it, who has something unread, what is taken back.

use std::sync::Arc;

use hs_core::{
    dag,
    error::MatrixError,
    nid::{EventNid, RoomNid, RoomOrder, SnapshotNid, StateKeyNid, StreamPosition, UserNid},
    pdu::SharedPdu,
    search,
    state::{delta::StateDelta, layers::Layers},
};
use hs_storage::{CurrentStateChange, EventRow, EventStatus, MembershipRow, UnreadChange, UnreadRow, WriteBatch};
use ruma::{
    OwnedEventId, OwnedUserId, UserId,
    events::{StateEventType, TimelineEventType, room::member::MembershipState},
};
use serde::Deserialize;

use super::Change;
use crate::{
    event::{StoredEvent, dangling},
    findable::index,
    head::{Member, Unread},
    service::Rooms,
    snapshot::{self, StateAt},
};

/// An event on its way into the timeline.
pub(crate) struct Arrival {
    /// The event.
    pub(crate) pdu: SharedPdu,
    /// Our number for it.
    pub(crate) nid: EventNid,
    /// The state before it.
    pub(crate) before: Arc<Layers>,
    /// The ends of the room's graph that it does not follow on.
    pub(crate) beside: Vec<(EventNid, OwnedEventId)>,
    /// The event that had taken it back before it came.
    pub(crate) redacted_by: Option<EventNid>,
    /// Whether history is missing just before it.
    pub(crate) has_gap: bool,
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

#[derive(Deserialize)]
struct NameContent {
    displayname: Option<String>,
}

impl Rooms {
    /// Puts an event that has passed its checks at the end of the timeline.
    pub(crate) async fn arrive(&self, change: &mut Change, arrival: Arrival) -> Result<Arc<StoredEvent>, MatrixError> {
        let Arrival { pdu, nid, before, beside, redacted_by, has_gap } = arrival;
        let mut row = self.row_of(change.head.nid, nid, &pdu).await?;
        let last = change.head.last_order;
        let order = if has_gap { dag::after_gap(last) } else { RoomOrder(last.get() + 1) };
        row.order = Some(order);
        row.snapshot = before.top();
        row.redacted_by = redacted_by;
        let after = StateAt::after(Arc::clone(&before), row.state_key.map(|key| (key, nid)));
        let event = Arc::new(StoredEvent::pending(&row, Arc::clone(&pdu)));
        Box::pin(self.read_by_sending(change, &event)).await?;
        self.count_unread(change, &event).await?;
        self.note_auth(change, &event).await?;
        change.events.push(Arc::clone(&event));
        // An event that was an outlier until now is in memory already, and must not change there before the commit.
        self.events.insert_new(&event);
        change.held.events.push(Arc::clone(&event));
        change.held.states.push(Arc::clone(&before));

        let continues = beside.is_empty() && before.top() == change.head.layers.top();
        if continues {
            if let Some(key) = row.state_key {
                let layers = change.head.layers.push(self.next_snapshot_nid().await?, StateDelta::of(key, nid));
                change.batch.state.snapshots.extend(snapshot::to_row(&layers, change.head.nid));
                change.held.states.push(self.snapshots.insert(&layers));
                self.adopt_state(change, layers, vec![(key, Some(nid))]).await?;
            }
        } else {
            row.resolved = self.meet(change, &beside, after).await?;
        }
        change.head.extremities = beside;
        change.head.extremities.push((nid, pdu.event_id().clone()));
        change.head.depth = change.head.depth.max(row.depth);
        change.head.last_order = order;

        let event = match row.resolved {
            Some(_) => Arc::new(StoredEvent::pending(&row, pdu)),
            None => event,
        };
        change.batch.event.live.push(row);
        if let Some(last) = change.events.last_mut() {
            *last = Arc::clone(&event);
        }
        self.apply_redaction(change, &event).await?;
        index(change, &event);
        Ok(event)
    }

    /// Finds the state of a room whose graph has several ends. Returns its name, unless it is simply the state after the
    /// newest event, and what was there before with the change that this event makes: what a reader would expect.
    async fn meet(
        &self,
        change: &mut Change,
        beside: &[(EventNid, OwnedEventId)],
        after: StateAt,
    ) -> Result<Option<SnapshotNid>, MatrixError> {
        self.wait_for_pending(change).await?;
        let nids: Vec<_> = beside.iter().map(|(nid, _)| *nid).collect();
        let mut states = vec![after.clone()];
        for event in self.events.get(&nids, &change.head.room_id).await? {
            states.push(self.snapshots.after(&event).await?);
        }
        let resolved = self.resolve(&change.head, states).await?;
        change.batch.state.snapshots.extend(resolved.row);
        change.held.states.push(Arc::clone(&resolved.layers));
        let now = StateAt::stored(Arc::clone(&resolved.layers));
        let before = Arc::new(change.head.layers.clone());
        let expected = StateAt::after(Arc::clone(&before), after.parts().1);
        let changed = now.differences(&StateAt::stored(before));
        let is_plain = now.differences(&after).is_empty() && now.differences(&expected).is_empty();
        self.adopt_state(change, Layers::clone(&resolved.layers), changed).await?;
        Ok(if is_plain { None } else { resolved.layers.top() })
    }

    /// Waits until what a change builds on is on disk, where the events that decide about forks are looked for by id.
    async fn wait_for_pending(&self, change: &Change) -> Result<(), MatrixError> {
        let is_pending = match self.cache.at_hand(change.head.nid) {
            Some(entry) => entry.head().fence < change.built_on.fence,
            None => true,
        };
        if is_pending {
            // The writer keeps the order: when this empty batch is through, all before it are.
            self.store.commit(WriteBatch::default()).await?;
        }
        Ok(())
    }

    /// Makes a state the room's, with all that follows from what it changes.
    pub(crate) async fn adopt_state(
        &self,
        change: &mut Change,
        layers: Layers,
        changed: Vec<(StateKeyNid, Option<EventNid>)>,
    ) -> Result<(), MatrixError> {
        let room = change.head.nid;
        change.head.layers = layers;
        change.head.lifetime = Arc::default();
        let current = changed.iter().map(|(key, event)| CurrentStateChange { room, key: *key, event: *event });
        change.batch.state.current.extend(current);
        let mut may_be_public = false;
        let gone: Vec<_> = changed.iter().filter(|(_, event)| event.is_none()).map(|(key, _)| *key).collect();
        for spot in self.store.state_keys(&gone).await? {
            let kind = TimelineEventType::from(&*spot.event_type);
            may_be_public |= decides_openness(&kind);
            if kind == TimelineEventType::RoomMember
                && let Ok(user_id) = OwnedUserId::try_from(&*spot.state_key)
            {
                let user = self.intern_user(&user_id).await?;
                // Nothing says any more that they are anything: what last did is kept for whoever asks why.
                if let Some(member) = change.head.members.get(&user).cloned() {
                    self.set_member(change, (&user_id, user), MembershipState::Leave, member.event);
                }
            }
        }
        for nid in changed.into_iter().filter_map(|(_, event)| event) {
            let pdu = self.pdu_in(change, nid).await?;
            may_be_public |= decides_openness(pdu.kind());
            if *pdu.kind() == TimelineEventType::RoomMember {
                self.apply_membership(change, nid, &pdu).await?;
            }
        }
        if may_be_public {
            let is_public = self.is_public(change).await?;
            change.batch.user_directory.public_rooms.push((room, is_public));
        }
        Ok(())
    }

    async fn apply_membership(&self, change: &mut Change, nid: EventNid, pdu: &SharedPdu) -> Result<(), MatrixError> {
        let Some(user_id) = pdu.state_key().and_then(|key| OwnedUserId::try_from(key).ok()) else {
            return Ok(());
        };
        let Some(MemberContent { membership }) = pdu.content_as() else { return Ok(()) };
        let user = self.intern_user(&user_id).await?;
        if membership == MembershipState::Join && !self.is_local(&user_id) {
            // Of other servers' users we know what they are called in rooms of ours.
            let name = pdu.content_as::<NameContent>().and_then(|content| content.displayname);
            let words = search::words_of_person(&user_id, &name.unwrap_or_default());
            change.batch.user_directory.words.push((user, words));
        }
        self.set_member(change, (&user_id, user), membership, nid);
        Ok(())
    }

    pub(crate) fn set_member(
        &self,
        change: &mut Change,
        (user_id, user): (&UserId, UserNid),
        membership: MembershipState,
        event: EventNid,
    ) {
        let room = change.head.nid;
        let is_local = self.is_local(user_id);
        let had_counts = change.head.unread.contains_key(&user);
        change.head.set_member(user, Member { membership: membership.clone(), event, is_local });
        change.batch.membership.rows.push(MembershipRow {
            room,
            user,
            membership,
            event,
            position: StreamPosition(0),
            forgotten: false,
            is_local,
        });
        if is_local {
            change.moved.push(user);
            let new = change.head.unread.get(&user).copied().filter(|_| !had_counts);
            if let Some(Unread { base, highlight, floor }) = new {
                change.batch.unread.rows.push(UnreadRow { room, user, base, highlight, floor });
            }
            if !change.head.is_resident() {
                // Nobody tells us any more who is in the room.
                change.batch.user_directory.public_rooms.push((room, false));
            }
        }
    }

    /// An event as the database keeps it, an outlier so far.
    pub(crate) async fn row_of(&self, room: RoomNid, nid: EventNid, pdu: &SharedPdu) -> Result<EventRow, MatrixError> {
        let sender = self.intern_user(pdu.sender()).await?;
        let state_key = match pdu.state_pair() {
            Some((kind, key)) => Some(self.intern_state_key(&kind, key).await?),
            None => None,
        };
        let relation = pdu.content_as::<Relation>().and_then(|content| content.relates_to);
        // A relation of which a database may refuse the name is none that anybody could ask for.
        let relation = relation.filter(RelatesTo::has_no_nul);
        let (relates_to, rel_type) = relation.map_or((None, None), |r| (r.event_id, r.rel_type));
        Ok(EventRow {
            nid,
            event_id: pdu.event_id().clone(),
            room,
            order: None,
            position: None,
            sender,
            event_type: pdu.kind().to_string(),
            state_key,
            snapshot: None,
            resolved: None,
            origin_server_ts: i64::from(pdu.origin_server_ts().get()),
            depth: i64::try_from(pdu.depth()).unwrap_or(i64::MAX),
            status: EventStatus::Accepted,
            redacted_by: None,
            relates_to,
            rel_type,
            json: pdu.json().get().to_owned(),
        })
    }

    /// Remembers what allows a state event, for the day when forks have to be resolved.
    async fn note_auth(&self, change: &mut Change, event: &StoredEvent) -> Result<(), MatrixError> {
        if event.state_key.is_none() {
            return Ok(());
        }
        for id in event.pdu.auth_events() {
            let own = change.events.iter().find(|event| event.pdu.event_id() == id).map(|event| event.nid);
            let auth = match own {
                Some(nid) => Some(nid),
                None => self.events.nid_of(id).await?,
            };
            change.batch.graph.auth.extend(auth.map(|auth| (auth, event.nid)));
        }
        Ok(())
    }

    /// Takes an older event back, if this one asks for it and may.
    async fn apply_redaction(&self, change: &mut Change, event: &StoredEvent) -> Result<(), MatrixError> {
        let Some(id) = hs_core::pdu::redacts_of(&event.pdu, &change.head.rules) else { return Ok(()) };
        if self.events.nid_of(&id).await?.is_none() {
            change.batch.graph.early_redactions.push((id, event.nid));
            return Ok(());
        }
        let Some(target) = self.redaction_target(change, event).await? else { return Ok(()) };
        let pdu = hs_core::pdu::redact(&target.pdu, &change.head.rules).map_err(MatrixError::internal)?;
        change.batch.event.redactions.push(hs_storage::Redaction {
            event: target.nid,
            by: event.nid,
            json: pdu.json().get().to_owned(),
        });
        change.batch.search.removed.push(target.nid);
        Box::pin(self.discount_unread(change, &target)).await?;
        change.renewed.push(Arc::new(target.redacted(event.nid, Arc::new(pdu))));
        Ok(())
    }

    pub(crate) async fn intern_user(&self, user: &UserId) -> Result<UserNid, MatrixError> {
        let nids = self.store.intern_users(&[user]).await?;
        nids.into_iter().next().ok_or_else(|| dangling("a user has no number"))
    }

    pub(crate) async fn intern_state_key(&self, kind: &StateEventType, key: &str) -> Result<StateKeyNid, MatrixError> {
        let kind = kind.to_string();
        let nids = self.store.intern_state_keys(&[(&kind, key)]).await?;
        nids.into_iter().next().ok_or_else(|| dangling("a state key has no number"))
    }
}

/// Whether events of this type decide whether a room is open to everybody.
fn decides_openness(kind: &TimelineEventType) -> bool {
    matches!(kind, TimelineEventType::RoomJoinRules | TimelineEventType::RoomHistoryVisibility)
}

/// Adds a difference to a user's unread counts, in the head and in the database. The floor is the new one if it is
/// higher than the old.
pub(crate) fn add_unread(change: &mut Change, user: UserNid, difference: Unread) {
    let Some(unread) = change.head.unread.get_mut(&user) else { return };
    let Unread { base, highlight, floor } = difference;
    unread.base += base;
    unread.highlight += highlight;
    unread.floor = floor.max(unread.floor);
    change.batch.unread.changes.push(UnreadChange { room: change.head.nid, user, base, highlight, floor });
}
