//! Somebody who uses the server under test: an account, its token, and one connection.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Failure, connection::Connection};

/// Numbers for names and transactions, unlike any other of this run.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// A number that this run has not used.
pub(crate) fn unique() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A signed-in account.
pub(crate) struct User {
    pub(crate) id: String,
    token: Arc<str>,
    connection: Connection,
}

/// What a sync answered, as far as a load generator reads it.
#[derive(Deserialize)]
pub(crate) struct Synced {
    pub(crate) next_batch: String,
    #[serde(default)]
    pub(crate) rooms: Value,
}

impl Synced {
    /// Whether a message with this body is among the news of any room.
    pub(crate) fn has_message(&self, body: &str) -> bool {
        let rooms = self.rooms.get("join").and_then(Value::as_object);
        rooms.into_iter().flatten().any(|(_, room)| {
            let events = room.pointer("/timeline/events").and_then(Value::as_array);
            events.into_iter().flatten().any(|event| body_of(event) == Some(body))
        })
    }
}

/// The body of a message event.
pub(crate) fn body_of(event: &Value) -> Option<&str> {
    event.pointer("/content/body")?.as_str()
}

impl User {
    /// Makes an account. Servers differ in what they ask for; here it is `m.login.dummy` or nothing.
    pub(crate) async fn register(address: &Arc<str>, name: &str) -> Result<Self, Failure> {
        #[derive(Deserialize)]
        struct Registered {
            user_id: String,
            access_token: Box<str>,
        }
        let mut connection = Connection::new(Arc::clone(address));
        let body = json!({
            "username": format!("{name}-{}-{}", std::process::id(), unique()),
            "password": "an endless load of words",
            "auth": { "type": "m.login.dummy" },
        });
        let path = "/_matrix/client/v3/register";
        let registered: Registered = connection.json(Method::POST, path, None, Some(&body)).await?;
        Ok(Self { id: registered.user_id, token: registered.access_token.into(), connection })
    }

    /// Makes several accounts, a few at a time.
    pub(crate) async fn register_many(address: &Arc<str>, name: &str, count: usize) -> Result<Vec<Self>, Failure> {
        let mut users = Vec::with_capacity(count);
        for _ in 0..count {
            users.push(Self::register(address, name).await?);
        }
        Ok(users)
    }

    /// The same account on a connection of its own.
    pub(crate) fn again(&self) -> Self {
        Self {
            id: self.id.clone(),
            token: Arc::clone(&self.token),
            connection: Connection::new(self.connection.address()),
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Result<bytes::Bytes, Failure> {
        self.connection.ask(Method::GET, path, Some(&self.token), None).await
    }

    pub(crate) async fn get_json(&mut self, path: &str) -> Result<Value, Failure> {
        self.connection.json(Method::GET, path, Some(&self.token), None).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.connection.json(Method::POST, path, Some(&self.token), Some(body)).await
    }

    pub(crate) async fn put(&mut self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.connection.json(Method::PUT, path, Some(&self.token), Some(body)).await
    }

    /// The status and length of an answer that may be a refusal.
    pub(crate) async fn try_post(&mut self, path: &str, body: &Value) -> Result<(u16, Value), Failure> {
        let (status, answer) = self.connection.exchange(Method::POST, path, Some(&self.token), Some(body)).await?;
        Ok((status, serde_json::from_slice(&answer).unwrap_or_default()))
    }

    /// Makes a room that anybody may join.
    pub(crate) async fn create_room(&mut self, name: &str) -> Result<String, Failure> {
        let body = json!({ "preset": "public_chat", "name": name });
        let created = self.post("/_matrix/client/v3/createRoom", &body).await?;
        let room = created.get("room_id").and_then(Value::as_str);
        Ok(room.ok_or("createRoom gave no room_id")?.to_owned())
    }

    pub(crate) async fn join(&mut self, room: &str) -> Result<(), Failure> {
        self.post(&format!("/_matrix/client/v3/rooms/{room}/join"), &json!({})).await?;
        Ok(())
    }

    /// Sends a text and waits until the server has acknowledged it.
    pub(crate) async fn send(&mut self, room: &str, body: &str) -> Result<(), Failure> {
        let path = format!("/_matrix/client/v3/rooms/{room}/send/m.room.message/t{}", unique());
        self.put(&path, &json!({ "msgtype": "m.text", "body": body })).await?;
        Ok(())
    }

    pub(crate) async fn sync(&mut self, query: &str) -> Result<Synced, Failure> {
        let answer = self.get(&format!("/_matrix/client/v3/sync?{query}")).await?;
        Ok(serde_json::from_slice(&answer)?)
    }

    /// Where to wait for news: the end of a sync that gives as little as it can.
    pub(crate) async fn now(&mut self) -> Result<String, Failure> {
        let filter = r#"{"room":{"timeline":{"limit":1},"state":{"lazy_load_members":true}}}"#;
        Ok(self.sync(&format!("timeout=0&filter={}", encoded(filter))).await?.next_batch)
    }
}

/// A text as part of a query string.
pub(crate) fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
