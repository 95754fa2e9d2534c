//! Application services: who they are, what they may do, and what they are told.
//! <https://spec.matrix.org/v1.19/application-service-api/>

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};

use hs_testkit::{Client, Server, Setup, Value, encode, event_id, in_room, json};

use crate::on_each_database;

/// A request that reached the service.
#[derive(Clone, Debug)]
struct Asked {
    line: String,
    token: String,
    body: Value,
}

/// What the service answers: a status and a body; it hangs up where the status is zero.
type Answer = dyn Fn(&Asked) -> (u16, Value) + Send + Sync;

/// An application service that is really asked.
#[derive(Clone)]
struct Bridge {
    address: SocketAddr,
    asked: Arc<(Mutex<Vec<Asked>>, Condvar)>,
    answer: Arc<Mutex<Box<Answer>>>,
}

impl Bridge {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let bridge =
            Self { address, asked: Arc::default(), answer: Arc::new(Mutex::new(Box::new(|_| (200, json!({}))))) };
        let served = bridge.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let bridge = served.clone();
                thread::spawn(move || while bridge.serve(&stream).is_some() {});
            }
        });
        bridge
    }

    fn serve(&self, stream: &TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream);
        let read_line = |reader: &mut BufReader<&TcpStream>| {
            let mut line = String::new();
            (reader.read_line(&mut line).ok()? > 0).then(|| line.trim_end().to_owned())
        };
        let line = read_line(&mut reader)?.trim_end_matches(" HTTP/1.1").to_owned();
        let (mut token, mut length) = (String::new(), 0);
        loop {
            let header = read_line(&mut reader)?;
            let Some((name, value)) = header.split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "authorization" => value.clone_into(&mut token),
                "content-length" => length = value.parse().ok()?,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let asked = Asked { line, token, body: serde_json::from_slice(&body).unwrap_or_default() };
        let (status, body) = self.answer.lock().expect("an answer")(&asked);
        self.asked.0.lock().expect("a list").push(asked);
        self.asked.1.notify_all();
        if status == 0 {
            return None;
        }
        let body = body.to_string();
        let head =
            format!("HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
        (&*stream).write_all((head + &body).as_bytes()).ok()
    }

    fn answers(&self, answer: impl Fn(&Asked) -> (u16, Value) + Send + Sync + 'static) {
        *self.answer.lock().expect("an answer") = Box::new(answer);
    }

    /// The first request of which this is true, once it has come.
    #[track_caller]
    fn wait_for(&self, what: &str, wanted: impl Fn(&Asked) -> bool) -> Asked {
        let list = self.asked.0.lock().expect("a list");
        let (list, waited) = self
            .asked
            .1
            .wait_timeout_while(list, Duration::from_mins(1), |list| !list.iter().any(&wanted))
            .expect("a list");
        assert!(!waited.timed_out(), "never asked for {what}: {list:?}");
        list.iter().find(|asked| wanted(asked)).cloned().expect("a request")
    }

    /// Waits until the service has been told of an event.
    #[track_caller]
    fn wait_for_event(&self, event_id: &str) -> Value {
        let has = |asked: &Asked| {
            let mut events = asked.body["events"].as_array().into_iter().flatten();
            asked.line.starts_with("PUT ") && events.any(|event| event["event_id"] == event_id)
        };
        let body = self.wait_for(event_id, has).body;
        body["events"]
            .as_array()
            .expect("events")
            .iter()
            .find(|event| event["event_id"] == event_id)
            .cloned()
            .expect("it")
    }

    /// The events of all transactions that the service took, in order.
    fn told(&self) -> Vec<String> {
        let mut seen = std::collections::BTreeSet::new();
        let list = self.asked.0.lock().expect("a list");
        let transactions =
            list.iter().filter(|asked| asked.line.contains("/transactions/") && seen.insert(asked.line.clone()));
        let events = transactions.flat_map(|asked| asked.body["events"].as_array().cloned().unwrap_or_default());
        events.filter_map(|event| event["content"]["body"].as_str().map(ToOwned::to_owned)).collect()
    }
}

fn start(setup: &Setup, bridge: &Bridge) -> Server {
    let registration = json!({
        "id": "irc", "url": format!("http://{}/bridge", bridge.address), "as_token": "from the bridge",
        "hs_token": "to the bridge", "sender_localpart": "_irc", "rate_limited": false, "receive_ephemeral": true,
        "protocols": ["irc"],
        "namespaces": {
            "users": [{ "exclusive": true, "regex": "@_irc_.*" }],
            "aliases": [{ "exclusive": true, "regex": "#_irc_.*" }],
        },
    });
    // JSON is YAML.
    fs::write(setup.folder().join("irc.yaml"), registration.to_string()).expect("a file");
    setup.clone().with_raw("application_services.registrations", "[\"irc.yaml\"]").start()
}

fn register(service: &Client, name: &str) -> hs_testkit::Answer {
    let body = json!({ "type": "m.login.application_service", "username": name, "inhibit_login": true });
    service.post("/_matrix/client/v3/register", body)
}

#[test]
fn a_service_acts_as_its_users() {
    on_each_database(|setup| {
        let bridge = Bridge::start();
        let server = start(&setup, &bridge);
        let alice = server.register("alice");
        assert_eq!(alice.get("/_matrix/client/v3/account/whoami").ok()["user_id"], *alice.user_id);
        let service = server.client().with_token("from the bridge");
        let bob = register(&service, "_irc_bob").ok();
        assert_eq!((&bob["user_id"], bob.get("access_token")), (&json!("@_irc_bob:localhost"), None));
        register(&service, "_irc_bob").refused(400, "M_USER_IN_USE");
        register(&service, "carol").refused(400, "M_EXCLUSIVE");
        register(&server.client().with_token("wrong"), "_irc_x").refused(401, "M_UNKNOWN_TOKEN");
        let reserved = json!({ "username": "_irc_x", "password": "correct horse battery" });
        server.client().post("/_matrix/client/v3/register", reserved).refused(400, "M_EXCLUSIVE");
        server.client().get("/_matrix/client/v3/register/available?username=_irc_x").refused(400, "M_EXCLUSIVE");
        let as_bob = |path: &str| format!("{path}?user_id={}", encode("@_irc_bob:localhost"));
        let whoami = "/_matrix/client/v3/account/whoami";
        assert_eq!(service.get(whoami).ok(), json!({ "user_id": "@_irc:localhost" }));
        assert_eq!(service.get(&as_bob(whoami)).ok()["user_id"], "@_irc_bob:localhost");
        for other in ["@alice:localhost", "@_irc_nobody:localhost", "@_irc_bob:example.org"] {
            service.get(&format!("{whoami}?user_id={}", encode(other))).refused(403, "M_FORBIDDEN");
        }
        // Devices are made and removed without a password.
        let with_device = format!("{}&device_id=PHONE", as_bob(whoami));
        service.get(&with_device).refused(400, "M_UNKNOWN_DEVICE");
        service.put(&as_bob("/_matrix/client/v3/devices/PHONE"), json!({ "display_name": "Phone" })).ok();
        assert_eq!(service.get(&with_device).ok()["device_id"], "PHONE");
        service.post(&as_bob("/_matrix/client/v3/keys/upload"), json!({})).refused(400, "M_INVALID_PARAM");
        service.delete(&as_bob("/_matrix/client/v3/devices/PHONE")).ok();
        let login = json!({ "type": "m.login.application_service",
            "identifier": { "type": "m.id.user", "user": "_irc_bob" } });
        let signed_in = service.post("/_matrix/client/v3/login", login.clone()).ok();
        server.client().with_session(&signed_in).get(whoami).ok();
        register(&service, "_irc_gone").ok();
        let as_gone = |path: &str| format!("{path}?user_id={}", encode("@_irc_gone:localhost"));
        service.post(&as_gone("/_matrix/client/v3/account/deactivate"), json!({})).ok();
        service.get(&as_gone(whoami)).refused(403, "M_USER_DEACTIVATED");
        server.client().post("/_matrix/client/v3/login", login).refused(401, "M_MISSING_TOKEN");
        // The time of an event is the service's to say, and only the service's.
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        service.post(&as_bob(&in_room(&room, "join")), json!({})).ok();
        let send = |client: &Client, path: &str| {
            let path = in_room(&room, &format!("send/m.room.message/{path}"));
            let sent = client.put(&path, json!({ "msgtype": "m.text", "body": "old" })).ok();
            alice.event(&room, &event_id(&sent)).ok()["origin_server_ts"].as_i64()
        };
        assert_eq!(send(&service, &format!("1{}&ts=1000", as_bob(""))), Some(1000));
        assert_ne!(send(&alice, "2?ts=1000"), Some(1000));
        // What is too old to be shown is not shown beside another event either.
        let root = alice.say(&room, "what is it?");
        let thread = json!({ "body": "tea", "m.relates_to": { "rel_type": "m.thread", "event_id": root } });
        service.put(&format!("{}&ts=1000", as_bob(&in_room(&room, "send/m.room.message/3"))), thread).ok();
        let relations = || alice.event(&room, &root).ok()["unsigned"]["m.relations"].clone();
        assert_eq!(relations()["m.thread"]["latest_event"]["content"]["body"], "tea");
        let retention = in_room(&room, "state/m.room.retention/");
        alice.put(&retention, json!({ "max_lifetime": 3_600_000 })).ok();
        assert_eq!(relations(), Value::Null);
        // Aliases are reserved, too, and the service need not be in the room.
        let alias = |name: &str| format!("/_matrix/client/v3/directory/room/{}", encode(&format!("#{name}:localhost")));
        alice.put(&alias("_irc_tea"), json!({ "room_id": room })).refused(400, "M_EXCLUSIVE");
        let named = json!({ "room_alias_name": "_irc_tea" });
        alice.post("/_matrix/client/v3/createRoom", named).refused(400, "M_EXCLUSIVE");
        service.put(&alias("tea"), json!({ "room_id": room })).refused(400, "M_EXCLUSIVE");
        service.put(&alias("_irc_tea"), json!({ "room_id": room })).ok();
        service.delete(&alias("_irc_tea")).ok();
        server.assert_sound();
    });
}

#[test]
fn a_service_is_told_what_concerns_it_in_order() {
    on_each_database(|setup| {
        let bridge = Bridge::start();
        let server = start(&setup, &bridge);
        let alice = server.register("alice");
        let service = server.client().with_token("from the bridge");
        let (room, elsewhere) = (alice.create_room(json!({})), alice.create_room(json!({})));
        alice.say(&elsewhere, "secret");
        // Somebody who does not exist yet is asked for.
        let as_service = service.clone();
        bridge.answers(move |asked| {
            if asked.line.contains("/users/") {
                register(&as_service, "_irc_bob").ok();
            }
            (200, json!({}))
        });
        alice.post(&in_room(&room, "invite"), json!({ "user_id": "@_irc_bob:localhost" })).ok();
        let asked = bridge.wait_for("the user", |asked| asked.line.contains("/users/"));
        assert_eq!(asked.line, "GET /bridge/_matrix/app/v1/users/@_irc_bob:localhost");
        assert_eq!(asked.token, "Bearer to the bridge");
        let as_bob = format!("?user_id={}", encode("@_irc_bob:localhost"));
        bridge.wait_for("the invitation", |asked| asked.body["events"][0]["state_key"] == "@_irc_bob:localhost");
        service.post(&(in_room(&room, "join") + &as_bob), json!({})).ok();
        let first = alice.say(&room, "one");
        let told = bridge.wait_for_event(&first);
        assert_eq!((&told["room_id"], &told["content"]["body"]), (&json!(room), &json!("one")));
        // While it does not answer, everything waits, through a restart as well, and comes once and in order.
        bridge.answers(|_| (500, json!({})));
        alice.say(&room, "two");
        bridge.wait_for("another try", |asked| asked.body["events"][0]["content"]["body"] == "two");
        let server = server.restart();
        let alice = server.client().with_session(&json!({ "access_token": alice.token(), "user_id": alice.user_id }));
        alice.say(&room, "three");
        bridge.answers(|_| (200, json!({})));
        bridge.wait_for_event(&alice.say(&room, "four"));
        assert_eq!(bridge.told(), ["one", "two", "three", "four"]);
        // What passes is told, too.
        alice
            .put(
                &in_room(&room, &format!("typing/{}", encode(&alice.user_id))),
                json!({ "typing": true, "timeout": 9000 }),
            )
            .ok();
        let typing = bridge.wait_for("typing", |asked| asked.body["ephemeral"][0]["type"] == "m.typing").body;
        let expected = json!({ "type": "m.typing", "room_id": room, "content": { "user_ids": [alice.user_id] } });
        assert_eq!(typing["ephemeral"][0], expected);
        server.assert_sound();
    });
}

#[test]
fn a_service_is_asked() {
    on_each_database(|setup| {
        let bridge = Bridge::start();
        let server = start(&setup, &bridge);
        let alice = server.register("alice");
        let service = server.client().with_token("from the bridge");
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        let knock = json!({ "type": "m.room.join_rules", "state_key": "", "content": { "join_rule": "knock" } });
        let closed = alice.create_room(json!({ "initial_state": [knock] }));
        let (as_service, named, door) = (service.clone(), room.clone(), closed.clone());
        bridge.answers(move |asked| {
            let make = |name: &str, room: &str| {
                let alias = format!("/_matrix/client/v3/directory/room/%23_irc_{name}%3Alocalhost");
                as_service.put(&alias, json!({ "room_id": room })).ok();
                (200, json!({}))
            };
            match asked.line.rsplit('/').next().unwrap_or_default() {
                "%23_irc_tea:localhost" => make("tea", &named),
                "%23_irc_door:localhost" => make("door", &door),
                "%23_irc_silent:localhost" => (0, json!({})),
                "irc" if asked.line.contains("/protocol/") => (
                    200,
                    json!({ "user_fields": ["nick"], "instances": [{ "network_id": "libera", "desc": "Libera" }] }),
                ),
                "irc?nick=bob" => (200, json!([{ "userid": "@_irc_bob:localhost", "protocol": "irc", "fields": {} }])),
                "ping" => (if asked.body["transaction_id"] == "bad" { 403 } else { 200 }, json!({})),
                _ => (404, json!({ "errcode": "M_NOT_FOUND", "error": "" })),
            }
        });
        let alias = |name: &str| format!("/_matrix/client/v3/directory/room/{}", encode(&format!("#{name}:localhost")));
        assert_eq!(alice.get(&alias("_irc_tea")).ok()["room_id"], *room);
        alice.get(&alias("_irc_cake")).refused(404, "M_NOT_FOUND");
        alice.get(&alias("_irc_silent")).refused(408, "M_UNKNOWN");
        let knock = format!("/_matrix/client/v3/knock/{}", encode("#_irc_door:localhost"));
        assert_eq!(server.register("bob").post(&knock, json!({})).ok()["room_id"], *closed);
        let protocols = alice.get("/_matrix/client/v3/thirdparty/protocols").ok();
        assert_eq!(protocols["irc"]["instances"][0]["instance_id"], "irc|libera");
        assert_eq!(alice.get("/_matrix/client/v3/thirdparty/protocol/irc").ok(), protocols["irc"]);
        alice.get("/_matrix/client/v3/thirdparty/protocol/xmpp").refused(404, "M_NOT_FOUND");
        let found = alice.get("/_matrix/client/v3/thirdparty/user/irc?nick=bob").ok();
        assert_eq!(found[0]["userid"], "@_irc_bob:localhost");
        assert_eq!(alice.get("/_matrix/client/v3/thirdparty/location/irc").ok(), json!([]));
        assert_eq!(alice.get("/_matrix/client/v3/thirdparty/user?userid=@a:b").ok(), json!([]));
        assert_eq!(alice.get("/_matrix/client/v3/thirdparty/location?alias=%23a:b").ok(), json!([]));
        let ping = "/_matrix/client/v1/appservice/irc/ping";
        assert!(service.post(ping, json!({ "transaction_id": "meow" })).ok()["duration_ms"].is_u64());
        let refused = service.post(ping, json!({ "transaction_id": "bad" })).refused(502, "M_BAD_STATUS");
        assert_eq!((&refused["status"], &refused["body"]), (&json!(403), &json!("{}")));
        service.post("/_matrix/client/v1/appservice/xmpp/ping", json!({})).refused(403, "M_FORBIDDEN");
        alice.post(ping, json!({})).refused(403, "M_FORBIDDEN");
        // Its list of rooms is its own.
        let path = format!("/_matrix/client/v3/directory/list/appservice/libera/{}", encode(&room));
        service.put(&path, json!({ "visibility": "public" })).ok();
        let listed = |body: Value| {
            let page = alice.post("/_matrix/client/v3/publicRooms", body).ok();
            page["chunk"].as_array().expect("rooms").iter().any(|listed| listed["room_id"] == *room)
        };
        assert!(!listed(json!({})) && listed(json!({ "include_all_networks": true })));
        assert!(listed(json!({ "third_party_instance_id": "irc|libera" })));
        service.put(&path, json!({ "visibility": "private" })).ok();
        assert!(!listed(json!({ "third_party_instance_id": "irc|libera" })));
        server.assert_sound();
    });
}
