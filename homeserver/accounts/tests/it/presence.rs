//! Who is there.

use std::time::Duration;

use hs_accounts::RemotePresence;
use hs_core::nid::StreamPosition;
use ruma::{owned_user_id, presence::PresenceState};

use crate::setup::Server;

const LINGER: Duration = Duration::from_secs(31);

#[tokio::test]
async fn syncs_write_when_others_see_a_difference_and_not_else() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let presence = &server.accounts.presence;
    let state = async || presence.get(alice.user).await.unwrap().presence;
    assert_eq!(state().await, PresenceState::Offline);
    for _ in 0..10 {
        drop(presence.sync(alice.user, &alice.device_id, &PresenceState::Online));
    }
    presence.settle().await.unwrap();
    assert_eq!(state().await, PresenceState::Online);
    let written = server.store.position();
    for _ in 0..10 {
        drop(presence.sync(alice.user, &alice.device_id, &PresenceState::Online));
        presence.settle().await.unwrap();
    }
    assert_eq!(server.store.position(), written, "nothing new, nothing written");
    server.clock.advance(LINGER);
    presence.settle().await.unwrap();
    assert_eq!(state().await, PresenceState::Offline);
}

#[tokio::test]
async fn a_waiting_request_keeps_its_user_there_and_idleness_shows() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let presence = &server.accounts.presence;
    let waiting = presence.sync(alice.user, &alice.device_id, &PresenceState::Online);
    presence.settle().await.unwrap();
    server.clock.advance(Duration::from_mins(6));
    presence.settle().await.unwrap();
    let idle = presence.get(alice.user).await.unwrap();
    assert_eq!((idle.presence, idle.currently_active), (PresenceState::Unavailable, Some(false)));
    assert_eq!(idle.last_active_ago, Some(ruma::uint!(360_000)));
    presence.active(alice.user);
    // Others are told of no more than one thing a second.
    server.clock.advance(Duration::from_secs(1));
    presence.settle().await.unwrap();
    assert_eq!(presence.get(alice.user).await.unwrap().presence, PresenceState::Online);
    drop(waiting);
}

#[tokio::test]
async fn a_user_of_two_processes_goes_when_both_have_lost_them() {
    let server = Server::open().await;
    let other = server.another_node();
    let (alice, _) = server.person("alice").await;
    let state = async || server.accounts.presence.get(alice.user).await.unwrap().presence;
    drop(server.accounts.presence.sync(alice.user, &alice.device_id, &PresenceState::Online));
    server.accounts.presence.settle().await.unwrap();
    server.clock.advance(Duration::from_secs(61));
    let waiting = other.presence.sync(alice.user, &alice.device_id, &PresenceState::Online);
    other.presence.settle().await.unwrap();
    server.accounts.presence.settle().await.unwrap();
    assert_eq!(state().await, PresenceState::Online, "the other process has confirmed them");
    drop(waiting);
    server.clock.advance(LINGER);
    other.presence.settle().await.unwrap();
    assert_eq!(state().await, PresenceState::Offline);
}

#[tokio::test]
async fn what_another_server_says_is_noted_once() {
    let server = Server::open().await;
    let update = RemotePresence {
        user_id: owned_user_id!("@bob:remote.org"),
        presence: PresenceState::Online,
        status_msg: Some("away".to_owned()),
        last_active_ago: Some(5_000),
        currently_active: true,
    };
    server.accounts.presence.set_remote(vec![update.clone()]).await.unwrap();
    let written = server.store.position();
    server.accounts.presence.set_remote(vec![update.clone()]).await.unwrap();
    assert_eq!(server.store.position(), written);
    let bob = server.store.find_user(&update.user_id).await.unwrap().unwrap();
    let seen = server.accounts.presence.get(bob).await.unwrap();
    assert_eq!((seen.presence, seen.status_msg.as_deref()), (PresenceState::Online, Some("away")));
    assert_eq!(seen.last_active_ago, Some(ruma::uint!(5_000)));
    assert!(server.store.local_presence_after(StreamPosition::default()).await.unwrap().is_empty());
}
