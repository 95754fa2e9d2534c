//! Signing in by password.

use hs_accounts::{Identifier, NewDevice};
use ruma::{api::error::ErrorCode, user_id};

use crate::setup::{PASSWORD, Server, code, password};

#[tokio::test]
async fn a_person_signs_in_by_localpart_or_user_id() {
    let server = Server::open().await;
    server.person("alice").await;
    for name in ["alice", "@alice:example.org", "Alice"] {
        let signed_in = server.login(name, PASSWORD).await.unwrap();
        assert_eq!(signed_in.user_id, "@alice:example.org");
        assert!(server.knows(&signed_in.access_token.into_secret()).await);
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_user_look_the_same() {
    let server = Server::open().await;
    server.person("alice").await;
    let wrong = server.login("alice", "wrong horse").await.unwrap_err();
    for name in ["nobody", "@alice:elsewhere.org", "\0", "", "@"] {
        let unknown = server.login(name, PASSWORD).await.unwrap_err();
        assert_eq!(unknown.to_string(), wrong.to_string(), "{name:?}");
    }
    let by_mail = server.accounts.session.login(Identifier::Unknown, PASSWORD, &NewDevice::default()).await;
    assert_eq!(by_mail.unwrap_err().to_string(), wrong.to_string());
    assert_eq!(wrong.kind().errcode(), ErrorCode::Forbidden);
}

#[tokio::test]
async fn a_device_that_signs_in_again_keeps_its_name_and_loses_its_old_token() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let phone = |name: &str| NewDevice {
        device_id: Some("PHONE".into()),
        display_name: Some(name.to_owned()),
        refreshes: false,
    };
    let first = server.login_device("alice", PASSWORD, phone("Phone")).await.unwrap();
    let first = first.access_token.into_secret();
    assert!(server.knows(&first).await);
    let second = server.login_device("alice", PASSWORD, phone("Another name")).await.unwrap();
    assert_eq!(second.device_id, "PHONE");
    assert!(!server.knows(&first).await);
    assert!(server.knows(&second.access_token.into_secret()).await);
    let device = server.accounts.device.get(alice.user, "PHONE".into()).await.unwrap();
    assert_eq!(device.display_name.as_deref(), Some("Phone"));
}

#[tokio::test]
async fn device_ids_that_cannot_be_kept_are_refused() {
    let server = Server::open().await;
    server.person("alice").await;
    for device_id in ["", "a\0b", &"x".repeat(256)] {
        let device = NewDevice { device_id: Some(device_id.into()), display_name: None, refreshes: false };
        assert_eq!(code(server.login_device("alice", PASSWORD, device).await), ErrorCode::InvalidParam);
    }
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let server = Server::open().await;
    let (alice, own) = server.person("alice").await;
    let other = server.login("alice", PASSWORD).await.unwrap().access_token.into_secret();
    let proof = password("alice", PASSWORD, None);
    server.accounts.user.change_password(&alice, "battery staple", true, Some(&proof)).await.unwrap();
    assert!(server.knows(&own).await, "the session that asked goes on");
    assert!(!server.knows(&other).await);
    assert_eq!(server.accounts.device.list(alice.user).await.unwrap().len(), 1);
    assert_eq!(code(server.login("alice", PASSWORD).await), ErrorCode::Forbidden);
    assert!(server.login("alice", "battery staple").await.is_ok());
}

#[tokio::test]
async fn a_new_password_may_leave_the_other_sessions_alone() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let other = server.login("alice", PASSWORD).await.unwrap().access_token.into_secret();
    let proof = password("alice", PASSWORD, None);
    server.accounts.user.change_password(&alice, "battery staple", false, Some(&proof)).await.unwrap();
    assert!(server.knows(&other).await);
}

#[tokio::test]
async fn a_password_set_by_an_administrator_ends_all_sessions() {
    let server = Server::open().await;
    let (_, own) = server.person("alice").await;
    server.accounts.user.set_password(user_id!("@alice:example.org"), "battery staple").await.unwrap();
    assert!(!server.knows(&own).await);
    assert!(server.login("alice", "battery staple").await.is_ok());
    let absent = server.accounts.user.set_password(user_id!("@nobody:example.org"), "battery staple").await;
    assert_eq!(code(absent), ErrorCode::NotFound);
}
