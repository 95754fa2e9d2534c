use hs_core::nid::{EventNid, RoomNid, RoomOrder, SnapshotNid, StreamPosition};
use ruma::{owned_event_id, room_id};

use crate::{
    WriteBatch,
    testing::{event, on_each_database, room},
};

#[tokio::test]
async fn a_room_is_created_changed_and_found() {
    on_each_database(async |store| {
        let mut row = room(1);
        let mut batch = WriteBatch::default();
        batch.fence_absent(row.nid);
        batch.room.heads.push(row.clone());
        batch.event.live.push(event(1, row.nid, 1));
        let created = store.commit(batch).await.unwrap();

        row.fence = 1;
        row.last_position = created.position;
        assert_eq!(store.room_by_id(&row.room_id).await.unwrap(), Some(row.clone()));
        assert_eq!(store.room(row.nid).await.unwrap(), Some(row.clone()));
        assert_eq!(store.room_by_id(room_id!("!other:example.org")).await.unwrap(), None);

        row.snapshot = Some(SnapshotNid(7));
        row.extremities = vec![(EventNid(2), owned_event_id!("$two")), (EventNid(3), owned_event_id!("$three"))];
        row.depth = 9;
        row.last_order = RoomOrder(5);
        row.first_order = RoomOrder(-5);
        row.notify_seq = 4;
        let mut batch = WriteBatch::default();
        batch.fence(row.nid, 1);
        batch.room.heads.push(row.clone());
        store.commit(batch).await.unwrap();

        row.fence = 2;
        assert_eq!(
            store.rooms(&[row.nid, RoomNid(99)]).await.unwrap(),
            [row.clone()],
            "the position stays without news"
        );
        assert_eq!(store.room_count().await.unwrap(), 1);
        let nids = store.room_nids(&[&row.room_id, room_id!("!other:example.org")]).await.unwrap();
        assert_eq!(nids.into_iter().collect::<Vec<_>>(), [(row.room_id, row.nid)]);
    })
    .await;
}

#[tokio::test]
async fn rooms_are_published_and_taken_out_again() {
    on_each_database(async |store| {
        for nid in [1, 2] {
            let mut batch = WriteBatch::default();
            batch.fence_absent(RoomNid(nid));
            batch.room.heads.push(room(nid));
            batch.room.published.push((RoomNid(nid), true));
            store.commit(batch).await.unwrap();
        }
        let published = async || -> Vec<RoomNid> { store.published_rooms().await.unwrap() };
        assert_eq!(published().await, [RoomNid(1), RoomNid(2)]);

        let mut batch = WriteBatch::default();
        batch.room.published.push((RoomNid(1), false));
        store.commit(batch).await.unwrap();
        assert_eq!(published().await, [RoomNid(2)]);
    })
    .await;
}

#[tokio::test]
async fn rooms_say_when_they_last_changed() {
    on_each_database(async |store| {
        for nid in [1, 2, 3] {
            let mut batch = WriteBatch::default();
            batch.fence_absent(RoomNid(nid));
            batch.room.heads.push(room(nid));
            batch.event.live.push(event(nid, RoomNid(nid), 1));
            store.commit(batch).await.unwrap();
        }
        let rooms = [RoomNid(1), RoomNid(2), RoomNid(3)];
        let mut changed = store.rooms_changed_since(&rooms, StreamPosition(1)).await.unwrap();
        changed.sort_unstable();
        assert_eq!(changed, [(RoomNid(2), StreamPosition(2)), (RoomNid(3), StreamPosition(3))]);
        assert_eq!(store.rooms_changed_since(&[], StreamPosition(0)).await.unwrap(), []);
    })
    .await;
}
