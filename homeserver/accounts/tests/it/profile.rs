//! Profiles and account data.

use hs_accounts::Changed;
use ruma::{api::error::ErrorCode, room_id, serde::Raw, user_id};
use serde_json::json;

use crate::setup::{Server, code};

#[tokio::test]
async fn a_new_user_is_called_what_they_typed() {
    let server = Server::open().await;
    let (alice, _) = server.person("Alice").await;
    let member = server.accounts.profile.member_profile(alice.user).await.unwrap();
    assert_eq!(member.displayname.as_deref(), Some("Alice"));
    assert_eq!(member.avatar_url, None);
}

#[tokio::test]
async fn fields_are_set_read_and_removed() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let profiles = &server.accounts.profile;
    let id = &alice.user_id;
    let changed = profiles.set(&alice, id, "displayname", json!("Alice in Chains")).await.unwrap();
    assert_eq!(changed, Changed::MemberProfile);
    assert_eq!(profiles.member_profile(alice.user).await.unwrap().displayname.as_deref(), Some("Alice in Chains"));
    let again = profiles.set(&alice, id, "displayname", json!("Alice in Chains")).await.unwrap();
    assert_eq!(again, Changed::NothingForRooms);
    let zone = profiles.set(&alice, id, "m.tz", json!("Europe/Berlin")).await.unwrap();
    assert_eq!(zone, Changed::NothingForRooms);
    assert_eq!(profiles.field(id, "m.tz").await.unwrap(), json!("Europe/Berlin"));
    assert_eq!(profiles.remove(&alice, id, "m.tz").await.unwrap(), Changed::NothingForRooms);
    assert_eq!(code(profiles.field(id, "m.tz").await), ErrorCode::NotFound);
    assert_eq!(profiles.set(&alice, id, "displayname", json!("")).await.unwrap(), Changed::MemberProfile);
    assert!(profiles.get(id).await.unwrap().is_empty());
    assert_eq!(code(profiles.get(user_id!("@nobody:example.org")).await), ErrorCode::NotFound);
}

#[tokio::test]
async fn only_the_own_profile_can_be_changed() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let (bob, _) = server.person("bob").await;
    let set = server.accounts.profile.set(&alice, &bob.user_id, "displayname", json!("Rob")).await;
    assert_eq!(code(set), ErrorCode::Forbidden);
    let removed = server.accounts.profile.remove(&alice, &bob.user_id, "displayname").await;
    assert_eq!(code(removed), ErrorCode::Forbidden);
}

#[tokio::test]
async fn a_profile_stays_below_its_limit_even_when_changed_from_two_sides() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let set = |key| server.accounts.profile.set(&alice, &alice.user_id, key, json!("x".repeat(40_000)));
    let (one, other) = tokio::join!(set("org.example.one"), set("org.example.two"));
    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1);
    assert_eq!(code(one.and(other)), ErrorCode::ProfileTooLarge);
}

#[tokio::test]
async fn of_two_changes_at_once_none_is_lost() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let set = |key| server.accounts.profile.set(&alice, &alice.user_id, key, json!(1));
    let (one, two, three) = tokio::join!(set("org.example.one"), set("org.example.two"), set("org.example.three"));
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    assert_eq!(server.accounts.profile.get(&alice.user_id).await.unwrap().len(), 4);
}

#[tokio::test]
async fn account_data_is_kept_and_wakes_the_user() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let account_data = &server.accounts.account_data;
    assert_eq!(code(account_data.get(alice.user, None, "m.direct").await), ErrorCode::NotFound);
    let mut wakes = server.store.wake().subscribe();
    let content = || Raw::new(&json!({"@bob:example.org": ["!a:example.org"]})).unwrap().cast_unchecked();
    account_data.set(alice.user, None, "m.direct", content()).await.unwrap();
    assert_eq!(wakes.recv().await.unwrap().users, [alice.user]);
    let stored = account_data.get(alice.user, None, "m.direct").await.unwrap();
    assert_eq!(stored.json().get(), content().json().get());
    let rules = account_data.get(alice.user, None, "m.push_rules").await.unwrap();
    assert!(rules.json().get().contains(".m.rule.master"));
    let room_id = room_id!("!absent:example.org");
    assert_eq!(code(account_data.set(alice.user, Some(room_id), "m.tag", content()).await), ErrorCode::NotFound);
    assert_eq!(code(account_data.get(alice.user, Some(room_id), "m.tag").await), ErrorCode::NotFound);
    assert_eq!(code(account_data.set(alice.user, None, "m.push_rules", content()).await), ErrorCode::BadJson);
    assert_eq!(code(account_data.set(alice.user, None, "a\0b", content()).await), ErrorCode::InvalidParam);
}
