//! Rooms with a policy server: what it does not recommend is not said, and not shown.

use std::sync::Arc;

use hs_core::{
    error::MatrixError,
    room_version,
    signing::{ServerIdentity, SigningKey},
};
use hs_rooms::{Outcome, PolicyServers, Recommendation};
use ruma::{
    CanonicalJsonObject, OwnedRoomId, RoomVersionId, ServerName,
    api::error::ErrorKind,
    serde::{Base64, base64::Standard},
    server_name,
};
use serde_json::{Value, json, value::RawValue};
use tokio::sync::Notify;

use crate::setup::Server;

const SEED: &str = "ed25519 policy_server AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";

/// A policy server that dislikes spam, and thinks long about some things.
#[derive(Debug, Default)]
struct Censor {
    asked: Notify,
    decided: Notify,
}

impl PolicyServers for Censor {
    fn sign<'a>(&'a self, server: &'a ServerName, event: &'a RawValue) -> Recommendation<'a> {
        Box::pin(async move {
            assert_eq!(server, "b.example");
            if event.get().contains("spam") {
                return Err(MatrixError::forbidden("This looks like spam"));
            }
            if event.get().contains("difficult") {
                self.asked.notify_one();
                self.decided.notified().await;
            }
            let identity = ServerIdentity::new(server.to_owned(), SigningKey::from_text(SEED).unwrap());
            let mut object: CanonicalJsonObject = serde_json::from_str(event.get()).unwrap();
            identity.sign_event(&mut object, &room_version::rules(&RoomVersionId::V11).unwrap()).unwrap();
            let signatures: Value = serde_json::to_value(&object["signatures"]).unwrap();
            Ok(signatures["b.example"]["ed25519:policy_server"].as_str().unwrap().to_owned())
        })
    }
}

/// Alice asks the policy server; Bob's server does not know of such things, and is the policy server itself.
async fn guarded() -> (Server, Server, OwnedRoomId) {
    guarded_by(Arc::default()).await
}

async fn guarded_by(censor: Arc<Censor>) -> (Server, Server, OwnedRoomId) {
    let a = Server::asking("a.example", "alice", censor).await;
    let b = Server::new("b.example", "bob").await;
    let room_id = a.room(RoomVersionId::V11).await;
    b.join(&a, &room_id).await;
    let key = Base64::<Standard, _>::new(SigningKey::from_text(SEED).unwrap().public_key()).encode();
    let policy = json!({ "via": server_name!("b.example"), "public_keys": { "ed25519": key } });
    a.set(&room_id, "m.room.policy", "", policy).await;
    (a, b, room_id)
}

#[tokio::test]
async fn what_is_not_recommended_is_not_said() {
    let (a, _, room_id) = guarded().await;
    let said = a.say(&room_id, "hello").await;
    let event: Value = serde_json::from_str(said.json().get()).unwrap();
    assert!(event["signatures"]["b.example"]["ed25519:policy_server"].is_string(), "{event}");
    assert!(event["signatures"]["a.example"].is_object(), "our own signature stays");
    let before = a.ends(&room_id).await;
    let refused = a.try_say(&room_id, "spam").await.unwrap_err();
    assert_eq!(refused.message(), "This looks like spam");
    assert_eq!(a.ends(&room_id).await, before);
}

#[tokio::test]
async fn what_others_say_without_recommendation_is_hidden() {
    let (a, b, room_id) = guarded().await;
    let (fine, spam) = (b.say(&room_id, "hello").await, b.say(&room_id, "spam").await);
    let heard = a.hear(&b, &[&fine, &spam]).await;
    assert!(matches!(heard[..], [Outcome::Accepted, Outcome::SoftFailed(_)]), "{heard:?}");
    let kept: Value = serde_json::from_str(a.pdu(fine.event_id()).await.json().get()).unwrap();
    assert!(kept["signatures"]["b.example"]["ed25519:policy_server"].is_string(), "the recommendation is kept");
}

#[tokio::test]
async fn while_the_policy_server_thinks_the_room_goes_on() {
    let censor = Arc::new(Censor::default());
    let (a, b, room_id) = guarded_by(Arc::clone(&censor)).await;
    let meanwhile = async {
        censor.asked.notified().await;
        let ours = a.say(&room_id, "quick").await;
        let theirs = b.say(&room_id, "from afar").await;
        assert_eq!(a.hear(&b, &[&theirs]).await, [Outcome::Accepted]);
        censor.decided.notify_one();
        [ours, theirs]
    };
    let (slow, quick) = tokio::join!(a.say(&room_id, "difficult"), meanwhile);
    let shown = a.shown(&room_id).await;
    for said in quick.iter().chain([&slow]) {
        assert!(shown.contains(said.event_id()), "{}", said.json());
    }
    assert_eq!(a.ends(&room_id).await.len(), 3, "each stands beside the others");

    // What the room does not allow any more when the answer comes is not said.
    let leaving = async {
        censor.asked.notified().await;
        a.rooms.leave(&a.actor, &room_id, None).await.unwrap();
        censor.decided.notify_one();
    };
    let (said, ()) = tokio::join!(a.try_say(&room_id, "difficult again"), leaving);
    assert_eq!(*said.unwrap_err().kind(), ErrorKind::Forbidden);
}

#[tokio::test]
async fn a_policy_server_that_has_left_counts_no_more() {
    let (a, b, room_id) = guarded().await;
    b.clock.advance(std::time::Duration::from_secs(1));
    b.rooms.leave(&b.actor, &room_id, None).await.unwrap();
    let leave = b.pdu(&b.ends(&room_id).await[0]).await;
    assert_eq!(a.hear(&b, &[&leave]).await, [Outcome::Accepted]);
    a.say(&room_id, "spam").await;
}
