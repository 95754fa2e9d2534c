use hs_core::nid::{EventNid, RoomNid, RoomOrder, SnapshotNid, StateKeyNid, StreamPosition};
use ruma::{api::Direction, event_id, owned_event_id};

use super::{EventRow, EventStatus, Redaction, RelationFilter};
use crate::{
    Store, WriteBatch,
    testing::{event, on_each_database},
};

const ROOM: RoomNid = RoomNid(1);

/// Commits each of the events as a batch of its own, so that they have the positions 1, 2, 3 …
async fn commit_live(store: &Store, events: impl IntoIterator<Item = EventRow>) {
    for event in events {
        let mut batch = WriteBatch::default();
        batch.event.live.push(event);
        store.commit(batch).await.unwrap();
    }
}

fn orders(events: &[EventRow]) -> Vec<i64> {
    events.iter().map(|event| event.order.unwrap().get()).collect()
}

#[tokio::test]
async fn an_event_comes_back_as_it_was_written() {
    on_each_database(async |store| {
        let full = EventRow {
            state_key: Some(StateKeyNid(3)),
            snapshot: Some(SnapshotNid(4)),
            redacted_by: Some(EventNid(9)),
            relates_to: Some(owned_event_id!("$root")),
            rel_type: Some("m.thread".to_owned()),
            ..event(1, ROOM, 1)
        };
        let outlier = EventRow { order: None, status: EventStatus::Rejected, ..event(2, ROOM, 0) };
        let mut batch = WriteBatch::default();
        batch.event.live.push(full.clone());
        batch.event.silent.push(outlier.clone());
        let position = store.commit(batch).await.unwrap().position;

        let full = EventRow { position: Some(position), ..full };
        assert_eq!(store.event_by_id(&full.event_id).await.unwrap(), Some(full.clone()));
        assert_eq!(store.event_by_id(event_id!("$none")).await.unwrap(), None);
        let mut both = store.events(&[EventNid(2), EventNid(1), EventNid(77)]).await.unwrap();
        both.sort_unstable_by_key(|event| event.nid);
        assert_eq!(both, [full.clone(), outlier.clone()]);
        assert_eq!(store.events_by_id(&[&outlier.event_id]).await.unwrap().pop().as_ref(), Some(&outlier));
        let ids = [event_id!("$root"), event_id!("$x")];
        let related = store.relations_of(ROOM, &ids, RelationFilter::default()).await.unwrap();
        assert_eq!(related, [], "what was taken back relates to nothing any more");

        let nids = store.event_nids(&[&full.event_id, &outlier.event_id, event_id!("$none")]).await.unwrap();
        assert_eq!(nids.len(), 2);
        assert_eq!(nids.get(&outlier.event_id), Some(&EventNid(2)));
    })
    .await;
}

#[tokio::test]
async fn every_event_that_is_read_is_counted() {
    on_each_database(async |store| {
        commit_live(&store, (1..=3).map(|n| event(n, ROOM, n))).await;
        assert_eq!(store.event_reads(), 0);
        store.events(&[EventNid(1), EventNid(2)]).await.unwrap();
        store.event_nids(&[event_id!("$event1")]).await.unwrap();
        assert_eq!(store.event_reads(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_outlier_joins_the_timeline() {
    on_each_database(async |store| {
        let outlier = EventRow { order: None, ..event(1, ROOM, 0) };
        let mut batch = WriteBatch::default();
        batch.event.silent.push(outlier.clone());
        store.commit(batch).await.unwrap();
        assert_eq!(store.order_at(ROOM, StreamPosition(9)).await.unwrap(), None);

        commit_live(&store, [EventRow { order: Some(RoomOrder(1)), snapshot: Some(SnapshotNid(5)), ..outlier }]).await;
        let found = store.events(&[EventNid(1)]).await.unwrap().pop().unwrap();
        assert_eq!((found.order, found.position), (Some(RoomOrder(1)), Some(StreamPosition(1))));
        assert_eq!(found.snapshot, Some(SnapshotNid(5)));
    })
    .await;
}

#[tokio::test]
async fn a_redaction_replaces_the_content() {
    on_each_database(async |store| {
        commit_live(&store, [event(1, ROOM, 1)]).await;
        let mut batch = WriteBatch::default();
        batch.event.redactions.push(Redaction { event: EventNid(1), by: EventNid(2), json: "{}".to_owned() });
        store.commit(batch).await.unwrap();
        let found = store.events(&[EventNid(1)]).await.unwrap().pop().unwrap();
        assert_eq!((found.redacted_by, found.json.as_str()), (Some(EventNid(2)), "{}"));
    })
    .await;
}

#[tokio::test]
async fn a_page_begins_and_ends_in_the_gaps_between_events() {
    on_each_database(async |store| {
        commit_live(&store, (1..=5).map(|n| event(n, ROOM, n))).await;
        commit_live(&store, [event(6, RoomNid(2), 3)]).await;
        let mut backfilled = WriteBatch::default();
        backfilled.event.silent.push(event(7, ROOM, 0));
        backfilled.event.silent.push(EventRow { status: EventStatus::SoftFailed, ..event(8, ROOM, -1) });
        store.commit(backfilled).await.unwrap();

        let page = async |from, to: Option<i64>, direction, limit| {
            orders(&store.timeline(ROOM, RoomOrder(from), to.map(RoomOrder), direction, limit).await.unwrap())
        };
        assert_eq!(page(4, None, Direction::Backward, 10).await, [4, 3, 2, 1, 0]);
        assert_eq!(page(4, Some(2), Direction::Backward, 10).await, [4, 3]);
        assert_eq!(page(4, None, Direction::Backward, 2).await, [4, 3]);
        assert_eq!(page(2, None, Direction::Forward, 10).await, [3, 4, 5]);
        assert_eq!(page(0, Some(3), Direction::Forward, 2).await, [1, 2]);
    })
    .await;
}

#[tokio::test]
async fn the_newest_events_after_a_position_are_found_room_by_room() {
    on_each_database(async |store| {
        commit_live(&store, (1..=5).map(|n| event(n, ROOM, n))).await;
        // Two events of one batch have one position: their order decides.
        let mut batch = WriteBatch::default();
        batch.event.live.extend([event(6, RoomNid(2), 1), event(7, RoomNid(2), 2)]);
        store.commit(batch).await.unwrap();

        let slice = store.timeline_after(ROOM, StreamPosition(1), 3).await.unwrap();
        assert_eq!((orders(&slice.events), slice.limited), (vec![3, 4, 5], true));
        let slice = store.timeline_after(ROOM, StreamPosition(2), 3).await.unwrap();
        assert_eq!((orders(&slice.events), slice.limited), (vec![3, 4, 5], false));
        assert_eq!(
            store.timeline_after(ROOM, StreamPosition(9), 3).await.unwrap(),
            super::read::TimelineSlice::default()
        );

        let rooms = [(ROOM, StreamPosition(4)), (RoomNid(2), StreamPosition(0)), (RoomNid(3), StreamPosition(0))];
        let slices = store.timelines_after(&rooms, 1).await.unwrap();
        assert_eq!(slices.len(), 2);
        assert_eq!((orders(&slices[&ROOM].events), slices[&ROOM].limited), (vec![5], false));
        assert_eq!((orders(&slices[&RoomNid(2)].events), slices[&RoomNid(2)].limited), (vec![2], true));
    })
    .await;
}

#[tokio::test]
async fn many_rooms_are_read_in_few_statements() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.event.live.extend((1..=150).map(|n| event(n, RoomNid(n), 1)));
        store.commit(batch).await.unwrap();
        let rooms: Vec<_> = (1..=200).map(|n| (RoomNid(n), StreamPosition(0))).collect();
        assert_eq!(store.timelines_after(&rooms, 10).await.unwrap().len(), 150);
    })
    .await;
}

#[tokio::test]
async fn a_position_is_a_place_in_the_timeline() {
    on_each_database(async |store| {
        commit_live(&store, [event(1, ROOM, 1), event(2, RoomNid(2), 1), event(3, ROOM, 2)]).await;
        for (position, order) in [(0, None), (1, Some(1)), (2, Some(1)), (3, Some(2)), (9, Some(2))] {
            let found = store.order_at(ROOM, StreamPosition(position)).await.unwrap();
            assert_eq!(found, order.map(RoomOrder), "at {position}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_indexes_are_used() {
    use sea_orm::{ConnectionTrait, Statement};
    let store = Store::memory().await.unwrap();
    let after = "SELECT * FROM event WHERE room_nid = 1 AND position > 5 AND status = 0 \
                 ORDER BY position DESC, room_order DESC LIMIT 10";
    let page =
        "SELECT * FROM event WHERE status = 0 AND room_nid = 1 AND room_order <= 5 ORDER BY room_order DESC LIMIT 10";
    let related = "SELECT * FROM event WHERE relates_to IN ('$a', '$b')";
    for (query, index) in [(after, "event_position"), (page, "event_order"), (related, "event_relation")] {
        let explain = Statement::from_string(sea_orm::DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {query}"));
        let plan: Vec<String> = store
            .db()
            .query_all_raw(explain)
            .await
            .unwrap()
            .iter()
            .map(|row| row.try_get("", "detail").unwrap())
            .collect();
        let plan = plan.join("\n");
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{query}\n{plan}");
    }
}
