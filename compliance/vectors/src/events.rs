//! Canonical form, content hash, redaction and id of the events in `events.json`.

use hs_core::{pdu, room_version};
use ruma::{CanonicalJsonObject, RoomVersionId, canonical_json, room_id, signatures::content_hash};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Vector {
    version: RoomVersionId,
    event: Box<RawValue>,
    canonical: String,
    content_hash: String,
    redacted: String,
    event_id: String,
}

/// Every vector, with its event as the server holds it, and words for what fails.
fn each(mut check: impl FnMut(&Vector, CanonicalJsonObject, &str)) {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("../events.json")).expect("vectors");
    assert_eq!(vectors.len(), 12 * 8, "eight events in twelve room versions");
    for vector in vectors {
        let event: CanonicalJsonObject = serde_json::from_str(vector.event.get()).expect("an event");
        let kind = event["type"].as_str().expect("a type").to_owned();
        let about = format!("{kind} in version {}", vector.version);
        check(&vector, event, &about);
    }
}

fn text(object: &CanonicalJsonObject) -> String {
    serde_json::to_string(object).expect("JSON")
}

#[test]
fn canonical_json_is_the_same_byte_by_byte() {
    each(|vector, event, about| assert_eq!(text(&event), vector.canonical, "{about}"));
}

#[test]
fn content_hashes_are_the_same() {
    each(|vector, event, about| {
        assert_eq!(content_hash(&event).expect("a hash").encode(), vector.content_hash, "{about}");
    });
}

#[test]
fn redacted_events_are_the_same() {
    each(|vector, event, about| {
        let rules = room_version::rules(&vector.version).expect("a known version");
        let redacted = canonical_json::redact(event, &rules.redaction, None).expect("redacted");
        assert_eq!(text(&redacted), vector.redacted, "{about}");
    });
}

#[test]
fn event_ids_are_the_same() {
    each(|vector, event, about| {
        let rules = room_version::rules(&vector.version).expect("a known version");
        assert_eq!(pdu::event_id(&event, &rules).expect("an id").as_str(), vector.event_id, "{about}");
    });
}

#[test]
fn a_redaction_changes_neither_id_nor_what_is_left() {
    each(|vector, event, about| {
        let rules = room_version::rules(&vector.version).expect("a known version");
        let id = pdu::event_id(&event, &rules).expect("an id");
        let json = RawValue::from_string(text(&event)).expect("JSON");
        let event = pdu::Pdu::from_json(id.clone(), room_id!("!r:domain"), json).expect("an event");
        let once = pdu::redact(&event, &rules).expect("redacted");
        assert_eq!(once.json().get(), vector.redacted, "{about}");
        let object: CanonicalJsonObject = serde_json::from_str(once.json().get()).expect("an event");
        assert_eq!(pdu::event_id(&object, &rules).expect("an id"), id, "{about}");
        assert_eq!(pdu::redact(&once, &rules).expect("redacted").json().get(), vector.redacted, "{about}");
    });
}
