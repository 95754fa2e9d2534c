use std::collections::HashMap;

use hs_core::nid::{EventNid, UserNid};
use ruma::{device_id, owned_device_id};

use super::{SentBy, TransactionRow};
use crate::{StoreError, WriteBatch, testing::on_each_database};

fn transaction(txn_id: &str, event: i64) -> TransactionRow {
    TransactionRow {
        user: UserNid(1),
        device: device_id!("PHONE").to_owned(),
        scope: "send !room:example.org".to_owned(),
        txn_id: txn_id.into(),
        event: Some(EventNid(event)),
        response: None,
        created_ts: 5,
    }
}

#[tokio::test]
async fn a_repeated_request_is_recognised() {
    on_each_database(async |store| {
        let row = transaction("t1", 1);
        let mut batch = WriteBatch::default();
        batch.transaction.rows.push(row.clone());
        store.commit(batch).await.unwrap();

        let find = async |scope: &str| store.transaction(row.user, &row.device, scope, &row.txn_id).await.unwrap();
        assert_eq!(find(&row.scope).await, Some(row.clone()));
        assert_eq!(find("redact !room:example.org").await, None);

        let mut again = WriteBatch::default();
        again.transaction.rows.push(transaction("t1", 2));
        assert!(matches!(store.commit(again).await, Err(StoreError::Duplicate(_))));
    })
    .await;
}

#[tokio::test]
async fn the_request_behind_an_event_is_known() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.transaction.rows = vec![transaction("t1", 1), transaction("t2", 2)];
        store.commit(batch).await.unwrap();
        let events = [EventNid(1), EventNid(2), EventNid(3)];
        let own = store.transactions_of_events(UserNid(1), &events).await.unwrap();
        let sent = |txn_id: &str| SentBy { device: owned_device_id!("PHONE"), txn_id: txn_id.into() };
        assert_eq!(own, HashMap::from([(EventNid(1), sent("t1")), (EventNid(2), sent("t2"))]));
        assert_eq!(store.transactions_of_events(UserNid(2), &events).await.unwrap(), HashMap::new());
    })
    .await;
}
