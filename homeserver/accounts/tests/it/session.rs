//! What an access token opens, and for how long.

use ruma::api::error::ErrorCode;

use crate::setup::{PASSWORD, Server, code};

#[tokio::test]
async fn tokens_that_nobody_issued_open_nothing() {
    let server = Server::open().await;
    let (_, token) = server.person("alice").await;
    for wrong in ["", "hga_", "\0", &token[..token.len() - 1], &format!("{token}x")] {
        assert_eq!(code(server.accounts.session.authenticate(wrong).await), ErrorCode::UnknownToken);
    }
}

#[tokio::test]
async fn logging_out_ends_one_session_or_all() {
    let server = Server::open().await;
    let (alice, first) = server.person("alice").await;
    let second = server.login("alice", PASSWORD).await.unwrap().access_token.into_secret();
    let third = server.login("alice", PASSWORD).await.unwrap().access_token.into_secret();
    let (_, bystander) = server.person("bob").await;
    server.accounts.session.logout(&alice).await.unwrap();
    assert!(!server.knows(&first).await);
    assert!(server.knows(&second).await);
    assert_eq!(server.accounts.device.list(alice.user).await.unwrap().len(), 2);
    server.accounts.session.logout_all(alice.user).await.unwrap();
    assert!(!server.knows(&second).await && !server.knows(&third).await);
    assert!(server.accounts.device.list(alice.user).await.unwrap().is_empty());
    assert!(server.knows(&bystander).await);
}

#[tokio::test]
async fn another_process_notices_a_logout() {
    let server = Server::open().await;
    let (alice, token) = server.person("alice").await;
    let other = server.another_node();
    other.session.authenticate(&token).await.unwrap();
    server.accounts.session.logout(&alice).await.unwrap();
    assert!(other.session.authenticate(&token).await.is_ok(), "from memory");
    server.let_pass(30);
    assert_eq!(code(other.session.authenticate(&token).await), ErrorCode::UnknownToken);
}

#[tokio::test]
async fn a_wake_makes_another_process_notice_at_once() {
    let server = Server::open().await;
    let (alice, token) = server.person("alice").await;
    let other = server.another_node();
    other.session.authenticate(&token).await.unwrap();
    server.accounts.session.logout(&alice).await.unwrap();
    other.forget(alice.user);
    assert_eq!(code(other.session.authenticate(&token).await), ErrorCode::UnknownToken);
}

#[tokio::test]
async fn signs_of_life_are_written_once_a_minute() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let seen = async || {
        server.accounts.session.write_seen().await.unwrap();
        let device = server.accounts.device.get(alice.user, &alice.device_id).await.unwrap();
        (device.last_seen_ts, device.last_seen_ip)
    };
    let start = server.clock.now_ms();
    server.accounts.session.touch(&alice, Some([192, 0, 2, 1].into()), None);
    assert_eq!(seen().await, (Some(start), Some("192.0.2.1".to_owned())));
    server.let_pass(59);
    server.accounts.session.touch(&alice, Some([192, 0, 2, 2].into()), None);
    assert_eq!(seen().await.0, Some(start));
    server.let_pass(1);
    server.accounts.session.touch(&alice, None, None);
    assert_eq!(seen().await, (Some(start + 60_000), Some("192.0.2.1".to_owned())));
}

#[tokio::test]
async fn neither_token_nor_password_is_in_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("heliograph.db");
    let (token, store) = {
        let server = Server::on(&format!("sqlite://{}", file.display())).await;
        let (_, token) = server.person("alice").await;
        (token, server.store)
    };
    store.close().await.unwrap();
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("@alice:example.org"), "this looks at the right files");
    assert!(!holds(&token) && !holds(token.trim_start_matches("hga_")));
    assert!(!holds(PASSWORD));
}
