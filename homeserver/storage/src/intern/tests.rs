use std::collections::HashSet;

use ruma::{OwnedUserId, UserId, user_id};

use crate::{
    Store,
    testing::{on_each_database, on_postgres},
};

#[tokio::test]
async fn a_name_keeps_its_number_and_a_number_its_name() {
    on_each_database(async |store| {
        let (alice, bob) = (user_id!("@alice:example.org"), user_id!("@bob:example.org"));
        assert_eq!(store.find_user(alice).await.unwrap(), None);
        let nids = store.intern_users(&[alice, bob, alice]).await.unwrap();
        assert_eq!(nids[0], nids[2]);
        assert_ne!(nids[0], nids[1]);
        assert_eq!(store.intern_users(&[bob]).await.unwrap(), nids[1..2]);
        assert_eq!(store.find_user(alice).await.unwrap(), Some(nids[0]));
        assert_eq!(store.user_ids(&nids).await.unwrap(), [alice, bob, alice]);
        assert!(store.user_ids(&[999.into()]).await.is_err());

        let pairs = [("m.room.name", ""), ("m.room.member", "@alice:example.org"), ("m.room.name", "")];
        assert_eq!(store.find_state_key("m.room.name", "").await.unwrap(), None);
        let nids = store.intern_state_keys(&pairs).await.unwrap();
        assert_eq!(nids[0], nids[2]);
        assert_eq!(store.find_state_key("m.room.name", "").await.unwrap(), Some(nids[0]));
        assert_eq!(store.find_state_key("m.room.name", "x").await.unwrap(), None);
        let keys = store.state_keys(&nids[..2]).await.unwrap();
        assert_eq!((&*keys[1].event_type, &*keys[1].state_key), pairs[1]);
    })
    .await;
}

fn names() -> Vec<OwnedUserId> {
    (0..100).map(|n| format!("@user{n}:example.org").try_into().unwrap()).collect()
}

/// Many tasks intern the same names at once; all must get the same numbers.
async fn race(stores: &[Store]) {
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..16 {
        let store = stores[task % stores.len()].clone();
        tasks.spawn(async move {
            let names = names();
            let users: Vec<&UserId> = names.iter().map(|user| &**user).collect();
            let pairs: Vec<(&str, &str)> = names.iter().map(|user| ("m.room.member", user.as_str())).collect();
            (store.intern_users(&users).await.unwrap(), store.intern_state_keys(&pairs).await.unwrap())
        });
    }
    let outcomes: HashSet<_> = tasks.join_all().await.into_iter().collect();
    assert_eq!(outcomes.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_race_for_a_name_has_one_outcome() {
    on_each_database(async |store| race(&[store]).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_agree_on_names() {
    on_postgres(async |options| {
        let stores = [Store::open(&options).await.unwrap(), Store::open(&options).await.unwrap()];
        race(&stores).await;
        for store in stores {
            store.close().await.unwrap();
        }
    })
    .await;
}
