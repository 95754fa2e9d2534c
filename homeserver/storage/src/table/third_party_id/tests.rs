use hs_core::nid::UserNid;

use super::{ThirdPartyBindingRow, ThirdPartyIdChange, ThirdPartyIdRow};
use crate::{WriteBatch, testing::on_each_database};

fn id(address: &str, user: i64, added_ts: i64) -> ThirdPartyIdRow {
    let (medium, address) = ("email".to_owned(), address.to_owned());
    ThirdPartyIdRow { medium, address, user: UserNid(user), validated_ts: 1, added_ts }
}

#[tokio::test]
async fn an_address_belongs_to_one_account() {
    on_each_database(async |store| {
        let add = async |row| {
            let mut batch = WriteBatch::default();
            batch.third_party_id.changes.push(ThirdPartyIdChange::Add(row));
            store.commit(batch).await
        };
        add(id("b@example.org", 1, 2)).await.unwrap();
        add(id("a@example.org", 1, 3)).await.unwrap();
        assert!(add(id("a@example.org", 2, 4)).await.unwrap_err().is_duplicate());
        let of_one = vec![id("b@example.org", 1, 2), id("a@example.org", 1, 3)];
        assert_eq!(store.third_party_ids(UserNid(1)).await.unwrap(), of_one);

        let mut batch = WriteBatch::default();
        let address = "a@example.org".to_owned();
        batch.third_party_id.changes.push(ThirdPartyIdChange::Remove(UserNid(2), "email".to_owned(), address.clone()));
        store.commit(batch).await.unwrap();
        assert!(store.third_party_id("email", &address).await.unwrap().is_some(), "only its owner can take it away");
        let mut batch = WriteBatch::default();
        batch.third_party_id.changes.push(ThirdPartyIdChange::Remove(UserNid(1), "email".to_owned(), address.clone()));
        batch.third_party_id.changes.push(ThirdPartyIdChange::Add(id(&address, 2, 5)));
        store.commit(batch).await.unwrap();
        assert_eq!(store.third_party_id("email", &address).await.unwrap(), Some(id(&address, 2, 5)));
        let mut batch = WriteBatch::default();
        batch.third_party_id.changes.push(ThirdPartyIdChange::RemoveAll(UserNid(1)));
        store.commit(batch).await.unwrap();
        assert_eq!(store.third_party_ids(UserNid(1)).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_was_bound_twice_is_bound_once() {
    on_each_database(async |store| {
        let row = |id_server: &str| ThirdPartyBindingRow {
            user: UserNid(1),
            medium: "email".to_owned(),
            address: "a@example.org".to_owned(),
            id_server: id_server.to_owned(),
        };
        for _ in 0..2 {
            let mut batch = WriteBatch::default();
            batch.third_party_id.changes =
                vec![ThirdPartyIdChange::Bind(row("one")), ThirdPartyIdChange::Bind(row("two"))];
            store.commit(batch).await.unwrap();
        }
        assert_eq!(store.third_party_bindings(UserNid(1)).await.unwrap(), [row("one"), row("two")]);
        let mut batch = WriteBatch::default();
        batch.third_party_id.changes.push(ThirdPartyIdChange::Unbind(row("one")));
        store.commit(batch).await.unwrap();
        assert_eq!(store.third_party_bindings(UserNid(1)).await.unwrap(), [row("two")]);
    })
    .await;
}
