//! What servers read from each other: history, states, single events; and who may not.

use std::collections::HashMap;

use hs_rooms::{History, Window};
use ruma::{RoomVersionId, event_id};
use serde_json::json;

use crate::setup::Server;

#[tokio::test]
async fn history_from_before_a_join_finds_its_place() {
    let (a, b) = (Server::new("a.example", "alice").await, Server::new("b.example", "bob").await);
    let room_id = a.room(RoomVersionId::V11).await;
    for number in 0..30 {
        a.say(&room_id, &format!("{number}")).await;
    }
    let join = b.join(&a, &room_id).await;
    let mut rounds = 0;
    loop {
        let head = b.head(&room_id).await;
        let Some(gap) = b.rooms.gap_between(&head, head.first_order, head.last_order).await.unwrap() else { break };
        let pdus = a.rooms.backfill_for(&b.name, &room_id, &gap.missing, 10).await.unwrap();
        let oldest = pdus.last().unwrap();
        let told = a.rooms.state_for(&b.name, &room_id, oldest.event_id()).await.unwrap();
        b.rooms.add_outliers(&room_id, told.auth_chain.into_iter().chain(told.state.clone()).collect()).await.unwrap();
        let state: Vec<_> = told.state.iter().map(|pdu| pdu.event_id().clone()).collect();
        let states = HashMap::from([(oldest.event_id().clone(), state)]);
        let added = b.rooms.add_history(&room_id, &History { pdus, states, nowhere: Vec::new() }).await.unwrap();
        assert!(added > 0);
        rounds += 1;
        assert!(rounds < 20, "it comes to an end");
    }
    let ids = async |server: &Server| -> Vec<_> {
        let head = server.head(&room_id).await;
        let all = server.rooms.window(&head, Window::up_to(head.last_order, 500)).await.unwrap();
        all.iter().map(|event| event.pdu.event_id().clone()).collect()
    };
    assert_eq!(ids(&b).await, ids(&a).await, "the whole timeline in the same order");
    assert_eq!(b.ends(&room_id).await, [join.event_id().clone()]);
    assert_eq!(a.state(&room_id).await, b.state(&room_id).await);
    assert!(rounds >= 3);
}

#[tokio::test]
async fn missing_events_are_those_in_between() {
    let (a, b) = (Server::new("a.example", "alice").await, Server::new("b.example", "bob").await);
    let room_id = a.room(RoomVersionId::V11).await;
    b.join(&a, &room_id).await;
    let mut said = Vec::new();
    for number in 0..6 {
        said.push(a.say(&room_id, &format!("{number}")).await.event_id().clone());
    }
    let ends = (&said[..1], &said[5..]);
    let missing = a.rooms.missing_events_for(&b.name, &room_id, ends, 10, 0).await.unwrap();
    let ids: Vec<_> = missing.iter().map(|pdu| pdu.event_id().clone()).collect();
    assert_eq!(ids, said[1..5], "the oldest first");
    let fewer = a.rooms.missing_events_for(&b.name, &room_id, ends, 2, 0).await.unwrap();
    assert_eq!(fewer.iter().map(|pdu| pdu.event_id().clone()).collect::<Vec<_>>(), said[3..5]);
}

#[tokio::test]
async fn servers_outside_learn_nothing_and_those_inside_what_their_users_may_see() {
    let (a, b) = (Server::new("a.example", "alice").await, Server::new("b.example", "bob").await);
    let room_id = a.room(RoomVersionId::V11).await;
    a.set(&room_id, "m.room.history_visibility", "", json!({ "history_visibility": "joined" })).await;
    let secret = a.say(&room_id, "not for bob").await;
    let stranger = ruma::server_name!("c.example");
    assert!(a.rooms.event_for(stranger, secret.event_id()).await.is_err());
    assert!(a.rooms.event_for(&b.name, secret.event_id()).await.is_err());
    b.join(&a, &room_id).await;
    let seen = a.rooms.event_for(&b.name, secret.event_id()).await.unwrap();
    assert_eq!(seen.content().get(), "{}", "the graph is there, the words are not");
    let open = a.say(&room_id, "for bob, too").await;
    assert_ne!(a.rooms.event_for(&b.name, open.event_id()).await.unwrap().content().get(), "{}");
    assert!(a.rooms.event_for(&b.name, event_id!("$none")).await.is_err());

    let acl = json!({ "allow": ["*"], "deny": ["b.example"], "allow_ip_literals": false });
    a.set(&room_id, "m.room.server_acl", "", acl).await;
    assert!(a.rooms.check_acl(&b.name, &room_id).await.is_err());
    assert!(a.rooms.check_acl(&a.name, &room_id).await.is_ok());
    assert!(a.rooms.event_for(&b.name, open.event_id()).await.is_err());
}
