use super::{
    ValidationSessionChange::{self, Begin, SendAgain, Spend, Validate},
    ValidationSessionRow,
};
use crate::{Store, StoreError, WriteBatch, testing::on_each_database};

fn session(sid: &str, send_attempt: i64) -> ValidationSessionRow {
    ValidationSessionRow {
        sid: sid.to_owned(),
        client_secret: "monkeys".to_owned(),
        medium: "email".to_owned(),
        address: "a@example.org".to_owned(),
        purpose: "add".to_owned(),
        token_hash: vec![u8::try_from(send_attempt).unwrap(); 32],
        send_attempt,
        next_link: None,
        mails: 1,
        sent_ts: send_attempt,
        expires_ts: 100,
        validated_ts: None,
    }
}

async fn apply(store: &Store, change: ValidationSessionChange) -> Result<(), StoreError> {
    let mut batch = WriteBatch::default();
    batch.validation_session.changes.push(change);
    store.commit(batch).await.map(drop)
}

#[tokio::test]
async fn a_later_attempt_sends_a_further_mail_and_an_earlier_none() {
    on_each_database(async |store| {
        apply(&store, Begin(session("a", 1))).await.unwrap();
        assert!(apply(&store, Begin(session("b", 1))).await.unwrap_err().is_duplicate());
        apply(&store, SendAgain(session("a", 3))).await.unwrap();
        assert!(apply(&store, SendAgain(session("a", 2))).await.unwrap_err().is_conflict());
        let found = store.validation_sessions("email", "a@example.org").await.unwrap();
        assert_eq!(found, [ValidationSessionRow { mails: 2, ..session("a", 3) }]);
    })
    .await;
}

#[tokio::test]
async fn the_token_of_the_newest_mail_counts_and_once() {
    on_each_database(async |store| {
        apply(&store, Begin(session("a", 1))).await.unwrap();
        let validate = |token: u8, now| apply(&store, Validate("a".to_owned(), vec![token; 32], now));
        let spend = || apply(&store, Spend("a".to_owned()));
        assert!(spend().await.unwrap_err().is_conflict(), "nothing has been shown yet");
        assert!(validate(2, 5).await.unwrap_err().is_conflict());
        assert!(validate(1, 100).await.unwrap_err().is_conflict(), "too late");
        validate(1, 5).await.unwrap();
        assert!(validate(1, 6).await.unwrap_err().is_conflict());
        assert_eq!(store.validation_session("a").await.unwrap().unwrap().validated_ts, Some(5));
        spend().await.unwrap();
        assert!(spend().await.unwrap_err().is_conflict());
        apply(&store, Begin(session("b", 1))).await.unwrap();
        store.expire(101).await.unwrap();
        assert!(store.validation_session("b").await.unwrap().is_none());
    })
    .await;
}
