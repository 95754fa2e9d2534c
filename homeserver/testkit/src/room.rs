//! What people do in rooms, in as few words as a test wants to spend on it.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use crate::http::{Answer, Client};

/// The path of something in a room: `in_room("!a:b", "members")`.
pub fn in_room(room: &str, rest: &str) -> String {
    format!("/_matrix/client/v3/rooms/{}/{rest}", encode(room))
}

/// Text as a part of a path or of a query.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
    encoded
}

fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase()
}

/// A transaction id that no other request of this process has.
pub fn unique() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("t{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The events of a list, by what `pick` finds in each; those in which it finds nothing are left out.
fn pick(events: &Value, pick: impl Fn(&Value) -> Option<&str>) -> Vec<String> {
    let events = events.as_array().map(Vec::as_slice).unwrap_or_default();
    events.iter().filter_map(|event| pick(event).map(ToOwned::to_owned)).collect()
}

/// The texts of the messages in a list of events.
pub fn bodies(events: &Value) -> Vec<String> {
    pick(events, |event| event["content"]["body"].as_str())
}

/// The types of the events in a list.
pub fn types(events: &Value) -> Vec<String> {
    pick(events, |event| event["type"].as_str())
}

/// The ids of the events in a list.
pub fn ids(events: &Value) -> Vec<String> {
    pick(events, |event| event["event_id"].as_str())
}

/// The users whom the member events in a list are about.
pub fn members(events: &Value) -> Vec<String> {
    let mut users = pick(events, |event| event["state_key"].as_str().filter(|_| event["type"] == "m.room.member"));
    users.sort();
    users
}

impl Client {
    /// Makes a room, and gives back its id.
    #[track_caller]
    pub fn create_room(&self, options: impl Into<Value>) -> String {
        let created = self.post("/_matrix/client/v3/createRoom", options).ok();
        created["room_id"].as_str().unwrap_or_else(|| panic!("no room id in {created}")).to_owned()
    }

    /// Joins a room.
    pub fn join(&self, room: &str) -> Answer {
        self.post(&in_room(room, "join"), json!({}))
    }

    /// Leaves a room.
    pub fn leave(&self, room: &str) -> Answer {
        self.post(&in_room(room, "leave"), json!({}))
    }

    /// Does to somebody else what `what` says: `invite`, `kick`, `ban` or `unban`.
    pub fn moderate(&self, room: &str, what: &str, whom: &Client) -> Answer {
        self.post(&in_room(room, what), json!({ "user_id": whom.user_id }))
    }

    /// Invites somebody who then joins.
    #[track_caller]
    pub fn bring(&self, room: &str, whom: &Client) {
        self.moderate(room, "invite", whom).ok();
        whom.join(room).ok();
    }

    /// Sends any event with a transaction id of its own.
    pub fn send_event(&self, room: &str, kind: &str, content: impl Into<Value>) -> Answer {
        self.put(&in_room(room, &format!("send/{kind}/{}", unique())), content)
    }

    /// Sends a text message, and gives back its event id.
    #[track_caller]
    pub fn say(&self, room: &str, text: &str) -> String {
        let content = json!({ "msgtype": "m.text", "body": text });
        event_id(&self.send_event(room, "m.room.message", content).ok())
    }

    /// Sets a piece of state.
    pub fn set_state(&self, room: &str, kind: &str, key: &str, content: impl Into<Value>) -> Answer {
        self.put(&in_room(room, &format!("state/{kind}/{}", encode(key))), content)
    }

    /// Reads a piece of state.
    pub fn state(&self, room: &str, kind: &str, key: &str) -> Answer {
        self.get(&in_room(room, &format!("state/{kind}/{}", encode(key))))
    }

    /// What somebody is to a room, by the room's state.
    #[track_caller]
    pub fn membership(&self, room: &str, of: &Client) -> String {
        let content = self.state(room, "m.room.member", &of.user_id).ok();
        content["membership"].as_str().unwrap_or_default().to_owned()
    }

    /// Takes an event back.
    pub fn redact(&self, room: &str, event: &str, reason: impl Into<Value>) -> Answer {
        self.put(&in_room(room, &format!("redact/{}/{}", encode(event), unique())), reason)
    }

    /// One event.
    pub fn event(&self, room: &str, event: &str) -> Answer {
        self.get(&in_room(room, &format!("event/{}", encode(event))))
    }

    /// A page of history: `query` has `dir`, `from`, `limit` and so on.
    #[track_caller]
    pub fn messages(&self, room: &str, query: &str) -> Value {
        self.get(&in_room(room, &format!("messages?{query}"))).ok()
    }

    /// All of a room's history that this person can page back to, newest first, `limit` at a time.
    #[track_caller]
    pub fn history(&self, room: &str, limit: usize) -> Vec<Value> {
        let mut events = Vec::new();
        let mut from = String::new();
        loop {
            let page = self.messages(room, &format!("dir=b&limit={limit}{from}"));
            events.extend(page["chunk"].as_array().cloned().unwrap_or_default());
            let Some(end) = page["end"].as_str() else { return events };
            from = format!("&from={end}");
        }
    }

    /// A sync that does not wait. An empty `since` is a first one.
    #[track_caller]
    pub fn sync(&self, since: &str) -> Value {
        self.sync_with(since, "")
    }

    /// A sync with further parameters: `timeout=1000&filter=…`.
    #[track_caller]
    pub fn sync_with(&self, since: &str, query: &str) -> Value {
        let since = if since.is_empty() { String::new() } else { format!("since={since}&") };
        self.get(&format!("/_matrix/client/v3/sync?{since}{query}")).ok()
    }

    /// Like [`Client::sync_with`], with a filter that is not kept on the server.
    #[track_caller]
    pub fn sync_filtered(&self, since: &str, filter: &Value) -> Value {
        self.sync_with(since, &format!("filter={}", encode(&filter.to_string())))
    }

    /// Where a sync from now on would begin.
    #[track_caller]
    pub fn now(&self) -> String {
        next_batch(&self.sync(""))
    }
}

/// The event id in an answer.
#[track_caller]
pub fn event_id(answer: &Value) -> String {
    answer["event_id"].as_str().unwrap_or_else(|| panic!("no event id in {answer}")).to_owned()
}

/// Where the sync after this one begins.
#[track_caller]
pub fn next_batch(sync: &Value) -> String {
    sync["next_batch"].as_str().unwrap_or_else(|| panic!("no next_batch in {sync}")).to_owned()
}
