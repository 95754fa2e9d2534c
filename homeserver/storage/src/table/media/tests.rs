use hs_core::nid::UserNid;
use ruma::{OwnedServerName, server_name};

use super::{MediaFile, MediaRow, MediaUse};
use crate::{MediaThumbnailRow, Store, WriteBatch, testing::on_each_database};

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

fn remote(media_id: &str, hash: &str, used_ts: i64) -> MediaRow {
    let file = MediaFile { hash: hash.to_owned(), ..file(10) };
    let server_name = server_name!("elsewhere.org").to_owned();
    MediaRow { server_name, user: None, used_ts, ..row(media_id, Some(file)) }
}

#[tokio::test]
async fn unused_files_of_other_servers_are_found_and_go() {
    on_each_database(async |store| {
        let hidden = MediaRow { quarantined_ts: Some(5), ..remote("hidden", "h", 1) };
        let rows = vec![row("own", Some(file(6))), remote("old", "o", 2), remote("older", "p", 1), hidden];
        create(&store, rows).await;
        create(&store, vec![remote("new", "n", 9)]).await;
        let ids = async |before_ts, limit| -> Vec<String> {
            let rows = store.unused_remote_media(&server(), before_ts, limit).await.unwrap();
            rows.into_iter().map(|row| row.media_id).collect()
        };
        assert_eq!(ids(9, 10).await, ["older", "old"]);
        assert_eq!(ids(10, 1).await, ["older"]);
        assert_eq!(store.remote_media_bytes(&server()).await.unwrap(), 40);
        let elsewhere = server_name!("elsewhere.org").to_owned();
        let mut batch = WriteBatch::default();
        // Somebody has asked for the newer one since it was found.
        batch.media.remove.push((elsewhere.clone(), "old".to_owned(), Some(2)));
        batch.media.remove.push((elsewhere.clone(), "new".to_owned(), Some(8)));
        batch.media.remove.push((elsewhere.clone(), "older".to_owned(), None));
        store.commit(batch).await.unwrap();
        assert_eq!(ids(100, 10).await, ["new"]);
        let known = store.media_in_use(&["o", "n", "h", "ab", "x"].map(str::to_owned)).await.unwrap();
        assert_eq!(known, ["n", "h", "ab"].map(str::to_owned).into());
    })
    .await;
}

#[tokio::test]
async fn what_is_hidden_is_hidden_everywhere() {
    on_each_database(async |store| {
        create(&store, vec![row("a", Some(file(6))), row("b", Some(file(6))), remote("c", "other", 1)]).await;
        let hide = async |since_ts| {
            let mut batch = WriteBatch::default();
            batch.media.quarantine.push(("ab".to_owned(), since_ts));
            store.commit(batch).await.unwrap();
        };
        assert_eq!(store.media_quarantine("ab").await.unwrap(), None);
        hide(Some(7)).await;
        for media_id in ["a", "b"] {
            assert_eq!(store.media(&server(), media_id).await.unwrap().unwrap().quarantined_ts, Some(7));
        }
        assert_eq!(store.media_quarantine("ab").await.unwrap(), Some(7));
        assert_eq!(store.media_quarantine("other").await.unwrap(), None);
        hide(None).await;
        assert_eq!(store.media_quarantine("ab").await.unwrap(), None);
        let (page, count) = store.media_of(USER, 1, 5).await.unwrap();
        assert_eq!((page.len(), count), (1, 2));
    })
    .await;
}

#[tokio::test]
async fn thumbnails_go_with_the_last_uri_of_their_picture() {
    on_each_database(async |store| {
        create(&store, vec![row("a", Some(file(6))), remote("b", "other", 1)]).await;
        let thumbnail = |source: &str| MediaThumbnailRow {
            source_hash: source.to_owned(),
            variant: "32x32".to_owned(),
            hash: format!("small {source}"),
            size: 1,
            content_type: "image/png".to_owned(),
        };
        let mut batch = WriteBatch::default();
        batch.media_thumbnail.rows = vec![thumbnail("ab"), thumbnail("other")];
        store.commit(batch).await.unwrap();
        let mut batch = WriteBatch::default();
        batch.media.remove.push((server_name!("elsewhere.org").to_owned(), "b".to_owned(), None));
        store.commit(batch).await.unwrap();
        let mut batch = WriteBatch::default();
        batch.media_thumbnail.remove_orphans = true;
        store.commit(batch).await.unwrap();
        assert!(store.media_thumbnail("ab", "32x32").await.unwrap().is_some());
        assert!(store.media_thumbnail("other", "32x32").await.unwrap().is_none());
        let known = store.media_in_use(&["small ab".to_owned(), "small other".to_owned()]).await.unwrap();
        assert_eq!(known, ["small ab".to_owned()].into());
    })
    .await;
}
