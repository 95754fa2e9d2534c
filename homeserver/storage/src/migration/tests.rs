use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::migrate;
use crate::{
    Store, StoreError,
    connect::{self, DatabaseOptions},
    testing::on_postgres,
};

async fn check(db: &DatabaseConnection) {
    let taken = migrate(db).await.unwrap();
    assert_eq!(taken.first().map(String::as_str), Some("m0001_foundation"));
    assert_eq!(migrate(db).await.unwrap(), Vec::<String>::new());

    db.execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_future', 0)")
        .await
        .unwrap();
    let refused = migrate(db).await;
    assert!(matches!(&refused, Err(StoreError::Newer { migration }) if migration == "m9999_future"), "{refused:?}");
}

#[tokio::test]
async fn the_schema_is_made_once_and_a_newer_one_is_refused() {
    check(&connect::open(&DatabaseOptions::new("sqlite::memory:")).await.unwrap().write).await;
    on_postgres(async |options| {
        let connection = connect::open(&options).await.unwrap();
        check(&connection.write).await;
        connection.write.close().await.unwrap();
        connection.read.close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_start_together_migrate_once() {
    on_postgres(async |options| {
        let (first, second) = tokio::join!(Store::migrate(&options), Store::migrate(&options));
        let mut taken = first.unwrap();
        taken.extend(second.unwrap());
        assert_eq!(taken.iter().filter(|step| *step == "m0001_foundation").count(), 1);
    })
    .await;
}
