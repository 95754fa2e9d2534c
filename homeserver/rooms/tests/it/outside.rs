//! What users are to rooms that their server is not in.

use hs_core::{nid::StreamPosition, pdu::Draft};
use hs_rooms::Outside;
use ruma::{
    RoomVersionId,
    events::{TimelineEventType, room::member::MembershipState},
};
use serde_json::{json, value::to_raw_value};

use crate::setup::Server;

#[tokio::test]
async fn an_invitation_is_shown_and_can_be_taken_back() {
    let (a, b) = (Server::new("a.example", "alice").await, Server::new("b.example", "bob").await);
    let room_id = a.room(RoomVersionId::V11).await;
    let member = async |membership: &str| {
        let head = a.head(&room_id).await;
        let content = to_raw_value(&json!({ "membership": membership })).unwrap();
        let draft = Draft::state(a.me().to_owned(), TimelineEventType::RoomMember, b.me(), content);
        a.rooms.prepare(&head, draft).await.unwrap()
    };
    let invite = member("invite").await;
    let stripped = vec![
        to_raw_value(&json!({ "type": "m.room.name", "state_key": "", "sender": a.me(),
        "content": { "name": "Come in" } }))
        .unwrap(),
    ];
    let outside = Outside { room_id: room_id.clone(), version: RoomVersionId::V11, event: invite.clone(), stripped };
    b.rooms.set_outside(&outside).await.unwrap();
    b.rooms.set_outside(&outside).await.unwrap();
    let rooms = b.rooms.rooms_of(b.actor.user).await.unwrap();
    let (room, user_room) = rooms.iter().next().unwrap();
    assert_eq!(user_room.membership, MembershipState::Invite);
    let head = b.rooms.head(room).await.unwrap();
    let shown = b.rooms.stripped_state::<serde_json::Value>(&head, user_room.event).await.unwrap();
    let shown: Vec<serde_json::Value> = shown.iter().map(|raw| raw.deserialize().unwrap()).collect();
    assert_eq!(shown[0]["content"]["name"], "Come in");
    assert_eq!(shown[1]["content"]["membership"], "invite");
    assert!(!b.rooms.is_resident(&room_id).await.unwrap());
    let news = b.rooms.news_for(&b.actor, StreamPosition(0), b.store.position()).await.unwrap();
    assert_eq!(news.len(), 1, "whoever is invited is notified");
    let called = b.rooms.called(&news[0].head, b.actor.user).await.unwrap();
    assert_eq!(called.name.as_deref(), Some("Come in"));

    let incoming = hs_rooms::Incoming::new(invite);
    a.rooms.receive(incoming).await.unwrap();
    let kick = member("leave").await;
    assert!(b.rooms.rescind(&kick).await.unwrap());
    let now = b.rooms.outside(b.actor.user, &room_id).await.unwrap().unwrap();
    assert_eq!(now.membership, MembershipState::Leave);
    assert!(!b.rooms.rescind(&kick).await.unwrap(), "there is nothing to take back any more");

    // Invited and turned away, bob can still join: what was known outside makes way for the room.
    b.join(&a, &room_id).await;
    assert_eq!(a.state(&room_id).await, b.state(&room_id).await);
}
