use std::collections::BTreeSet;

use hs_core::nid::UserNid;
use ruma::device_id;
use sea_orm::ConnectionTrait;

use super::{RULES, Rule};
use crate::{TransactionRow, WriteBatch, dialect::list_tables, testing::on_each_database};

#[tokio::test]
async fn every_table_has_a_rule() {
    on_each_database(async |store| {
        let rows = store.db().query_all_raw(list_tables(store.db().get_database_backend())).await.unwrap();
        let mut tables: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
        tables.remove("seaql_migrations");
        let ruled: BTreeSet<String> = RULES.iter().map(|(table, _)| (*table).to_owned()).collect();
        assert_eq!(tables, ruled, "a new table needs a rule: when do its rows go?");
    })
    .await;
}

#[tokio::test]
async fn what_is_too_old_goes_and_the_rest_stays() {
    on_each_database(async |store| {
        let Some((_, Rule::Age { keep, .. })) = RULES.iter().find(|(table, _)| *table == "transaction_id") else {
            panic!("transaction ids expire")
        };
        let keep = i64::try_from(keep.as_millis()).unwrap();
        let row = |txn_id: &str, created_ts| TransactionRow {
            user: UserNid(1),
            device: device_id!("PHONE").to_owned(),
            scope: String::new(),
            txn_id: txn_id.into(),
            event: None,
            response: Some("{}".to_owned()),
            created_ts,
        };
        let mut batch = WriteBatch::default();
        batch.transaction.rows = vec![row("old", 99), row("young", 100)];
        store.commit(batch).await.unwrap();
        store.expire(100 + keep).await.unwrap();
        let find = async |txn_id: &str| {
            store.transaction(UserNid(1), device_id!("PHONE"), "", txn_id.into()).await.unwrap().is_some()
        };
        assert!(!find("old").await && find("young").await);
    })
    .await;
}
