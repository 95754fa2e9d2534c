use hs_core::nid::UserNid;

use crate::{WriteBatch, testing::on_each_database};

const ALICE: UserNid = UserNid(1);
const BOB: UserNid = UserNid(2);

#[tokio::test]
async fn the_last_change_is_remembered_and_readers_are_woken() {
    on_each_database(async |store| {
        let mut wakes = store.wake().subscribe();
        let change = async || {
            let mut batch = WriteBatch::default();
            batch.device_list.changed = vec![ALICE, ALICE];
            store.commit(batch).await.unwrap().position
        };
        let first = change().await;
        assert_eq!(wakes.recv().await.unwrap().device_lists, [ALICE]);
        let second = change().await;
        wakes.recv().await.unwrap();
        assert_eq!(store.device_lists_after(first).await.unwrap(), [ALICE]);
        assert!(store.device_lists_after(second).await.unwrap().is_empty());
        let mut batch = WriteBatch::default();
        batch.device_list.changed_for.push((ALICE, BOB));
        store.commit(batch).await.unwrap();
        let wake = wakes.recv().await.unwrap();
        assert_eq!((wake.users.as_slice(), wake.device_lists.as_slice()), ([BOB].as_slice(), [].as_slice()));
        assert!(store.device_lists_after(second).await.unwrap().is_empty());
        assert_eq!(store.device_lists_for(BOB, second).await.unwrap(), [ALICE]);
    })
    .await;
}
