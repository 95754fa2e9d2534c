//! A message in one room, and what it costs a reader in many to hear of it.

use hs_testkit::{Server, json, next_batch};

use crate::{
    ask::{ROUNDS, ask, median},
    series::Series,
};

/// Of how many rooms accounts are compared.
const ROOMS: [usize; 3] = [10, 100, 1_000];

pub(crate) fn grow(server: &Server) -> Series {
    let mut series = Series::new("rooms of the account", &ROOMS);
    let host = server.register("host");
    let rooms: Vec<String> = (0..ROOMS[2]).map(|_| host.create_room(json!({ "preset": "public_chat" }))).collect();
    for count in ROOMS {
        let reader = server.register(&format!("reader{count}"));
        for room in &rooms[..count] {
            reader.join(room).ok();
        }
        let mut since = reader.now();
        let times = (0..ROUNDS).map(|_| {
            host.say(&rooms[0], "news");
            let path = format!("/_matrix/client/v3/sync?since={since}");
            let (taken, _) = ask(server.address(), &reader, "GET", &path, "");
            since = next_batch(&reader.sync(&since));
            taken
        });
        series.add("incremental /sync of one message", median(times));
    }
    series
}
