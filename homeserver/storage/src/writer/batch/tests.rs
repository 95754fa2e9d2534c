use hs_core::nid::{RoomNid, UserNid};

use super::WriteBatch;
use crate::testing::{event, on_each_database, room};

#[test]
fn only_news_and_touches_take_a_position() {
    let positioned = |fill: fn(&mut WriteBatch)| {
        let mut batch = WriteBatch::default();
        fill(&mut batch);
        batch.is_positioned()
    };
    assert!(!positioned(|_| {}));
    assert!(!positioned(|batch| batch.room.heads.push(room(1))));
    assert!(!positioned(|batch| batch.event.silent.push(event(1, RoomNid(1), 1))));
    assert!(positioned(|batch| batch.event.live.push(event(1, RoomNid(1), 1))));
    assert!(positioned(|batch| batch.touch_user(UserNid(1))));
    assert!(positioned(|batch| batch.touch_room(RoomNid(1))));
}

#[tokio::test]
async fn a_touch_wakes_without_a_row() {
    on_each_database(async |store| {
        let mut wakes = store.wake().subscribe();
        let mut batch = WriteBatch::default();
        batch.touch_user(UserNid(5));
        batch.touch_user(UserNid(4));
        batch.touch_room(RoomNid(3));
        batch.touch_user(UserNid(5));
        let committed = store.commit(batch).await.unwrap();
        let wake = wakes.recv().await.unwrap();
        assert_eq!(wake.head, committed.position);
        assert_eq!(
            (wake.rooms.as_slice(), wake.users.as_slice()),
            ([RoomNid(3)].as_slice(), [UserNid(4), UserNid(5)].as_slice())
        );
    })
    .await;
}
