//! `OpenID` tokens: <https://spec.matrix.org/v1.19/client-server-api/#openid>.

use hs_testkit::{Client, encode, json};

use crate::on_each_database;

fn request(client: &Client, of: &Client) -> hs_testkit::Answer {
    let path = format!("/_matrix/client/v3/user/{}/openid/request_token", encode(&of.user_id));
    client.post(&path, json!({}))
}

#[test]
fn a_token_tells_others_who_somebody_is() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let given = request(&alice, &alice).ok();
        assert_eq!((&given["token_type"], &given["expires_in"]), (&json!("Bearer"), &json!(3600)));
        assert_eq!(given["matrix_server_name"], "localhost");
        let token = given["access_token"].as_str().expect("a token").to_owned();
        let ask = |client: &Client, token: &str| {
            client.get(&format!("/_matrix/federation/v1/openid/userinfo?access_token={}", encode(token)))
        };
        assert_eq!(ask(&server.client(), &token).ok(), json!({ "sub": alice.user_id }));
        // It is good for nothing else, and nothing else is good for it.
        server.client().with_token(&token).get("/_matrix/client/v3/account/whoami").refused(401, "M_UNKNOWN_TOKEN");
        ask(&server.client(), &alice.token()).refused(401, "M_UNKNOWN_TOKEN");
        ask(&server.client(), "an/invalid/token").refused(401, "M_UNKNOWN_TOKEN");
        ask(&server.client(), "").refused(401, "M_MISSING_TOKEN");
        server.client().get("/_matrix/federation/v1/openid/userinfo").refused(401, "M_MISSING_TOKEN");
        request(&bob, &alice).refused(403, "M_FORBIDDEN");
        let server = server.restart();
        assert_eq!(ask(&server.client(), &token).ok(), json!({ "sub": alice.user_id }));
        assert!(!server.log().contains(&token));
        server.assert_sound();
    });
}
