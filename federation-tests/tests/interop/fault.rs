//! What the network does to servers: it parts them, loses and repeats what they say, and is slow; and machines die.
//! Whatever happens, in the end all servers are in the same room.

use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    thread,
    time::{Duration, Instant},
};

use federation_tests::{Asked, Fate, Network, Participant, Proxy, eventually, hears, sync_until};
use hs_testkit::{Client, Value, bodies, encode, event_id, json, unique};
use libtest_mimic::Failed;

use crate::{
    agreement::{Told, agree, agree_apart_from, is_seen_as},
    membership::hears_of_the_end,
    world::{Make, play},
};

/// What happens to three servers.
pub(crate) struct Disaster {
    pub(crate) name: &'static str,
    play: fn(&mut Trio),
}

macro_rules! disaster {
    ($play:ident) => {
        Disaster { name: stringify!($play), play: $play }
    };
}

pub(crate) const DISASTERS: &[Disaster] = &[
    disaster!(parted_and_together_again),
    disaster!(power_struggle_across_a_rift),
    disaster!(undone_before_witnesses),
    disaster!(who_is_there_after_a_rift),
    disaster!(lost_and_repeated),
    disaster!(one_is_slow),
    disaster!(one_is_away_for_long),
    disaster!(death_of_the_guest_in_a_join),
    disaster!(death_of_the_host_in_a_join),
];

/// Three servers, each behind a proxy. The first makes the rooms.
#[derive(Default)]
pub(crate) struct Ruins {
    network: Network,
    trios: [OnceLock<Mutex<Trio>>; 2],
}

/// Who makes the rooms, and who else is there.
const MAKES: [[Make; 3]; 2] =
    [[Make::Heliograph, Make::Heliograph, Make::Synapse], [Make::Synapse, Make::Heliograph, Make::Heliograph]];

impl Ruins {
    /// Plays a scenario in each order of servers.
    pub(crate) fn play(&self, disaster: &Disaster, number: usize) -> Result<(), Failed> {
        let mut trio = self.trio(number);
        trio.calm();
        // Of whoever failed before.
        trio.0.iter_mut().for_each(|placed| placed.server.start());
        play(&mut *trio, |trio| trio.0.iter().map(|placed| &*placed.server).collect(), |trio| (disaster.play)(trio))
    }

    fn trio(&self, number: usize) -> MutexGuard<'_, Trio> {
        let trio = self.trios[number].get_or_init(|| {
            let place = |make: &Make| {
                let proxy = self.network.proxy();
                let server: Box<dyn Participant> = match make {
                    Make::Heliograph => Box::new(self.network.start_behind(&proxy)),
                    Make::Synapse => Box::new(self.network.start_synapse_behind(&proxy)),
                };
                Placed { server, proxy }
            };
            Mutex::new(Trio(MAKES[number].iter().map(place).collect()))
        });
        trio.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A server, and what is before it.
struct Placed {
    server: Box<dyn Participant>,
    proxy: Proxy,
}

/// Three servers.
pub(crate) struct Trio(Vec<Placed>);

impl Trio {
    fn calm(&self) {
        self.0.iter().for_each(|placed| placed.proxy.calm());
    }

    fn name(&self, number: usize) -> String {
        self.0[number].server.name().to_owned()
    }

    fn person(&self, number: usize) -> Client {
        self.0[number].server.register(&format!("person{number}-{}", unique()))
    }

    /// Servers of different sides do not hear each other.
    fn part(&self, sides: &[&[usize]]) {
        for (number, placed) in self.0.iter().enumerate() {
            let own = sides.iter().find(|side| side.contains(&number)).expect("everybody is on a side");
            let heard: Vec<String> = own.iter().map(|other| self.name(*other)).collect();
            placed.proxy.judge(move |asked| if heard.contains(&asked.origin) { Fate::Pass } else { Fate::Lost });
        }
    }

    /// A room of the first server's with a person of each, all of whom may do everything.
    fn room(&self) -> (Vec<Client>, String) {
        self.room_with([100; 3])
    }

    /// A room of the first server's with a person of each, who have these powers.
    fn room_with(&self, powers: [i64; 3]) -> (Vec<Client>, String) {
        let people: Vec<Client> = (0..3).map(|number| self.person(number)).collect();
        let users: serde_json::Map<String, Value> =
            people.iter().zip(powers).map(|(person, power)| (person.user_id.clone(), json!(power))).collect();
        let options = json!({
            "preset": "public_chat", "room_version": "11", "power_level_content_override": { "users": users },
        });
        let room = people[0].create_room(options);
        for person in &people[1..] {
            self.join(person, &room).ok();
        }
        for person in &people {
            is_seen_as(&room, person, "join", &people.iter().collect::<Vec<_>>());
        }
        (people, room)
    }

    fn join(&self, person: &Client, room: &str) -> hs_testkit::Answer {
        let via = encode(&self.name(0));
        person.post(&format!("/_matrix/client/v3/join/{}?via={via}&server_name={via}", encode(room)), json!({}))
    }
}

/// Everybody says something, which reaches all servers; then all agree.
fn come_together(people: &[Client], room: &str) {
    come_together_apart_from(people, room, &[]);
}

/// The same, but for events that only one server shows.
fn come_together_apart_from(people: &[Client], room: &str, events: &[String]) {
    for person in people {
        let text = format!("{} is here {}", person.user_id, unique());
        person.say(room, &text);
        for other in people {
            hears(other, room, &text);
        }
    }
    agree_apart_from(room, &people.iter().collect::<Vec<_>>(), events);
}

fn is_transaction(asked: &Asked) -> bool {
    asked.path.starts_with("/_matrix/federation/v1/send/")
}

/// Both sides write, and set the same places of the state.
fn parted_and_together_again(trio: &mut Trio) {
    let (people, room) = trio.room();
    for sides in [[&[0][..], &[1, 2]], [&[0, 1], &[2]]] {
        trio.part(&sides);
        for round in 0..5 {
            for (number, person) in people.iter().enumerate() {
                person.say(&room, &format!("{number} says {round}"));
                person.set_state(&room, "m.room.topic", "", json!({ "topic": format!("{number} {round}") })).ok();
            }
        }
        people[1].set_state(&room, "m.room.name", "", json!({ "name": unique() })).ok();
        trio.calm();
        come_together(&people, &room);
    }
}

/// Each side does what the other would not have allowed.
fn power_struggle_across_a_rift(trio: &mut Trio) {
    let (people, room) = trio.room_with([100, 60, 50]);
    let since = people[2].now();
    trio.part(&[&[0, 1], &[2]]);
    people[1].moderate(&room, "kick", &people[2]).ok();
    people[0].set_state(&room, "m.room.topic", "", json!({ "topic": "without them" })).ok();
    let topic = people[2].set_state(&room, "m.room.topic", "", json!({ "topic": "who is not there" })).ok();
    let name = people[2].set_state(&room, "m.room.name", "", json!({ "name": "ours" })).ok();
    trio.calm();
    people[0].say(&room, "who is left?");
    people[1].say(&room, "we are");
    hears_of_the_end(&people[2], &since, &room);
    is_seen_as(&room, &people[2], "leave", &[&people[0], &people[1]]);
    agree(&room, &[&people[0], &people[1]]);
    trio.join(&people[2], &room).ok();
    // The others heard of these after the kick. The room's state knows nothing of them anywhere.
    come_together_apart_from(&people, &room, &[event_id(&topic), event_id(&name)]);
    assert_eq!(people[2].state(&room, "m.room.topic", "").ok()["topic"], "without them");
}

/// What somebody did who had been put out already is undone, and those who saw it are told.
fn undone_before_witnesses(trio: &mut Trio) {
    let (people, room) = trio.room_with([100, 60, 50]);
    let witness = trio.person(1);
    trio.join(&witness, &room).ok();
    people[0].set_state(&room, "m.room.name", "", json!({ "name": "of before" })).ok();
    let mut told = Told::begin(&witness, &room);
    is_called(&witness, &room, "of before");
    is_seen_as(&room, &witness, "join", &people.iter().collect::<Vec<_>>());
    told.all_there_is();
    let since = people[1].now();
    trio.part(&[&[0, 2], &[1]]);
    people[0].moderate(&room, "kick", &people[1]).ok();
    people[1].set_state(&room, "m.room.name", "", json!({ "name": "ours" })).ok();
    told.all_there_is();
    trio.calm();
    people[0].say(&room, "who is left?");
    hears(&witness, &room, "who is left?");
    hears_of_the_end(&people[1], &since, &room);
    is_called(&witness, &room, "of before");
    told.all_there_is();
    // Whoever plays next on these servers finds them talking to each other again.
    let (people, room) = trio.room();
    come_together(&people, &room);
}

/// Where somebody is, and what they say of it, is heard of once servers hear each other again.
fn who_is_there_after_a_rift(trio: &mut Trio) {
    let (people, room) = trio.room();
    let says = format!("at tea {}", unique());
    let hears_of_it = |person: &Client| {
        sync_until(person, "where the other is", |sync| {
            let events = sync["presence"]["events"].as_array()?;
            let is_it = |event: &Value| {
                event["sender"] == people[1].user_id.as_str() && event["content"]["status_msg"] == says.as_str()
            };
            events.iter().any(is_it).then_some(())
        });
    };
    trio.part(&[&[0, 1], &[2]]);
    let path = format!("/_matrix/client/v3/presence/{}/status", encode(&people[1].user_id));
    people[1].put(&path, json!({ "presence": "online", "status_msg": says })).ok();
    hears_of_it(&people[0]);
    // Whatever was on its way to the third server is lost by now.
    people[1].say(&room, "nobody else hears this yet");
    hears(&people[0], &room, "nobody else hears this yet");
    trio.calm();
    people[2].say(&room, "hello again");
    hears_of_it(&people[2]);
    come_together(&people, &room);
}

/// Waits until a room has this name.
fn is_called(client: &Client, room: &str, name: &str) {
    eventually("the name", || (client.state(room, "m.room.name", "").body["name"] == name).then_some(()));
}

/// Every few transactions something else goes wrong.
fn lost_and_repeated(trio: &mut Trio) {
    let (people, room) = trio.room();
    for placed in &trio.0 {
        let mut count = 0_u32;
        placed.proxy.judge(move |asked| {
            count += u32::from(is_transaction(asked));
            match count % 5 {
                _ if !is_transaction(asked) => Fate::Pass,
                1 => Fate::Unanswered,
                2 => Fate::Lost,
                3 => Fate::Twice,
                _ => Fate::Pass,
            }
        });
    }
    let mut said = Vec::new();
    for round in 0..12 {
        for (number, person) in people.iter().enumerate() {
            let text = format!("{number} says {round}");
            person.say(&room, &text);
            said.push(text);
        }
        thread::sleep(Duration::from_millis(100));
    }
    trio.calm();
    come_together(&people, &room);
    for person in &people {
        let history = bodies(&Value::Array(person.history(&room, 100)));
        for text in &said {
            assert_eq!(history.iter().filter(|body| *body == text).count(), 1, "{text:?} is there once");
        }
    }
}

/// Who is slow to answer holds nobody up who is not.
fn one_is_slow(trio: &mut Trio) {
    const DELAY: Duration = Duration::from_secs(3);
    let (people, room) = trio.room();
    trio.0[1].proxy.judge(|_| Fate::Late(DELAY));
    let started = Instant::now();
    for round in 0..5 {
        let text = format!("quick {round}");
        people[0].say(&room, &text);
        hears(&people[2], &room, &text);
    }
    assert!(started.elapsed() < DELAY * 2, "five messages took {:?}", started.elapsed());
    hears(&people[1], &room, "quick 4");
    trio.calm();
    come_together(&people, &room);
}

/// More is said than fits into a transaction, and the state changes, while one of them is off.
fn one_is_away_for_long(trio: &mut Trio) {
    let (people, room) = trio.room();
    trio.0[1].server.kill();
    for round in 0..130 {
        let person = &people[if round % 3 == 0 { 2 } else { 0 }];
        person.say(&room, &format!("meanwhile {round}"));
        if round % 10 == 0 {
            person.set_state(&room, "m.room.topic", "", json!({ "topic": format!("{round}") })).ok();
        }
    }
    agree(&room, &[&people[0], &people[2]]);
    trio.0[1].server.start();
    come_together(&people, &room);
    let history = bodies(&Value::Array(people[1].history(&room, 100)));
    assert_eq!(history.iter().filter(|body| body.starts_with("meanwhile")).count(), 130);
}

/// Lets requests of a kind hang, and tells when one does.
fn hang(proxy: &Proxy, path: &'static str) -> Arc<OnceLock<()>> {
    let hangs = Arc::new(OnceLock::new());
    let told = Arc::clone(&hangs);
    proxy.judge(move |asked| {
        if asked.path.starts_with(path) && told.set(()).is_ok() {
            return Fate::Late(Duration::from_secs(2));
        }
        Fate::Pass
    });
    hangs
}

const SEND_JOIN: &str = "/_matrix/federation/v2/send_join/";

/// A join that one of both does not survive. Afterwards it goes well, and both see it.
fn death_in_a_join(trio: &mut Trio, dies: usize) {
    let (alice, bob) = (trio.person(0), trio.person(1));
    let room = alice.create_room(json!({ "preset": "public_chat", "room_version": "11" }));
    let hangs = hang(&trio.0[0].proxy, SEND_JOIN);
    let via = encode(&trio.name(0));
    let path = format!("/_matrix/client/v3/join/{}?via={via}&server_name={via}", encode(&room));
    let joining = thread::spawn({
        let bob = bob.clone();
        // Whether it breaks or is refused, nobody is let in.
        move || bob.exchange("POST", &path, b"{}").is_ok_and(|answer| answer.status == 200)
    });
    eventually("the join is under way", || hangs.get().copied());
    trio.0[dies].server.kill();
    let _ = joining.join();
    trio.calm();
    trio.0[dies].server.start();
    eventually("the join", || (trio.join(&bob, &room).status == 200).then_some(()));
    is_seen_as(&room, &bob, "join", &[&alice, &bob]);
    come_together(&[alice, bob], &room);
}

fn death_of_the_guest_in_a_join(trio: &mut Trio) {
    death_in_a_join(trio, 1);
}

fn death_of_the_host_in_a_join(trio: &mut Trio) {
    death_in_a_join(trio, 0);
}
