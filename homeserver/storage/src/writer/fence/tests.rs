use std::{collections::BTreeSet, sync::Arc};

use hs_core::nid::RoomNid;

use super::{Fence, Fences};
use crate::{
    Store, StoreError, WriteBatch,
    testing::{event, on_each_database, room},
};

const ROOM: RoomNid = RoomNid(1);

fn head(fence: i64) -> WriteBatch {
    let mut batch = WriteBatch::default();
    batch.fence(ROOM, fence);
    batch.room.heads.push(room(1));
    batch
}

async fn fence_of(store: &Store) -> i64 {
    store.room(ROOM).await.unwrap().unwrap().fence
}

#[test]
fn a_fence_that_passes_is_counted_on_and_one_that_fails_is_not() {
    let fence = |room, expected, advances| Fence { room: RoomNid(room), expected, advances };
    let mut fences = Fences::default();
    assert!(fences.pass(&[fence(1, 0, true)]));
    assert!(!fences.pass(&[fence(1, 1, true), fence(2, 5, true)]));
    assert!(fences.pass(&[fence(1, 1, false), fence(2, 0, true)]));
    assert_eq!(fences.advanced().iter().map(|(room, to)| (room.get(), *to)).collect::<Vec<_>>(), [(1, 1), (2, 1)]);
}

#[tokio::test]
async fn a_room_is_created_once() {
    on_each_database(async |store| {
        store.commit(head(0)).await.unwrap();
        assert!(store.commit(head(0)).await.unwrap_err().is_conflict());
        assert_eq!(fence_of(&store).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_stale_batch_is_refused_and_writes_nothing() {
    on_each_database(async |store| {
        store.commit(head(0)).await.unwrap();
        store.commit(head(1)).await.unwrap();
        let mut stale = head(1);
        stale.event.live.push(event(1, ROOM, 1));
        let before = store.position();
        assert!(store.commit(stale).await.unwrap_err().is_conflict());
        assert_eq!(store.event_nids(&[&event(1, ROOM, 1).event_id]).await.unwrap().len(), 0);
        assert_eq!((fence_of(&store).await, store.position()), (2, before));
    })
    .await;
}

#[tokio::test]
async fn batches_that_build_on_each_other_ride_in_one_commit() {
    on_each_database(async |store| {
        let pending: Vec<_> = (0..20).map(|fence| store.enqueue(head(fence))).collect();
        for pending in pending {
            pending.await.unwrap();
        }
        assert_eq!(fence_of(&store).await, 20);
    })
    .await;
}

#[tokio::test]
async fn what_builds_on_a_refused_batch_is_refused_too() {
    on_each_database(async |store| {
        store.commit(head(0)).await.unwrap();
        let pending = [1, 5, 6, 2].map(|fence| store.enqueue(head(fence)));
        let mut outcomes = Vec::new();
        for pending in pending {
            outcomes.push(pending.await.is_ok());
        }
        assert_eq!(outcomes, [true, false, false, true]);
        assert_eq!(fence_of(&store).await, 3);
    })
    .await;
}

#[tokio::test]
async fn a_fence_can_be_checked_without_a_change_and_changed_without_a_head() {
    on_each_database(async |store| {
        store.commit(head(0)).await.unwrap();
        let mut check = WriteBatch::default();
        check.fence_unchanged(ROOM, 1);
        store.commit(check).await.unwrap();
        assert_eq!(fence_of(&store).await, 1);

        let mut change = WriteBatch::default();
        change.fence(ROOM, 1);
        store.commit(change).await.unwrap();
        assert_eq!(fence_of(&store).await, 2);

        let mut check = WriteBatch::default();
        check.fence_unchanged(ROOM, 1);
        assert!(store.commit(check).await.unwrap_err().is_conflict());
    })
    .await;
}

#[tokio::test]
async fn a_head_without_a_fence_is_refused() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.fence_unchanged(ROOM, 0);
        batch.room.heads.push(room(1));
        assert!(matches!(store.commit(batch).await, Err(StoreError::Unfenced(ROOM))));
    })
    .await;
}

/// A hundred tasks each add one to a number in the head, loading again whenever they lose: none may be lost.
async fn count_to_a_hundred(stores: Vec<Store>) {
    let stores = Arc::new(stores);
    stores[0].commit(head(0)).await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..100 {
        let store = stores[task % stores.len()].clone();
        tasks.spawn(async move {
            loop {
                let mut row = store.room(ROOM).await.unwrap().unwrap();
                let mut batch = WriteBatch::default();
                batch.fence(ROOM, row.fence);
                row.notify_seq += 1;
                batch.event.live.push(event(row.notify_seq, ROOM, row.notify_seq));
                batch.room.heads.push(row);
                match store.commit(batch).await {
                    Ok(committed) => return committed.position,
                    Err(error) => assert!(error.is_conflict(), "{error:?}"),
                }
            }
        });
    }
    let positions: BTreeSet<_> = tasks.join_all().await.into_iter().collect();
    let row = stores[0].room(ROOM).await.unwrap().unwrap();
    assert_eq!((row.notify_seq, row.fence, positions.len()), (100, 101, 100));
    assert_eq!(Some(&row.last_position), positions.last());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_tasks_share_a_room() {
    on_each_database(async |store| count_to_a_hundred(vec![store]).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_a_room() {
    crate::testing::on_postgres(async |options| {
        let stores = vec![Store::open(&options).await.unwrap(), Store::open(&options).await.unwrap()];
        count_to_a_hundred(stores.clone()).await;
        for store in stores {
            store.close().await.unwrap();
        }
    })
    .await;
}
