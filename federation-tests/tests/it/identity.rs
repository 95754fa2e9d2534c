//! Who servers are: keys, and the signatures on what they ask.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use federation_tests::{Asked, Network, Peer, Reply, reply_json};
use hs_testkit::{Answer, Client, encode, json};

/// A question that only servers may ask.
fn question(user: &str) -> String {
    format!("/_matrix/federation/v1/query/profile?field=displayname&user_id={}", encode(user))
}

/// Asks as a server does.
fn ask(client: &Client, uri: &str, authorization: &str) -> Answer {
    client.with_authorization(authorization).get(uri)
}

#[test]
fn servers_tell_their_own_keys_and_each_others() {
    let network = Network::new();
    let (a, b) = (network.start(), network.start());
    let own = b.client().get("/_matrix/key/v2/server").ok();
    assert_eq!(own["server_name"], b.name());
    let told = a.client().get(&format!("/_matrix/key/v2/query/{}", b.name())).ok();
    let told = &told["server_keys"][0];
    assert_eq!(told["verify_keys"], own["verify_keys"]);
    let signers = told["signatures"].as_object().expect("signatures");
    assert!(signers.contains_key(a.name()) && signers.contains_key(b.name()), "{signers:?}");
    a.assert_sound();
    b.assert_sound();
}

#[test]
fn keys_of_others_are_asked_for_again_where_they_should_be_good_for_longer() {
    let network = Network::new();
    let server = network.start();
    let peer = Peer::new(network.authority(), |_| None);
    let ask = |query: &str| {
        let told = server.client().get(&format!("/_matrix/key/v2/query/{}{query}", peer.name())).ok();
        assert!(told["server_keys"][0]["signatures"][server.name()].is_object(), "{told}");
        peer.asked().len()
    };
    assert_eq!(ask(""), 1);
    assert_eq!(ask("?minimum_valid_until_ts=1000"), 1, "what is known is good enough");
    assert_eq!(ask("?minimum_valid_until_ts=9000000000000"), 2);
    server.assert_sound();
}

#[test]
fn only_what_is_signed_for_us_as_it_came_is_answered() {
    let network = Network::new();
    let server = network.start();
    let user = format!("@alice:{}", server.name());
    server.register("alice");
    let (client, uri) = (server.client(), question(&user));
    let peer = Peer::new(network.authority(), |_| None);

    let good = peer.authorization(server.name(), "GET", &uri, None);
    ask(&client, &uri, &good).ok();
    client.get(&uri).refused(401, "M_UNAUTHORIZED");
    for bad in [
        // For another server, another question, another method, with a body that did not come.
        peer.authorization("elsewhere.example", "GET", &uri, None),
        peer.authorization(server.name(), "GET", &format!("{uri}&more=1"), None),
        peer.authorization(server.name(), "PUT", &uri, None),
        peer.authorization(server.name(), "GET", &uri, Some(&json!({}))),
        // In the name of somebody else, with a key that is not there, with half a signature, with nothing.
        good.replace(peer.name(), server.name()),
        good.replace("ed25519:peer", "ed25519:other"),
        good.replace("sig=\"", "sig=\"AAAA"),
        "X-Matrix".to_owned(),
        "Bearer token".to_owned(),
    ] {
        ask(&client, &uri, &bad).refused(401, "M_UNAUTHORIZED");
    }
    ask(&client, &uri, "X-Matrix origin=\"localhost:http\",key=ed25519:1,sig=AAAA").refused(400, "M_UNAUTHORIZED");
    server.assert_sound();
}

#[test]
fn keys_that_are_no_longer_good_sign_nothing() {
    let network = Network::new();
    let server = network.start();
    let user = format!("@alice:{}", server.name());
    server.register("alice");
    let expired = std::sync::Arc::new(std::sync::OnceLock::new());
    let told = std::sync::Arc::clone(&expired);
    let peer = Peer::new(network.authority(), move |asked: &Asked| {
        asked.path.starts_with("/_matrix/key/v2/server").then(|| reply_json(200, told.get().expect("keys")))
    });
    expired.set(peer.keys_until(1_000)).expect("set once");
    let authorization = peer.authorization(server.name(), "GET", &question(&user), None);
    ask(&server.client(), &question(&user), &authorization).refused(401, "M_UNAUTHORIZED");
}

#[test]
fn servers_that_the_configuration_excludes_are_refused() {
    let network = Network::new();
    let server = network.start_with(|setup| setup.with_raw("federation.denied_servers", "[\"localhost\"]"));
    let peer = Peer::new(network.authority(), |_| None);
    let uri = question(&format!("@alice:{}", server.name()));
    let authorization = peer.authorization(server.name(), "GET", &uri, None);
    ask(&server.client(), &uri, &authorization).refused(403, "M_FORBIDDEN");
    assert!(peer.asked().is_empty(), "nobody asked for the keys of a server that is refused anyway");
}

/// A peer whose keys are what `reply` says.
fn with_keys(network: &Network, reply: fn() -> Reply) -> Peer {
    Peer::new(network.authority(), move |asked| asked.path.starts_with("/_matrix/key/").then(reply))
}

#[test]
fn peers_that_never_stop_talking_are_given_up() {
    let endless: fn() -> Reply = || {
        Box::new(|stream: &mut dyn Write| {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")?;
            loop {
                stream.write_all(&[b' '; 4096])?;
            }
        })
    };
    let silent: fn() -> Reply = || {
        Box::new(|_: &mut dyn Write| {
            std::thread::sleep(Duration::from_secs(30));
            Ok(())
        })
    };
    // A hundred megabytes of spaces, compressed.
    let bomb: fn() -> Reply = || {
        Box::new(|stream: &mut dyn Write| {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            for _ in 0..25_600 {
                packed.write_all(&[b' '; 4096])?;
            }
            let packed = packed.finish()?;
            write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
                packed.len()
            )?;
            stream.write_all(&packed)
        })
    };
    let network = Network::new();
    let server = network.start();
    let uri = question(&format!("@alice:{}", server.name()));
    for reply in [endless, silent, bomb] {
        let peer = with_keys(&network, reply);
        let authorization = peer.authorization(server.name(), "GET", &uri, None);
        let began = Instant::now();
        ask(&server.client(), &uri, &authorization).refused(401, "M_UNAUTHORIZED");
        assert!(began.elapsed() < Duration::from_secs(20), "it took {:?}", began.elapsed());
    }
    server.assert_sound();
}

#[test]
fn a_key_that_was_replaced_still_vouches_for_what_it_signed() {
    let network = Network::new();
    let mut server = network.start();
    let before = server.client().get("/_matrix/key/v2/server").ok();
    server.stop();
    let rotated = server.setup().run(&["keys", "rotate"], "");
    assert!(rotated.status.success(), "{}", String::from_utf8_lossy(&rotated.stderr));
    server.start();
    let after = server.client().get("/_matrix/key/v2/server").ok();
    let (old_id, old_key) = before["verify_keys"].as_object().and_then(|keys| keys.iter().next()).expect("a key");
    assert_eq!(after["old_verify_keys"][old_id]["key"], old_key["key"]);
    assert!(!after["verify_keys"].as_object().expect("keys").contains_key(old_id));
    let shown = server.setup().run(&["keys", "show"], "");
    assert!(String::from_utf8_lossy(&shown.stdout).contains(old_id.as_str()));
}
