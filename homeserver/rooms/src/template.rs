//! Events that two servers make together: one says where in the room's graph they would stand, the other, whose user
//! they speak for, signs them. See <https://spec.matrix.org/v1.19/server-server-api/#joining-rooms>.

use std::{collections::HashMap, sync::Arc};

use hs_core::{
    auth,
    error::MatrixError,
    pdu::{Draft, Pdu, SharedPdu, check},
    resolve::Spot,
    room_version,
};
use ruma::{
    CanonicalJsonObject, CanonicalJsonValue, EventId, Int, OwnedUserId, RoomId, RoomVersionId, UserId,
    events::StateEventType, room_version_rules::RoomVersionRules,
};
use serde_json::value::{RawValue, to_raw_value};

use crate::{
    append::Change,
    head::RoomHead,
    service::{Rooms, not_in_room},
};

/// An event that somebody else is to sign.
#[derive(Clone, Debug)]
pub struct Template {
    /// The version of its room.
    pub version: RoomVersionId,
    /// The event without hashes, signatures and id.
    pub event: Box<RawValue>,
}

/// What an event of ours must be that another server has begun.
#[derive(Clone, Copy, Debug)]
pub struct Completion<'a> {
    /// The room.
    pub room_id: &'a RoomId,
    /// Our user, whose membership it is about.
    pub user: &'a UserId,
    /// The content, whatever the other server proposed.
    pub content: &'a RawValue,
}

impl Rooms {
    /// An event for a user of another server to sign, if the room would take it.
    pub async fn template(&self, room_id: &RoomId, draft: Draft) -> Result<Template, MatrixError> {
        let room = self.find(room_id).await?.ok_or_else(not_in_room)?;
        let head = self.head(room).await?;
        let pdu = self.prepare(&head, draft).await?;
        let mut object = object_of(&pdu)?;
        for field in ["hashes", "signatures", "event_id", "unsigned"] {
            object.remove(field);
        }
        let event = to_raw_value(&object).map_err(MatrixError::internal)?;
        Ok(Template { version: head.version.clone(), event })
    }

    /// An event as it would enter a room now, signed by us, if the room would take it. It enters only when it is
    /// given to [`Rooms::receive`].
    pub async fn prepare(&self, head: &Arc<RoomHead>, draft: Draft) -> Result<SharedPdu, MatrixError> {
        let change = Change::of(head);
        let ends = self.ends(&change).await?;
        let state = self.auth_state(&change, &draft, &ends.before).await?;
        let pdu = self.build(head, draft, &state, &ends.parents)?;
        check_against(&pdu, &head.rules, &state)?;
        Ok(Arc::new(pdu))
    }

    /// Completes and signs an event about a user of ours that another server has begun.
    pub fn complete(
        &self,
        template: &RawValue,
        version: &RoomVersionId,
        wanted: Completion<'_>,
    ) -> Result<SharedPdu, MatrixError> {
        let rules =
            room_version::rules(version).ok_or_else(|| MatrixError::incompatible_room_version(version.clone()))?;
        let mut object: CanonicalJsonObject = serde_json::from_str(template.get()).map_err(|_| nonsense())?;
        let content: CanonicalJsonObject = serde_json::from_str(wanted.content.get()).map_err(MatrixError::internal)?;
        let proposed = object.get("content").and_then(CanonicalJsonValue::as_object);
        let text = |field: &str| object.get(field).and_then(CanonicalJsonValue::as_str);
        let is_ours = text("type") == Some("m.room.member")
            && text("room_id") == Some(wanted.room_id.as_str())
            && text("sender") == Some(wanted.user.as_str())
            && text("state_key") == Some(wanted.user.as_str())
            && proposed.is_some_and(|proposed| proposed.get("membership") == content.get("membership"));
        if !is_ours {
            return Err(nonsense());
        }
        let now = Int::try_from(self.now()).map_err(MatrixError::internal)?;
        for field in ["hashes", "signatures", "event_id", "unsigned", "origin"] {
            object.remove(field);
        }
        object.insert("content".to_owned(), CanonicalJsonValue::Object(content));
        object.insert("origin_server_ts".to_owned(), CanonicalJsonValue::Integer(now));
        if rules.event_format.require_event_id {
            let nonce = u64::from_be_bytes(self.entropy.bytes());
            let id = format!("${now}-{nonce}:{}", self.identity.name());
            object.insert("event_id".to_owned(), CanonicalJsonValue::String(id));
        }
        self.identity.sign_event(&mut object, &rules).map_err(|error| nonsense().with_source(error))?;
        read(&object, &rules)
    }

    /// Adds our signature to an event of another server that needs it: a join that a user of ours allows, an
    /// invitation of one.
    pub fn countersign(&self, pdu: &Pdu, rules: &RoomVersionRules) -> Result<SharedPdu, MatrixError> {
        let mut object = object_of(pdu)?;
        self.identity.sign_event(&mut object, rules).map_err(MatrixError::internal)?;
        read(&object, rules)
    }

    /// For a join that the join rules allow to members of other rooms: a member of ours who could invite. `None` if
    /// nobody needs to; an error if the user is in none of the rooms, or nobody of ours may invite.
    pub async fn authorising_user_for(
        &self,
        head: &Arc<RoomHead>,
        user: &UserId,
    ) -> Result<Option<OwnedUserId>, MatrixError> {
        let nid = self.intern_user(user).await?;
        self.authorising_user(&Change::of(head), nid).await
    }
}

fn check_against(pdu: &Pdu, rules: &RoomVersionRules, state: &HashMap<Spot, SharedPdu>) -> Result<(), MatrixError> {
    let by_id = |id: &EventId| state.values().find(|event| event.event_id() == id).cloned();
    let at = |kind: &StateEventType, key: &str| state.get(&(kind.clone(), key.to_owned())).cloned();
    auth::check(pdu, rules, by_id, at)
        .map_err(|reason| MatrixError::forbidden(format!("The room does not allow this: {reason}")))
}

fn object_of(pdu: &Pdu) -> Result<CanonicalJsonObject, MatrixError> {
    serde_json::from_str(pdu.json().get()).map_err(MatrixError::internal)
}

fn read(object: &CanonicalJsonObject, rules: &RoomVersionRules) -> Result<SharedPdu, MatrixError> {
    let json = to_raw_value(object).map_err(MatrixError::internal)?;
    let unchecked = check::read(&json, rules).map_err(|error| nonsense().with_source(error))?;
    let (event_id, room_id) = (unchecked.event_id().clone(), unchecked.room_id().clone());
    Ok(Arc::new(Pdu::from_json(event_id, &room_id, json).map_err(MatrixError::internal)?))
}

fn nonsense() -> MatrixError {
    MatrixError::unknown("The other server proposed an event that makes no sense")
        .with_status(ruma::exports::http::StatusCode::BAD_GATEWAY)
}
