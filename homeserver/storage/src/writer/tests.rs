#![expect(clippy::disallowed_methods, reason = "the test waits for the tasks that it starts")]

mod crash;

use hs_core::nid::{EventNid, RoomNid, StreamPosition};

use super::{QUEUE, ROWS_PER_GROUP, Waiting, next_group};
use crate::{
    EventRow, Store, StoreError, WriteBatch,
    testing::{event, on_each_database},
};

fn message(nid: i64) -> WriteBatch {
    let mut batch = WriteBatch::default();
    batch.event.live.push(event(nid, RoomNid(nid), 1));
    batch
}

#[tokio::test]
async fn batches_are_committed_in_the_order_in_which_they_were_queued() {
    on_each_database(async |store| {
        let pending: Vec<_> = (1..=300).map(|nid| store.enqueue(message(nid))).collect();
        let mut positions = Vec::new();
        for pending in pending {
            positions.push(pending.await.unwrap().position.get());
        }
        assert_eq!(positions, (1..=300).collect::<Vec<_>>());
        let rows = store.events(&(1..=300).map(EventNid).collect::<Vec<_>>()).await.unwrap();
        assert_eq!(rows.len(), 300);
        assert!(rows.iter().all(|row| row.position == Some(StreamPosition(row.nid.get()))));
    })
    .await;
}

#[tokio::test]
async fn all_rows_of_a_batch_have_its_position() {
    on_each_database(async |store| {
        let mut batch = message(1);
        batch.event.live.extend((2..=100).map(|nid| event(nid, RoomNid(1), nid)));
        let position = store.commit(batch).await.unwrap().position;
        let rows = store.events(&(1..=100).map(EventNid).collect::<Vec<_>>()).await.unwrap();
        assert_eq!(rows.len(), 100);
        assert!(rows.iter().all(|row| row.position == Some(position)));
    })
    .await;
}

#[tokio::test]
async fn a_bad_batch_harms_no_other() {
    on_each_database(async |store| {
        store.commit(message(1)).await.unwrap();
        // The same event id under another number, in the middle of a group.
        let taken = EventRow { event_id: event(1, RoomNid(1), 1).event_id, ..event(50, RoomNid(50), 1) };
        let pending: Vec<_> = (2..=20)
            .map(|nid| {
                let mut batch = message(nid);
                if nid == 10 {
                    batch.event.live.push(taken.clone());
                }
                store.enqueue(batch)
            })
            .collect();
        for (nid, pending) in (2..=20).zip(pending) {
            match pending.await {
                Ok(_) => assert_ne!(nid, 10),
                Err(StoreError::Duplicate(_)) => assert_eq!(nid, 10),
                Err(error) => panic!("{nid}: {error:?}"),
            }
        }
        let rows = store.events(&(1..=50).map(EventNid).collect::<Vec<_>>()).await.unwrap();
        assert_eq!(rows.len(), 19, "neither row of the bad batch was written");
        assert_eq!(store.position(), StreamPosition(19), "and it left no gap among the positions");
    })
    .await;
}

#[tokio::test]
async fn a_batch_without_news_takes_no_position() {
    on_each_database(async |store| {
        let first = store.commit(message(1)).await.unwrap();
        let mut silent = WriteBatch::default();
        silent.event.silent.push(event(2, RoomNid(2), 1));
        assert_eq!(store.commit(silent).await.unwrap(), first);
        assert_eq!(store.commit(WriteBatch::default()).await.unwrap(), first);
    })
    .await;
}

#[tokio::test]
async fn what_is_queued_is_written_before_the_store_closes_and_nothing_after() {
    on_each_database(async |store| {
        let pending: Vec<_> = (1..=50).map(|nid| store.enqueue(message(nid))).collect();
        store.close().await.unwrap();
        for pending in pending {
            pending.await.unwrap();
        }
        assert!(matches!(store.commit(message(99)).await, Err(StoreError::Closed)));
    })
    .await;
}

#[tokio::test]
async fn a_full_queue_refuses_instead_of_growing() {
    let store = Store::memory().await.unwrap();
    // The writer's task does not run before this one waits for something.
    let pending: Vec<_> = (0..QUEUE).map(|_| store.enqueue(WriteBatch::default())).collect();
    assert!(matches!(store.commit(message(1)).await, Err(StoreError::Overloaded)));
    for pending in pending {
        pending.await.unwrap();
    }
    store.commit(message(1)).await.unwrap();
    store.close().await.unwrap();
}

/// What a reader sees must have no holes: whoever sees position n can see all before it.
#[tokio::test(flavor = "multi_thread")]
async fn positions_become_visible_in_their_order() {
    crate::testing::on_postgres(async |options| {
        let stores = [Store::open(&options).await.unwrap(), Store::open(&options).await.unwrap()];
        let mut tasks = tokio::task::JoinSet::new();
        for (side, store) in stores.iter().enumerate() {
            let side = i64::try_from(side).unwrap();
            for n in 1..=200 {
                let store = store.clone();
                tasks.spawn(async move { store.commit(message(n * 2 + side)).await.unwrap() });
            }
        }
        let reader = stores[0].clone();
        let watch = tokio::spawn(async move {
            let mut highest = 0;
            while highest < 400 {
                let rows = reader.events(&(2..=401).map(EventNid).collect::<Vec<_>>()).await.unwrap();
                let mut seen: Vec<i64> = rows.iter().map(|row| row.position.unwrap().get()).collect();
                seen.sort_unstable();
                highest = seen.last().copied().unwrap_or(0);
                assert_eq!(seen, (1..=highest).collect::<Vec<_>>());
            }
        });
        tasks.join_all().await;
        watch.await.unwrap();
        for store in stores {
            store.close().await.unwrap();
        }
    })
    .await;
}

#[test]
fn a_group_ends_before_it_has_too_many_rows_but_is_never_empty() {
    let batch = |rows: i64| {
        let mut batch = WriteBatch::default();
        batch.event.live.extend((0..rows).map(|nid| event(nid, RoomNid(1), nid)));
        Waiting { batch: Box::new(batch), answer: tokio::sync::oneshot::channel().0 }
    };
    let most = i64::try_from(ROWS_PER_GROUP).unwrap();
    let mut waiting = [batch(most + 1), batch(1), batch(most - 1), batch(1)].into_iter().collect();
    let sizes: Vec<usize> =
        std::iter::from_fn(|| Some(next_group(&mut waiting).len()).filter(|size| *size > 0)).collect();
    assert_eq!(sizes, [1, 2, 1]);
}
