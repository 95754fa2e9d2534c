//! What another server sends as an event, checked before anything is believed: shape, size, id, signatures, hash.
//! See <https://spec.matrix.org/v1.19/server-server-api/#checks-performed-on-receipt-of-a-pdu>, steps 1 to 3.

use std::collections::BTreeSet;

use ruma::{
    CanonicalJsonObject, OwnedEventId, OwnedRoomId, OwnedServerName, RoomId, canonical_json,
    room_version_rules::RoomVersionRules,
    signatures::{PublicKeyMap, Verified, required_server_signatures_to_verify_event, verify_event},
    state_res::check_pdu_format,
};
use serde_json::value::{RawValue, to_raw_value};
use thiserror::Error;

use super::{
    MAX_PDU_BYTES, Pdu,
    build::{check_ids, event_id, room_id_of_create},
};

/// Why an event is dropped: nobody will ever hear of it again.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// It is not an event of its room's version, or is larger than one may be.
    #[error("not a valid event: {0}")]
    Format(String),
    /// A server that must have signed it has not.
    #[error("the signatures do not hold: {0}")]
    Signature(String),
}

impl Refusal {
    fn format(reason: impl std::fmt::Display) -> Self {
        Self::Format(reason.to_string())
    }
}

/// An event that has the right form. Nobody has vouched for it yet.
#[derive(Clone, Debug)]
pub struct Unchecked {
    object: CanonicalJsonObject,
    event_id: OwnedEventId,
    room_id: OwnedRoomId,
}

/// An event whose signatures hold.
#[derive(Debug)]
pub struct Received {
    /// The event, without the content that its hash does not cover.
    pub pdu: Pdu,
    /// Whether its hash did not match, so that what is not protected by the signatures had to go.
    pub was_redacted: bool,
}

/// Which room the JSON of an event claims to belong to; `None` where it does not say.
///
/// It can be asked before the room's version, and so the event's format, is known.
pub fn room_of(json: &RawValue) -> Option<OwnedRoomId> {
    #[derive(serde::Deserialize)]
    struct Claim {
        room_id: Option<OwnedRoomId>,
    }
    serde_json::from_str::<Claim>(json.get()).ok()?.room_id
}

/// Reads what came over the wire as an event of a room version.
pub fn read(json: &RawValue, rules: &RoomVersionRules) -> Result<Unchecked, Refusal> {
    // What comes besides the event, `unsigned` above all, does not count towards its size, but is bounded as well.
    if json.get().len() > 2 * MAX_PDU_BYTES {
        return Err(Refusal::Format(format!("it is larger than {MAX_PDU_BYTES} bytes")));
    }
    let mut object: CanonicalJsonObject = serde_json::from_str(json.get()).map_err(Refusal::format)?;
    // Nobody signs it, so nobody can be believed about it.
    object.remove("unsigned");
    check_pdu_format(&object, &rules.event_format).map_err(Refusal::Format)?;
    check_ids(&object).map_err(Refusal::format)?;
    let event_id = event_id(&object, rules).map_err(Refusal::format)?;
    let room_id = match object.get("room_id").and_then(|id| id.as_str()) {
        Some(id) => RoomId::parse(id).map_err(Refusal::format)?,
        None => room_id_of_create(&event_id).map_err(Refusal::format)?,
    };
    Ok(Unchecked { object, event_id, room_id })
}

impl Unchecked {
    /// The id by which the event will be known: of room version 3 on its hash, so that nobody can choose it.
    pub fn event_id(&self) -> &OwnedEventId {
        &self.event_id
    }

    /// The room that it claims to belong to.
    pub fn room_id(&self) -> &OwnedRoomId {
        &self.room_id
    }

    /// The event as canonical JSON.
    pub fn object(&self) -> &CanonicalJsonObject {
        &self.object
    }

    /// The servers that must have signed it.
    pub fn required_servers(&self, rules: &RoomVersionRules) -> Result<BTreeSet<OwnedServerName>, Refusal> {
        required_server_signatures_to_verify_event(&self.object, &rules.signatures)
            .map_err(|error| Refusal::Signature(error.to_string()))
    }

    /// Checks signatures and hash with the keys of the servers that must have signed.
    pub fn verify(self, keys: &PublicKeyMap, rules: &RoomVersionRules) -> Result<Received, Refusal> {
        let verified =
            verify_event(keys, &self.object, rules).map_err(|error| Refusal::Signature(error.to_string()))?;
        self.verified(&verified, rules)
    }

    /// The event, after `ruma`'s `verify_event` has said this of it. Where the hash does not match, only what the
    /// signatures protect is left.
    pub fn verified(self, verified: &Verified, rules: &RoomVersionRules) -> Result<Received, Refusal> {
        let was_redacted = *verified != Verified::All;
        let object = if was_redacted {
            canonical_json::redact(self.object, &rules.redaction, None).map_err(Refusal::format)?
        } else {
            self.object
        };
        let json = to_raw_value(&object).map_err(Refusal::format)?;
        let pdu = Pdu::from_json(self.event_id, &self.room_id, json).map_err(Refusal::format)?;
        Ok(Received { pdu, was_redacted })
    }
}

#[cfg(test)]
mod tests;
