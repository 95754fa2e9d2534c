use hs_core::nid::UserNid;

use super::ClientFilterRow;
use crate::{WriteBatch, testing::on_each_database};

#[tokio::test]
async fn a_filter_is_kept_once_per_user() {
    on_each_database(async |store| {
        let filter =
            |user| ClientFilterRow { user: UserNid(user), filter_id: "id".to_owned(), definition: "{}".to_owned() };
        for _ in 0..2 {
            let mut batch = WriteBatch::default();
            batch.client_filter.add = vec![filter(1), filter(1)];
            store.commit(batch).await.unwrap();
        }
        assert_eq!(store.client_filter(UserNid(1), "id").await.unwrap().as_deref(), Some("{}"));
        assert_eq!(store.client_filter(UserNid(2), "id").await.unwrap(), None);
    })
    .await;
}
