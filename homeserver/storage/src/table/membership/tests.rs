use hs_core::nid::{EventNid, RoomNid, StreamPosition, UserNid};
use ruma::events::room::member::MembershipState;

use super::MembershipRow;
use crate::{WriteBatch, testing::on_each_database};

fn member(room: i64, user: i64, membership: MembershipState) -> MembershipRow {
    MembershipRow {
        room: RoomNid(room),
        user: UserNid(user),
        membership,
        event: EventNid(room * 100 + user),
        position: StreamPosition(0),
        forgotten: false,
        is_local: user < 10,
    }
}

#[tokio::test]
async fn memberships_are_found_by_room_and_by_user() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.membership.rows = vec![
            member(1, 1, MembershipState::Invite),
            member(1, 1, MembershipState::Join),
            member(1, 20, MembershipState::Join),
            member(2, 1, MembershipState::Leave),
        ];
        let position = store.commit(batch).await.unwrap().position;

        let one = store.membership(RoomNid(1), UserNid(1)).await.unwrap().unwrap();
        assert_eq!(one, MembershipRow { position, ..member(1, 1, MembershipState::Join) });
        assert_eq!(store.membership(RoomNid(2), UserNid(2)).await.unwrap(), None);
        assert_eq!(store.memberships_of_room(RoomNid(1)).await.unwrap().len(), 2);
        assert_eq!(store.memberships_of_user(UserNid(1)).await.unwrap().len(), 2);
        assert_eq!(store.membership_count(RoomNid(1), &MembershipState::Join).await.unwrap(), 2);
        assert_eq!(store.membership_count(RoomNid(1), &MembershipState::Invite).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn forgetting_takes_no_position_and_a_new_membership_ends_it() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.membership.rows.push(member(1, 1, MembershipState::Leave));
        let left = store.commit(batch).await.unwrap();
        let mut batch = WriteBatch::default();
        batch.membership.forgotten.push((RoomNid(1), UserNid(1)));
        assert_eq!(store.commit(batch).await.unwrap(), left);
        let row = store.membership(RoomNid(1), UserNid(1)).await.unwrap().unwrap();
        assert!(row.forgotten && row.position == left.position);

        let mut batch = WriteBatch::default();
        batch.membership.rows.push(member(1, 1, MembershipState::Join));
        store.commit(batch).await.unwrap();
        assert!(!store.membership(RoomNid(1), UserNid(1)).await.unwrap().unwrap().forgotten);
    })
    .await;
}

#[tokio::test]
async fn only_our_own_users_are_woken() {
    on_each_database(async |store| {
        let mut wakes = store.wake().subscribe();
        let mut batch = WriteBatch::default();
        batch.membership.rows = vec![member(1, 1, MembershipState::Join), member(1, 20, MembershipState::Join)];
        store.commit(batch).await.unwrap();
        let wake = wakes.recv().await.unwrap();
        assert_eq!((wake.rooms.as_slice(), wake.users.as_slice()), ([RoomNid(1)].as_slice(), [UserNid(1)].as_slice()));
    })
    .await;
}
