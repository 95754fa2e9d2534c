use hs_core::nid::{EventNid, RoomNid, RoomOrder};
use ruma::{event_id, owned_event_id};

use super::BackwardExtremityRow;
use crate::{WriteBatch, testing::on_each_database};

#[tokio::test]
async fn missing_parents_are_found_by_place_and_go_when_they_come() {
    on_each_database(async |store| {
        let row = |event_id, child, order| BackwardExtremityRow {
            room: RoomNid(1),
            event_id,
            child: EventNid(child),
            child_order: RoomOrder(order),
        };
        let (old, new) = (row(owned_event_id!("$a"), 1, -5), row(owned_event_id!("$b"), 2, 7));
        let mut batch = WriteBatch::default();
        batch.graph.missing = vec![new.clone(), old.clone(), new.clone()];
        store.commit(batch).await.unwrap();

        let between = async |from, to| {
            store.backward_extremities(RoomNid(1), (RoomOrder(from), RoomOrder(to)), 10).await.unwrap()
        };
        assert_eq!(between(-5, 7).await, [new.clone(), old.clone()], "newest first");
        assert_eq!(between(-4, 100).await, [new]);
        assert_eq!(store.missing_parents(RoomNid(1), &[event_id!("$a"), event_id!("$x")]).await.unwrap(), [old]);

        let mut batch = WriteBatch::default();
        batch.graph.found = vec![(RoomNid(1), owned_event_id!("$b"))];
        store.commit(batch).await.unwrap();
        assert_eq!(between(0, 100).await, []);
    })
    .await;
}

#[tokio::test]
async fn the_auth_graph_is_walked_backwards() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.graph.auth = vec![
            (EventNid(1), EventNid(2)),
            (EventNid(1), EventNid(3)),
            (EventNid(2), EventNid(3)),
            (EventNid(1), EventNid(2)),
        ];
        batch.graph.early_redactions = vec![(owned_event_id!("$late"), EventNid(9))];
        store.commit(batch).await.unwrap();
        let allowed = store.allowed_by(EventNid(1), None, 10).await.unwrap();
        assert_eq!(allowed, [EventNid(3), EventNid(2)], "the newest first");
        assert_eq!(store.allowed_by(EventNid(1), Some(EventNid(3)), 10).await.unwrap(), [EventNid(2)]);
        let early = store.early_redactions(&[event_id!("$late"), event_id!("$other")]).await.unwrap();
        assert_eq!(early, [(owned_event_id!("$late"), EventNid(9))]);
    })
    .await;
}
