#![expect(clippy::disallowed_methods, reason = "the test waits for the tasks that it starts")]

use std::time::Duration;

use hs_core::nid::{RoomNid, StreamPosition};
use tokio::time::timeout;

use super::{BACKLOG, Wake, WakeBus};
use crate::{
    Store, WriteBatch,
    testing::{event, on_each_database, on_postgres},
};

fn wake(since: i64, head: i64) -> Wake {
    Wake { since: StreamPosition(since), head: StreamPosition(head), rooms: vec![RoomNid(head)], ..Wake::default() }
}

#[tokio::test]
async fn wakes_come_in_the_order_of_positions_and_once() {
    let bus = WakeBus::new(StreamPosition(0));
    let mut wakes = bus.subscribe();
    for early in [wake(3, 4), wake(1, 3), wake(0, 1), wake(1, 3), wake(4, 5), wake(0, 1)] {
        bus.publish(early);
    }
    for head in [1, 3, 4, 5] {
        assert_eq!(wakes.recv().await.unwrap().head, StreamPosition(head));
    }
    assert_eq!(bus.applied(), StreamPosition(5));
    drop(bus);
    assert_eq!(wakes.recv().await, None);
}

#[tokio::test]
async fn a_gap_is_closed_by_looking_at_everything() {
    let bus = WakeBus::new(StreamPosition(0));
    let mut wakes = bus.subscribe();
    bus.publish(wake(2, 3));
    bus.catch_up(StreamPosition(2));
    bus.catch_up(StreamPosition(2));
    let caught_up = wakes.recv().await.unwrap();
    assert_eq!((caught_up.since.get(), caught_up.head.get(), caught_up.everything), (0, 2, true));
    assert_eq!(*wakes.recv().await.unwrap(), wake(2, 3));
}

#[tokio::test]
async fn who_lags_behind_is_told_to_look_at_everything() {
    let bus = WakeBus::new(StreamPosition(0));
    let mut wakes = bus.subscribe();
    let last = i64::try_from(BACKLOG).unwrap() + 10;
    for head in 1..=last {
        bus.publish(wake(head - 1, head));
    }
    let lagged = wakes.recv().await.unwrap();
    assert_eq!((lagged.head.get(), lagged.everything), (last, true));
    bus.publish(wake(last, last + 1));
    assert_eq!(wakes.recv().await.unwrap().head.get(), last + 1);
}

#[tokio::test]
async fn a_reader_can_wait_for_a_position() {
    let bus = WakeBus::new(StreamPosition(0));
    bus.reached(StreamPosition(0)).await;
    let waiter = {
        let bus = bus.clone();
        tokio::spawn(async move { bus.reached(StreamPosition(2)).await })
    };
    bus.publish(wake(0, 1));
    tokio::task::yield_now().await;
    assert!(!waiter.is_finished());
    bus.publish(wake(1, 2));
    waiter.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_commit_is_published_before_its_caller_hears_of_it() {
    on_each_database(async |store| {
        let mut wakes = store.wake().subscribe();
        let mut tasks = tokio::task::JoinSet::new();
        for nid in 1..=100 {
            let store = store.clone();
            tasks.spawn(async move {
                let mut batch = WriteBatch::default();
                batch.event.live.push(event(nid, RoomNid(nid), 1));
                let position = store.commit(batch).await.unwrap().position;
                assert!(store.position() >= position);
            });
        }
        tasks.join_all().await;
        let (mut head, mut rooms) = (StreamPosition(0), 0);
        while head < StreamPosition(100) {
            let wake = wakes.recv().await.unwrap();
            assert_eq!(wake.since, head);
            head = wake.head;
            rooms += wake.rooms.len();
        }
        assert_eq!(rooms, 100);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_hear_of_each_others_commits() {
    on_postgres(async |options| {
        let stores = [Store::open(&options).await.unwrap(), Store::open(&options).await.unwrap()];
        let mut received = stores.each_ref().map(|store| store.wake().subscribe());
        for nid in 1..=60 {
            let mut batch = WriteBatch::default();
            batch.event.live.push(event(nid, RoomNid(nid), 1));
            stores[usize::try_from(nid % 2).unwrap()].commit(batch).await.unwrap();
        }
        // A commit that touches more than a notification can hold.
        let mut batch = WriteBatch::default();
        (0..5_000).for_each(|room| batch.touch_room(RoomNid(room)));
        stores[0].commit(batch).await.unwrap();

        for (store, wakes) in stores.iter().zip(&mut received) {
            timeout(Duration::from_secs(30), store.wake().reached(StreamPosition(61))).await.unwrap();
            let mut head = StreamPosition(0);
            while head < StreamPosition(61) {
                let wake = wakes.recv().await.unwrap();
                assert_eq!(wake.since, head, "no gap and nothing twice");
                head = wake.head;
                assert!(wake.everything || !wake.rooms.is_empty());
            }
        }
        for store in stores {
            store.close().await.unwrap();
        }
    })
    .await;
}
