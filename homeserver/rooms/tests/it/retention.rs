//! How long messages are kept.

use std::time::Duration;

use ruma::{RoomVersionId, server_name};
use serde_json::json;

use crate::setup::Server;

#[tokio::test]
async fn what_is_too_old_is_hidden_at_once_and_taken_away_soon() {
    let server = Server::new("one.example.org", "alice").await;
    let room_id = server.room(RoomVersionId::V12).await;
    let old = server.say(&room_id, "old").await;
    server.set(&room_id, "m.room.history_visibility", "", json!({ "history_visibility": "world_readable" })).await;
    server.set(&room_id, "m.room.retention", "", json!({ "max_lifetime": 60_000 })).await;
    server.clock.advance(Duration::from_secs(50));
    let young = server.say(&room_id, "young").await;
    let read = async |event_id| server.rooms.event(&server.actor, &room_id, event_id).await;
    assert!(read(old.event_id()).await.is_ok());
    let other = server_name!("two.example.org");
    let served = async |event_id| server.rooms.event_for(other, event_id).await.unwrap().content().get().to_owned();
    assert!(served(old.event_id()).await.contains("old"));
    server.clock.advance(Duration::from_secs(20));
    assert!(read(old.event_id()).await.is_err(), "it is hidden from the moment on");
    assert!(read(young.event_id()).await.is_ok());
    assert!(!served(old.event_id()).await.contains("old") && served(young.event_id()).await.contains("young"));

    let stored = async |event_id| server.store.event_by_id(event_id).await.unwrap().unwrap();
    assert!(stored(old.event_id()).await.json.contains("\"old\""));
    server.rooms.take_away_expired().await.unwrap();
    let gone = stored(old.event_id()).await;
    assert!(!gone.json.contains("\"old\"") && gone.redacted_by == Some(gone.nid), "{gone:?}");
    assert!(stored(young.event_id()).await.json.contains("\"young\""));
    // The end of the graph stays until something follows on it, and so does all state.
    server.clock.advance(Duration::from_secs(1000));
    server.rooms.take_away_expired().await.unwrap();
    assert!(stored(young.event_id()).await.redacted_by.is_none());
    let last = server.say(&room_id, "last").await;
    server.rooms.take_away_expired().await.unwrap();
    assert!(stored(young.event_id()).await.redacted_by.is_some());
    assert!(stored(last.event_id()).await.redacted_by.is_none());
    let head = server.head(&room_id).await;
    let state = server.rooms.state_events(&head, &server.rooms.current_state(&head)).await.unwrap();
    assert!(state.iter().all(|event| event.redacted_by.is_none()) && state.len() > 4);
}
