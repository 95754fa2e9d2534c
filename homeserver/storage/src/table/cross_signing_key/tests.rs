use hs_core::nid::UserNid;
use ruma::encryption::KeyUsage;

use super::CrossSigningKeyRow;
use crate::{StoreError, WriteBatch, testing::on_each_database};

fn master(public_key: &str) -> CrossSigningKeyRow {
    CrossSigningKeyRow {
        user: UserNid(1),
        usage: KeyUsage::Master,
        public_key: public_key.to_owned(),
        key: "{}".to_owned(),
    }
}

#[tokio::test]
async fn of_two_first_uploads_one_wins() {
    on_each_database(async |store| {
        let upload = |expected: Option<&str>, public_key: &str| {
            let mut batch = WriteBatch::default();
            batch.cross_signing_key.master_unchanged.push((UserNid(1), expected.map(ToOwned::to_owned)));
            batch.cross_signing_key.set.push(master(public_key));
            store.commit(batch)
        };
        let (one, other) = tokio::join!(upload(None, "a"), upload(None, "b"));
        assert!(one.is_ok());
        assert!(matches!(other, Err(StoreError::Conflict)));
        upload(Some("a"), "c").await.unwrap();
        assert_eq!(store.cross_signing_keys(&[UserNid(1)]).await.unwrap(), [master("c")]);
        let mut batch = WriteBatch::default();
        batch.cross_signing_key.remove_all.push(UserNid(1));
        store.commit(batch).await.unwrap();
        assert!(store.cross_signing_keys(&[UserNid(1)]).await.unwrap().is_empty());
    })
    .await;
}
