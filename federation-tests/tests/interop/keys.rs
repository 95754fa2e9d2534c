//! What private conversations rest on: devices and their keys, identities, and messages from device to device.

use federation_tests::{eventually, sync_until};
use hs_testkit::{Client, Value, json, unique};
use ruma::{
    CanonicalJsonObject,
    serde::{Base64, base64::Standard},
    signatures::{Ed25519KeyPair, sign_json},
};

use crate::stage::{ONE, Scenario, Stage, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(devices_are_known, ONE),
    scenario!(devices_come_and_go, ONE),
    scenario!(one_time_keys_are_claimed, ONE),
    scenario!(identities_are_seen, ONE),
    scenario!(messages_to_devices, ONE),
];

const KEYS: &str = "/_matrix/client/v3/keys";

/// A key that signs.
struct Signer {
    pair: Ed25519KeyPair,
    public: String,
}

impl Signer {
    /// A key with a name; one without is named by itself, as identities are.
    fn new(name: &str) -> Self {
        let der = Ed25519KeyPair::generate();
        let public = |pair: &Ed25519KeyPair| {
            Base64::<Standard, _>::new(pair.public_key()).encode().trim_end_matches('=').to_owned()
        };
        let pair = Ed25519KeyPair::from_der(&der, name.to_owned()).expect("a key");
        let public = public(&pair);
        let name = if name.is_empty() { public.clone() } else { name.to_owned() };
        Self { pair: Ed25519KeyPair::from_der(&der, name).expect("a key"), public }
    }

    fn sign(&self, user: &str, object: &mut Value) {
        let mut canonical: CanonicalJsonObject = serde_json::from_value(object.take()).expect("canonical JSON");
        sign_json(user, &self.pair, &mut canonical).expect("signed");
        *object = serde_json::to_value(canonical).expect("JSON");
    }
}

/// Publishes the keys of somebody's device.
fn publish(client: &Client) -> (Signer, Value) {
    let signer = Signer::new(&client.device_id);
    let id = |algorithm: &str| format!("{algorithm}:{}", client.device_id);
    let mut keys = json!({
        "user_id": client.user_id,
        "device_id": client.device_id,
        "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
        "keys": { id("ed25519"): signer.public, id("curve25519"): Signer::new("").public },
    });
    signer.sign(&client.user_id, &mut keys);
    client.post(&format!("{KEYS}/upload"), json!({ "device_keys": keys })).ok();
    (signer, keys)
}

/// What `by` is told of the keys of somebody.
fn query(by: &Client, of: &Client) -> Value {
    by.post(&format!("{KEYS}/query"), json!({ "device_keys": { &of.user_id: [] } })).ok()
}

/// Waits until `by` knows exactly these devices of somebody.
fn knows_devices(by: &Client, of: &Client, devices: &[&str]) {
    let mut devices = devices.to_vec();
    devices.sort_unstable();
    eventually("the devices are known", || {
        let known = query(by, of)["device_keys"][&of.user_id].clone();
        let mut known: Vec<_> = known.as_object()?.keys().map(String::as_str).collect();
        known.sort_unstable();
        (known == devices).then_some(())
    });
}

/// Waits until somebody is told that another's devices have changed.
fn hears_of_change(client: &Client, since: &str, of: &Client) {
    let mut since = since.to_owned();
    eventually("the devices have changed", || {
        let sync = client.sync_with(&since, "timeout=1000");
        since = hs_testkit::next_batch(&sync);
        let changed = sync["device_lists"]["changed"].as_array()?.iter();
        changed.filter_map(Value::as_str).find(|user| *user == of.user_id).map(drop)
    });
}

/// The same person on another device.
fn sign_in(client: &Client) -> Client {
    let identifier = json!({ "type": "m.id.user", "user": client.user_id });
    let login = json!({ "type": "m.login.password", "identifier": identifier, "password": "correct horse battery" });
    client.with_session(&client.post("/_matrix/client/v3/login", login).ok())
}

fn devices_are_known(stage: &Stage<'_>) {
    let (alice, bob, _) = stage.shared_room();
    let (_, of_alice) = publish(&alice);
    let (_, of_bob) = publish(&bob);
    for (by, of, keys) in [(&alice, &bob, &of_bob), (&bob, &alice, &of_alice)] {
        let known = eventually("the device is known", || {
            let known = query(by, of)["device_keys"][&of.user_id][&of.device_id].clone();
            known.is_object().then_some(known)
        });
        for part in ["algorithms", "keys", "signatures", "user_id", "device_id"] {
            assert_eq!(known[part], keys[part], "{part}");
        }
    }
    // Nobody has to share a room to ask.
    let carol = stage.at_guest("carol");
    publish(&carol);
    knows_devices(&alice, &carol, &[&carol.device_id]);
}

fn devices_come_and_go(stage: &Stage<'_>) {
    let (alice, bob, _) = stage.shared_room();
    for (one, other) in [(&alice, &bob), (&bob, &alice)] {
        publish(other);
        knows_devices(one, other, &[&other.device_id]);
        let since = one.now();
        let second = sign_in(other);
        publish(&second);
        hears_of_change(one, &since, other);
        knows_devices(one, other, &[&other.device_id, &second.device_id]);
        let since = one.now();
        second.post("/_matrix/client/v3/logout", json!({})).ok();
        hears_of_change(one, &since, other);
        knows_devices(one, other, &[&other.device_id]);
    }
}

fn one_time_keys_are_claimed(stage: &Stage<'_>) {
    let (alice, bob, _) = stage.shared_room();
    for (one, other) in [(&alice, &bob), (&bob, &alice)] {
        let (signer, _) = publish(other);
        let mut key = json!({ "key": Signer::new("").public });
        signer.sign(&other.user_id, &mut key);
        let body = json!({ "one_time_keys": { "signed_curve25519:AAA": key } });
        other.post(&format!("{KEYS}/upload"), body).ok();
        let wanted = json!({ "one_time_keys": { &other.user_id: { &other.device_id: "signed_curve25519" } } });
        let claim = || {
            let claimed = one.post(&format!("{KEYS}/claim"), wanted.clone()).ok();
            claimed["one_time_keys"][&other.user_id][&other.device_id].clone()
        };
        assert_eq!(claim()["signed_curve25519:AAA"], key);
        let again = claim();
        assert!(again.get("signed_curve25519:AAA").is_none(), "a key is given away once: {again}");
    }
}

/// Publishes who somebody is, by keys that sign each other.
fn publish_identity(client: &Client) -> Value {
    let (master, self_signing, user_signing) = (Signer::new(""), Signer::new(""), Signer::new(""));
    let key = |signer: &Signer, usage: &str| {
        let keys = json!({ format!("ed25519:{}", signer.public): signer.public });
        json!({ "user_id": client.user_id, "usage": [usage], "keys": keys })
    };
    let mut keys = json!({ "master_key": key(&master, "master") });
    for (signer, usage) in [(&self_signing, "self_signing"), (&user_signing, "user_signing")] {
        let mut key = key(signer, usage);
        master.sign(&client.user_id, &mut key);
        keys[format!("{usage}_key")] = key;
    }
    client.post(&format!("{KEYS}/device_signing/upload"), keys.clone()).ok();
    keys
}

fn identities_are_seen(stage: &Stage<'_>) {
    let (alice, bob, _) = stage.shared_room();
    for (one, other) in [(&alice, &bob), (&bob, &alice)] {
        publish(other);
        knows_devices(one, other, &[&other.device_id]);
        let since = one.now();
        let keys = publish_identity(other);
        hears_of_change(one, &since, other);
        eventually("the identity is seen", || {
            let seen = query(one, other);
            let is_same = |list: &str, key: &str| {
                let (seen, made) = (&seen[list][&other.user_id], &keys[key]);
                seen["keys"] == made["keys"] && seen["usage"] == made["usage"]
            };
            let is_private = seen["user_signing_keys"][&other.user_id].is_null();
            assert!(is_private, "whom somebody trusts is nobody else's business");
            (is_same("master_keys", "master_key") && is_same("self_signing_keys", "self_signing_key")).then_some(())
        });
    }
}

fn messages_to_devices(stage: &Stage<'_>) {
    let (alice, bob, _) = stage.shared_room();
    for (one, other) in [(&alice, &bob), (&bob, &alice)] {
        let second = sign_in(other);
        let send = |device: &str, text: &str| {
            let messages = json!({ "messages": { &other.user_id: { device: { "text": text } } } });
            one.put(&format!("/_matrix/client/v3/sendToDevice/org.example.word/{}", unique()), messages).ok();
        };
        send(&other.device_id, "to one");
        send("*", "to all");
        let got = |client: &Client, wanted: &[&str]| {
            let mut texts = Vec::new();
            sync_until(client, "the messages", |sync| {
                let events = sync["to_device"]["events"].as_array().cloned().unwrap_or_default();
                for event in events.iter().filter(|event| event["type"] == "org.example.word") {
                    assert_eq!(event["sender"], one.user_id.as_str());
                    texts.push(event["content"]["text"].as_str().unwrap_or_default().to_owned());
                }
                (texts.len() >= wanted.len()).then_some(())
            });
            assert_eq!(texts, wanted);
        };
        got(other, &["to one", "to all"]);
        got(&second, &["to all"]);
    }
}
