//! What reading costs in a room with few and in one with many events.

use hs_testkit::{Client, Server, Value, Wire, encode, event_id, in_room, json, unique};
use tokio::{runtime::Runtime, task::JoinSet};

use crate::{
    ask::{ROUNDS, ask, median},
    series::Series,
};

/// Of how many events rooms are compared.
const EVENTS: [usize; 3] = [1_000, 10_000, 100_000];
const WRITERS: usize = 32;

pub(crate) fn grow(runtime: &Runtime, server: &Server) -> Series {
    let mut series = Series::new("events of the room", &EVENTS);
    for count in EVENTS {
        let writer = server.register(&format!("writer{count}"));
        let (room, middle) = filled(runtime, &writer, count);
        for (what, path) in questions(&writer, &room, &middle) {
            let times = (0..ROUNDS).map(|_| ask(server.address(), &writer, "GET", &path, "").0);
            series.add(what, median(times));
        }
    }
    series
}

/// A space of twenty rooms in which much is said; in the middle something that fifty people react to.
fn filled(runtime: &Runtime, writer: &Client, count: usize) -> (String, String) {
    let room = writer.create_room(json!({ "creation_content": { "type": "m.space" } }));
    for _ in 0..20 {
        let child = writer.create_room(json!({ "preset": "public_chat" }));
        writer.set_state(&room, "m.space.child", &child, json!({ "via": ["localhost"] })).ok();
    }
    fill(runtime, writer, &room, count / 2);
    let middle = writer.say(&room, "the middle");
    for number in 0..50 {
        let relation = json!({ "rel_type": "m.annotation", "event_id": &middle, "key": number.to_string() });
        event_id(&writer.send_event(&room, "m.reaction", json!({ "m.relates_to": relation })).ok());
    }
    fill(runtime, writer, &room, count / 2);
    (room, middle)
}

fn questions(writer: &Client, room: &str, middle: &str) -> [(&'static str, String); 5] {
    let page = writer.messages(room, "dir=b&limit=1");
    let half = writer.get(&in_room(room, &format!("context/{}?limit=1", encode(middle)))).ok();
    let (newest, half) = (text(&page["start"]), text(&half["start"]));
    let hierarchy = format!("/_matrix/client/v1/rooms/{}/hierarchy", encode(room));
    let relations = format!("/_matrix/client/v1/rooms/{}/relations/{}?limit=50", encode(room), encode(middle));
    [
        ("/messages, the newest 50", in_room(room, &format!("messages?dir=b&limit=50&from={newest}"))),
        ("/messages, 50 from the middle", in_room(room, &format!("messages?dir=b&limit=50&from={half}"))),
        ("/context, 20 around the middle", in_room(room, &format!("context/{}?limit=20", encode(middle)))),
        ("/relations, 50 of one event", relations),
        ("/hierarchy, a space of 20 rooms", hierarchy),
    ]
}

fn text(value: &Value) -> String {
    value.as_str().expect("a place").to_owned()
}

/// Sends many messages by many connections.
fn fill(runtime: &Runtime, writer: &Client, room: &str, count: usize) {
    runtime.block_on(async {
        let mut writers = JoinSet::new();
        for number in 0..WRITERS {
            let (writer, room) = (writer.clone(), room.to_owned());
            writers.spawn(async move {
                let mut wire = Wire::open(&writer).await.expect("a connection");
                let body = json!({ "msgtype": "m.text", "body": "a message of some length, as people write them" });
                for _ in (number..count).step_by(WRITERS) {
                    let path = in_room(&room, &format!("send/m.room.message/{}", unique()));
                    wire.ask("PUT", &path, &body.to_string()).await.expect("an answer").ok();
                }
            });
        }
        while writers.join_next().await.is_some() {}
    });
}
