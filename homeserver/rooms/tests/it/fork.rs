//! Forks: servers that could not hear each other, and what they agree on when they can.

use std::collections::BTreeSet;

use hs_core::pdu::SharedPdu;
use hs_rooms::Outcome;
use ruma::RoomVersionId;
use serde_json::json;

use crate::setup::Server;

/// Two servers in a room, whose users may both do anything.
async fn pair(version: RoomVersionId) -> (Server, Server, ruma::OwnedRoomId) {
    let (a, b) = (Server::new("a.example", "alice").await, Server::new("b.example", "bob").await);
    let room_id = a.room(version.clone()).await;
    b.join(&a, &room_id).await;
    let is_v12 = hs_core::room_version::rules(&version).unwrap().authorization.additional_room_creators;
    let users = if is_v12 { json!({ b.me(): 100 }) } else { json!({ a.me(): 100, b.me(): 100 }) };
    let levels = a.set(&room_id, "m.room.power_levels", "", json!({ "users": users })).await;
    assert_eq!(b.hear(&a, &[&levels]).await, [Outcome::Accepted]);
    (a, b, room_id)
}

#[tokio::test]
async fn a_partition_heals_into_one_state_in_every_version() {
    for version in hs_core::room_version::SUPPORTED {
        let (a, b, room_id) = pair(version.clone()).await;
        a.clock.advance(std::time::Duration::from_secs(10));
        b.clock.advance(std::time::Duration::from_secs(20));
        let mut of_a = vec![a.set(&room_id, "m.room.topic", "", json!({ "topic": "of a" })).await];
        of_a.push(a.set(&room_id, "m.room.name", "", json!({ "name": "of a" })).await);
        of_a.push(a.say(&room_id, "a is alone").await);
        let mut of_b = vec![b.say(&room_id, "b is alone").await];
        of_b.push(b.set(&room_id, "m.room.topic", "", json!({ "topic": "of b" })).await);
        of_b.push(b.set(&room_id, "org.example.only", "b", json!({ "here": true })).await);
        a.hear(&b, &of_b.iter().collect::<Vec<_>>()).await;
        b.hear(&a, &of_a.iter().collect::<Vec<_>>()).await;
        assert_eq!(a.state(&room_id).await, b.state(&room_id).await, "{version}");
        assert_eq!(a.ends(&room_id).await, b.ends(&room_id).await, "{version}");
        assert_eq!(a.ends(&room_id).await.len(), 2, "{version}: the graph is forked");
        let state = a.state(&room_id).await;
        assert!(state.contains_key(&("org.example.only".to_owned(), "b".to_owned())), "{version}");

        // Whoever speaks next brings the ends together.
        let merged = a.say(&room_id, "together again").await;
        assert_eq!(merged.prev_events().len(), 2, "{version}");
        assert_eq!(b.hear(&a, &[&merged]).await, [Outcome::Accepted], "{version}");
        assert_eq!(b.ends(&room_id).await, [merged.event_id().clone()], "{version}");
        assert_eq!(a.state(&room_id).await, b.state(&room_id).await, "{version}");
    }
}

#[tokio::test]
async fn whoever_was_banned_in_one_fork_does_nothing_in_the_other() {
    for version in [RoomVersionId::V6, RoomVersionId::V10, RoomVersionId::V12] {
        let (a, b) = (Server::new("a.example", "alice").await, Server::new("b.example", "bob").await);
        let room_id = a.room(version.clone()).await;
        b.join(&a, &room_id).await;
        a.rooms.ban(&a.actor, &room_id, b.me(), None).await.unwrap();
        let ban = a.pdu(&a.ends(&room_id).await[0]).await;
        // Bob's server has not heard of it, or pretends so.
        let evasion = b.say(&room_id, "you cannot ban me").await;
        assert!(matches!(a.hear(&b, &[&evasion]).await[..], [Outcome::SoftFailed(_)]), "{version}");
        assert_eq!(a.ends(&room_id).await, [ban.event_id().clone()], "{version}: what is soft-failed is no end");
        b.hear(&a, &[&ban]).await;
        assert_eq!(a.state(&room_id).await, b.state(&room_id).await, "{version}");
        let key = ("m.room.member".to_owned(), b.me().to_string());
        assert_eq!(b.state(&room_id).await.get(&key), Some(ban.event_id()), "{version}");
        assert!(!b.head(&room_id).await.is_joined(b.actor.user), "{version}");
    }
}

#[tokio::test]
async fn many_ends_are_brought_together_by_events_of_ours() {
    let (a, b, room_id) = pair(RoomVersionId::V11).await;
    // Alice may not tie them together unseen, so they wait until she says something.
    let levels = json!({ "users": { a.me(): 50, b.me(): 100 }, "events": { "org.matrix.dummy_event": 100 } });
    let levels = a.set(&room_id, "m.room.power_levels", "", levels).await;
    assert_eq!(b.hear(&a, &[&levels]).await, [Outcome::Accepted]);
    let start = b.head(&room_id).await;
    let mut forks: Vec<SharedPdu> = Vec::new();
    let template = b.say(&room_id, "template").await;
    for number in 0..25 {
        let mut event: serde_json::Value = serde_json::from_str(template.json().get()).unwrap();
        event["content"] = json!({ "msgtype": "m.text", "body": format!("fork {number}") });
        event["depth"] = json!(start.depth + 1 + number % 3);
        forks.push(b.sign(event, &RoomVersionId::V11));
    }
    let outcomes = a.hear(&b, &forks.iter().collect::<Vec<_>>()).await;
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Accepted), "{outcomes:?}");
    assert_eq!(a.ends(&room_id).await.len(), 25);
    let first = a.say(&room_id, "one").await;
    assert_eq!(first.prev_events().len(), hs_core::dag::MAX_PARENTS);
    assert_eq!(a.ends(&room_id).await.len(), 25 - hs_core::dag::MAX_PARENTS + 1);
    a.say(&room_id, "two").await;
    a.say(&room_id, "three").await;
    assert_eq!(a.ends(&room_id).await.len(), 1);
}

/// The same events in another order lead to the same room.
#[tokio::test]
async fn the_order_in_which_forks_come_does_not_matter() {
    for seed in 0..12_u64 {
        let (a, b, room_id) = pair(RoomVersionId::V11).await;
        let c = Server::new("c.example", "carol").await;
        let join = c.join(&a, &room_id).await;
        b.hear(&a, &[&join]).await;
        let mut events: Vec<SharedPdu> = Vec::new();
        for round in 0..3 {
            a.clock.advance(std::time::Duration::from_secs(7 + seed));
            b.clock.advance(std::time::Duration::from_secs(11));
            events.push(a.set(&room_id, "m.room.topic", "", json!({ "topic": format!("a {round}") })).await);
            events.push(b.set(&room_id, "m.room.topic", "", json!({ "topic": format!("b {round}") })).await);
            events.push(b.set(&room_id, "m.room.name", "", json!({ "name": format!("b {round}") })).await);
            if round == 1 {
                // Bob's events in the other fork do not become impossible by this, but lose against Alice's.
                let levels = json!({ "users": { a.me(): 100, b.me(): 100 }, "ban": 70 });
                events.push(a.set(&room_id, "m.room.power_levels", "", levels).await);
            }
        }
        let of = |name: &str| -> Vec<&SharedPdu> {
            events.iter().filter(|pdu| pdu.sender().server_name() == name).collect()
        };
        a.hear(&b, &of("b.example")).await;
        b.hear(&a, &of("a.example")).await;
        // Carol hears them mixed, each server's in order.
        let (mut of_a, mut of_b) = (of("a.example").into_iter().peekable(), of("b.example").into_iter().peekable());
        let mut random = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        while of_a.peek().is_some() || of_b.peek().is_some() {
            random = random.rotate_left(13).wrapping_mul(5).wrapping_add(3);
            let takes_a = of_b.peek().is_none() || (of_a.peek().is_some() && random & 1 == 0);
            if takes_a {
                c.hear(&a, &[of_a.next().unwrap()]).await;
            } else {
                c.hear(&b, &[of_b.next().unwrap()]).await;
            }
        }
        let states: BTreeSet<_> =
            [a.state(&room_id).await, b.state(&room_id).await, c.state(&room_id).await].into_iter().collect();
        assert_eq!(states.len(), 1, "seed {seed}: all three agree");
    }
}

/// Prints what it costs to take in an event that meets a fork, in rooms of different sizes.
#[tokio::test]
#[ignore = "a measurement: run it alone, with --release and --nocapture"]
async fn what_a_fork_costs() {
    for members in [100, 1_000, 10_000] {
        let (a, b) = (Server::new("a.example", "alice").await, Server::new("b.example", "bob").await);
        let c = Server::new("c.example", "carol").await;
        let version = RoomVersionId::V11;
        let room_id = a.room(version.clone()).await;
        let mut import = c.join_import(&a, &room_id).await;
        let id = |kind: &str, key: &str| {
            let found = import.state.iter().find(|pdu| pdu.kind().to_string() == kind && pdu.state_key() == Some(key));
            found.unwrap().event_id().clone()
        };
        let (create, levels) = (id("m.room.create", ""), id("m.room.power_levels", ""));
        let (rules, alice) = (id("m.room.join_rules", ""), id("m.room.member", a.me().as_str()));
        let event = |sender: &str, kind: &str, key: &str, content: serde_json::Value, auth: serde_json::Value| {
            json!({ "type": kind, "state_key": key, "sender": sender, "room_id": room_id, "content": content,
                "auth_events": auth, "prev_events": [create], "depth": 10, "origin_server_ts": 1_700_000_000_000_u64 })
        };
        for number in 0..members {
            let user = format!("@u{number}:b.example");
            let auth = json!([create, levels, rules]);
            let join = event(&user, "m.room.member", &user, json!({ "membership": "join" }), auth);
            import.state.push(b.sign(join, &version));
        }
        let started = std::time::Instant::now();
        c.rooms.import(&import).await.unwrap();
        let imported = started.elapsed();
        let mut ends = [import.event.event_id().clone(), import.event.event_id().clone()];
        let mut spent = std::time::Duration::ZERO;
        let rounds = 40;
        for round in 0..rounds {
            let auth = json!([create, levels, alice]);
            let content = json!({ "topic": format!("{round}") });
            let mut topic = event(a.me().as_str(), "m.room.topic", "", content, auth);
            topic["prev_events"] = json!([ends[round % 2]]);
            topic["depth"] = json!(20 + round);
            topic["origin_server_ts"] = json!(1_700_000_000_000_u64 + round as u64);
            let topic = a.sign(topic, &version);
            ends[round % 2] = topic.event_id().clone();
            let started = std::time::Instant::now();
            assert_eq!(c.hear(&a, &[&topic]).await, [Outcome::Accepted]);
            spent += started.elapsed();
        }
        assert_eq!(c.ends(&room_id).await.len(), 2);
        let each = spent / u32::try_from(rounds).unwrap();
        println!("fork of a room with {members} members: {each:?} an event; joined in {imported:?}");
    }
}
