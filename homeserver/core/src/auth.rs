//! May this event be? The choice of auth events and the checks, by the room version's rules.
//! See <https://spec.matrix.org/v1.19/server-server-api/#authorization-rules>.

use std::collections::HashMap;

use ruma::{
    EventId, OwnedEventId, RoomId, UserId,
    events::{StateEventType, TimelineEventType},
    room_version_rules::RoomVersionRules,
    state_res::{auth_types_for_event, check_state_dependent_auth_rules, check_state_independent_auth_rules},
};
use serde_json::value::RawValue;

use crate::pdu::{Pdu, SharedPdu};

/// What the checks say of an event. Refusing an event is not an error of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is part of the room.
    Accepted,
    /// It was allowed where it stands, but the room has moved on: kept for the graph, shown to nobody.
    SoftFailed(String),
    /// It was never allowed.
    Rejected(String),
}

/// The places in the room's state that decide about an event: its auth events are what stands there.
pub fn auth_types(
    kind: &TimelineEventType,
    sender: &UserId,
    state_key: Option<&str>,
    content: &RawValue,
    rules: &RoomVersionRules,
) -> Result<Vec<(StateEventType, String)>, String> {
    auth_types_for_event(kind, sender, state_key, content, &rules.authorization)
}

/// Checks an event against its own auth events and against a state of its room.
///
/// `auth_event` finds an event by id, `state` finds what stands at a place in the room's state. Both must know what
/// [`auth_types`] names, and the create event.
pub fn check(
    pdu: &Pdu,
    rules: &RoomVersionRules,
    auth_event: impl Fn(&EventId) -> Option<SharedPdu>,
    state: impl Fn(&StateEventType, &str) -> Option<SharedPdu>,
) -> Result<(), String> {
    check_state_independent_auth_rules(&rules.authorization, pdu, auth_event)?;
    check_state_dependent_auth_rules(&rules.authorization, pdu, state)
}

/// Checks an event against a state of its room alone: whether the room would allow it there and then.
pub fn check_in_state(
    pdu: &Pdu,
    rules: &RoomVersionRules,
    state: impl Fn(&StateEventType, &str) -> Option<SharedPdu>,
) -> Result<(), String> {
    check_state_dependent_auth_rules(&rules.authorization, pdu, state)
}

/// Checks an event against what it names as its auth events, the first two of the checks on events of others.
///
/// `auth_event` finds an event by id. It must know the auth events and, where the room is named after it, the create
/// event.
pub fn check_auth_events(
    pdu: &Pdu,
    rules: &RoomVersionRules,
    auth_event: impl Fn(&EventId) -> Option<SharedPdu>,
) -> Result<(), String> {
    let mut state: HashMap<(StateEventType, String), SharedPdu> = HashMap::new();
    let named = pdu.auth_events().iter().filter_map(|id| auth_event(id));
    for event in named.chain(create_event_id(pdu.room_id(), rules).and_then(|id| auth_event(&id))) {
        if let Some((kind, key)) = event.state_pair() {
            state.insert((kind, key.to_owned()), SharedPdu::clone(&event));
        }
    }
    check(pdu, rules, auth_event, |kind, key| state.get(&(kind.clone(), key.to_owned())).cloned())
}

/// The id of a room's create event, in room versions that name the room after it.
pub fn create_event_id(room_id: &RoomId, rules: &RoomVersionRules) -> Option<OwnedEventId> {
    if !rules.authorization.room_create_event_id_as_room_id {
        return None;
    }
    OwnedEventId::try_from(format!("${}", room_id.as_str().strip_prefix('!')?)).ok()
}

#[cfg(test)]
mod tests;
