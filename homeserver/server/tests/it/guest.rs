//! Guests in rooms: <https://spec.matrix.org/v1.19/client-server-api/#guest-access>.

use hs_testkit::json;

use crate::on_each_database;

#[test]
fn guests_go_when_a_room_lets_them_in_no_longer() {
    on_each_database(|setup| {
        let server = setup.with_raw("registration.guests", "true").start();
        let (alice, bob) = (server.register("alice"), server.register("bob"));
        let guest = server.client().post("/_matrix/client/v3/register?kind=guest", json!({})).ok();
        let guest = server.client().with_session(&guest);
        let room = alice.create_room(json!({ "preset": "public_chat" }));
        let access =
            |setting: &str| alice.set_state(&room, "m.room.guest_access", "", json!({ "guest_access": setting }));
        guest.join(&room).refused(403, "M_GUEST_ACCESS_FORBIDDEN");
        access("can_join").ok();
        guest.join(&room).ok();
        bob.join(&room).ok();
        access("forbidden").ok();
        assert_eq!((alice.membership(&room, &guest), alice.membership(&room, &bob)), ("leave".into(), "join".into()));
    });
}
