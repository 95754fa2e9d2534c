//! Keys and signatures as clients make them, for the tests of end-to-end encryption.
#![expect(clippy::expect_used, reason = "what is not as expected fails the test")]

use hs_core::signing::SigningKey;
use hs_testkit::{Client, Value, json};
use ruma::{
    CanonicalJsonObject,
    serde::{Base64, base64::Standard},
    signatures::sign_json,
};

pub(crate) const KEYS: &str = "/_matrix/client/v3/keys";

/// A key pair with a name.
pub(crate) struct Pair {
    key: SigningKey,
    /// What signatures call the key.
    pub(crate) id: String,
    /// The public half in base64.
    pub(crate) public: String,
}

impl Pair {
    /// The key of a device.
    pub(crate) fn of_device(seed: u8, device_id: &str) -> Self {
        Self { id: format!("ed25519:{device_id}"), ..Self::named_by_itself(seed) }
    }

    /// A cross-signing key.
    pub(crate) fn named_by_itself(seed: u8) -> Self {
        let key = SigningKey::from_seed([seed; 32]).expect("a key");
        let public = Base64::<Standard, _>::new(key.public_key()).encode();
        Self { key, id: format!("ed25519:{public}"), public }
    }

    /// Adds a signature to those that an object has.
    pub(crate) fn sign(&self, object: &mut Value, user_id: &str) {
        let mut signed: CanonicalJsonObject = serde_json::from_value(object.clone()).expect("canonical JSON");
        signed.remove("signatures");
        sign_json(user_id, &self.key, &mut signed).expect("a signature");
        let signed = serde_json::to_value(signed).expect("JSON");
        object["signatures"][user_id][&self.id] = signed["signatures"][user_id][self.key.id().as_str()].clone();
    }

    /// What a device says about itself, signed.
    pub(crate) fn device_keys(&self, of: &Client) -> Value {
        let (user_id, device_id) = (&of.user_id, &of.device_id);
        let mut keys = json!({
            "user_id": user_id,
            "device_id": device_id,
            "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
            "keys": { format!("curve25519:{device_id}"): "curve", &self.id: self.public },
        });
        self.sign(&mut keys, user_id);
        keys
    }

    /// A one-time key of a device.
    pub(crate) fn one_time_key(&self, of: &Client, key: &str) -> Value {
        let mut key = json!({ "key": key });
        self.sign(&mut key, &of.user_id);
        key
    }

    /// A cross-signing key, not signed yet.
    pub(crate) fn cross_signing_key(&self, of: &Client, usage: &str) -> Value {
        json!({ "user_id": of.user_id, "usage": [usage], "keys": { &self.id: self.public } })
    }
}

/// Uploads the keys of a person's device.
#[track_caller]
pub(crate) fn upload_device(of: &Client, seed: u8) -> Pair {
    let pair = Pair::of_device(seed, &of.device_id);
    of.post(&format!("{KEYS}/upload"), json!({ "device_keys": pair.device_keys(of) })).ok();
    pair
}

/// The keys of somebody, as `asker` sees them.
#[track_caller]
pub(crate) fn query(asker: &Client, of: &Client) -> Value {
    asker.post(&format!("{KEYS}/query"), json!({ "device_keys": { &of.user_id: [] } })).ok()
}

/// Signs somebody in on another device.
#[track_caller]
pub(crate) fn sign_in(of: &Client, device_id: &str) -> Client {
    let user = json!({ "type": "m.id.user", "user": of.user_id });
    let body = json!({
        "type": "m.login.password", "identifier": user, "password": PASSWORD, "device_id": device_id,
    });
    of.with_session(&of.post("/_matrix/client/v3/login", body).ok())
}

pub(crate) const PASSWORD: &str = "correct horse battery";
