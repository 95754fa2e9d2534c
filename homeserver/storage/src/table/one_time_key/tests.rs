use std::collections::BTreeSet;

use super::{
    super::device_key::tests::{ALICE, add_devices},
    FallbackKeyRow, KeyClaim, OneTimeKeyRow,
};
use crate::{StoreError, WriteBatch, testing::on_each_database};

fn key(key_id: &str, created_ts: i64) -> OneTimeKeyRow {
    OneTimeKeyRow {
        user: ALICE,
        device_id: "A".into(),
        algorithm: "signed_curve25519".to_owned(),
        key_id: key_id.to_owned(),
        key: format!("\"{key_id}\""),
        created_ts,
    }
}

fn claim() -> KeyClaim {
    KeyClaim::new(ALICE, "A".into(), "signed_curve25519".to_owned())
}

#[tokio::test]
async fn the_oldest_key_comes_first_and_the_fallback_key_last() {
    on_each_database(async |store| {
        add_devices(&store, &["A"]).await;
        let mut batch = WriteBatch::default();
        batch.one_time_key.add = vec![key("a", 2), key("c", 1), key("b", 1)];
        store.commit(batch).await.unwrap();
        let mut batch = WriteBatch::default();
        batch.one_time_key.add.push(key("a", 3));
        assert!(matches!(store.commit(batch).await, Err(StoreError::Duplicate(_))));
        let OneTimeKeyRow { user, device_id, algorithm, .. } = key("", 0);
        let fallback =
            FallbackKeyRow { user, device_id, algorithm, key_id: "f".to_owned(), key: "1".to_owned(), used: false };
        let mut batch = WriteBatch::default();
        batch.one_time_key.set_fallback.push(fallback.clone());
        store.commit(batch).await.unwrap();
        for expected in ["b", "c", "a", "f", "f"] {
            assert_eq!(
                store.fallback_keys(ALICE, "A".into()).await.unwrap(),
                std::slice::from_ref(&fallback),
                "not used yet"
            );
            let claim = claim();
            let mut batch = WriteBatch::default();
            batch.one_time_key.claim.push(claim.clone());
            store.commit(batch).await.unwrap();
            assert_eq!(claim.answer().map(|key| key.key_id).as_deref(), Some(expected));
            if expected == "f" {
                break;
            }
        }
        assert!(store.fallback_keys(ALICE, "A".into()).await.unwrap().iter().all(|key| key.used));
    })
    .await;
}

#[tokio::test]
async fn no_key_is_given_out_twice() {
    on_each_database(async |store| {
        add_devices(&store, &["A"]).await;
        let mut batch = WriteBatch::default();
        batch.one_time_key.add = (0..40).map(|number| key(&format!("{number:02}"), 1)).collect();
        store.commit(batch).await.unwrap();
        let claims: Vec<KeyClaim> = (0..50).map(|_| claim()).collect();
        let commits: Vec<_> = claims
            .iter()
            .map(|claim| {
                let mut batch = WriteBatch::default();
                batch.one_time_key.claim.push(claim.clone());
                store.enqueue(batch)
            })
            .collect();
        for commit in commits {
            commit.await.unwrap();
        }
        let answers: Vec<_> = claims.iter().filter_map(KeyClaim::answer).map(|key| key.key_id).collect();
        assert_eq!(answers.len(), 40);
        assert_eq!(answers.iter().collect::<BTreeSet<_>>().len(), 40);
        assert!(store.one_time_key_counts(ALICE, "A".into()).await.unwrap().is_empty());
    })
    .await;
}
