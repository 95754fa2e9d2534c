//! Making rooms. See <https://spec.matrix.org/v1.19/client-server-api/#creation>.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use hs_core::{error::MatrixError, nid::RoomNid, pdu::Draft, room_version};
use hs_storage::AliasRow;
use ruma::{
    OwnedRoomAliasId, OwnedRoomId, OwnedUserId, RoomAliasId, RoomId, RoomVersionId,
    api::{client::room::create_room::v3::RoomPreset, error::ErrorKind},
    events::{TimelineEventType, room::member::MembershipState},
    room_version_rules::RoomVersionRules,
};
use serde::Deserialize;
use serde_json::{
    Map, Value, json,
    value::{RawValue, to_raw_value},
};

use crate::{
    alias::check_length,
    append::Change,
    head::RoomHead,
    membership::MembershipChange,
    service::{Actor, Rooms},
};

/// The most people who can be invited while a room is made.
const MAX_INVITES: usize = 500;
/// The most pieces of state that a room can begin with.
const MAX_INITIAL_STATE: usize = 500;
/// How often a create event is built again because another room got the same id: in room version 12 the same user
/// making equal rooms in the same millisecond makes the same event.
const ID_ATTEMPTS: u32 = 10;

/// What somebody wants a new room to be.
#[derive(Clone, Debug, Default)]
pub struct NewRoom {
    /// The version; the server's default where absent.
    pub version: Option<RoomVersionId>,
    /// Further content of the create event.
    pub creation_content: Option<Box<RawValue>>,
    /// A set of rules for a common kind of room; derived from `is_public` where absent.
    pub preset: Option<RoomPreset>,
    /// Whether the room is listed in the directory.
    pub is_public: bool,
    /// The local part of its alias.
    pub alias_localpart: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its topic.
    pub topic: Option<String>,
    /// State to begin with: `type`, `state_key` and `content` of each.
    pub initial_state: Vec<Box<RawValue>>,
    /// Whom to invite.
    pub invite: Vec<OwnedUserId>,
    /// Whether the invitations are to a private conversation.
    pub is_direct: bool,
    /// Fields that replace those of the usual power levels.
    pub power_levels: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct InitialState {
    #[serde(rename = "type")]
    kind: TimelineEventType,
    #[serde(default)]
    state_key: String,
    content: Box<RawValue>,
}

/// A room that is about to be made, checked as far as possible before anything is built.
struct Plan {
    version: RoomVersionId,
    rules: Arc<RoomVersionRules>,
    preset: RoomPreset,
    alias: Option<OwnedRoomAliasId>,
    initial_state: Vec<InitialState>,
    invite: Vec<OwnedUserId>,
    creation_content: Map<String, Value>,
}

impl Rooms {
    /// Makes a room, with all that it begins with in one commit: either there is all of it, or nothing.
    pub async fn create(&self, actor: &Actor, wanted: &NewRoom) -> Result<OwnedRoomId, MatrixError> {
        let plan = self.plan(actor, wanted).await?;
        for attempt in 0..ID_ATTEMPTS {
            let change = self.furnish(actor, wanted, &plan).await?;
            let room_id = change.head.room_id.clone();
            match self.enqueue(change).await {
                Ok(_) => return Ok(room_id),
                Err(error) if error.is_duplicate() => {
                    if let Some(alias) = &plan.alias
                        && self.store.alias(alias).await?.is_some()
                    {
                        return Err(taken(alias));
                    }
                    // Of random length: if all waited alike, they would meet again.
                    let pause = u64::from_be_bytes(self.entropy.bytes()) % (8 << attempt);
                    tokio::time::sleep(Duration::from_millis(1 + pause)).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(MatrixError::internal("every id for a new room was taken"))
    }

    async fn plan(&self, actor: &Actor, wanted: &NewRoom) -> Result<Plan, MatrixError> {
        let version = wanted.version.clone().unwrap_or_else(|| self.options.default_version.clone());
        let rules = room_version::rules(&version).ok_or_else(|| {
            MatrixError::unsupported_room_version(format!("This server does not make rooms of version {version}"))
        })?;
        let preset = wanted.preset.clone().unwrap_or(if wanted.is_public {
            RoomPreset::PublicChat
        } else {
            RoomPreset::PrivateChat
        });
        if wanted.invite.len() > MAX_INVITES || wanted.initial_state.len() > MAX_INITIAL_STATE {
            return Err(MatrixError::invalid_param(format!(
                "A room can begin with {MAX_INVITES} invitations and {MAX_INITIAL_STATE} pieces of state at most"
            )));
        }
        let unique: BTreeSet<_> = wanted.invite.iter().filter(|user| **user != actor.user_id).cloned().collect();
        let initial_state = wanted.initial_state.iter().map(|raw| {
            serde_json::from_str::<InitialState>(raw.get())
                .map_err(|error| MatrixError::bad_json(format!("`initial_state` cannot be read: {error}")))
        });
        let alias = match &wanted.alias_localpart {
            Some(localpart) => Some(self.free_alias(localpart).await?),
            None => None,
        };
        let mut plan = Plan {
            creation_content: Map::new(),
            initial_state: initial_state.collect::<Result<_, _>>()?,
            invite: unique.into_iter().collect(),
            rules: Arc::new(rules),
            version,
            preset,
            alias,
        };
        plan.creation_content = creation_content(actor, wanted, &plan)?;
        Ok(plan)
    }

    /// Builds all events of the new room, in the order that the specification gives.
    async fn furnish(&self, actor: &Actor, wanted: &NewRoom, plan: &Plan) -> Result<Change, MatrixError> {
        let mut change = self.blank(&plan.version, &plan.rules).await?;
        let nid = change.head.nid;
        let me = &actor.user_id;
        let set = async |change: &mut Change, kind: &str, content: Value| {
            let content = to_raw_value(&content).map_err(MatrixError::internal)?;
            self.add(change, Draft::state(me.clone(), kind.into(), "", content)).await.map_err(in_new_room)
        };

        set(&mut change, "m.room.create", Value::Object(plan.creation_content.clone())).await?;
        let join = MembershipChange::new(me, MembershipState::Join, None);
        self.add_membership(&mut change, me, &join).await.map_err(in_new_room)?;
        set(&mut change, "m.room.power_levels", power_levels(actor, wanted, plan)?).await?;
        if let Some(alias) = &plan.alias {
            set(&mut change, "m.room.canonical_alias", json!({ "alias": alias })).await?;
            let creator = actor.user;
            change.batch.alias.created.push(AliasRow { alias: alias.clone(), room: nid, creator });
        }
        for (kind, content) in preset_state(&plan.preset) {
            if !plan.initial_state.iter().any(|state| state.kind.to_string() == kind && state.state_key.is_empty()) {
                set(&mut change, kind, content).await?;
            }
        }
        for state in &plan.initial_state {
            let draft = Draft::state(me.clone(), state.kind.clone(), state.state_key.clone(), state.content.clone());
            self.add(&mut change, draft).await.map_err(in_new_room)?;
        }
        if let Some(name) = &wanted.name {
            set(&mut change, "m.room.name", json!({ "name": name })).await?;
        }
        if let Some(topic) = &wanted.topic {
            let rich = json!({ "m.text": [{ "body": topic, "mimetype": "text/plain" }] });
            set(&mut change, "m.room.topic", json!({ "topic": topic, "m.topic": rich })).await?;
        }
        // Those of other servers can be invited once there is a room to show them.
        for target in plan.invite.iter().filter(|user| self.is_local(user)) {
            let invite = MembershipChange {
                target,
                membership: MembershipState::Invite,
                reason: None,
                is_direct: wanted.is_direct,
            };
            self.add_membership(&mut change, me, &invite).await.map_err(in_new_room)?;
        }
        if wanted.is_public {
            change.batch.room.published.push((nid, true));
        }
        Ok(change)
    }

    /// A room in which nothing has happened yet.
    pub(crate) async fn blank(
        &self,
        version: &RoomVersionId,
        rules: &Arc<RoomVersionRules>,
    ) -> Result<Change, MatrixError> {
        let nid = self.next_room_nid().await?;
        let id = format!("!{}:{}", self.entropy.text::<18>(LETTERS), self.identity.name());
        let id = RoomId::parse(id).map_err(MatrixError::internal)?;
        Ok(Change::of(&Arc::new(RoomHead::new(nid, id, version.clone(), Arc::clone(rules)))))
    }

    async fn free_alias(&self, localpart: &str) -> Result<OwnedRoomAliasId, MatrixError> {
        if localpart.is_empty() || localpart.contains([':', '#', '\0']) || localpart.chars().any(char::is_whitespace) {
            return Err(MatrixError::invalid_param(format!("{localpart:?} cannot be the local part of an alias")));
        }
        let alias = RoomAliasId::parse(format!("#{localpart}:{}", self.identity.name()))
            .map_err(|_| MatrixError::invalid_param(format!("{localpart:?} cannot be the local part of an alias")))?;
        check_length(&alias)?;
        match self.store.alias(&alias).await? {
            Some(_) => Err(taken(&alias)),
            None => Ok(alias),
        }
    }

    async fn next_room_nid(&self) -> Result<RoomNid, MatrixError> {
        self.store.next_room_nids(1).await?.pop().ok_or_else(|| MatrixError::internal("no number for a room"))
    }
}

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn taken(alias: &RoomAliasId) -> MatrixError {
    MatrixError::room_in_use(format!("{alias} is the name of another room"))
}

/// What a new room's rules refuse is a mistake in what was asked for, not a lack of permission.
fn in_new_room(error: MatrixError) -> MatrixError {
    match error.kind() {
        ErrorKind::Forbidden => MatrixError::invalid_room_state(error.message().to_owned()),
        _ => error,
    }
}

fn object(raw: Option<&RawValue>, what: &str) -> Result<Map<String, Value>, MatrixError> {
    let Some(raw) = raw else { return Ok(Map::new()) };
    serde_json::from_str(raw.get()).map_err(|_| MatrixError::bad_json(format!("`{what}` must be an object")))
}

/// The create event's content.
fn creation_content(actor: &Actor, wanted: &NewRoom, plan: &Plan) -> Result<Map<String, Value>, MatrixError> {
    let rules = &plan.rules.authorization;
    let mut content = object(wanted.creation_content.as_deref(), "creation_content")?;
    content.insert("room_version".to_owned(), plan.version.as_str().into());
    if rules.use_room_create_sender {
        content.remove("creator");
    } else {
        content.insert("creator".to_owned(), actor.user_id.as_str().into());
    }
    if rules.additional_room_creators && plan.preset == RoomPreset::TrustedPrivateChat {
        // Those who are trusted as much as the creator are creators, since no power level can be as high.
        let named = content.entry("additional_creators").or_insert_with(|| json!([]));
        if let Value::Array(creators) = named {
            for user in plan.invite.iter().map(|user| Value::from(user.as_str())) {
                if !creators.contains(&user) {
                    creators.push(user);
                }
            }
        }
    }
    Ok(content)
}

/// The power levels that a room begins with.
fn power_levels(actor: &Actor, wanted: &NewRoom, plan: &Plan) -> Result<Value, MatrixError> {
    let rules = &plan.rules.authorization;
    let creators_are_above = rules.explicitly_privilege_room_creators;
    let mut users = Map::new();
    if !creators_are_above {
        users.insert(actor.user_id.to_string(), 100.into());
        if plan.preset == RoomPreset::TrustedPrivateChat {
            users.extend(plan.invite.iter().map(|user| (user.to_string(), 100.into())));
        }
    }
    let mut levels = json!({
        "ban": 50,
        "events": {
            "m.room.avatar": 50,
            "m.room.canonical_alias": 50,
            "m.room.encryption": 100,
            "m.room.history_visibility": 100,
            "m.room.name": 50,
            "m.room.power_levels": 100,
            "m.room.server_acl": 100,
            "m.room.tombstone": if creators_are_above { 150 } else { 100 },
        },
        "events_default": 0,
        "historical": 100,
        "invite": if plan.preset == RoomPreset::PublicChat { 50 } else { 0 },
        "kick": 50,
        "redact": 50,
        "state_default": 50,
        "users": users,
        "users_default": 0,
    });
    if let Value::Object(levels) = &mut levels {
        levels.extend(object(wanted.power_levels.as_deref(), "power_level_content_override")?);
    }
    Ok(levels)
}

/// What a preset says about who may come in and what they may read. Guests may not unless it is said.
fn preset_state(preset: &RoomPreset) -> Vec<(&'static str, Value)> {
    let is_public = *preset == RoomPreset::PublicChat;
    let mut state = vec![
        ("m.room.join_rules", json!({ "join_rule": if is_public { "public" } else { "invite" } })),
        ("m.room.history_visibility", json!({ "history_visibility": "shared" })),
    ];
    if !is_public {
        state.push(("m.room.guest_access", json!({ "guest_access": "can_join" })));
    }
    state
}
