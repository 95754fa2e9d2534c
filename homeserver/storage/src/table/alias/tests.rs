use hs_core::nid::{RoomNid, UserNid};
use ruma::{OwnedRoomAliasId, room_alias_id};

use super::AliasRow;
use crate::{StoreError, WriteBatch, testing::on_each_database};

fn alias(name: &str, room: i64) -> AliasRow {
    AliasRow { alias: name.try_into().unwrap(), room: RoomNid(room), creator: UserNid(1) }
}

#[tokio::test]
async fn aliases_are_given_found_and_taken_away() {
    on_each_database(async |store| {
        let rows = [alias("#a:example.org", 1), alias("#b:example.org", 1), alias("#c:example.org", 2)];
        let mut batch = WriteBatch::default();
        batch.alias.created.extend(rows.clone());
        store.commit(batch).await.unwrap();
        assert_eq!(store.alias(&rows[0].alias).await.unwrap(), Some(rows[0].clone()));
        assert_eq!(store.aliases_of_rooms(&[RoomNid(1)]).await.unwrap(), rows[..2]);

        // A name can move within one batch: the deletion comes first.
        let moved = alias("#a:example.org", 2);
        let mut batch = WriteBatch::default();
        batch.alias.deleted = vec![moved.alias.clone(), rows[1].alias.clone()];
        batch.alias.created.push(moved.clone());
        store.commit(batch).await.unwrap();
        assert_eq!(store.alias(&moved.alias).await.unwrap(), Some(moved));
        assert_eq!(store.aliases_of_rooms(&[RoomNid(1)]).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_want_a_name_one_gets_it() {
    on_each_database(async |store| {
        let claims = [1, 2].map(|room| {
            let mut batch = WriteBatch::default();
            batch.alias.created.push(alias("#wanted:example.org", room));
            store.enqueue(batch)
        });
        let [first, second] = claims;
        first.await.unwrap();
        assert!(matches!(second.await, Err(StoreError::Duplicate(_))));
        let wanted: OwnedRoomAliasId = room_alias_id!("#wanted:example.org").to_owned();
        assert_eq!(store.alias(&wanted).await.unwrap().unwrap().room, RoomNid(1));
    })
    .await;
}
