use hs_core::nid::UserNid;
use ruma::{OwnedServerName, server_name};

use super::{MediaFile, MediaRow, MediaUse};
use crate::{Store, WriteBatch, testing::on_each_database};

const USER: UserNid = UserNid(1);

fn server() -> OwnedServerName {
    server_name!("example.org").to_owned()
}

fn file(size: i64) -> MediaFile {
    MediaFile { hash: "ab".to_owned(), size, content_type: Some("image/png".to_owned()), file_name: None }
}

fn row(media_id: &str, file: Option<MediaFile>) -> MediaRow {
    MediaRow {
        server_name: server(),
        media_id: media_id.to_owned(),
        user: Some(USER),
        expires_ts: file.is_none().then_some(100),
        file,
        is_open: true,
        created_ts: 1,
        used_ts: 1,
        quarantined_ts: None,
    }
}

async fn create(store: &Store, rows: Vec<MediaRow>) {
    let mut batch = WriteBatch::default();
    batch.media.create = rows;
    store.commit(batch).await.unwrap();
}

async fn fill(store: &Store, media_id: &str, size: i64, most: Option<i64>) -> Result<(), crate::StoreError> {
    let mut batch = WriteBatch::default();
    batch.media.fill.push((server(), media_id.to_owned(), file(size)));
    batch.media.within.extend(most.map(|most| (USER, most)));
    store.commit(batch).await.map(drop)
}

#[tokio::test]
async fn a_uri_gets_one_file_and_no_second() {
    on_each_database(async |store| {
        create(&store, vec![row("a", None), row("b", None)]).await;
        let (one, two) = tokio::join!(fill(&store, "a", 5, None), fill(&store, "a", 5, None));
        assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
        assert!(one.and(two).unwrap_err().is_conflict());
        assert!(fill(&store, "unknown", 5, None).await.unwrap_err().is_conflict());
        let filled = MediaRow { expires_ts: None, ..row("a", Some(file(5))) };
        assert_eq!(store.media(&server(), "a").await.unwrap(), Some(filled));
        assert_eq!(store.media(server_name!("elsewhere.org"), "a").await.unwrap(), None);
        assert_eq!(store.media_use(USER, 99).await.unwrap(), MediaUse { bytes: 5, pending: 1 });
        assert_eq!(store.media_use(USER, 100).await.unwrap(), MediaUse { bytes: 5, pending: 0 });
        assert_eq!(store.media_use(UserNid(2), 99).await.unwrap(), MediaUse::default());
        store.expire(101).await.unwrap();
        assert!(store.media(&server(), "a").await.unwrap().is_some());
        assert!(store.media(&server(), "b").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn what_is_too_much_for_a_user_is_not_written() {
    on_each_database(async |store| {
        create(&store, vec![row("a", Some(file(6))), row("b", None)]).await;
        assert!(fill(&store, "b", 5, Some(10)).await.unwrap_err().is_conflict());
        assert_eq!(store.media(&server(), "b").await.unwrap(), Some(row("b", None)));
        fill(&store, "b", 4, Some(10)).await.unwrap();
        assert_eq!(store.media_use(USER, 0).await.unwrap().bytes, 10);
    })
    .await;
}

#[tokio::test]
async fn the_last_use_is_written() {
    on_each_database(async |store| {
        create(&store, vec![row("a", Some(file(6)))]).await;
        let mut batch = WriteBatch::default();
        batch.media.used.push((server(), "a".to_owned(), 77));
        store.commit(batch).await.unwrap();
        assert_eq!(store.media(&server(), "a").await.unwrap().unwrap().used_ts, 77);
    })
    .await;
}
