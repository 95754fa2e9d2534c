//! Who gets an account, and who of them administers the server.

use hs_accounts::{NewDevice, Registering};
use hs_config::RegistrationMode;
use ruma::{api::error::ErrorCode, user_id};
use tokio::task::JoinSet;

use crate::setup::{PASSWORD, Server, challenged, code, dummy, token};

#[tokio::test]
async fn of_many_who_want_to_be_the_first_one_becomes_administrator() {
    let server = Server::open().await;
    let mut everybody = JoinSet::new();
    for number in 0..12 {
        let accounts = server.accounts.clone();
        everybody.spawn(async move {
            let auth = dummy(None);
            let name = format!("user{number}");
            let registering = Registering {
                username: Some(&name),
                password: Some(PASSWORD),
                device: None,
                auth: Some(&auth),
                guest_access_token: None,
            };
            accounts.user.register(registering).await.unwrap();
        });
    }
    everybody.join_all().await;
    let accounts = server.accounts.user.list(None, 100).await.unwrap();
    assert_eq!(accounts.len(), 12);
    assert_eq!(accounts.iter().filter(|account| account.is_admin).count(), 1);
}

#[tokio::test]
async fn only_the_first_account_administers() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let (bob, _) = server.person("bob").await;
    assert!(alice.is_admin);
    assert!(!bob.is_admin);
}

#[tokio::test]
async fn of_two_who_want_one_name_one_gets_it() {
    let server = Server::open().await;
    let (one, other) = tokio::join!(server.register("alice"), server.register("Alice"));
    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1);
    assert_eq!(code(one.and(other)), ErrorCode::UserInUse);
    assert_eq!(code(server.accounts.user.check_available("alice").await), ErrorCode::UserInUse);
    assert!(server.accounts.user.check_available("bob").await.is_ok());
}

#[tokio::test]
async fn a_name_is_checked_before_authentication_is_asked_for() {
    let server = Server::open().await;
    server.person("alice").await;
    let ask = |username| Registering { username, password: Some(PASSWORD), ..Registering::default() };
    assert_eq!(code(server.accounts.user.register(ask(Some("alice"))).await), ErrorCode::UserInUse);
    assert_eq!(code(server.accounts.user.register(ask(Some("a b"))).await), ErrorCode::InvalidUsername);
    challenged(server.accounts.user.register(ask(Some("bob"))).await);
    challenged(server.accounts.user.register(Registering::default()).await);
}

#[tokio::test]
async fn somebody_without_a_wish_gets_a_name() {
    let server = Server::open().await;
    let auth = dummy(None);
    let registering = Registering { password: Some(PASSWORD), auth: Some(&auth), ..Registering::default() };
    let registered = server.accounts.user.register(registering).await.unwrap();
    assert_eq!(registered.user_id.localpart().len(), 12);
    assert!(registered.session.is_none());
}

#[tokio::test]
async fn a_password_is_needed_and_a_weak_one_refused() {
    let server = Server::open().await;
    let auth = dummy(None);
    let registering = |password| Registering {
        username: Some("alice"),
        password,
        device: None,
        auth: Some(&auth),
        guest_access_token: None,
    };
    assert_eq!(code(server.accounts.user.register(registering(None)).await), ErrorCode::MissingParam);
    assert_eq!(code(server.accounts.user.register(registering(Some("1234"))).await), ErrorCode::WeakPassword);
}

#[tokio::test]
async fn a_closed_server_takes_nobody_but_whom_its_administrator_brings() {
    let server = Server::with(RegistrationMode::Closed, false).await;
    assert_eq!(code(server.register("alice").await), ErrorCode::Forbidden);
    assert_eq!(code(server.accounts.user.check_available("alice").await), ErrorCode::Forbidden);
    assert_eq!(code(server.accounts.user.is_token_valid("x").await), ErrorCode::Forbidden);
    assert_eq!(code(server.accounts.user.register_guest(None).await), ErrorCode::Forbidden);
    server.accounts.user.create_directly("alice", PASSWORD, false, None).await.unwrap();
    assert!(server.login("alice", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_registration_token_is_good_as_often_as_it_says() {
    let server = Server::with(RegistrationMode::Token, false).await;
    server.accounts.registration_token.create(Some("invite".to_owned()), Some(1), None).await.unwrap();
    assert!(server.accounts.user.is_token_valid("invite").await.unwrap());
    assert_eq!(code(server.register("alice").await), ErrorCode::Unauthorized, "a dummy is not offered");

    let auth = token("invite", None);
    let register = |username| {
        let password = Some(PASSWORD);
        server.accounts.user.register(Registering {
            username: Some(username),
            password,
            device: None,
            auth: Some(&auth),
            guest_access_token: None,
        })
    };
    // Both have passed the stage before either is committed.
    let (one, other) = tokio::join!(register("alice"), register("bob"));
    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1);
    assert!(!server.accounts.user.is_token_valid("invite").await.unwrap());
    challenged(register("carol").await);
}

#[tokio::test]
async fn an_expired_token_is_not_good() {
    let server = Server::with(RegistrationMode::Token, false).await;
    let expires_ts = server.clock.now_ms() + 1_000;
    let made = server.accounts.registration_token.create(None, None, Some(expires_ts)).await.unwrap();
    assert!(server.accounts.user.is_token_valid(&made.token).await.unwrap());
    server.let_pass(1);
    assert!(!server.accounts.user.is_token_valid(&made.token).await.unwrap());
}

#[tokio::test]
async fn a_guest_is_nobody_in_particular() {
    let server = Server::with(RegistrationMode::Open, true).await;
    let guest = server.accounts.user.register_guest(Some("A browser".to_owned())).await.unwrap();
    let token = guest.session.unwrap().access_token.into_secret();
    let session = server.accounts.session.authenticate(&token).await.unwrap();
    assert!(session.is_guest);
    assert!(!session.is_admin, "a guest does not found a server");
    assert!(server.person("alice").await.0.is_admin);
    assert_eq!(code(server.login(guest.user_id.localpart(), "").await), ErrorCode::Forbidden);
}

#[tokio::test]
async fn a_closed_account_keeps_its_name_and_lets_nobody_in() {
    let server = Server::open().await;
    let (_, token) = server.person("alice").await;
    server.accounts.deactivate(user_id!("@alice:example.org")).await.unwrap();
    assert_eq!(code(server.accounts.session.authenticate(&token).await), ErrorCode::UnknownToken);
    assert_eq!(code(server.login("alice", PASSWORD).await), ErrorCode::Forbidden);
    assert_eq!(code(server.register("alice").await), ErrorCode::UserInUse);
    let again = server.accounts.user.set_password(user_id!("@alice:example.org"), PASSWORD).await;
    assert_eq!(code(again), ErrorCode::UserDeactivated);
    assert!(server.accounts.profile.get(user_id!("@alice:example.org")).await.unwrap().is_empty());
}

#[tokio::test]
async fn administration_is_granted_and_revoked_at_once() {
    let server = Server::open().await;
    server.person("alice").await;
    let (bob, token) = server.person("bob").await;
    server.accounts.user.set_admin(&bob.user_id, true).await.unwrap();
    assert!(server.accounts.session.authenticate(&token).await.unwrap().is_admin);
    server.accounts.user.set_admin(&bob.user_id, false).await.unwrap();
    assert!(!server.accounts.session.authenticate(&token).await.unwrap().is_admin);
}

#[tokio::test]
async fn accounts_are_listed_in_pages() {
    let server = Server::open().await;
    for name in ["alice", "bob", "carol"] {
        let device = Some(NewDevice::default());
        server.accounts.user.create_directly(name, PASSWORD, false, device).await.unwrap();
    }
    let page = server.accounts.user.list(None, 2).await.unwrap();
    assert_eq!(page.iter().map(|account| account.user_id.localpart()).collect::<Vec<_>>(), ["alice", "bob"]);
    let page = server.accounts.user.list(page.last().map(|account| account.user), 2).await.unwrap();
    assert_eq!(page.iter().map(|account| account.user_id.localpart()).collect::<Vec<_>>(), ["carol"]);
}
