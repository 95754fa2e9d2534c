use proptest::prelude::*;
use ruma::{
    RoomVersionId, room_id,
    serde::Base64,
    server_name,
    signatures::{PublicKeyMap, PublicKeySet},
    user_id,
};
use serde_json::{
    Value, json,
    value::{RawValue, to_raw_value},
};

use super::{Refusal, read, room_of};
use crate::{
    pdu::{Draft, Parents, Pdu, Place},
    room_version,
    signing::{ServerIdentity, SigningKey},
};

fn identity() -> ServerIdentity {
    ServerIdentity::new(server_name!("a.example").to_owned(), SigningKey::from_seed([3; 32]).unwrap())
}

fn keys() -> PublicKeyMap {
    let identity = identity();
    let key = Base64::new(identity.key().public_key().to_vec());
    PublicKeyMap::from([("a.example".to_owned(), PublicKeySet::from([(identity.key().id().to_string(), key)]))])
}

fn message(version: &RoomVersionId) -> Pdu {
    let rules = room_version::rules(version).unwrap();
    let content = to_raw_value(&json!({ "msgtype": "m.text", "body": "words" })).unwrap();
    let draft = Draft::message(user_id!("@alice:a.example").to_owned(), "m.room.message".into(), content);
    let place = Place { room_id: Some(room_id!("!room:a.example")), rules: &rules, now_ms: 1000, nonce: 7 };
    let prev = [ruma::owned_event_id!("$parent:a.example")];
    let hashes = ["aGFzaA".to_owned()];
    let parents = Parents {
        prev_events: &prev,
        auth_events: &[],
        depth: 5,
        prev_hashes: if *version == RoomVersionId::V1 { &hashes } else { &[] },
    };
    Pdu::build(draft, place, &parents, &identity()).unwrap()
}

fn changed(pdu: &Pdu, change: impl FnOnce(&mut Value)) -> Box<RawValue> {
    let mut event: Value = serde_json::from_str(pdu.json().get()).unwrap();
    change(&mut event);
    to_raw_value(&event).unwrap()
}

#[test]
fn what_we_sign_passes_in_every_version() {
    for version in room_version::SUPPORTED.iter().filter(|version| **version != RoomVersionId::V2) {
        let rules = room_version::rules(version).unwrap();
        let pdu = message(version);
        let unchecked = read(pdu.json(), &rules).unwrap();
        assert_eq!((unchecked.event_id(), unchecked.room_id()), (pdu.event_id(), pdu.room_id()), "{version}");
        assert_eq!(unchecked.required_servers(&rules).unwrap().len(), 1);
        let received = unchecked.verify(&keys(), &rules).unwrap();
        assert!(!received.was_redacted);
        assert_eq!(received.pdu.content().get(), pdu.content().get());
    }
    assert_eq!(room_of(message(&RoomVersionId::V11).json()).unwrap(), "!room:a.example");
}

#[test]
fn content_that_its_hash_does_not_cover_goes() {
    let rules = room_version::rules(&RoomVersionId::V11).unwrap();
    let pdu = message(&RoomVersionId::V11);
    let forged = changed(&pdu, |event| event["content"]["body"] = "other words".into());
    let received = read(&forged, &rules).unwrap().verify(&keys(), &rules).unwrap();
    assert!(received.was_redacted);
    assert_eq!(received.pdu.content().get(), "{}");
    assert_eq!(received.pdu.event_id(), pdu.event_id(), "the signatures hold, so it is still the same event");
}

#[test]
fn forged_and_misshapen_events_are_dropped() {
    let rules = room_version::rules(&RoomVersionId::V11).unwrap();
    let pdu = message(&RoomVersionId::V11);
    let signed_by_nobody = [
        changed(&pdu, |event| event["sender"] = "@mallory:b.example".into()),
        changed(&pdu, |event| event["depth"] = 99.into()),
        changed(&pdu, |event| event["signatures"] = json!({})),
        changed(&pdu, |event| event["prev_events"] = json!(["$other"])),
    ];
    for forged in signed_by_nobody {
        let refusal = read(&forged, &rules).unwrap().verify(&keys(), &rules).unwrap_err();
        assert!(matches!(refusal, Refusal::Signature(_)), "{forged}");
    }
    let misshapen = [
        changed(&pdu, |event| event["depth"] = (-1).into()),
        changed(&pdu, |event| event["depth"] = json!(9_007_199_254_740_992_i64)),
        changed(&pdu, |event| event["depth"] = "deep".into()),
        changed(&pdu, |event| event["content"]["number"] = json!(1.5)),
        changed(&pdu, |event| event["prev_events"] = json!((0..21).map(|n| format!("${n}")).collect::<Vec<_>>())),
        changed(&pdu, |event| event["auth_events"] = json!((0..11).map(|n| format!("${n}")).collect::<Vec<_>>())),
        changed(&pdu, |event| event["type"] = "x".repeat(256).into()),
        changed(&pdu, |event| event["state_key"] = "a\0b".into()),
        changed(&pdu, |event| event["content"]["body"] = "x".repeat(66_000).into()),
        changed(&pdu, |event| event["room_id"] = json!(7)),
        to_raw_value(&json!([])).unwrap(),
    ];
    for json in misshapen {
        assert!(matches!(read(&json, &rules), Err(Refusal::Format(_))), "{}", &json.get()[..json.get().len().min(300)]);
    }
}

proptest! {
    /// Nothing that can be sent makes the reader fall over.
    #[test]
    fn anything_can_be_read(field in "[a-z_]{1,12}", text in ".{0,40}", number in any::<i64>(), depth in 0_usize..200) {
        let pdu = message(&RoomVersionId::V11);
        let nested = (0..depth).fold(json!(number), |inner, _| json!({ "a": inner }));
        for value in [json!(text), json!(number), nested, json!([text, number]), Value::Null] {
            for version in [RoomVersionId::V1, RoomVersionId::V11, RoomVersionId::V12] {
                let rules = room_version::rules(&version).unwrap();
                let json = changed(&pdu, |event| event[&field] = value.clone());
                if let Ok(unchecked) = read(&json, &rules) {
                    drop(unchecked.verify(&keys(), &rules));
                }
            }
        }
    }
}
