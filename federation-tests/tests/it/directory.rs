//! Whose list of rooms is asked for.

use federation_tests::{Network, Peer, reply_json};
use hs_testkit::{Value, encode, json};

#[test]
fn the_lists_of_networks_are_asked_for_by_their_names() {
    let network = Network::new();
    let server = network.start();
    let peer = Peer::new(network.authority(), |asked| {
        asked.path.starts_with("/_matrix/federation/v1/publicRooms").then(|| reply_json(200, &json!({ "chunk": [] })))
    });
    let alice = server.register("alice");
    alice.create_room(json!({ "visibility": "public", "preset": "public_chat" }));
    let path = format!("/_matrix/client/v3/publicRooms?server={}", encode(peer.name()));
    alice.post(&path, json!({ "third_party_instance_id": "irc|libera" })).ok();
    alice.post(&path, json!({ "include_all_networks": true })).ok();
    let asked: Vec<Value> = peer.asked().into_iter().map(|asked| asked.body).filter(Value::is_object).collect();
    assert_eq!(asked[0]["third_party_instance_id"], "irc|libera", "{asked:?}");
    assert_eq!(asked[1]["include_all_networks"], true, "{asked:?}");

    // The same, asked of us. Nobody has put the room into the list of that network.
    let rooms = |method: &str, query: &str, body: Option<&Value>| {
        let uri = format!("/_matrix/federation/v1/publicRooms{query}");
        let page = peer.ask(&server.client(), server.name(), method, &uri, body).ok();
        page["chunk"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(rooms("GET", "", None), 1);
    assert_eq!(rooms("GET", "?third_party_instance_id=irc%7Clibera", None), 0);
    assert_eq!(rooms("GET", "?include_all_networks=true", None), 1);
    assert_eq!(rooms("POST", "", Some(&json!({}))), 1);
    assert_eq!(rooms("POST", "", Some(&json!({ "third_party_instance_id": "irc|libera" }))), 0);
    server.assert_sound();
}
