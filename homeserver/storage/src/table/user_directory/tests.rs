use std::collections::BTreeSet;

use hs_core::nid::{EventNid, RoomNid, StreamPosition, UserNid};
use ruma::events::room::member::MembershipState;

use crate::{MembershipRow, Store, WriteBatch, testing::on_each_database};

async fn found(store: &Store, reader: i64, words: &[&str]) -> BTreeSet<i64> {
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    store.find_people(UserNid(reader), &words, 10).await.unwrap().into_iter().map(|(user, _)| user.get()).collect()
}

#[tokio::test]
async fn people_are_found_by_beginnings_where_the_reader_may_know_of_them() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        for (user, words) in [(1, "ada king"), (2, "adam smith"), (3, "zoë adams"), (4, "ada alone")] {
            let words = words.split(' ').map(ToOwned::to_owned).collect();
            batch.user_directory.words.push((UserNid(user), words));
        }
        for (room, user) in [(1, 1), (1, 2), (2, 3), (3, 4)] {
            batch.membership.rows.push(MembershipRow {
                room: RoomNid(room),
                user: UserNid(user),
                membership: MembershipState::Join,
                event: EventNid(user),
                position: StreamPosition(0),
                forgotten: false,
                is_local: true,
            });
        }
        batch.user_directory.public_rooms.push((RoomNid(2), true));
        store.commit(batch).await.unwrap();

        assert_eq!(found(&store, 1, &["ada"]).await, BTreeSet::from([2, 3]));
        assert_eq!(found(&store, 3, &["ada"]).await, BTreeSet::from([3]));
        assert_eq!(found(&store, 1, &["ad", "smi"]).await, BTreeSet::from([2]));
        assert_eq!(found(&store, 1, &["zoë"]).await, BTreeSet::from([3]));
        assert_eq!(found(&store, 1, &["dam"]).await, BTreeSet::new());

        let mut batch = WriteBatch::default();
        batch.user_directory.public_rooms = vec![(RoomNid(2), false), (RoomNid(3), true), (RoomNid(3), true)];
        batch.user_directory.words.push((UserNid(2), BTreeSet::new()));
        store.commit(batch).await.unwrap();
        assert_eq!(found(&store, 1, &["ada"]).await, BTreeSet::from([4]));
    })
    .await;
}
