use hs_core::nid::UserNid;
use ruma::owned_room_id;

use super::{KeyBackupSelection, KeyBackupSessionRow, KeyBackupVersionRow};
use crate::{Store, StoreError, WriteBatch, testing::on_each_database};

const ALICE: UserNid = UserNid(1);

fn key(version: i64, rank: (bool, i64, i64)) -> KeyBackupSessionRow {
    let (is_verified, first_message_index, forwarded_count) = rank;
    KeyBackupSessionRow {
        user: ALICE,
        version,
        room_id: owned_room_id!("!room"),
        session_id: "s".to_owned(),
        first_message_index,
        forwarded_count,
        is_verified,
        session_data: format!("{rank:?}"),
    }
}

async fn create(store: &Store, version: i64) {
    let mut batch = WriteBatch::default();
    batch.key_backup.create.push(KeyBackupVersionRow {
        user: ALICE,
        version,
        algorithm: "a".to_owned(),
        auth_data: "{}".to_owned(),
        etag: 0,
        deleted: false,
    });
    store.commit(batch).await.unwrap();
}

async fn put(store: &Store, key: KeyBackupSessionRow) -> Result<i64, StoreError> {
    let version = key.version;
    let mut batch = WriteBatch::default();
    batch.key_backup.put.push(key);
    store.commit(batch).await?;
    Ok(store.key_backup(ALICE, version).await?.unwrap().etag)
}

#[tokio::test]
async fn only_better_keys_replace_what_is_there() {
    on_each_database(async |store| {
        create(&store, 1).await;
        let ladder = [(false, 9, 9), (false, 9, 3), (false, 5, 7), (true, 8, 8), (true, 8, 1), (true, 2, 5)];
        for (step, rank) in ladder.into_iter().enumerate() {
            let etag = i64::try_from(step).unwrap() + 1;
            assert_eq!(put(&store, key(1, rank)).await.unwrap(), etag, "{rank:?} is better");
            for worse in &ladder[..=step] {
                assert_eq!(put(&store, key(1, *worse)).await.unwrap(), etag, "{worse:?} is not better than {rank:?}");
            }
        }
        let all = KeyBackupSelection { user: ALICE, version: 1, room_id: None, session_id: None };
        assert_eq!(store.key_backup_sessions(&all).await.unwrap(), [key(1, (true, 2, 5))]);
        assert_eq!(store.key_backup_count(ALICE, 1).await.unwrap(), 1);
        let mut batch = WriteBatch::default();
        batch.key_backup.remove.push(KeyBackupSelection { room_id: Some(owned_room_id!("!room")), ..all.clone() });
        store.commit(batch).await.unwrap();
        assert!(store.key_backup_sessions(&all).await.unwrap().is_empty());
        assert_eq!(store.key_backup(ALICE, 1).await.unwrap().unwrap().etag, 7);
    })
    .await;
}

#[tokio::test]
async fn only_the_newest_backup_takes_keys() {
    on_each_database(async |store| {
        create(&store, 1).await;
        create(&store, 2).await;
        assert!(matches!(put(&store, key(1, (true, 0, 0))).await, Err(StoreError::Conflict)));
        put(&store, key(2, (true, 0, 0))).await.unwrap();
        let mut batch = WriteBatch::default();
        batch.key_backup.delete.push((ALICE, 2));
        store.commit(batch).await.unwrap();
        assert_eq!(store.newest_key_backup(ALICE).await.unwrap().unwrap().version, 1);
        assert_eq!(store.last_key_backup_version(ALICE).await.unwrap(), 2);
        assert_eq!(store.key_backup_count(ALICE, 2).await.unwrap(), 0);
        put(&store, key(1, (true, 0, 0))).await.unwrap();
    })
    .await;
}
