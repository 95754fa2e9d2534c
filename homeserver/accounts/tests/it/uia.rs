//! What an authentication is good for, and what it is not.

use hs_accounts::{NewDevice, Operation, Registering};
use ruma::api::{client::uiaa::AuthData, error::ErrorCode};

use crate::setup::{PASSWORD, Server, challenged, code, dummy, password};

#[tokio::test]
async fn a_challenge_names_the_flows_and_is_remembered() {
    let server = Server::open().await;
    let error = server.accounts.user.register(Registering::default()).await.unwrap_err();
    assert_eq!(error.status().as_u16(), 401);
    let challenge = error.uiaa().unwrap();
    assert_eq!(challenge.flows[0].stages[0].as_str(), "m.login.dummy");
    let session = challenge.session.clone().unwrap();
    // Another process takes it from there.
    let auth = dummy(Some(&session));
    let registering = Registering {
        username: Some("alice"),
        password: Some(PASSWORD),
        device: None,
        auth: Some(&auth),
        guest_access_token: None,
    };
    server.another_node().user.register(registering.clone()).await.unwrap();
    // It is used up: not for another name, nor for another password.
    let register = |registering| server.accounts.user.register(registering);
    let named = Registering { username: Some("bob"), ..registering.clone() };
    assert_eq!(code(register(named).await), ErrorCode::Forbidden);
    let other = Registering { password: Some("wrong horse"), ..registering.clone() };
    assert_eq!(code(register(other).await), ErrorCode::Forbidden);
    // But whoever did not get the answer may ask again.
    assert_eq!(register(registering).await.unwrap().user_id, "@alice:example.org");
    assert_eq!(server.accounts.user.list(None, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_asked_for_at_first_need_not_be_said_again() {
    let server = Server::open().await;
    let device =
        NewDevice { device_id: Some("PHONE".into()), display_name: Some("Phone".to_owned()), refreshes: false };
    let first = Registering {
        username: Some("alice"),
        password: Some(PASSWORD),
        device: Some(device),
        auth: None,
        guest_access_token: None,
    };
    let session = challenged(server.accounts.user.register(first).await);
    let auth = dummy(Some(&session));
    let bare = || Registering { device: Some(NewDevice::default()), auth: Some(&auth), ..Registering::default() };
    let one = server.accounts.user.register(bare()).await.unwrap().session.unwrap();
    assert_eq!((one.user_id.as_str(), one.device_id.as_str()), ("@alice:example.org", "PHONE"));
    server.login("alice", PASSWORD).await.unwrap();
    let again = server.accounts.user.register(bare()).await.unwrap().session.unwrap();
    assert!(!server.knows(&one.access_token.into_secret()).await);
    assert!(server.knows(&again.access_token.into_secret()).await);
    // Once the password is another one, the authentication of then says nothing any more.
    server.accounts.user.set_password(&again.user_id, "battery staple").await.unwrap();
    assert_eq!(code(server.accounts.user.register(bare()).await), ErrorCode::Forbidden);
}

#[tokio::test]
async fn an_authentication_expires() {
    let server = Server::open().await;
    let session = challenged(server.accounts.user.register(Registering::default()).await);
    server.let_pass(60 * 60);
    let auth = dummy(Some(&session));
    let registering = Registering {
        username: Some("alice"),
        password: Some(PASSWORD),
        device: None,
        auth: Some(&auth),
        guest_access_token: None,
    };
    let error = server.accounts.user.register(registering).await.unwrap_err();
    let challenge = error.uiaa().unwrap();
    assert_ne!(challenge.session.as_ref(), Some(&session));
    assert!(challenge.auth_error.as_ref().unwrap().message.contains("expired"));
    server.store.expire(server.clock.now_ms() + 1).await.unwrap();
    assert!(server.store.uia_session(&session).await.unwrap().is_none());
}

#[tokio::test]
async fn an_authentication_is_good_for_one_operation_of_one_user() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let (bob, _) = server.person("bob").await;
    let uia = &server.accounts.uia;
    let operation = Operation::by_password;
    let session = challenged(uia.authorize(&operation("DELETE /devices/A", &alice), None).await);

    let proof = password("alice", PASSWORD, Some(&session));
    assert_eq!(code(uia.authorize(&operation("DELETE /devices/B", &alice), Some(&proof)).await), ErrorCode::Forbidden);
    let stolen = password("bob", PASSWORD, Some(&session));
    assert_eq!(code(uia.authorize(&operation("DELETE /devices/A", &bob), Some(&stolen)).await), ErrorCode::Forbidden);
    assert!(uia.authorize(&operation("DELETE /devices/A", &alice), Some(&proof)).await.is_ok());
}

#[tokio::test]
async fn only_the_own_password_is_proof() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    server.person("bob").await;
    let operation = Operation::by_password("DELETE /devices/A", &alice);
    for proof in [
        password("alice", "wrong horse", None),
        dummy(None),
        AuthData::new("org.example.magic", None, serde_json::Map::new()).unwrap(),
    ] {
        let error = server.accounts.uia.authorize(&operation, Some(&proof)).await.unwrap_err();
        let challenge = error.uiaa().expect("still a challenge");
        assert!(challenge.completed.is_empty(), "{proof:?}");
        assert!(challenge.auth_error.is_some(), "{proof:?}");
    }
    // Somebody else's password is worse than a wrong one.
    let stranger = password("bob", PASSWORD, None);
    assert!(server.accounts.uia.authorize(&operation, Some(&stranger)).await.unwrap_err().uiaa().is_none());
    let made_up = password("alice", PASSWORD, Some("made up"));
    challenged(server.accounts.uia.authorize(&operation, Some(&made_up)).await);
    let unstorable = AuthData::fallback_acknowledgement("\0".to_owned());
    challenged(server.accounts.uia.authorize(&operation, Some(&unstorable)).await);
}

#[tokio::test]
async fn two_requests_cannot_use_one_authentication() {
    let server = Server::open().await;
    let session = challenged(server.accounts.user.register(Registering::default()).await);
    let auth = dummy(Some(&session));
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
    let (one, other) = tokio::join!(register("alice"), register("bob"));
    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1);
    assert_eq!(server.accounts.user.list(None, 10).await.unwrap().len(), 1);
}
