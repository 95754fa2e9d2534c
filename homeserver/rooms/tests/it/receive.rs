//! Single events of other servers: what is missing, what is refused, what takes others back.

use hs_rooms::{Incoming, Outcome, Told};
use hs_storage::{InboundRow, WriteBatch};
use ruma::RoomVersionId;
use serde_json::{Value, json};

use crate::setup::Server;

async fn pair() -> (Server, Server, ruma::OwnedRoomId) {
    let (a, b) = (Server::new("a.example", "alice").await, Server::new("b.example", "bob").await);
    let room_id = a.room(RoomVersionId::V11).await;
    b.join(&a, &room_id).await;
    (a, b, room_id)
}

#[tokio::test]
async fn an_event_waits_for_those_before_it() {
    let (a, b, room_id) = pair().await;
    let (first, second) = (b.say(&room_id, "first").await, b.say(&room_id, "second").await);
    let missing = Outcome::Missing { prev: vec![first.event_id().clone()], auth: Vec::new() };
    assert_eq!(a.hear(&b, &[&second]).await, [missing]);
    assert_eq!(a.hear(&b, &[&first, &second]).await, [Outcome::Accepted, Outcome::Accepted]);
}

#[tokio::test]
async fn an_event_that_was_accepted_waits_no_longer() {
    let (a, b, room_id) = pair().await;
    let pdu = b.say(&room_id, "hello").await;
    let mut batch = WriteBatch::default();
    batch.inbound.staged.push(InboundRow {
        room_id: room_id.clone(),
        event_id: pdu.event_id().clone(),
        origin: b.name.clone(),
        json: pdu.json().get().to_owned(),
        received_ts: a.clock.now_ms(),
        tries: 0,
    });
    a.store.commit(batch).await.unwrap();
    assert_eq!(a.hear(&b, &[&pdu]).await, [Outcome::Accepted]);
    assert_eq!(a.store.inbound(&room_id, false, 1).await.unwrap(), []);
}

#[tokio::test]
async fn a_gap_is_bridged_by_the_state_that_another_server_tells() {
    let (a, b, room_id) = pair().await;
    let lost = b.say(&room_id, "nobody tells of this").await;
    let late = b.say(&room_id, "and then this").await;
    let told = b.rooms.state_for(&a.name, &room_id, late.event_id()).await.unwrap();
    let state = told.state.iter().map(|pdu| pdu.event_id().clone()).collect();
    let incoming = Incoming { pdu: late.clone(), told: vec![Told { state, then: None }] };
    assert_eq!(a.rooms.receive(incoming).await.unwrap(), Outcome::Accepted);
    let head = a.head(&room_id).await;
    assert_eq!(a.state(&room_id).await, b.state(&room_id).await);
    assert_eq!(head.extremities.len(), 2, "what came before the gap is an end as well");
    let gap = a.rooms.gap_between(&head, head.first_order, head.last_order).await.unwrap().unwrap();
    assert_eq!(gap.missing, [lost.event_id().clone()]);

    // What was missing is history when it comes, and no end of the graph.
    assert_eq!(a.hear(&b, &[&lost]).await, [Outcome::Accepted]);
    let head = a.head(&room_id).await;
    assert!(head.extremities.iter().all(|(_, id)| id != lost.event_id()));
    let page = hs_rooms::Window::up_to(head.last_order, 2);
    let newest: Vec<_> =
        a.rooms.window(&head, page).await.unwrap().iter().map(|event| event.pdu.event_id().clone()).collect();
    assert_eq!(newest, [late.event_id().clone(), lost.event_id().clone()]);
    assert!(a.rooms.gap_between(&head, head.first_order, head.last_order).await.unwrap().is_none());
}

#[tokio::test]
async fn what_was_never_allowed_is_kept_and_never_shown() {
    let (a, b, room_id) = pair().await;
    let said = b.say(&room_id, "allowed").await;
    a.hear(&b, &[&said]).await;
    let mut event: Value = serde_json::from_str(said.json().get()).unwrap();
    event["type"] = "m.room.topic".into();
    event["state_key"] = "".into();
    event["content"] = json!({ "topic": "bob has no power" });
    event["prev_events"] = json!([said.event_id()]);
    let forged = b.sign(event.clone(), &RoomVersionId::V11);
    assert!(matches!(a.hear(&b, &[&forged]).await[..], [Outcome::Rejected(_)]));
    assert!(matches!(a.hear(&b, &[&forged]).await[..], [Outcome::Rejected(_)]), "it stays refused");
    assert!(a.rooms.event_for(&b.name, forged.event_id()).await.is_err(), "and is served to nobody");

    // An event that follows on a refused one is judged on its own.
    event["type"] = "m.room.message".into();
    event.as_object_mut().unwrap().remove("state_key");
    event["content"] = json!({ "msgtype": "m.text", "body": "after it" });
    event["prev_events"] = json!([forged.event_id()]);
    event["depth"] = json!(said.depth() + 2);
    let after = b.sign(event, &RoomVersionId::V11);
    assert_eq!(a.hear(&b, &[&after]).await, [Outcome::Accepted]);
    assert_eq!(a.ends(&room_id).await, [after.event_id().clone()]);
}

#[tokio::test]
async fn a_redaction_counts_even_if_it_comes_first() {
    let (a, b, room_id) = pair().await;
    let said = b.say(&room_id, "a secret").await;
    let id = b.rooms.redact(&b.actor, &room_id, said.event_id(), "t".into(), None).await.unwrap();
    let redaction = b.pdu(&id).await;
    // The state at the redaction is told, what it takes back is not.
    let told = b.rooms.state_for(&a.name, &room_id, &id).await.unwrap();
    let state = told.state.iter().map(|pdu| pdu.event_id().clone()).collect();
    let incoming = Incoming { pdu: redaction, told: vec![Told { state, then: None }] };
    assert_eq!(a.rooms.receive(incoming).await.unwrap(), Outcome::Accepted);
    assert!(!a.shown(&room_id).await.contains(&id), "nobody sees a redaction of what is not there");
    assert_eq!(a.hear(&b, &[&said]).await, [Outcome::Accepted]);
    assert_eq!(a.pdu(said.event_id()).await.content().get(), "{}");
    assert!(a.shown(&room_id).await.contains(&id));
}

#[tokio::test]
async fn a_redaction_that_its_sender_may_not_make_is_not_shown() {
    let (a, b, room_id) = pair().await;
    let said = a.say(&room_id, "this stays").await;
    assert_eq!(b.hear(&a, &[&said]).await, [Outcome::Accepted]);
    let mut event: Value = serde_json::from_str(b.say(&room_id, "as a pattern").await.json().get()).unwrap();
    event["type"] = "m.room.redaction".into();
    event["content"] = json!({ "redacts": said.event_id() });
    event["prev_events"] = json!([said.event_id()]);
    let redaction = b.sign(event, &RoomVersionId::V11);
    assert_eq!(a.hear(&b, &[&redaction]).await, [Outcome::Accepted], "it is part of the graph");
    assert!(!a.shown(&room_id).await.contains(redaction.event_id()));
    assert_eq!(a.pdu(said.event_id()).await.content().get(), said.content().get());
}

#[tokio::test]
async fn what_another_room_allows_is_refused_and_stays_so() {
    let (a, b, room_id) = pair().await;
    let other = a.room(RoomVersionId::V11).await;
    let join = b.join(&a, &other).await;
    let said = b.say(&room_id, "allowed").await;
    let mut event: Value = serde_json::from_str(said.json().get()).unwrap();
    event["content"] = json!({ "msgtype": "m.text", "body": "allowed elsewhere" });
    event["auth_events"].as_array_mut().unwrap().push(json!(join.event_id()));
    let forged = b.sign(event, &RoomVersionId::V11);
    let outcome = a.rooms.receive(Incoming::new(forged.clone())).await.unwrap();
    assert!(matches!(outcome, Outcome::Rejected(_)), "{outcome:?}");
    assert!(a.rooms.event_for(&b.name, forged.event_id()).await.is_err());

    // As an outlier, it is as refused as anywhere.
    let mut event: Value = serde_json::from_str(forged.json().get()).unwrap();
    event["content"]["body"] = "allowed elsewhere, too".into();
    let forged = b.sign(event, &RoomVersionId::V11);
    a.rooms.add_outliers(&room_id, vec![forged.clone()]).await.unwrap();
    let outcome = a.rooms.receive(Incoming::new(forged)).await.unwrap();
    assert!(matches!(outcome, Outcome::Rejected(_)), "{outcome:?}");
}

#[tokio::test]
async fn a_graph_with_many_ends_is_tied_together_unseen() {
    let (a, b, room_id) = pair().await;
    let first = b.say(&room_id, "before the fork").await;
    assert_eq!(a.hear(&b, &[&first]).await, [Outcome::Accepted]);
    let mut event: Value = serde_json::from_str(b.say(&room_id, "a pattern").await.json().get()).unwrap();
    for nth in 0..60 {
        event["content"]["body"] = format!("branch {nth}").into();
        let branch = b.sign(event.clone(), &RoomVersionId::V11);
        assert_eq!(a.hear(&b, &[&branch]).await, [Outcome::Accepted]);
        assert!(a.ends(&room_id).await.len() <= 10, "after {nth}");
    }
    let shown = a.shown(&room_id).await;
    let mut ties = 0;
    let head = a.head(&room_id).await;
    for event in a.rooms.window(&head, hs_rooms::Window::up_to(head.last_order, 100)).await.unwrap() {
        if event.pdu.kind().to_string() == "org.matrix.dummy_event" {
            ties += 1;
            assert!(!shown.contains(event.pdu.event_id()));
        }
    }
    assert!((5..10).contains(&ties), "{ties}");
}

#[tokio::test]
async fn redactions_that_take_each_other_back_are_both_let_in() {
    let (a, b) = (Server::new("a.example", "alice").await, Server::new("b.example", "bob").await);
    let room_id = a.room(RoomVersionId::V1).await;
    b.join(&a, &room_id).await;
    let said = b.say(&room_id, "before them").await;
    assert_eq!(a.hear(&b, &[&said]).await, [Outcome::Accepted]);
    let mut event: Value = serde_json::from_str(said.json().get()).unwrap();
    event["type"] = "m.room.redaction".into();
    event["content"] = json!({});
    event["event_id"] = "$first:b.example".into();
    event["redacts"] = "$second:b.example".into();
    let first = b.sign(event.clone(), &RoomVersionId::V1);
    event["event_id"] = "$second:b.example".into();
    event["redacts"] = "$first:b.example".into();
    let second = b.sign(event, &RoomVersionId::V1);
    for redaction in [first, second] {
        assert_eq!(a.rooms.receive(Incoming::new(redaction)).await.unwrap(), Outcome::Accepted);
    }
}

#[tokio::test]
async fn memberships_and_servers_follow() {
    let (a, b, room_id) = pair().await;
    let head = a.head(&room_id).await;
    assert_eq!(head.joined, 2);
    assert!(a.rooms.is_server_in(&head, &b.name).await.unwrap());
    b.rooms.leave(&b.actor, &room_id, None).await.unwrap();
    let leave = b.pdu(&b.ends(&room_id).await[0]).await;
    assert_eq!(a.hear(&b, &[&leave]).await, [Outcome::Accepted]);
    let head = a.head(&room_id).await;
    assert_eq!(head.joined, 1);
    assert!(!a.rooms.is_server_in(&head, &b.name).await.unwrap());
    let after = a.say(&room_id, "now alone").await;
    assert_eq!(b.rooms.receive(Incoming::new(after)).await.unwrap(), Outcome::NotInRoom);
}
