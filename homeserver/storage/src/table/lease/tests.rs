use super::*;
use crate::{Store, StoreError, WriteBatch, testing::on_each_database};

async fn claim(store: &Store, holder: &str, now_ts: i64) -> Result<(), StoreError> {
    let mut batch = WriteBatch::default();
    batch.lease.claims.push(LeaseClaim {
        name: "delivery".to_owned(),
        holder: holder.to_owned(),
        now_ts,
        until_ts: now_ts + 10,
    });
    store.commit(batch).await.map(drop)
}

#[tokio::test]
async fn a_lease_is_held_by_one_until_it_ends_or_is_given_back() {
    on_each_database(async |store| {
        claim(&store, "a", 0).await.unwrap();
        assert!(claim(&store, "b", 5).await.unwrap_err().is_conflict());
        claim(&store, "a", 8).await.unwrap();
        assert!(claim(&store, "b", 12).await.unwrap_err().is_conflict(), "it was renewed");
        claim(&store, "b", 19).await.unwrap();
        assert!(claim(&store, "a", 20).await.unwrap_err().is_conflict());
        let mut batch = WriteBatch::default();
        batch.lease.released.push(("delivery".to_owned(), "b".to_owned()));
        store.commit(batch).await.unwrap();
        claim(&store, "a", 21).await.unwrap();
    })
    .await;
}
