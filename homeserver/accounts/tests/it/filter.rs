//! Filters.

use ruma::api::{client::filter::FilterDefinition, error::ErrorCode};

use crate::setup::{Server, code};

#[tokio::test]
async fn the_same_filter_has_the_same_id() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let (bob, _) = server.person("bob").await;
    let filters = &server.accounts.filter;
    let lazy = FilterDefinition::with_lazy_loading();
    let (one, other) = tokio::join!(filters.create(alice.user, &lazy), filters.create(alice.user, &lazy));
    let (id, same) = (one.unwrap(), other.unwrap());
    assert_eq!(id, same);
    assert!(!id.starts_with('{'));
    assert_ne!(filters.create(alice.user, &FilterDefinition::default()).await.unwrap(), id);
    let stored = filters.get(alice.user, &id).await.unwrap();
    assert_eq!(serde_json::to_value(stored).unwrap(), serde_json::to_value(&lazy).unwrap());
    assert_eq!(code(filters.get(bob.user, &id).await), ErrorCode::NotFound);
    assert_eq!(code(filters.get(alice.user, "\0").await), ErrorCode::NotFound);
}
