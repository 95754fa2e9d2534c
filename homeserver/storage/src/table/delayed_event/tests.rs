use hs_core::nid::UserNid;
use ruma::{event_id, room_id};

use super::{DelayedEventRow, DelayedOutcome};
use crate::{StoreError, WriteBatch, testing::on_each_database};

fn row(delay_id: &str, delay_ms: i64) -> DelayedEventRow {
    DelayedEventRow {
        delay_id: delay_id.to_owned(),
        user: UserNid(1),
        device_id: None,
        room_id: room_id!("!a:b").to_owned(),
        event_type: "m.room.message".to_owned(),
        state_key: None,
        content: "{}".to_owned(),
        delay_ms,
        scheduled_ts: 100,
        outcome: None,
    }
}

#[tokio::test]
async fn an_event_waits_until_it_is_finished_once() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.delayed_event.create = vec![row("late", 50), row("early", 10)];
        store.commit(batch).await.unwrap();
        assert_eq!(store.delayed_events_of(UserNid(1)).await.unwrap(), [row("early", 10), row("late", 50)]);
        assert_eq!(store.delayed_event_count(UserNid(1)).await.unwrap(), 2);
        let mut batch = WriteBatch::default();
        batch.delayed_event.restart.push(("early".to_owned(), 200));
        store.commit(batch).await.unwrap();
        let next = store.next_delayed_events(1).await.unwrap().pop().unwrap();
        assert_eq!((next.delay_id.as_str(), next.send_ts()), ("late", 150));
        let outcome = DelayedOutcome { ts: 150, event_id: Some(event_id!("$e").to_owned()), error: None };
        let finish = async || {
            let mut batch = WriteBatch::default();
            batch.delayed_event.finish.push(("late".to_owned(), outcome.clone()));
            store.commit(batch).await
        };
        finish().await.unwrap();
        assert!(matches!(finish().await, Err(StoreError::Conflict)));
        assert_eq!(store.delayed_event("late").await.unwrap().unwrap().outcome, Some(outcome.clone()));
        let names = async |user, event| store.delays_of_events(UserNid(user), &[event]).await.unwrap();
        assert_eq!(names(1, event_id!("$e")).await, [(event_id!("$e").to_owned(), "late".to_owned())].into());
        assert!(names(2, event_id!("$e")).await.is_empty() && names(1, event_id!("$f")).await.is_empty());
        let mut batch = WriteBatch::default();
        batch.delayed_event.restart.push(("late".to_owned(), 200));
        assert!(matches!(store.commit(batch).await, Err(StoreError::Conflict)));
        assert_eq!(store.delayed_event_count(UserNid(1)).await.unwrap(), 1);
    })
    .await;
}
