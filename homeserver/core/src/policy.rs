//! Servers that recommend, or do not recommend, what may be seen in a room that has chosen them.
//! See <https://spec.matrix.org/v1.19/server-server-api/#policy-servers>.

use ruma::{
    CanonicalJsonObject, CanonicalJsonValue, OwnedServerName, SigningKeyAlgorithm,
    events::{
        TimelineEventType,
        room::policy::{POLICY_SERVER_ED25519_SIGNING_KEY_ID, RoomPolicyEventContent},
    },
    room_version_rules::RoomVersionRules,
    signatures::verify_policy_server_signature,
};
use serde_json::value::to_raw_value;

use crate::pdu::{Pdu, PduError};

/// The type of the event by which a room chooses a policy server.
pub const KIND: &str = "m.room.policy";

/// The policy server that a room has chosen, and its key.
#[derive(Clone, Debug)]
pub struct PolicyServer(RoomPolicyEventContent);

impl PolicyServer {
    /// Reads what a room says. `None` if it says it in a way that does not count.
    pub fn read(pdu: &Pdu) -> Option<Self> {
        let content: RoomPolicyEventContent = pdu.content_as()?;
        content.public_keys.contains_key(&SigningKeyAlgorithm::Ed25519).then_some(Self(content))
    }

    /// The server to ask. It counts only while it has a user in the room.
    pub fn name(&self) -> &OwnedServerName {
        &self.0.via
    }

    /// Whether an event needs no recommendation, or has it.
    pub fn recommends(&self, pdu: &Pdu, rules: &RoomVersionRules) -> bool {
        if *pdu.kind() == TimelineEventType::from(KIND) && pdu.state_key() == Some("") {
            return true;
        }
        let object: Result<CanonicalJsonObject, _> = serde_json::from_str(pdu.json().get());
        object.is_ok_and(|object| verify_policy_server_signature(&self.0, &object, rules).is_ok())
    }

    /// The event with a signature of the policy server beside those that it has. Its id stays the same.
    pub fn add_signature(&self, pdu: &Pdu, signature: String) -> Result<Pdu, PduError> {
        let mut object: CanonicalJsonObject = serde_json::from_str(pdu.json().get())?;
        if let CanonicalJsonValue::Object(signatures) = entry(&mut object, "signatures")
            && let CanonicalJsonValue::Object(own) = entry(signatures, self.0.via.as_str())
        {
            own.insert(POLICY_SERVER_ED25519_SIGNING_KEY_ID.to_owned(), CanonicalJsonValue::String(signature));
        }
        Pdu::from_json(pdu.event_id().clone(), pdu.room_id(), to_raw_value(&object)?)
    }
}

fn entry<'a>(object: &'a mut CanonicalJsonObject, key: &str) -> &'a mut CanonicalJsonValue {
    object.entry(key.to_owned()).or_insert_with(|| CanonicalJsonValue::Object(CanonicalJsonObject::new()))
}
