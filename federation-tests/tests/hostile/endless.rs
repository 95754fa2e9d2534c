//! Peers that never come to an end: with an answer, with what their events refer to, with not answering.

use std::{
    io::Write,
    sync::LazyLock,
    thread,
    time::{Duration, Instant},
};

use federation_tests::{Reply, eventually, hears, reply_json};
use hs_testkit::{Value, encode, json};

use crate::{Stage, id_of};

/// The paths by which a server is asked for what events refer to.
const FEDERATION: &str = "/_matrix/federation/";

fn endless() -> Reply {
    Box::new(|stream: &mut dyn Write| {
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"events\":[")?;
        loop {
            stream.write_all(&[b' '; 1 << 14])?;
        }
    })
}

/// A hundred megabytes of spaces, compressed.
fn bomb() -> Reply {
    static PACKED: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        for _ in 0..25_600 {
            packed.write_all(&[b' '; 4096]).unwrap_or_else(|error| panic!("nothing is packed: {error}"));
        }
        packed.finish().unwrap_or_else(|error| panic!("nothing is packed: {error}"))
    });
    Box::new(|stream: &mut dyn Write| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip";
        write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n", PACKED.len())?;
        stream.write_all(&PACKED)
    })
}

/// Longer than anybody waits.
fn silence() -> Reply {
    Box::new(|_: &mut dyn Write| {
        thread::sleep(Duration::from_mins(2));
        Ok(())
    })
}

impl Stage {
    /// How often the peer was asked for something of this kind.
    fn count(&self, path: &str) -> usize {
        self.peer.asked().iter().filter(|asked| asked.path.contains(path)).count()
    }

    /// The peer says something that everybody hears.
    fn assert_goes_on(&self, user: &str, id: &str) {
        let event = self.sign(self.message(user, id));
        self.transact(id, &[event], &[]).ok();
        hears(&self.alice, &self.room, id);
        self.server.assert_sound();
    }
}

#[test]
fn answers_that_never_end_are_cut_off() {
    let stage = Stage::new();
    let user = stage.user("mallory");
    stage.join(&user);
    let answers: [fn() -> Reply; 2] = [endless, bomb];
    for (name, answer) in ["endless", "bomb"].into_iter().zip(answers) {
        stage.script.say(FEDERATION, answer);
        let (asked, given_up) =
            (stage.count("/event_auth/"), stage.server.log().matches("could not be taken in").count());
        let mut after_nothing = stage.message(&user, "after nothing");
        after_nothing["prev_events"] = json!([format!("$nowhere{name}")]);
        let mut allowed_by_nothing = stage.message(&user, "allowed by nothing");
        allowed_by_nothing["auth_events"] = json!([format!("$nobody{name}")]);
        stage.transact(name, &[stage.sign(after_nothing), stage.sign(allowed_by_nothing)], &[]).ok();
        eventually("the peer is asked", || (stage.count("/event_auth/") > asked).then_some(()));
        eventually("the peer is given up", || {
            (stage.server.log().matches("could not be taken in").count() > given_up).then_some(())
        });
        stage.assert_goes_on(&user, &format!("after {name}").replace(' ', "-"));
    }
}

#[test]
fn references_without_end_are_followed_so_far() {
    let stage = Stage::new();
    let user = stage.user("mallory");
    stage.join(&user);
    // Each event refers to as many others as it may, and nobody has any of these.
    let unheard_of = |name: &str, count: usize| (0..count).map(|nth| format!("${name}-{nth}")).collect::<Value>();
    let template = stage.message(&user, "and so on");
    let ever_more = |name: String| {
        let mut event = template.clone();
        event["prev_events"] = unheard_of(&name, 20);
        event["content"]["body"] = name.into();
        stage.sign(event)
    };
    let events: Vec<Value> = (0..20).map(|nth| ever_more(format!("link{nth}"))).collect();
    let (state, chain) = (unheard_of("state", 30), unheard_of("chain", 30));
    stage.script.say(FEDERATION, move || reply_json(404, &json!({ "errcode": "M_NOT_FOUND", "error": "gone" })));
    stage
        .script
        .say(&format!("{FEDERATION}v1/get_missing_events/"), move || reply_json(200, &json!({ "events": events })));
    stage.script.say(&format!("{FEDERATION}v1/state_ids/"), move || {
        reply_json(200, &json!({ "pdu_ids": state, "auth_chain_ids": chain }))
    });
    let first = ever_more("first".to_owned());
    stage.transact("first", &[first], &[]).ok();
    let mut before = 0;
    eventually("nothing more is asked for", || {
        thread::sleep(Duration::from_secs(2));
        let asked = stage.count(FEDERATION);
        (asked > 0 && std::mem::replace(&mut before, asked) == asked).then_some(())
    });
    // Of twenty states each with sixty events, none of which is to be had.
    assert!(before < 1_500, "one event has us ask {before} times");
    assert_eq!(stage.count("/get_missing_events/"), 1, "nobody follows the links of a chain");
    stage.assert_goes_on(&user, "after-all");
}

#[test]
fn more_references_than_an_event_may_have_are_none() {
    let stage = Stage::new();
    let user = stage.user("mallory");
    stage.join(&user);
    for (field, count) in [("prev_events", 21), ("prev_events", 1_000), ("auth_events", 11), ("auth_events", 1_000)] {
        let mut event = stage.message(&user, "see there");
        event[field] = (0..count).map(|nth| format!("${field}{nth}")).collect();
        stage.transact(&format!("{field}{count}"), &[stage.sign(event)], &[]).ok();
    }
    stage.assert_goes_on(&user, "after-all");
    assert_eq!(stage.count(FEDERATION), 0, "nobody looks for what they refer to");
}

#[test]
fn who_does_not_answer_keeps_nobody_waiting() {
    /// More than are worked on at once because of what one server sends.
    const ROOMS: usize = 20;
    let stage = Stage::new();
    let user = stage.user("mallory");
    stage.script.say(FEDERATION, silence);
    let other = stage.network.start();
    let bob = other.register("bob");
    let via = encode(stage.server.name());
    let rooms: Vec<String> = (0..ROOMS)
        .map(|_| {
            let room = stage.alice.create_room(json!({ "preset": "public_chat", "room_version": "11" }));
            stage.join_to(&room, &user);
            room
        })
        .collect();
    bob.post(&format!("/_matrix/client/v3/join/{}?via={via}", encode(&stage.room)), json!({})).ok();
    let lost: Vec<Value> = rooms
        .iter()
        .map(|room| {
            let mut event = stage.message_in(room, &user, "after nothing");
            event["prev_events"] = json!([format!("$nowhere{}", id_of(&event))]);
            stage.sign(event)
        })
        .collect();
    stage.transact("lost", &lost, &[]).ok();
    eventually("the peer is asked", || (stage.count("/get_missing_events/") > 0).then_some(()));
    let began = Instant::now();
    bob.say(&stage.room, "never mind them");
    hears(&stage.alice, &stage.room, "never mind them");
    assert!(began.elapsed() < Duration::from_secs(15), "it took {:?}", began.elapsed());
    stage.server.assert_sound();
}
