use hs_core::nid::UserNid;

use super::{AccountChange, AccountRow};
use crate::{Store, StoreError, WriteBatch, testing::on_each_database};

fn account(user: i64) -> AccountRow {
    AccountRow {
        user: UserNid(user),
        password_hash: Some("hash".to_owned()),
        is_guest: false,
        is_admin: false,
        is_founder: false,
        created_ts: 1,
        deactivated_ts: None,
        is_locked: false,
        is_suspended: false,
        is_erased: false,
    }
}

async fn create(store: &Store, row: AccountRow) -> Result<(), StoreError> {
    let mut batch = WriteBatch::default();
    batch.account.create.push(row);
    store.commit(batch).await.map(drop)
}

async fn change(store: &Store, user: i64, change: AccountChange) {
    let mut batch = WriteBatch::default();
    batch.account.change.push((UserNid(user), change));
    store.commit(batch).await.unwrap();
}

#[tokio::test]
async fn a_user_has_one_account_and_a_server_one_founder() {
    on_each_database(async |store| {
        let founder = |user| AccountRow { is_founder: true, ..account(user) };
        assert!(!store.has_founder().await.unwrap());
        create(&store, founder(1)).await.unwrap();
        assert!(store.has_founder().await.unwrap());
        assert!(create(&store, founder(2)).await.unwrap_err().is_duplicate());
        create(&store, account(2)).await.unwrap();
        create(&store, account(3)).await.unwrap();
        assert!(create(&store, account(2)).await.unwrap_err().is_duplicate());
        assert_eq!(store.account(UserNid(1)).await.unwrap(), Some(founder(1)));
        let page = store.accounts_after(UserNid(1), 5).await.unwrap();
        assert_eq!(page, [account(2), account(3)]);
        assert_eq!(store.accounts(&[UserNid(3), UserNid(9)]).await.unwrap(), [account(3)]);
    })
    .await;
}

#[tokio::test]
async fn changes_reach_one_account() {
    on_each_database(async |store| {
        create(&store, account(1)).await.unwrap();
        create(&store, account(2)).await.unwrap();
        change(&store, 1, AccountChange::Admin(true)).await;
        change(&store, 1, AccountChange::Password(Some("new".to_owned()))).await;
        let changed = AccountRow { is_admin: true, password_hash: Some("new".to_owned()), ..account(1) };
        assert_eq!(store.account(UserNid(1)).await.unwrap(), Some(changed));
        change(&store, 1, AccountChange::Deactivate(5)).await;
        let closed = AccountRow { password_hash: None, deactivated_ts: Some(5), ..account(1) };
        assert_eq!(store.account(UserNid(1)).await.unwrap(), Some(closed));
        assert_eq!(store.account(UserNid(2)).await.unwrap(), Some(account(2)));
    })
    .await;
}

#[tokio::test]
async fn what_was_verified_with_an_old_password_is_not_committed() {
    on_each_database(async |store| {
        create(&store, account(1)).await.unwrap();
        let verified = |hash: &str| {
            let mut batch = WriteBatch::default();
            batch.account.verified.push((UserNid(1), hash.to_owned()));
            batch.account.change.push((UserNid(1), AccountChange::Admin(true)));
            batch
        };
        assert!(store.commit(verified("old")).await.unwrap_err().is_conflict());
        assert!(!store.account(UserNid(1)).await.unwrap().unwrap().is_admin);
        store.commit(verified("hash")).await.unwrap();
        assert!(store.account(UserNid(1)).await.unwrap().unwrap().is_admin);
    })
    .await;
}

#[test]
fn a_row_does_not_show_its_password() {
    assert_eq!(format!("{:?}", account(1)), "AccountRow(…)");
}

#[tokio::test]
async fn a_guest_becomes_a_user_once() {
    on_each_database(async |store| {
        let guest = AccountRow { is_guest: true, password_hash: None, ..account(1) };
        create(&store, guest).await.unwrap();
        create(&store, account(2)).await.unwrap();
        let upgrade = async |user| {
            let mut batch = WriteBatch::default();
            batch.account.upgrade.push((UserNid(user), "chosen".to_owned()));
            store.commit(batch).await
        };
        upgrade(1).await.unwrap();
        let user = AccountRow { password_hash: Some("chosen".to_owned()), ..account(1) };
        assert_eq!(store.account(UserNid(1)).await.unwrap(), Some(user));
        for user in [1, 2, 3] {
            assert!(upgrade(user).await.unwrap_err().is_conflict());
        }
        assert_eq!(store.account(UserNid(2)).await.unwrap(), Some(account(2)));
    })
    .await;
}
