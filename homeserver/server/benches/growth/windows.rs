//! Sliding sync beside a first sync of the same account.

use std::{thread, time::Duration};

use hs_testkit::{Server, json};

use crate::ask::ask;

/// The account that slides.
const MANY_ROOMS: usize = 2_000;
const SLIDING: &str = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";

/// The first window of sliding sync beside a first sync, after a start and once all is at hand.
pub(crate) fn compare(server: Server) {
    let alice = server.register("alice");
    thread::scope(|scope| {
        for part in 0..8 {
            let alice = &alice;
            scope.spawn(move || {
                for number in (part..MANY_ROOMS).step_by(8) {
                    let room = alice.create_room(json!({ "name": format!("Room {number}") }));
                    for text in ["one", "two", "three"] {
                        alice.say(&room, text);
                    }
                }
            });
        }
    });
    let list = |timeline_limit: u64| {
        json!({ "lists": { "all": {
            "ranges": [[0, 19]],
            "timeline_limit": timeline_limit,
            "required_state": [
                ["m.room.name", ""], ["m.room.encryption", ""], ["m.room.member", "$LAZY"], ["m.room.member", "$ME"],
                ["m.room.topic", ""], ["m.room.canonical_alias", ""], ["m.room.power_levels", ""],
                ["m.space.child", "*"], ["m.space.parent", "*"],
            ],
        } } })
        .to_string()
    };
    println!("{:<44} {:>12} {:>12} {:>12}", format!("an account with {MANY_ROOMS} rooms"), "/sync", "window", "ratio");
    let server = server.restart();
    let (slide, _) = ask(server.address(), &alice, "POST", SLIDING, &list(1));
    let server = server.restart();
    let (sync, length) = ask(server.address(), &alice, "GET", "/_matrix/client/v3/sync", "");
    print_windows("after a start", sync, slide);
    let times = |method: &str, path: &str, body: &str| {
        let mut times: Vec<_> = (0..5).map(|_| ask(server.address(), &alice, method, path, body).0).collect();
        times.sort();
        times[2]
    };
    let sync = times("GET", "/_matrix/client/v3/sync", "");
    print_windows("at hand, 1 event of each timeline", sync, times("POST", SLIDING, &list(1)));
    print_windows("at hand, 20 events of each timeline", sync, times("POST", SLIDING, &list(20)));
    println!("the first sync is {:.1} MiB", length as f64 / 1_048_576.0);
    assert!(server.stop().success(), "the server did not stop in good order");
}

fn print_windows(what: &str, sync: Duration, slide: Duration) {
    let (sync, slide) = (sync.as_secs_f64() * 1e3, slide.as_secs_f64() * 1e3);
    println!("{what:<44} {sync:>9.1} ms {slide:>9.1} ms {:>12.0}", sync / slide);
}
