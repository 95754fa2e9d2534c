//! Two processes on one PostgreSQL: whoever asks either of them sees the same server.

use std::{
    thread,
    time::{Duration, Instant},
};

use federation_tests::{Cluster, eventually, program};
use hs_testkit::{Client, Setup, bodies, json, next_batch};

/// Runs a test with two processes on a PostgreSQL database of their own, where the tests are given one.
fn on_two_nodes(body: impl Fn(Cluster) + Sync) {
    hs_testkit::on_postgres(&program(), |setup: Setup| body(Cluster::start(&setup, 2)));
}

/// The same account, signed in on the other node: tokens are good everywhere.
fn elsewhere(client: &Client, cluster: &Cluster) -> Client {
    cluster.nodes[1].client().with_token(&client.token())
}

/// What was said in a room, oldest first.
fn messages(client: &Client, room: &str) -> Vec<String> {
    let history = client.history(room, 1_000).into_iter().rev().filter(|event| event["type"] == "m.room.message");
    history.map(|event| event["content"]["body"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_message_on_one_node_wakes_those_who_wait_on_the_other() {
    on_two_nodes(|cluster| {
        let alice = cluster.nodes[0].register("alice");
        let bob = cluster.nodes[1].register("bob");
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&room).ok();
        let since = next_batch(&bob.sync(""));
        let waiting = thread::spawn({
            let (bob, since) = (bob.clone(), since.clone());
            move || bob.sync_with(&since, "timeout=20000")
        });
        thread::sleep(Duration::from_millis(200));
        let started = Instant::now();
        alice.say(&room, "across");
        let sync = waiting.join().expect("the sync ends");
        assert_eq!(bodies(&sync["rooms"]["join"][&room]["timeline"]["events"]), ["across"]);
        assert!(started.elapsed() < Duration::from_secs(5), "woken after {:?}", started.elapsed());
    });
}

#[test]
fn two_nodes_that_write_into_one_room_agree_on_it() {
    const EACH: usize = 40;
    on_two_nodes(|cluster| {
        let alice = cluster.nodes[0].register("alice");
        let bob = cluster.nodes[1].register("bob");
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&room).ok();
        thread::scope(|scope| {
            for (client, name) in [(&alice, "a"), (&bob, "b")] {
                let room = &room;
                scope.spawn(move || (0..EACH).for_each(|n| drop(client.say(room, &format!("{name}{n}")))));
            }
        });
        // A node hears of the other's last message a moment after its sender does. More than there are would be doubles.
        let all = |client: &Client| {
            eventually("each message once", || Some(messages(client, &room)).filter(|found| found.len() == 2 * EACH))
        };
        let here = all(&alice);
        assert_eq!(here, all(&elsewhere(&alice, &cluster)));
        for name in ["a", "b"] {
            let own: Vec<_> = here.iter().filter(|body| body.starts_with(name)).cloned().collect();
            let wanted: Vec<_> = (0..EACH).map(|n| format!("{name}{n}")).collect();
            assert_eq!(own, wanted, "what one person says stays in order");
        }
    });
}

#[test]
fn a_node_that_dies_takes_nothing_with_it() {
    on_two_nodes(|mut cluster| {
        let alice = cluster.nodes[0].register("alice");
        let room = alice.create_room(json!({}));
        let since = next_batch(&alice.sync(""));
        alice.say(&room, "last words");
        let survivor = elsewhere(&alice, &cluster);
        cluster.nodes.remove(0).kill();
        // The news of it may be on its way still.
        let sync = survivor.sync_with(&since, "timeout=20000");
        assert_eq!(bodies(&sync["rooms"]["join"][&room]["timeline"]["events"]), ["last words"]);
        survivor.say(&room, "life goes on");
        assert_eq!(messages(&survivor, &room).len(), 2);
    });
}
