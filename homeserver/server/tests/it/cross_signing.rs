//! Cross-signing: <https://spec.matrix.org/v1.19/client-server-api/#cross-signing>.

use hs_testkit::{Answer, Client, Value, json, next_batch};

use crate::{
    encryption::{KEYS, PASSWORD, Pair, query, upload_device},
    on_each_database, setup,
};

struct Identity {
    master: Pair,
    self_signing: Pair,
    user_signing: Pair,
}

impl Identity {
    fn new(seed: u8) -> Self {
        let [master, self_signing, user_signing] = [0, 1, 2].map(|place| Pair::named_by_itself(seed + place));
        Self { master, self_signing, user_signing }
    }

    fn keys(&self, of: &Client) -> Value {
        let mut self_signing = self.self_signing.cross_signing_key(of, "self_signing");
        let mut user_signing = self.user_signing.cross_signing_key(of, "user_signing");
        self.master.sign(&mut self_signing, &of.user_id);
        self.master.sign(&mut user_signing, &of.user_id);
        json!({
            "master_key": self.master.cross_signing_key(of, "master"),
            "self_signing_key": self_signing,
            "user_signing_key": user_signing,
        })
    }
}

fn upload(of: &Client, keys: &Value) -> Answer {
    of.post(&format!("{KEYS}/device_signing/upload"), keys.clone())
}

fn sign(by: &Client, of: &Client, key_id: &str, object: &Value) -> Value {
    let body = json!({ &of.user_id: { key_id: object } });
    let failures = by.post(&format!("{KEYS}/signatures/upload"), body).ok()["failures"].clone();
    failures[&of.user_id][key_id]["errcode"].clone()
}

#[test]
fn the_first_keys_are_free_and_replacing_them_is_not() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = server.register("alice");
        let first = Identity::new(10).keys(&alice);
        upload(&alice, &first).ok();
        upload(&alice, &first).ok();
        let mut other = Identity::new(20).keys(&alice);
        let challenge = upload(&alice, &other);
        assert_eq!(challenge.status, 401, "{}", challenge.text);
        assert_eq!(query(&alice, &alice)["master_keys"][&alice.user_id], first["master_key"]);
        let user = json!({ "type": "m.id.user", "user": alice.user_id });
        other["auth"] = json!({
            "type": "m.login.password", "identifier": user, "password": PASSWORD,
            "session": challenge.body["session"],
        });
        upload(&alice, &other).ok();
        let found = query(&alice, &alice);
        for (usage, list) in [("master", "master_keys"), ("self_signing", "self_signing_keys")] {
            assert_eq!(found[list][&alice.user_id], other[format!("{usage}_key")]);
        }
        // The same authentication is good for nothing else.
        let mut third = Identity::new(30).keys(&alice);
        third["auth"] = other["auth"].clone();
        assert_eq!(upload(&alice, &third).status, 401);
    });
}

#[test]
fn forged_cross_signing_keys_are_refused() {
    let server = setup().start();
    let (alice, mallory) = (server.register("alice"), server.register("mallory"));
    let identity = Identity::new(10);
    let keys = identity.keys(&mallory);
    upload(&mallory, &Identity::new(20).keys(&alice)).refused(400, "M_INVALID_PARAM");
    upload(&mallory, &json!({ "self_signing_key": keys["self_signing_key"] })).refused(400, "M_MISSING_PARAM");
    let mut forged = keys.clone();
    forged["self_signing_key"] = Identity::new(20).keys(&mallory)["self_signing_key"].clone();
    upload(&mallory, &forged).refused(400, "M_INVALID_SIGNATURE");
    let mut wrong_use = keys.clone();
    wrong_use["master_key"]["usage"] = json!(["self_signing"]);
    upload(&mallory, &wrong_use).refused(400, "M_INVALID_PARAM");
    let mut misnamed = keys.clone();
    misnamed["master_key"]["keys"] = json!({ "ed25519:x": identity.master.public });
    upload(&mallory, &misnamed).refused(400, "M_INVALID_PARAM");
    let mut short = keys.clone();
    short["master_key"]["keys"] = json!({ "ed25519:AAAA": "AAAA" });
    upload(&mallory, &short).refused(400, "M_INVALID_PARAM");
    assert_eq!(query(&mallory, &mallory).get("master_keys"), None);
    upload(&mallory, &keys).ok();
}

#[test]
fn signatures_are_seen_by_those_whom_they_concern() {
    on_each_database(|setup| {
        let server = setup.start();
        let [alice, bob, eve] = ["alice", "bob", "eve"].map(|name| server.register(name));
        let room = alice.create_room(json!({}));
        alice.moderate(&room, "invite", &bob).ok();
        bob.join(&room).ok();
        let (hers, his) = (Identity::new(10), Identity::new(20));
        let device = upload_device(&alice, 1);
        upload(&alice, &hers.keys(&alice)).ok();
        upload(&bob, &his.keys(&bob)).ok();
        let (of_alice, of_bob) = (alice.now(), bob.now());

        let mut own_device = device.device_keys(&alice);
        hers.self_signing.sign(&mut own_device, &alice.user_id);
        assert_eq!(sign(&alice, &alice, &alice.device_id, &own_device), Value::Null);
        let mut own_master = hers.master.cross_signing_key(&alice, "master");
        device.sign(&mut own_master, &alice.user_id);
        assert_eq!(sign(&alice, &alice, &hers.master.public, &own_master), Value::Null);
        let sync = bob.sync(&of_bob);
        assert_eq!(sync["device_lists"]["changed"], json!([alice.user_id]));
        let found = query(&bob, &alice);
        let signatures = &found["device_keys"][&alice.user_id][&alice.device_id]["signatures"][&alice.user_id];
        assert!(signatures[&device.id].is_string() && signatures[&hers.self_signing.id].is_string(), "{found}");
        assert!(found["master_keys"][&alice.user_id]["signatures"][&alice.user_id][&device.id].is_string(), "{found}");
        assert_eq!(found.get("user_signing_keys"), None);

        let mut his_master = his.master.cross_signing_key(&bob, "master");
        hers.user_signing.sign(&mut his_master, &alice.user_id);
        assert_eq!(sign(&alice, &bob, &his.master.public, &his_master), Value::Null);
        let seen_by = |asker: &Client| query(asker, &bob)["master_keys"][&bob.user_id]["signatures"].clone();
        assert!(seen_by(&alice)[&alice.user_id][&hers.user_signing.id].is_string());
        assert_eq!((seen_by(&bob), seen_by(&eve)), (Value::Null, Value::Null));
        let changed = alice.sync(&of_alice)["device_lists"]["changed"].as_array().cloned().unwrap_or_default();
        assert!(changed.contains(&json!(bob.user_id)));
        assert!(bob.sync(&next_batch(&sync)).get("device_lists").is_none(), "nothing changed in Bob's eyes");
    });
}

#[test]
fn forged_signatures_are_refused_one_by_one() {
    let server = setup().start();
    let (alice, mallory) = (server.register("alice"), server.register("mallory"));
    let (hers, evil) = (Identity::new(10), Identity::new(20));
    let device = upload_device(&alice, 1);
    let own = upload_device(&mallory, 2);
    upload(&alice, &hers.keys(&alice)).ok();
    upload(&mallory, &evil.keys(&mallory)).ok();

    let device_of_alice = || device.device_keys(&alice);
    let mut signed = device_of_alice();
    evil.self_signing.sign(&mut signed, &mallory.user_id);
    assert_eq!(sign(&mallory, &alice, &alice.device_id, &signed), "M_NOT_FOUND", "devices of others are not signed");
    let mut master = hers.master.cross_signing_key(&alice, "master");
    evil.self_signing.sign(&mut master, &mallory.user_id);
    assert_eq!(sign(&mallory, &alice, &hers.master.public, &master), "M_INVALID_SIGNATURE", "the wrong kind of key");
    let mut master = hers.master.cross_signing_key(&alice, "master");
    hers.master.sign(&mut master, &alice.user_id);
    assert_eq!(sign(&mallory, &alice, &hers.master.public, &master), "M_INVALID_SIGNATURE", "not Mallory's own");
    let mut changed = own.device_keys(&mallory);
    changed["keys"]["curve25519:other"] = json!("evil");
    evil.self_signing.sign(&mut changed, &mallory.user_id);
    assert_eq!(sign(&mallory, &mallory, &mallory.device_id, &changed), "M_INVALID_PARAM", "not what was published");
    let mut forged = own.device_keys(&mallory);
    forged["signatures"][&mallory.user_id][&evil.self_signing.id] = json!("AAAA");
    assert_eq!(sign(&mallory, &mallory, &mallory.device_id, &forged), "M_INVALID_SIGNATURE");
    assert_eq!(sign(&mallory, &mallory, "ABSENT", &forged), "M_NOT_FOUND");

    let mut right = own.device_keys(&mallory);
    evil.self_signing.sign(&mut right, &mallory.user_id);
    let body = json!({ &mallory.user_id: { &mallory.device_id: right, "ABSENT": {} } });
    let failures = mallory.post(&format!("{KEYS}/signatures/upload"), body).ok()["failures"].clone();
    assert_eq!(failures[&mallory.user_id].as_object().map(serde_json::Map::len), Some(1), "{failures}");
    let found = query(&alice, &mallory);
    let signatures = &found["device_keys"][&mallory.user_id][&mallory.device_id]["signatures"][&mallory.user_id];
    assert!(signatures[&evil.self_signing.id].is_string());
}
