use hs_core::nid::UserNid;

use super::{UiaProgress, UiaSessionRow};
use crate::{WriteBatch, testing::on_each_database};

fn session(id: &str, expires_ts: i64) -> UiaSessionRow {
    UiaSessionRow {
        id: id.to_owned(),
        operation: "POST /register".to_owned(),
        user: Some(UserNid(1)),
        completed: 0,
        registration_token: None,
        params: None,
        presented: None,
        outcome: None,
        validated: None,
        expires_ts,
    }
}

#[tokio::test]
async fn stages_completed_at_once_all_count() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.uia_session.create.push(session("a", 10));
        store.commit(batch).await.unwrap();
        let complete = async |stages, token: Option<&str>| {
            let mut batch = WriteBatch::default();
            let registration_token = token.map(ToOwned::to_owned);
            let progress = UiaProgress { id: "a".to_owned(), completed: stages, registration_token, validated: None };
            batch.uia_session.complete.push(progress);
            store.commit(batch).await.unwrap();
        };
        tokio::join!(complete(1, None), complete(4, None), complete(2, Some("invite")));
        let expected =
            UiaSessionRow { completed: 7, registration_token: Some("invite".to_owned()), ..session("a", 10) };
        assert_eq!(store.uia_session("a").await.unwrap(), Some(expected));
    })
    .await;
}

#[tokio::test]
async fn an_authentication_is_used_up_once() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.uia_session.create = vec![session("a", 10), session("b", 20)];
        store.commit(batch).await.unwrap();
        let consume = async |id: &str, outcome: Option<&str>| {
            let mut batch = WriteBatch::default();
            batch.uia_session.consume.push((id.to_owned(), outcome.map(ToOwned::to_owned)));
            store.commit(batch).await
        };
        for (id, outcome) in [("a", None), ("b", Some("@alice:example.org"))] {
            let (one, two) = tokio::join!(consume(id, outcome), consume(id, outcome));
            assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
            assert!(one.and(two).unwrap_err().is_conflict());
        }
        assert!(store.uia_session("a").await.unwrap().is_none());
        let used = store.uia_session("b").await.unwrap().unwrap();
        assert_eq!(used.outcome.as_deref(), Some("@alice:example.org"));
        store.expire(15).await.unwrap();
        assert!(store.uia_session("b").await.unwrap().is_some());
        store.expire(21).await.unwrap();
        assert!(store.uia_session("b").await.unwrap().is_none());
    })
    .await;
}
