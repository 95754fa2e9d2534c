use hs_core::nid::UserNid;

use super::AccessTokenRow;
use crate::{Store, WriteBatch, testing::on_each_database};

fn token(hash: u8, user: i64, device_id: &str) -> AccessTokenRow {
    AccessTokenRow {
        hash: vec![hash; 32],
        user: UserNid(user),
        device_id: device_id.into(),
        created_ts: 1,
        expires_ts: None,
        generation: 0,
    }
}

async fn alive(store: &Store) -> Vec<u8> {
    let mut alive = Vec::new();
    for hash in 1..=5 {
        if store.access_token(&[hash; 32]).await.unwrap().is_some() {
            alive.push(hash);
        }
    }
    alive
}

#[tokio::test]
async fn tokens_end_by_device_and_by_user() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.access_token.issue = vec![token(1, 1, "A"), token(2, 1, "B"), token(3, 1, "C"), token(4, 2, "A")];
        store.commit(batch).await.unwrap();
        assert_eq!(store.access_token(&[1; 32]).await.unwrap(), Some(token(1, 1, "A")));

        let mut batch = WriteBatch::default();
        batch.access_token.revoke.push((UserNid(1), "A".into()));
        batch.access_token.issue.push(token(5, 1, "A"));
        store.commit(batch).await.unwrap();
        assert_eq!(alive(&store).await, [2, 3, 4, 5]);

        let mut batch = WriteBatch::default();
        batch.access_token.revoke_all.push((UserNid(1), Some("B".into())));
        store.commit(batch).await.unwrap();
        assert_eq!(alive(&store).await, [2, 4]);

        let mut batch = WriteBatch::default();
        batch.access_token.revoke_all.push((UserNid(1), None));
        store.commit(batch).await.unwrap();
        assert_eq!(alive(&store).await, [4]);
    })
    .await;
}
