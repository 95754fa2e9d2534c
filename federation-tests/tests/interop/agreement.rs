//! Whether servers see the same room: its state with everybody's membership, and all that was said.

use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

use hs_testkit::{Client, Value, in_room, json, next_batch};

/// How long servers may take to tell each other.
const PATIENCE: Duration = Duration::from_secs(30);

/// A room as a member of it sees it.
#[derive(PartialEq)]
struct View {
    /// Events by type and state key.
    state: BTreeMap<String, Value>,
    /// Events by id.
    timeline: BTreeMap<String, Value>,
}

impl View {
    fn of(client: &Client, room: &str) -> Self {
        let state = client.get(&in_room(room, "state")).ok();
        let state = state.as_array().cloned().unwrap_or_default();
        let place = |event: &Value| format!("{} {}", event["type"], event["state_key"]);
        let timeline = client.history(room, 100);
        Self {
            state: state.iter().map(|event| (place(event), told(event))).collect(),
            timeline: timeline.iter().map(|event| (event["event_id"].to_string(), told(event))).collect(),
        }
    }

    /// What is not the same, as sentences.
    fn differences(&self, other: &Self) -> Vec<String> {
        let compare = |what: &str, one: &BTreeMap<String, Value>, other: &BTreeMap<String, Value>| {
            let keys: std::collections::BTreeSet<_> = one.keys().chain(other.keys()).collect();
            let differing = keys.into_iter().filter(|key| one.get(*key) != other.get(*key));
            let said = |map: &BTreeMap<String, Value>, key| map.get(key).map_or("nothing".to_owned(), Value::to_string);
            differing.map(|key| format!("{what} {key}:\n  {}\n  {}", said(one, key), said(other, key))).collect()
        };
        let mut found: Vec<String> = compare("state", &self.state, &other.state);
        found.extend(compare("event", &self.timeline, &other.timeline));
        found
    }
}

/// What a client knows of a room's state from its syncs alone.
pub(crate) struct Told<'a> {
    client: &'a Client,
    room: &'a str,
    since: String,
    state: BTreeMap<String, String>,
}

impl<'a> Told<'a> {
    /// The client knows nothing yet.
    pub(crate) fn begin(client: &'a Client, room: &'a str) -> Self {
        Self { client, room, since: String::new(), state: BTreeMap::new() }
    }

    /// Syncs until the client knows the state as the server has it.
    #[track_caller]
    pub(crate) fn all_there_is(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.listen();
            let state = self.client.get(&in_room(self.room, "state")).ok();
            let state: BTreeMap<_, _> = state.as_array().into_iter().flatten().filter_map(place_and_id).collect();
            if self.state == state {
                return;
            }
            let (told, user) = (&self.state, &self.client.user_id);
            assert!(Instant::now() < deadline, "{user} was told:\n{told:#?}\nand the room has:\n{state:#?}");
        }
    }

    fn listen(&mut self) {
        let sync = match &*self.since {
            "" => self.client.sync(""),
            since => self.client.sync_with(since, "timeout=500"),
        };
        self.since = next_batch(&sync);
        let room = &sync["rooms"]["join"][self.room];
        for part in ["state", "timeline"] {
            let events = room[part]["events"].as_array().into_iter().flatten();
            self.state.extend(events.filter_map(place_and_id));
        }
    }
}

/// Where an event stands in the state, and its id; `None` for a message.
fn place_and_id(event: &Value) -> Option<(String, String)> {
    let place = format!("{} {}", event["type"].as_str()?, event["state_key"].as_str()?);
    Some((place, event["event_id"].as_str()?.to_owned()))
}

/// The parts of an event that all servers tell alike.
fn told(event: &Value) -> Value {
    let part = |key: &str| event[key].clone();
    json!({
        "event_id": part("event_id"),
        "type": part("type"),
        "sender": part("sender"),
        "state_key": part("state_key"),
        "content": part("content"),
        "origin_server_ts": part("origin_server_ts"),
    })
}

/// Waits until all of these members see the same room.
#[track_caller]
pub(crate) fn agree(room: &str, members: &[&Client]) {
    agree_apart_from(room, members, &[]);
}

/// Waits until all of these members see the same room, but for events that only the server shows where they were made:
/// the others took them in when the room did not allow them any more.
#[track_caller]
pub(crate) fn agree_apart_from(room: &str, members: &[&Client], events: &[String]) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let mut views: Vec<_> = members.iter().map(|member| View::of(member, room)).collect();
        for view in &mut views {
            view.timeline.retain(|_, event| !events.iter().any(|id| event["event_id"] == id.as_str()));
        }
        let differences: Vec<_> = views.windows(2).flat_map(|pair| pair[0].differences(&pair[1])).collect();
        if differences.is_empty() {
            return;
        }
        assert!(Instant::now() < deadline, "the servers do not agree:\n{}", differences.join("\n"));
        thread::sleep(Duration::from_millis(200));
    }
}

/// Waits until somebody's membership is this, as all of these members see it.
#[track_caller]
pub(crate) fn is_seen_as(room: &str, whom: &Client, membership: &str, by: &[&Client]) {
    let deadline = Instant::now() + PATIENCE;
    for member in by {
        loop {
            let seen = member.state(room, "m.room.member", &whom.user_id);
            let seen = seen.body["membership"].as_str().unwrap_or("nothing").to_owned();
            if seen == membership {
                break;
            }
            let late = Instant::now() > deadline;
            assert!(!late, "{} sees {} as {seen}, not as {membership}", member.user_id, whom.user_id);
            thread::sleep(Duration::from_millis(50));
        }
    }
}
