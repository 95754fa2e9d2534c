//! What happens in a room with few and in one with many members.

use std::thread;

use hs_testkit::{Client, Server, encode, in_room, json, next_batch, unique};

use crate::{
    ask::{ROUNDS, ask, median},
    series::Series,
};

/// Of how many members rooms are compared.
const MEMBERS: [usize; 3] = [100, 1_000, 10_000];
/// How many come at the same time.
const DOORS: usize = 16;

pub(crate) fn grow(server: &Server) -> Series {
    let mut series = Series::new("members of the room", &MEMBERS);
    let crowd = crowd(server, MEMBERS[2]);
    for count in MEMBERS {
        let host = server.register(&format!("host-of-{count}"));
        let room = host.create_room(json!({ "preset": "public_chat" }));
        join(&crowd[..count], &room);
        let late: Vec<Client> = (0..ROUNDS).map(|at| server.register(&format!("late-{count}-{at}"))).collect();
        let join = format!("/_matrix/client/v3/join/{}", encode(&room));
        series.add("a join", median(late.iter().map(|guest| ask(server.address(), guest, "POST", &join, "{}").0)));
        let message = json!({ "msgtype": "m.text", "body": "hello, everybody" }).to_string();
        series.add(
            "a message",
            median((0..ROUNDS).map(|_| {
                let path = in_room(&room, &format!("send/m.room.message/{}", unique()));
                ask(server.address(), &host, "PUT", &path, &message).0
            })),
        );
        series.add("incremental /sync of one message, lazy members", hearing(server, &host, &room));
    }
    series
}

/// What it costs one member to hear of a message.
fn hearing(server: &Server, host: &Client, room: &str) -> f64 {
    let filter = encode(&json!({ "room": { "state": { "lazy_load_members": true } } }).to_string());
    let mut since = host.now();
    median((0..ROUNDS).map(|_| {
        host.say(room, "news");
        let path = format!("/_matrix/client/v3/sync?filter={filter}&since={since}");
        let (taken, _) = ask(server.address(), host, "GET", &path, "");
        since = next_batch(&host.sync(&since));
        taken
    }))
}

fn crowd(server: &Server, count: usize) -> Vec<Client> {
    (0..count).map(|number| server.register(&format!("one-of-{number}"))).collect()
}

fn join(people: &[Client], room: &str) {
    thread::scope(|scope| {
        for door in people.chunks(people.len().div_ceil(DOORS)) {
            scope.spawn(move || door.iter().for_each(|guest| drop(guest.join(room).ok())));
        }
    });
}
