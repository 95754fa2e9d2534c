use super::RegistrationTokenRow;
use crate::{WriteBatch, testing::on_each_database};

fn token(name: &str, uses_allowed: Option<i64>, expires_ts: Option<i64>) -> RegistrationTokenRow {
    RegistrationTokenRow { token: name.to_owned(), uses_allowed, uses: 0, expires_ts, created_ts: 1 }
}

#[tokio::test]
async fn a_token_is_redeemed_while_it_is_good() {
    on_each_database(async |store| {
        let create = async |row| {
            let mut batch = WriteBatch::default();
            batch.registration_token.create.push(row);
            store.commit(batch).await
        };
        create(token("twice", Some(2), None)).await.unwrap();
        create(token("until ten", None, Some(10))).await.unwrap();
        assert!(create(token("twice", None, None)).await.unwrap_err().is_duplicate());

        let redeem = async |name: &str, now| {
            let mut batch = WriteBatch::default();
            batch.registration_token.redeem.push((name.to_owned(), now));
            store.commit(batch).await
        };
        let (one, two, three) = tokio::join!(redeem("twice", 1), redeem("twice", 1), redeem("twice", 1));
        assert_eq!([&one, &two, &three].iter().filter(|outcome| outcome.is_ok()).count(), 2);
        assert!(one.and(two).and(three).unwrap_err().is_conflict());
        redeem("until ten", 9).await.unwrap();
        assert!(redeem("until ten", 10).await.unwrap_err().is_conflict());
        assert!(redeem("absent", 1).await.unwrap_err().is_conflict());
        let used: Vec<_> = store.registration_tokens().await.unwrap().into_iter().map(|row| row.uses).collect();
        assert_eq!(used, [2, 1]);

        let mut batch = WriteBatch::default();
        batch.registration_token.remove.push("twice".to_owned());
        store.commit(batch).await.unwrap();
        assert!(store.registration_token("twice").await.unwrap().is_none());
    })
    .await;
}
