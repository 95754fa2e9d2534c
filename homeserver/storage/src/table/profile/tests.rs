use hs_core::nid::UserNid;
use serde_json::json;

use super::ProfileRow;
use crate::{Store, StoreError, WriteBatch, testing::on_each_database};

async fn put(store: &Store, name: &str, version: i64) -> Result<(), StoreError> {
    let fields = serde_json::Map::from_iter([("displayname".to_owned(), json!(name))]);
    let mut batch = WriteBatch::default();
    batch.profile.put.push(ProfileRow { user: UserNid(1), fields, version });
    store.commit(batch).await.map(drop)
}

#[tokio::test]
async fn a_change_that_was_built_on_an_old_version_is_refused() {
    on_each_database(async |store| {
        let nothing = ProfileRow { user: UserNid(1), ..ProfileRow::default() };
        assert_eq!(store.profile(UserNid(1)).await.unwrap(), nothing);
        put(&store, "Alice", 0).await.unwrap();
        assert!(put(&store, "Bob", 0).await.unwrap_err().is_duplicate());
        put(&store, "Carol", 1).await.unwrap();
        assert!(put(&store, "Dave", 1).await.unwrap_err().is_conflict());
        let profile = store.profile(UserNid(1)).await.unwrap();
        assert_eq!((&profile.fields["displayname"], profile.version), (&json!("Carol"), 2));
    })
    .await;
}

#[tokio::test]
async fn of_several_changes_in_one_group_one_is_committed() {
    on_each_database(async |store| {
        put(&store, "Alice", 0).await.unwrap();
        let (one, two, three) = tokio::join!(put(&store, "1", 1), put(&store, "2", 1), put(&store, "3", 1));
        let outcomes = [one, two, three];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(outcomes.into_iter().filter_map(Result::err).all(|error| error.is_conflict()));
    })
    .await;
}
