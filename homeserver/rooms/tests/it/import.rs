//! Rooms of other servers, taken in whole.

use hs_rooms::{Import, Outcome};
use ruma::RoomVersionId;
use serde_json::json;

use crate::setup::Server;

#[tokio::test]
async fn a_joined_room_is_the_same_on_both_sides_in_every_version() {
    for version in hs_core::room_version::SUPPORTED {
        let (a, b) = (Server::new("a.example", "alice").await, Server::new("b.example", "bob").await);
        let room_id = a.room(version.clone()).await;
        a.set(&room_id, "m.room.topic", "", json!({ "topic": "words" })).await;
        b.join(&a, &room_id).await;
        assert_eq!(a.state(&room_id).await, b.state(&room_id).await, "{version}");
        let said = b.say(&room_id, "hello").await;
        assert_eq!(a.hear(&b, &[&said]).await, [Outcome::Accepted], "{version}");
        assert_eq!(a.hear(&b, &[&said]).await, [Outcome::Known], "{version}");
        let answered = a.say(&room_id, "hello yourself").await;
        assert_eq!(b.hear(&a, &[&answered]).await, [Outcome::Accepted], "{version}");
        assert_eq!(a.ends(&room_id).await, b.ends(&room_id).await, "{version}");
    }
}

#[tokio::test]
async fn who_comes_back_finds_the_old_timeline_and_a_gap() {
    let (a, b) = (Server::new("a.example", "alice").await, Server::new("b.example", "bob").await);
    let room_id = a.room(RoomVersionId::V11).await;
    b.join(&a, &room_id).await;
    let before = b.say(&room_id, "before").await;
    a.hear(&b, &[&before]).await;
    b.rooms.leave(&b.actor, &room_id, None).await.unwrap();
    let left = b.pdu(&b.ends(&room_id).await[0]).await;
    assert_eq!(a.hear(&b, &[&left]).await, [Outcome::Accepted]);
    a.say(&room_id, "while bob was away").await;
    a.set(&room_id, "m.room.topic", "", json!({ "topic": "new" })).await;

    b.join(&a, &room_id).await;
    assert_eq!(a.state(&room_id).await, b.state(&room_id).await);
    let head = b.head(&room_id).await;
    let gap = b.rooms.gap_between(&head, head.first_order, head.last_order).await.unwrap().unwrap();
    assert_eq!(gap.before, head.last_order);
    assert!(hs_core::dag::is_after_gap(gap.before));
}

#[tokio::test]
async fn a_lying_state_is_refused() {
    let (a, b) = (Server::new("a.example", "alice").await, Server::new("b.example", "bob").await);
    let room_id = a.room(RoomVersionId::V10).await;
    let honest = b.join_import(&a, &room_id).await;
    let without = |kind: &str| Import {
        state: honest.state.iter().filter(|pdu| pdu.kind().to_string() != kind).cloned().collect(),
        ..honest.clone()
    };
    assert!(b.rooms.import(&without("m.room.create")).await.is_err());
    assert!(b.rooms.import(&without("m.room.join_rules")).await.is_err(), "nobody may join without join rules");
    let twice =
        Import { state: honest.state.iter().chain(honest.state.iter().take(1)).cloned().collect(), ..honest.clone() };
    assert!(b.rooms.import(&twice).await.is_err());
    assert!(b.rooms.find(&room_id).await.unwrap().is_none(), "nothing is left of a refused room");
    let other = Import { version: RoomVersionId::V11, ..honest.clone() };
    assert!(b.rooms.import(&other).await.is_err());
    b.rooms.import(&honest).await.unwrap();
}
