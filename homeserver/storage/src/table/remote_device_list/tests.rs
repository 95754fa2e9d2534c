use hs_core::nid::{EventNid, RoomNid, StreamPosition, UserNid};
use ruma::events::room::member::MembershipState;

use super::RemoteDeviceListRow;
use crate::{MembershipRow, Store, WriteBatch, testing::on_each_database};

const US: UserNid = UserNid(1);
const THEM: UserNid = UserNid(20);

async fn member(store: &Store, user: UserNid, membership: MembershipState) {
    let mut batch = WriteBatch::default();
    batch.membership.rows.push(MembershipRow {
        room: RoomNid(1),
        user,
        membership,
        event: EventNid(1),
        position: StreamPosition(0),
        forgotten: false,
        is_local: user == US,
    });
    store.commit(batch).await.unwrap();
}

async fn copy(store: &Store, stream_id: i64) -> RemoteDeviceListRow {
    let row = RemoteDeviceListRow { user: THEM, stream_id, fetched_at: store.wake().applied() };
    let mut batch = WriteBatch::default();
    batch.remote_device_list.set.push(row);
    store.commit(batch).await.unwrap();
    row
}

#[tokio::test]
async fn a_copy_is_good_while_both_stay_in_the_room() {
    on_each_database(async |store| {
        member(&store, US, MembershipState::Join).await;
        assert!(store.users_in_our_rooms(&[US, THEM]).await.unwrap() == [US]);
        member(&store, THEM, MembershipState::Join).await;
        assert_eq!(store.users_in_our_rooms(&[THEM]).await.unwrap(), [THEM]);
        let row = copy(&store, 3).await;
        assert_eq!(store.remote_device_lists(&[US, THEM]).await.unwrap(), [row]);
        member(&store, US, MembershipState::Leave).await;
        assert!(store.remote_device_lists(&[THEM]).await.unwrap().is_empty());
        // What happened in between was not told us.
        member(&store, US, MembershipState::Join).await;
        assert!(store.remote_device_lists(&[THEM]).await.unwrap().is_empty());
        copy(&store, 4).await;
        assert_eq!(store.remote_device_lists(&[THEM]).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn changes_go_forward_and_gaps_spoil_a_copy() {
    on_each_database(async |store| {
        member(&store, US, MembershipState::Join).await;
        member(&store, THEM, MembershipState::Join).await;
        copy(&store, 3).await;
        let mut batch = WriteBatch::default();
        batch.remote_device_list.advance = vec![(THEM, 5), (THEM, 4)];
        store.commit(batch).await.unwrap();
        assert_eq!(store.remote_device_lists(&[THEM]).await.unwrap()[0].stream_id, 5);
        let mut batch = WriteBatch::default();
        batch.remote_device_list.stale.push(THEM);
        store.commit(batch).await.unwrap();
        assert!(store.remote_device_lists(&[THEM]).await.unwrap().is_empty());
    })
    .await;
}
