//! Reports: <https://spec.matrix.org/v1.19/client-server-api/#reporting-content>.

use hs_testkit::{encode, in_room, json};

use crate::on_each_database;

#[test]
fn events_rooms_and_users_can_be_reported() {
    on_each_database(|setup| {
        let server = setup.start();
        let (alice, bob, carl) = (server.register("alice"), server.register("bob"), server.register("carl"));
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        bob.join(&room).ok();
        let event = alice.say(&room, "rude");
        let about_event = in_room(&room, &format!("report/{}", encode(&event)));
        bob.post(&about_event, json!({ "reason": "This is rude", "score": -100 })).ok();
        bob.post(&about_event, json!({})).ok();
        carl.post(&about_event, json!({})).refused(404, "M_NOT_FOUND");
        bob.post(&about_event, json!({ "reason": 5 })).refused(400, "M_BAD_JSON");
        bob.post(&about_event, json!({ "reason": "x".repeat(20_000) })).refused(400, "M_INVALID_PARAM");
        bob.post(&about_event, json!({ "reason": "nul\0" })).refused(400, "M_INVALID_PARAM");
        bob.post(&in_room(&room, "report/%24absent"), json!({})).refused(404, "M_NOT_FOUND");
        bob.post(&in_room("!absent:localhost", "report/%24absent"), json!({})).refused(404, "M_NOT_FOUND");

        carl.post(&in_room(&room, "report"), json!({ "reason": "spam" })).ok();
        carl.post(&in_room("!absent:localhost", "report"), json!({ "reason": "" })).refused(404, "M_NOT_FOUND");

        let about = |user: &str| format!("/_matrix/client/v3/users/{}/report", encode(user));
        carl.post(&about(&alice.user_id), json!({ "reason": "rude" })).ok();
        carl.post(&about(&alice.user_id), json!({})).refused(400, "M_BAD_JSON");
        carl.post(&about("@nobody:localhost"), json!({ "reason": "" })).refused(404, "M_NOT_FOUND");
        carl.post(&about("@nobody:example.org"), json!({ "reason": "" })).refused(404, "M_NOT_FOUND");
        server.client().post(&about(&alice.user_id), json!({ "reason": "" })).refused(401, "M_MISSING_TOKEN");
        server.assert_sound();
    });
}
