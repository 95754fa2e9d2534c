//! Taking an event back. See <https://spec.matrix.org/v1.19/client-server-api/#redactions> and the redaction
//! algorithm of each room version.

use ruma::{
    CanonicalJsonObject, OwnedEventId, canonical_json, events::TimelineEventType, room_version_rules::RoomVersionRules,
};
use serde::Deserialize;
use serde_json::value::to_raw_value;

use super::{BuildError, Pdu};

/// The event that a redaction wants to take back, wherever the room's version puts it.
pub fn redacts_of(pdu: &Pdu, rules: &RoomVersionRules) -> Option<OwnedEventId> {
    #[derive(Deserialize)]
    struct Content {
        redacts: Option<OwnedEventId>,
    }
    if pdu.kind != TimelineEventType::RoomRedaction {
        return None;
    }
    if rules.redaction.content_field_redacts {
        pdu.content_as::<Content>().and_then(|content| content.redacts)
    } else {
        pdu.redacts.clone()
    }
}

/// Whether a redaction takes effect on its target: its sender may redact anything, or both come from one server.
/// Room versions 1 and 2 decided that when they let the redaction in, so there it is always so.
pub fn is_redacted_by(target: &Pdu, redaction: &Pdu, may_redact_others: bool, rules: &RoomVersionRules) -> bool {
    target.room_id == redaction.room_id
        && target.kind != TimelineEventType::RoomCreate
        && (rules.authorization.special_case_room_redaction
            || may_redact_others
            || target.sender.server_name() == redaction.sender.server_name())
}

/// The event without all that its room's version does not protect.
pub fn redact(pdu: &Pdu, rules: &RoomVersionRules) -> Result<Pdu, BuildError> {
    let object: CanonicalJsonObject =
        serde_json::from_str(pdu.json.get()).map_err(|error| BuildError::NotCanonical(error.to_string()))?;
    let redacted = canonical_json::redact(object, &rules.redaction, None)
        .map_err(|error| BuildError::NotCanonical(error.to_string()))?;
    let json = to_raw_value(&redacted).map_err(|error| BuildError::NotCanonical(error.to_string()))?;
    let result = Pdu::from_json(pdu.event_id.clone(), &pdu.room_id, json)?;
    Ok(if pdu.is_rejected { result.rejected() } else { result })
}
