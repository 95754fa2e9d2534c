use hs_core::nid::{EventNid, RoomNid, RoomOrder, StreamPosition, UserNid};
use ruma::{EventId, api::Direction, event_id};

use sea_orm::{ConnectionTrait, DbBackend, QueryTrait, Statement};

use super::{RelationFilter, RelationPage, ThreadNews, about, page_of};
use crate::{
    EventRow, Store, WriteBatch,
    testing::{event, on_each_database},
};

const ROOM: RoomNid = RoomNid(1);

/// Two threads: on `$event1` with messages 3 and 6, on `$event2` with message 4; and a reaction, 5, on `$event1`.
async fn fill(store: &Store) {
    let relates = |n: i64, to: &EventId, rel_type: &str, sender: i64| EventRow {
        relates_to: Some(to.to_owned()),
        rel_type: Some(rel_type.to_owned()),
        sender: UserNid(sender),
        ..event(n, ROOM, n)
    };
    let (one, two) = (event_id!("$event1"), event_id!("$event2"));
    let rows = [
        event(1, ROOM, 1),
        event(2, ROOM, 2),
        relates(3, one, "m.thread", 7),
        relates(4, two, "m.thread", 8),
        relates(5, one, "m.annotation", 8),
        relates(6, one, "m.thread", 9),
    ];
    for row in rows {
        let mut batch = WriteBatch::default();
        batch.event.live.push(row);
        store.commit(batch).await.unwrap();
    }
}

#[tokio::test]
async fn relations_are_found_by_kind_and_in_pages() {
    on_each_database(async |store| {
        fill(&store).await;
        let one = event_id!("$event1");
        let all = store.relations_of(ROOM, &[one], RelationFilter::default()).await.unwrap();
        assert_eq!(all.iter().map(|row| row.nid.get()).collect::<Vec<_>>(), [3, 5, 6]);
        let threads = RelationFilter { rel_types: &["m.thread"], event_type: None };
        let page = RelationPage { from: RoomOrder(6), to: None, direction: Direction::Backward, limit: 1 };
        let newest = store.relations_page(ROOM, one, threads, page).await.unwrap();
        assert_eq!(newest.iter().map(|row| row.nid).collect::<Vec<_>>(), [EventNid(6)]);
        let next = RelationPage { from: RoomOrder(5), ..page };
        let older = store.relations_page(ROOM, one, threads, next).await.unwrap();
        assert_eq!(older.iter().map(|row| row.nid).collect::<Vec<_>>(), [EventNid(3)]);
        let elsewhere = store.relations_of(RoomNid(2), &[one], RelationFilter::default()).await.unwrap();
        assert_eq!(elsewhere, [], "a room does not see what another says of its events");
    })
    .await;
}

/// A room of 100,000 events would be read from end to end for each page of it that somebody looks at.
#[tokio::test]
async fn sqlite_does_not_walk_the_room_for_them() {
    on_each_database(async |store| {
        let db = store.db();
        if db.get_database_backend() != DbBackend::Sqlite {
            return;
        }
        let page = RelationPage { from: RoomOrder(6), to: None, direction: Direction::Backward, limit: 50 };
        let filter = RelationFilter { rel_types: &["m.annotation", "m.thread"], event_type: None };
        for select in [about(ROOM, &["$event1", "$event2"], filter), page_of(ROOM, event_id!("$event1"), filter, page)]
        {
            let Statement { sql, values, .. } = select.build(DbBackend::Sqlite);
            let explain = format!("EXPLAIN QUERY PLAN {sql}");
            let plan = Statement { sql: explain, values, db_backend: DbBackend::Sqlite };
            let steps = db.query_all_raw(plan).await.unwrap();
            let steps: Vec<String> = steps.iter().map(|step| step.try_get("", "detail").unwrap()).collect();
            assert!(steps[0].contains("event_relation (room_nid=? AND relates_to=?"), "{steps:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn threads_come_liveliest_first() {
    on_each_database(async |store| {
        fill(&store).await;
        let roots = async |participant, from, limit| {
            let threads = store.threads(ROOM, participant, RoomOrder(from), limit).await.unwrap();
            threads.into_iter().map(|thread| thread.root.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(roots(None, 100, 10).await, ["$event1", "$event2"]);
        assert_eq!(roots(None, 100, 1).await, ["$event1"]);
        assert_eq!(roots(None, 5, 10).await, ["$event2"]);
        assert_eq!(roots(Some(UserNid(8)), 100, 10).await, ["$event2"]);
        assert_eq!(roots(Some(UserNid(1)), 100, 10).await, ["$event1", "$event2"], "who began them");
        assert_eq!(roots(Some(UserNid(2)), 100, 10).await, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn threads_with_news_come_once_each() {
    on_each_database(async |store| {
        fill(&store).await;
        let rows = store.events(&[EventNid(3), EventNid(4), EventNid(6)]).await.unwrap();
        let positions: Vec<StreamPosition> = rows.iter().map(|row| row.position.unwrap()).collect();
        let [three, four, six] = positions[..] else { panic!("{rows:?}") };
        let start = StreamPosition(0);
        let news = async |after, until, latest_by, limit| {
            let news = ThreadNews { after, until, latest_from: start, latest_by };
            let rows = store.thread_news(&[ROOM, RoomNid(2)], news, Some(limit)).await.unwrap();
            rows.iter().map(|row| (row.root.to_string(), row.latest, row.count, row.first)).collect::<Vec<_>>()
        };
        let one = |count, first| ("$event1".to_owned(), six, count, RoomOrder(first));
        let two = ("$event2".to_owned(), four, 1, RoomOrder(4));
        assert_eq!(news(start, six, six, 10).await, [one(2, 3), two.clone()]);
        assert_eq!(news(start, six, six, 1).await, [one(2, 3)]);
        assert_eq!(news(three, six, six, 10).await, [one(1, 6), two.clone()]);
        assert_eq!(news(start, six, StreamPosition(six.get() - 1), 10).await, [two]);
        assert_eq!(news(six, six, six, 10).await, []);
        let newest = ThreadNews { after: start, until: six, latest_from: six, latest_by: six };
        assert_eq!(store.thread_news(&[ROOM], newest, None).await.unwrap().len(), 1);
        let elsewhere = ThreadNews { after: start, until: six, latest_from: start, latest_by: six };
        assert_eq!(store.thread_news(&[RoomNid(2)], elsewhere, None).await.unwrap(), []);
    })
    .await;
}
