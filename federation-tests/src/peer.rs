//! A server that says what a test wants, and signs it: for what no honest server would say.

use std::{
    net::TcpListener,
    sync::{Arc, Mutex, PoisonError},
};

use hs_testkit::{Answer, Client, Value, json};
use ruma::{
    CanonicalJsonObject, RoomVersionId,
    room_version_rules::RoomVersionRules,
    serde::{Base64, base64::Standard},
    signatures::{Ed25519KeyPair, hash_and_sign_event, reference_hash, sign_json},
};

use crate::{
    Authority,
    incoming::{Asked, Reply, listen},
};

/// A server of the test's own, with a name, a certificate and a signing key.
pub struct Peer {
    name: String,
    key: Arc<Ed25519KeyPair>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Peer {
    /// Listens. What `handler` has no answer for is answered as an honest server would: its keys, and `{}`.
    pub fn new(authority: &Authority, handler: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap_or_else(|error| panic!("no port: {error}"));
        let port = listener.local_addr().unwrap_or_else(|error| panic!("no address: {error}")).port();
        let name = format!("localhost:{port}");
        let key = Ed25519KeyPair::from_der(&Ed25519KeyPair::generate(), "peer".to_owned());
        let key = Arc::new(key.unwrap_or_else(|error| panic!("no key: {error}")));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let published = keys(&name, &key, i64::MAX / (1 << 12));
        let record = Arc::clone(&asked);
        listen(authority, listener, move |asked| {
            record.lock().unwrap_or_else(PoisonError::into_inner).push(asked.clone());
            Some(handler(&asked).unwrap_or_else(|| {
                let is_keys = asked.path.starts_with("/_matrix/key/v2/server");
                if is_keys { reply_json(200, &published) } else { reply_json(200, &json!({ "pdus": {} })) }
            }))
        });
        Self { name, key, asked }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Its keys, signed, good until a time in milliseconds.
    pub fn keys_until(&self, valid_until_ts: i64) -> Value {
        keys(&self.name, &self.key, valid_until_ts)
    }

    /// An event with hash and signature, as the rules of its room's version have it; as it is where it is too broken.
    pub fn sign_event(&self, event: Value, rules: &RoomVersionRules) -> Value {
        let mut object: CanonicalJsonObject = match serde_json::from_value(event.clone()) {
            Ok(object) => object,
            Err(_) => return event,
        };
        match hash_and_sign_event(&self.name, &*self.key, &mut object, &rules.redaction) {
            Ok(()) => serde_json::to_value(object).unwrap_or(event),
            Err(_) => event,
        }
    }

    /// Asks a server for something, signed; with a body, if there is one.
    pub fn ask(&self, client: &Client, destination: &str, method: &str, uri: &str, body: Option<&Value>) -> Answer {
        let client = client.with_authorization(&self.authorization(destination, method, uri, body));
        let text = body.map(ToString::to_string).unwrap_or_default();
        client.send(method, uri, text.as_bytes())
    }

    /// The `Authorization` header of a request to `destination`.
    pub fn authorization(&self, destination: &str, method: &str, uri: &str, body: Option<&Value>) -> String {
        let mut object = json!({ "origin": self.name, "destination": destination, "method": method, "uri": uri });
        if let Some(body) = body {
            object["content"] = body.clone();
        }
        let signature = signed(&self.name, &self.key, object)["signatures"][&self.name]["ed25519:peer"].clone();
        let signature = signature.as_str().unwrap_or_default();
        format!(
            "X-Matrix origin=\"{}\",destination=\"{destination}\",key=\"ed25519:peer\",sig=\"{signature}\"",
            self.name
        )
    }
}

/// The id of an event as another server sends it.
pub fn id_of(version: &RoomVersionId, event: &Value) -> String {
    let rules = version.rules().unwrap_or_else(|| panic!("nobody knows version {version}"));
    let object: Result<CanonicalJsonObject, _> = serde_json::from_value(event.clone());
    event_id(&object.unwrap_or_else(|error| panic!("not canonical: {error}")), &rules)
}

fn event_id(object: &CanonicalJsonObject, rules: &RoomVersionRules) -> String {
    let hash = reference_hash(object, rules).unwrap_or_else(|error| panic!("no hash: {error}"));
    format!("${hash}")
}

/// A reply with a JSON body.
pub fn reply_json(status: u16, body: &Value) -> Reply {
    let body = body.to_string();
    Box::new(move |stream| {
        write!(
            stream,
            "HTTP/1.1 {status} Reply\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
    })
}

fn keys(name: &str, key: &Ed25519KeyPair, valid_until_ts: i64) -> Value {
    let public = Base64::<Standard, _>::new(key.public_key()).encode();
    let keys = json!({
        "server_name": name,
        "verify_keys": { "ed25519:peer": { "key": public } },
        "old_verify_keys": {},
        "valid_until_ts": valid_until_ts,
    });
    signed(name, key, keys)
}

fn signed(name: &str, key: &Ed25519KeyPair, object: Value) -> Value {
    let object: Result<CanonicalJsonObject, _> = serde_json::from_value(object);
    let mut object = object.unwrap_or_else(|error| panic!("not canonical: {error}"));
    sign_json(name, key, &mut object).unwrap_or_else(|error| panic!("not signed: {error}"));
    serde_json::to_value(object).unwrap_or_else(|error| panic!("not JSON: {error}"))
}
