//! Upgrading a room: a new one of another version takes its place.
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-upgrades>.

use std::sync::Arc;

use hs_core::{error::MatrixError, nid::UserNid, pdu::Draft, power, room_version};
use hs_storage::{AccountDataRow, AliasRow};
use ruma::{
    OwnedRoomId, OwnedUserId, RoomId, RoomVersionId,
    events::{
        StateEventType, TimelineEventType,
        room::{member::MembershipState, power_levels::RoomPowerLevels},
    },
    room_version_rules::RoomVersionRules,
};
use serde_json::{
    Map, Value, json,
    value::{RawValue, to_raw_value},
};

use crate::{
    append::{Change, Tries},
    event::StoredEvent,
    head::RoomHead,
    membership::MembershipChange,
    service::{Actor, Rooms, not_in_room},
};

mod elsewhere;
mod levels;

/// The state that the new room takes over, in the order in which it gets it.
const CARRIED: [&str; 9] = [
    "m.room.join_rules",
    "m.room.history_visibility",
    "m.room.guest_access",
    "m.room.encryption",
    "m.room.name",
    "m.room.topic",
    "m.room.avatar",
    "m.room.server_acl",
    "m.room.policy",
];
/// The state with a key of its own for each other room that it speaks of.
const CARRIED_BY_KEY: [&str; 2] = ["m.space.child", "m.space.parent"];
/// The account data about the old room that its members take along.
const TAGS: &str = "m.tag";

/// What a room is to become.
struct Plan {
    version: RoomVersionId,
    rules: Arc<RoomVersionRules>,
    additional_creators: Vec<OwnedUserId>,
}

impl Rooms {
    /// Makes a new room of another version that takes the place of an old one, and closes the old one.
    ///
    /// The new room is on disk before the old one says that it has been replaced: if the power goes in between, there is
    /// a room too many and nobody is sent into nowhere.
    pub async fn upgrade(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        version: &RoomVersionId,
        additional_creators: Vec<OwnedUserId>,
    ) -> Result<OwnedRoomId, MatrixError> {
        let rules = room_version::rules(version).ok_or_else(|| {
            MatrixError::unsupported_room_version(format!("This server does not make rooms of version {version}"))
        })?;
        let unknown = || MatrixError::not_found("This server does not know this room");
        let room = self.find(room_id).await?.ok_or_else(unknown)?;
        let plan = Plan { version: version.clone(), rules: Arc::new(rules), additional_creators };
        let mut tries = Tries::default();
        let new = loop {
            let mut old = self.open(room).await?;
            if !old.head.is_joined(actor.user) {
                return Err(not_in_room());
            }
            let levels = self.power_levels_in(&old).await?;
            if !levels.user_can_send_state(&actor.user_id, StateEventType::RoomTombstone) {
                return Err(MatrixError::forbidden("You may not upgrade this room"));
            }
            let new = self.replace(actor, &mut old, &levels, &plan).await?;
            let new_head = new.head.clone();
            self.enqueue(new).await?;
            if self.commit(old, &mut tries).await? {
                break new_head;
            }
        };
        let members: Vec<UserNid> = self.head(room).await?.local_joined().collect();
        self.take_habits_along(room_id, &new.room_id, &members).await?;
        Ok(new.room_id)
    }

    /// Puts the end on the change of the old room and builds the new one.
    async fn replace(
        &self,
        actor: &Actor,
        old: &mut Change,
        levels: &RoomPowerLevels,
        plan: &Plan,
    ) -> Result<Change, MatrixError> {
        let before = RoomHead::clone(&old.head);
        let mut new = self.blank(&plan.version, &plan.rules).await?;
        // Since version 12 the create event names its room, so that it cannot name an event that names the room.
        let is_named_by_event = plan.rules.authorization.room_create_event_id_as_room_id;
        if is_named_by_event {
            self.furnish_successor(actor, old, &before, &mut new, plan, None).await?;
            self.bury(actor, old, &new.head.room_id).await?;
        } else {
            let tombstone = self.bury(actor, old, &new.head.room_id).await?;
            self.furnish_successor(actor, old, &before, &mut new, plan, Some(&tombstone)).await?;
        }
        self.move_names(&before, &mut new).await?;
        self.take_tags_along(&before, &mut new).await?;
        self.close(actor, old, levels).await?;
        Ok(new)
    }

    /// Says in the old room where to go.
    async fn bury(&self, actor: &Actor, old: &mut Change, to: &RoomId) -> Result<Arc<StoredEvent>, MatrixError> {
        let content = json!({ "body": "This room has been replaced", "replacement_room": to });
        let draft = Draft::state(actor.user_id.clone(), TimelineEventType::RoomTombstone, "", raw(&content)?);
        self.add(old, draft).await
    }

    /// Keeps people from going on in the old room, as far as the upgrader may. The names go to the new room.
    async fn close(&self, actor: &Actor, old: &mut Change, levels: &RoomPowerLevels) -> Result<(), MatrixError> {
        let me = &actor.user_id;
        let names = StateEventType::RoomCanonicalAlias;
        if self.content_in(old, &names.to_string(), "").await?.is_some_and(|content| !content.is_empty())
            && levels.user_can_send_state(me, names)
        {
            let draft = Draft::state(me.clone(), TimelineEventType::RoomCanonicalAlias, "", raw(&json!({}))?);
            self.add(old, draft).await?;
        }
        let Some(content) = self.content_in(old, "m.room.power_levels", "").await? else { return Ok(()) };
        let Some(closed) = levels::closed(&content) else { return Ok(()) };
        let draft = Draft::state(me.clone(), TimelineEventType::RoomPowerLevels, "", raw(&Value::Object(closed))?);
        if levels.user_can_send_state(me, StateEventType::RoomPowerLevels)
            && let Err(error) = self.add(old, draft).await
        {
            // Whoever may upgrade a room need not be allowed to change who may speak in it.
            tracing::debug!(%error, "an upgraded room stays open");
        }
        Ok(())
    }

    /// Builds the events that the new room begins with.
    async fn furnish_successor(
        &self,
        actor: &Actor,
        old: &Change,
        before: &RoomHead,
        new: &mut Change,
        plan: &Plan,
        tombstone: Option<&StoredEvent>,
    ) -> Result<(), MatrixError> {
        let me = &actor.user_id;
        let create = self.create_content(actor, old, plan, tombstone).await?;
        self.set(new, me, "m.room.create", "", Value::Object(create)).await?;
        let join = MembershipChange::new(me, MembershipState::Join, None);
        self.add_membership(new, me, &join).await?;

        let content = self.content_in(old, "m.room.power_levels", "").await?.unwrap_or_default();
        let old_create = self.state_pdu(before, &StateEventType::RoomCreate, "").await?;
        let old_creators = old_create.map(|create| power::creators(&create, &before.rules)).unwrap_or_default();
        let creators: Vec<_> = plan.additional_creators.iter().chain([me]).cloned().collect();
        let carried = levels::carried(content, &old_creators, &creators, &before.rules, &plan.rules);
        let needed = levels::needed(&carried, &CARRIED);
        let raised = levels::raised(&carried, me, needed, &plan.rules);
        self.set(new, me, "m.room.power_levels", "", Value::Object(raised.clone().unwrap_or(carried.clone()))).await?;

        for kind in CARRIED {
            if let Some(content) = self.content_in(old, kind, "").await?.or_else(|| unsaid(kind)) {
                self.set(new, me, kind, "", Value::Object(content)).await?;
            }
        }
        self.carry_relatives(old, before, new, me).await?;
        self.carry_bans(old, before, new, me).await?;
        if let Some(names) = self.content_in(old, "m.room.canonical_alias", "").await?.filter(|names| !names.is_empty())
        {
            self.set(new, me, "m.room.canonical_alias", "", Value::Object(names)).await?;
        }
        if raised.is_some() {
            // Back to what they were in the old room, now that all is set.
            self.set(new, me, "m.room.power_levels", "", Value::Object(carried)).await?;
        }
        Ok(())
    }

    async fn create_content(
        &self,
        actor: &Actor,
        old: &Change,
        plan: &Plan,
        tombstone: Option<&StoredEvent>,
    ) -> Result<Map<String, Value>, MatrixError> {
        let before = self.content_in(old, "m.room.create", "").await?.unwrap_or_default();
        let mut content = Map::new();
        for key in ["type", "m.federate"] {
            content.extend(before.get(key).map(|value| (key.to_owned(), value.clone())));
        }
        content.insert("room_version".to_owned(), plan.version.as_str().into());
        let rules = &plan.rules.authorization;
        if !rules.use_room_create_sender {
            content.insert("creator".to_owned(), actor.user_id.as_str().into());
        }
        if rules.additional_room_creators && !plan.additional_creators.is_empty() {
            content.insert("additional_creators".to_owned(), json!(plan.additional_creators));
        }
        let mut predecessor = Map::from_iter([("room_id".to_owned(), old.head.room_id.as_str().into())]);
        let event_id = tombstone.map(|event| event.pdu.event_id().as_str());
        predecessor.extend(event_id.map(|id| ("event_id".to_owned(), id.into())));
        content.insert("predecessor".to_owned(), Value::Object(predecessor));
        Ok(content)
    }

    /// Rooms in a space, and the spaces that a room says it is in.
    async fn carry_relatives(
        &self,
        old: &Change,
        before: &RoomHead,
        new: &mut Change,
        me: &OwnedUserId,
    ) -> Result<(), MatrixError> {
        for kind in CARRIED_BY_KEY {
            for nid in self.store.current_state_of_type(before.nid, kind).await? {
                let pdu = self.pdu_in(old, nid).await?;
                let content: Map<String, Value> = pdu.content_as().unwrap_or_default();
                if let Some(key) = pdu.state_key().filter(|_| !content.is_empty()) {
                    self.set(new, me, kind, key, Value::Object(content)).await?;
                }
            }
        }
        Ok(())
    }

    async fn carry_bans(
        &self,
        old: &Change,
        before: &RoomHead,
        new: &mut Change,
        me: &OwnedUserId,
    ) -> Result<(), MatrixError> {
        let banned = before.members.values().filter(|member| member.membership == MembershipState::Ban);
        for member in banned {
            let pdu = self.pdu_in(old, member.event).await?;
            let Some(user) = pdu.state_key() else { continue };
            let content: Map<String, Value> = pdu.content_as().unwrap_or_default();
            if let Err(error) = self.set(new, me, "m.room.member", user, Value::Object(content)).await {
                // Somebody more powerful than the upgrader may have said so.
                tracing::debug!(%error, "a ban is not carried over to the new room");
            }
        }
        Ok(())
    }

    /// The names and the place in the directory are the new room's from now on.
    async fn move_names(&self, before: &RoomHead, new: &mut Change) -> Result<(), MatrixError> {
        for row in self.store.aliases_of_rooms(&[before.nid]).await? {
            new.batch.alias.deleted.push(row.alias.clone());
            new.batch.alias.created.push(AliasRow { room: new.head.nid, ..row });
        }
        if self.store.room(before.nid).await?.is_some_and(|row| row.published) {
            new.batch.room.published.extend([(before.nid, false), (new.head.nid, true)]);
        }
        Ok(())
    }

    /// Our members find the new room in the same drawers.
    async fn take_tags_along(&self, before: &RoomHead, new: &mut Change) -> Result<(), MatrixError> {
        for user in before.local_joined() {
            if let Some(row) = self.store.account_data(user, Some(before.nid), TAGS).await? {
                new.batch.account_data.rows.push(AccountDataRow { room: Some(new.head.nid), ..row });
            }
        }
        Ok(())
    }

    /// For members of ours the new room is with the same people as the old one, and they are told of the same things in
    /// it.
    async fn take_habits_along(&self, from: &RoomId, to: &RoomId, members: &[UserNid]) -> Result<(), MatrixError> {
        if let Err(error) = self.accounts.account_data.follow(members, from, to).await {
            tracing::warn!(%error, "an upgraded room is not known as a conversation to all of its members");
        }
        let customised = self.accounts.push_rules.customised().await?;
        let members: Vec<UserNid> = members.iter().copied().filter(|user| customised.contains(user)).collect();
        for (user, user_id) in members.iter().zip(self.store.user_ids(&members).await?) {
            if let Err(error) = self.accounts.push_rules.follow(*user, &user_id, from, to).await {
                tracing::warn!(%error, "the push rules about an upgraded room were not copied");
            }
        }
        Ok(())
    }

    async fn set(
        &self,
        change: &mut Change,
        sender: &OwnedUserId,
        kind: &str,
        key: &str,
        content: Value,
    ) -> Result<(), MatrixError> {
        let draft = Draft::state(sender.clone(), kind.into(), key, raw(&content)?);
        self.add(change, draft).await.map(drop)
    }

    /// The content of what stands at a place of the state of a room that is being changed.
    async fn content_in(
        &self,
        change: &Change,
        kind: &str,
        key: &str,
    ) -> Result<Option<Map<String, Value>>, MatrixError> {
        let Some(key) = self.state_key(&kind.into(), key).await? else { return Ok(None) };
        let Some(nid) = change.head.state_event(key) else { return Ok(None) };
        Ok(self.pdu_in(change, nid).await?.content_as())
    }
}

/// Refuses a tombstone that sends people to where they are.
pub(crate) fn check_tombstone(room_id: &RoomId, kind: &str, content: &RawValue) -> Result<(), MatrixError> {
    #[derive(serde::Deserialize)]
    struct Tombstone {
        replacement_room: Option<String>,
    }
    if kind != "m.room.tombstone" {
        return Ok(());
    }
    match serde_json::from_str(content.get()) {
        Ok(Tombstone { replacement_room: Some(to) }) if to == room_id.as_str() => {
            Err(MatrixError::invalid_param("A room cannot be replaced by itself"))
        }
        _ => Ok(()),
    }
}

/// What it means for a room not to say who may come and read. The new room says it.
fn unsaid(kind: &str) -> Option<Map<String, Value>> {
    let (key, value) = match kind {
        "m.room.join_rules" => ("join_rule", "invite"),
        "m.room.history_visibility" => ("history_visibility", "shared"),
        "m.room.guest_access" => ("guest_access", "forbidden"),
        _ => return None,
    };
    Some(Map::from_iter([(key.to_owned(), value.into())]))
}

fn raw(content: &Value) -> Result<Box<RawValue>, MatrixError> {
    to_raw_value(content).map_err(MatrixError::internal)
}
