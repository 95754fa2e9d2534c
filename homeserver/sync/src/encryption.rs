//! What a device needs for end-to-end encryption: its messages, whose devices changed, and how many keys it has left.
//!
//! An answer costs no query unless something of that kind has changed: what did is known from the log of changes, and
//! the counts of keys are remembered until somebody uploads or claims one.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#extensions-to-sync-2>.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use hs_accounts::{KeyCounts, MESSAGES_AT_A_TIME, Messaged};
use hs_core::{
    error::MatrixError,
    nid::{EventNid, RoomNid, StreamPosition, UserNid},
    sync::token::SyncToken,
};
use hs_rooms::{Actor, Changed, RoomHead, StoredEvent};
use ruma::{
    DeviceId,
    api::client::sync::sync_events::{DeviceLists, v3::ToDevice},
    events::room::member::MembershipState,
};
use serde::Deserialize;

use crate::{response::Response, service::Sync};

const MEMBER: &str = "m.room.member";

/// Users with whom somebody began or ceased to share a room.
#[derive(Default)]
pub(crate) struct Sharing {
    pub(crate) begun: HashSet<UserNid>,
    pub(crate) ended: HashSet<UserNid>,
}

impl Sync {
    /// Adds what concerns encryption to a response, and with it the token for the next request.
    pub(crate) async fn add_encryption(
        &self,
        response: &mut Response,
        actor: &Actor,
        since: Option<SyncToken>,
        until: StreamPosition,
        changed: Option<&Changed>,
        sharing: Sharing,
    ) -> Result<(), MatrixError> {
        let mut next = SyncToken::at(until);
        if let Some(device_id) = actor.device() {
            let messaged = self.to_device(actor, device_id, since, until, changed).await?;
            next.to_device = messaged.until;
            response.to_device = ToDevice { events: messaged.events };
            let counts = self.accounts.keys.counts(actor.user, device_id).await?;
            let KeyCounts { one_time, unused_fallback } = KeyCounts::clone(&counts);
            response.device_one_time_keys_count = one_time;
            response.device_unused_fallback_key_types = Some(unused_fallback);
        }
        if let Some(since) = since {
            response.device_lists = self.device_lists(actor, since.position, changed, sharing).await?;
        }
        response.next_batch = next.to_string();
        Ok(())
    }

    /// The messages that the device has not received yet. Those that its token covers have arrived.
    async fn to_device(
        &self,
        actor: &Actor,
        device_id: &DeviceId,
        since: Option<SyncToken>,
        until: StreamPosition,
        changed: Option<&Changed>,
    ) -> Result<Messaged, MatrixError> {
        let to_device = &self.accounts.to_device;
        let after = since.map_or(StreamPosition(0), |since| since.to_device);
        if since.is_some() {
            to_device.acknowledge(actor.user, device_id, after.min(until)).await?;
        }
        let lags = since.is_some_and(|since| since.to_device < since.position);
        if lags || changed.is_none_or(|changed| changed.private) {
            return to_device.messages(actor.user, device_id, (after, until), MESSAGES_AT_A_TIME).await;
        }
        Ok(Messaged { events: Vec::new(), until })
    }

    /// Whose devices and keys a user has to look at again, and whose are none of their business any more, since one of
    /// their tokens. It may be more than up to `to`, which harms nobody.
    pub async fn key_changes(&self, actor: &Actor, from: SyncToken) -> Result<DeviceLists, MatrixError> {
        let changed = self.rooms.changes().since(actor.user, from.position);
        let sharing = self.sharing(actor.user, from.position, changed.as_ref()).await?;
        self.device_lists(actor, from.position, changed.as_ref(), sharing).await
    }

    pub(crate) async fn device_lists(
        &self,
        actor: &Actor,
        since: StreamPosition,
        changed: Option<&Changed>,
        sharing: Sharing,
    ) -> Result<DeviceLists, MatrixError> {
        let me = actor.user;
        let devices: HashSet<UserNid> = match changed {
            Some(changed) => changed.device_lists.clone(),
            None => self.store.device_lists_after(since).await?.into_iter().collect(),
        };
        let mut in_my_eyes = HashSet::new();
        if changed.is_none_or(|changed| changed.private) {
            in_my_eyes.extend(self.store.device_lists_for(me, since).await?);
        }
        if devices.is_empty() && in_my_eyes.is_empty() && sharing.begun.is_empty() && sharing.ended.is_empty() {
            return Ok(DeviceLists::new());
        }
        let rooms = self.joined_heads(me).await?;
        let is_shared = |user: &UserNid| *user == me || rooms.iter().any(|head| head.is_joined(*user));
        let mut changed: HashSet<UserNid> = devices.into_iter().chain(sharing.begun).filter(is_shared).collect();
        changed.extend(in_my_eyes);
        let mut left = sharing.ended;
        left.retain(|user| !is_shared(user) && !changed.contains(user));
        let (changed, left): (Vec<_>, Vec<_>) = (changed.into_iter().collect(), left.into_iter().collect());
        let changed = self.store.user_ids(&changed).await?;
        Ok(DeviceLists { changed, left: self.store.user_ids(&left).await? })
    }

    async fn joined_heads(&self, user: UserNid) -> Result<Vec<Arc<RoomHead>>, MatrixError> {
        let own = self.rooms.rooms_of(user).await?;
        let mut heads = Vec::new();
        for room in own.joined() {
            heads.push(self.rooms.head(room).await?);
        }
        Ok(heads)
    }

    /// Who came to share a room with `me` since a position, or ceased to share one. They may share others.
    pub(crate) async fn sharing(
        &self,
        me: UserNid,
        since: StreamPosition,
        changed: Option<&Changed>,
    ) -> Result<Sharing, MatrixError> {
        let mut sharing = Sharing::default();
        if changed.is_some_and(|changed| changed.members.is_empty()) {
            return Ok(sharing);
        }
        let own = self.rooms.rooms_of(me).await?;
        let concerned =
            own.iter().filter(|(_, room)| room.membership == MembershipState::Join || room.position > since);
        let concerned: HashSet<RoomNid> = concerned.map(|(room, _)| room).collect();
        let written = if let Some(changed) = changed {
            changed.members.iter().copied().filter(|(room, _)| concerned.contains(room)).collect()
        } else {
            let rooms: Vec<RoomNid> = concerned.into_iter().collect();
            self.store.memberships_written_after(&rooms, since).await?
        };
        let mut members = BTreeMap::<RoomNid, Vec<UserNid>>::new();
        for (room, user) in written {
            members.entry(room).or_default().push(user);
        }
        for (room, users) in members {
            let head = self.rooms.head(room).await?;
            let mut before = self.joined_before(&head, &users, since).await?;
            for user in self.returned(&head, &users).await? {
                before.remove(&user);
            }
            sharing.add(me, &head, &users, &before);
        }
        Ok(sharing)
    }

    /// Which of these users of other servers are in a room and were not just before their newest member event: of what
    /// they did with their devices while they were away, nobody told us.
    async fn returned(&self, head: &RoomHead, users: &[UserNid]) -> Result<Vec<UserNid>, MatrixError> {
        let mut returned = Vec::new();
        for user in users {
            let Some(member) = head.members.get(user).filter(|member| !member.is_local && head.is_joined(*user)) else {
                continue;
            };
            let Some(event) = self.rooms.events(head, &[member.event]).await?.pop() else { continue };
            let before = self.rooms.state_before(&event).await?;
            let before: Vec<EventNid> = event.state_key.and_then(|key| before.get(key)).into_iter().collect();
            let before = self.rooms.events(head, &before).await?;
            if !before.iter().any(|event| is_join(event)) {
                returned.push(*user);
            }
        }
        Ok(returned)
    }

    /// Which of these users were in a room already at a position.
    async fn joined_before(
        &self,
        head: &RoomHead,
        users: &[UserNid],
        since: StreamPosition,
    ) -> Result<HashSet<UserNid>, MatrixError> {
        let order = self.rooms.order_at(head, since).await?;
        let Some(state) = self.rooms.state_at(head, order).await? else { return Ok(HashSet::new()) };
        let ids = self.store.user_ids(users).await?;
        let spots: Vec<(&str, &str)> = ids.iter().map(|id| (MEMBER, id.as_str())).collect();
        let users: HashMap<&str, UserNid> = ids.iter().map(|id| id.as_str()).zip(users.iter().copied()).collect();
        let mut events = HashMap::<EventNid, UserNid>::new();
        for (spot, key) in self.store.find_state_keys(&spots).await? {
            let user = users.get(&*spot.state_key);
            events.extend(state.get(key).zip(user.copied()));
        }
        let nids: Vec<EventNid> = events.keys().copied().collect();
        let found = self.rooms.events(head, &nids).await?;
        let joined = found.iter().filter(|event| is_join(event));
        Ok(joined.filter_map(|event| events.get(&event.nid).copied()).collect())
    }
}

impl Sharing {
    /// Adds what changed in one room: `written` are those whose membership may be another one than before.
    fn add(&mut self, me: UserNid, head: &RoomHead, written: &[UserNid], before: &HashSet<UserNid>) {
        let is_in = head.is_joined(me);
        let was_in = if written.contains(&me) { before.contains(&me) } else { is_in };
        let members = head.members.iter().filter(|(_, member)| member.membership == MembershipState::Join);
        let members = members.map(|(user, _)| *user).filter(|user| *user != me);
        match (was_in, is_in) {
            (false, true) => self.begun.extend(members),
            (true, false) => self.ended.extend(members.chain(before.iter().copied())),
            (true, true) => {
                let was = |user: &UserNid| before.contains(user);
                self.begun.extend(written.iter().filter(|user| !was(user) && head.is_joined(**user)));
                self.ended.extend(written.iter().filter(|user| was(user) && !head.is_joined(**user)));
            }
            (false, false) => {}
        }
    }
}

/// Whether a member event says that somebody is in.
fn is_join(event: &StoredEvent) -> bool {
    #[derive(Deserialize)]
    struct Content {
        membership: MembershipState,
    }
    event.pdu.content_as::<Content>().is_some_and(|content| content.membership == MembershipState::Join)
}
