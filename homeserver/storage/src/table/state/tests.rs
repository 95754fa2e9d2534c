use hs_core::nid::{EventNid, RoomNid, SnapshotNid, StateKeyNid};

use super::{CurrentStateChange, SnapshotRow};
use crate::{WriteBatch, testing::on_each_database};

fn snapshot(nid: i64, hash: u8) -> SnapshotRow {
    SnapshotRow {
        nid: SnapshotNid(nid),
        room: RoomNid(1),
        chain: (1..nid).map(SnapshotNid).collect(),
        hash: vec![hash; 16],
        delta: vec![0, 255, 1],
    }
}

fn change(room: i64, key: i64, event: Option<i64>) -> CurrentStateChange {
    CurrentStateChange { room: RoomNid(room), key: StateKeyNid(key), event: event.map(EventNid) }
}

#[tokio::test]
async fn snapshots_are_found_by_number_and_by_hash() {
    on_each_database(async |store| {
        let rows = [snapshot(1, 1), snapshot(2, 2), snapshot(3, 2)];
        let mut batch = WriteBatch::default();
        batch.state.snapshots.extend(rows.clone());
        store.commit(batch).await.unwrap();

        assert_eq!(store.snapshot(SnapshotNid(3)).await.unwrap(), Some(rows[2].clone()));
        assert_eq!(store.snapshot(SnapshotNid(4)).await.unwrap(), None);
        assert_eq!(store.snapshots(&rows[2].chain).await.unwrap(), rows[..2]);
        assert_eq!(store.snapshots_by_hash(RoomNid(1), &[2; 16]).await.unwrap(), rows[1..]);
        assert_eq!(store.snapshots_by_hash(RoomNid(2), &[2; 16]).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn the_present_state_is_set_changed_and_removed() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.state.current =
            vec![change(1, 1, Some(1)), change(1, 2, Some(2)), change(1, 3, Some(3)), change(2, 1, Some(9))];
        store.commit(batch).await.unwrap();
        let mut batch = WriteBatch::default();
        batch.state.current = vec![
            change(1, 1, Some(4)),
            change(1, 1, Some(5)),
            change(1, 2, None),
            change(1, 3, None),
            change(1, 3, Some(6)),
        ];
        store.commit(batch).await.unwrap();

        let state = store.current_state(RoomNid(1)).await.unwrap();
        assert_eq!(state, [(StateKeyNid(1), EventNid(5)), (StateKeyNid(3), EventNid(6))]);
        let rooms = [RoomNid(1), RoomNid(2), RoomNid(3)];
        let mut some = store.current_state_of(&rooms, &[StateKeyNid(1), StateKeyNid(2)]).await.unwrap();
        some.sort_unstable();
        assert_eq!(some, [(RoomNid(1), StateKeyNid(1), EventNid(5)), (RoomNid(2), StateKeyNid(1), EventNid(9))]);
    })
    .await;
}
