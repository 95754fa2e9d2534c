//! One message, a thousand who wait for it: all are woken, and the database is asked for it once at most.

use std::{
    thread,
    time::{Duration, Instant},
};

use hs_testkit::{Client, Server, Wire, bodies, json};
use tokio::{runtime, task::JoinSet};

use crate::on_each_database;

const MEMBERS: u16 = 1_000;
const READS: &str = "heliograph_storage_event_reads_total";
const WAITING: &str = "heliograph_sync_waiting_requests";

/// Many people in one room.
fn crowd(server: &Server, room: &str) -> Vec<Client> {
    thread::scope(|scope| {
        let join = |number: u16| {
            let member = server.register(&format!("member{number}"));
            member.join(room).ok();
            member
        };
        let tasks: Vec<_> =
            (0..8).map(|part| scope.spawn(move || (part..MEMBERS).step_by(8).map(join).collect::<Vec<_>>())).collect();
        tasks.into_iter().flat_map(|task| task.join().expect("joined")).collect()
    })
}

/// Waits until as many syncs wait, as long as that may take on a busy machine.
async fn until_waiting(server: &Server, wanted: f64) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while server.metric(WAITING) < wanted {
        assert!(Instant::now() < deadline, "{} of {wanted} wait", server.metric(WAITING));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Everybody waits, somebody speaks; the time until the last one has heard it.
fn speak(server: &Server, speaker: &Client, members: &[Client], room: &str) -> Duration {
    let listen = || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(hear(server, speaker, members, room))
    };
    // A thread of its own, since what prepares the databases has a runtime in this one.
    thread::scope(|scope| scope.spawn(listen).join().expect("everybody hears it"))
}

async fn hear(server: &Server, speaker: &Client, members: &[Client], room: &str) -> Duration {
    let since = speaker.now();
    let mut waiting = JoinSet::new();
    for member in members {
        let (member, path) =
            (member.clone(), format!("/_matrix/client/v3/sync?since={since}&timeout=60000&set_presence=offline"));
        waiting.spawn(async move { Wire::open(&member).await?.ask("GET", &path, "").await });
    }
    until_waiting(server, f64::from(MEMBERS)).await;
    let reads = server.metric(READS);
    let started = Instant::now();
    speaker.say(room, "Hear, hear");
    while let Some(answer) = waiting.join_next().await {
        let sync = answer.expect("no task panics").expect("an answer").ok();
        let timeline = &sync["rooms"]["join"][room]["timeline"];
        assert_eq!(bodies(&timeline["events"]), ["Hear, hear"]);
    }
    let elapsed = started.elapsed();
    let read = server.metric(READS) - reads;
    assert!(read <= 1.0, "{read} reads of events for one message");
    elapsed
}

#[test]
fn a_thousand_members_are_woken_with_one_read() {
    on_each_database(|setup| {
        let server = setup.start();
        let speaker = server.register("speaker");
        let room = speaker.create_room(json!({ "preset": "public_chat" }));
        let members = crowd(&server, &room);
        let first = speak(&server, &speaker, &members, &room);
        let second = speak(&server, &speaker, &members, &room);
        eprintln!("{MEMBERS} members: the last heard it after {first:?}, and after {second:?} the next time");
        // After a restart nothing is in memory: whoever comes first reads it for all.
        let server = server.restart();
        let here = |client: &Client| server.client().with_session(&json!({ "access_token": client.token() }));
        let members: Vec<_> = members.iter().map(here).collect();
        speak(&server, &here(&speaker), &members, &room);
        server.assert_sound();
    });
}
