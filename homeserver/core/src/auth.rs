//! May this event be? The choice of auth events and the checks, by the room version's rules.
//! See <https://spec.matrix.org/v1.19/server-server-api/#authorization-rules>.

use ruma::{
    EventId, UserId,
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

#[cfg(test)]
mod tests;
