//! Devices and their sessions.

use ruma::{OwnedDeviceId, api::error::ErrorCode};

use crate::setup::{PASSWORD, Server, challenged, code, password};

#[tokio::test]
async fn a_device_is_renamed() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let devices = &server.accounts.device;
    devices.rename(alice.user, &alice.device_id, Some("Laptop".to_owned())).await.unwrap();
    devices.rename(alice.user, &alice.device_id, None).await.unwrap();
    let device = devices.get(alice.user, &alice.device_id).await.unwrap();
    assert_eq!(device.display_name.as_deref(), Some("Laptop"));
    let long = devices.rename(alice.user, &alice.device_id, Some("x".repeat(256))).await;
    assert_eq!(code(long), ErrorCode::InvalidParam);
    assert_eq!(code(devices.rename(alice.user, "ABSENT".into(), None).await), ErrorCode::NotFound);
    assert_eq!(code(devices.get(alice.user, "\0".into()).await), ErrorCode::NotFound);
}

#[tokio::test]
async fn removing_a_device_needs_proof_and_ends_its_session() {
    let server = Server::open().await;
    let (alice, own) = server.person("alice").await;
    let other = server.login("alice", PASSWORD).await.unwrap();
    let (device_id, token) = (other.device_id, other.access_token.into_secret());
    assert!(server.knows(&token).await);
    let session = challenged(server.accounts.device.remove(&alice, &device_id, None).await);
    let wrong = password("alice", "wrong horse", Some(&session));
    challenged(server.accounts.device.remove(&alice, &device_id, Some(&wrong)).await);
    assert!(server.knows(&token).await);
    let right = password("alice", PASSWORD, Some(&session));
    server.accounts.device.remove(&alice, &device_id, Some(&right)).await.unwrap();
    assert!(!server.knows(&token).await);
    assert!(server.knows(&own).await);
    assert_eq!(code(server.accounts.device.remove(&alice, &device_id, Some(&right)).await), ErrorCode::NotFound);
}

#[tokio::test]
async fn several_devices_are_removed_and_nobody_elses() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let (bob, _) = server.person("bob").await;
    let other = server.login("alice", PASSWORD).await.unwrap().device_id;
    let all: Vec<OwnedDeviceId> =
        vec![other, alice.device_id.clone(), bob.device_id.clone(), "ABSENT".into(), "\0".into()];
    let proof = password("alice", PASSWORD, None);
    server.accounts.device.remove_many(&alice, &all, Some(&proof)).await.unwrap();
    assert!(server.accounts.device.list(alice.user).await.unwrap().is_empty());
    assert_eq!(server.accounts.device.list(bob.user).await.unwrap().len(), 1);
}
