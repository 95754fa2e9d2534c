use super::MediaThumbnailRow;
use crate::{WriteBatch, testing::on_each_database};

#[tokio::test]
async fn a_thumbnail_made_twice_is_kept_once() {
    on_each_database(async |store| {
        let row = |variant: &str, hash: &str| MediaThumbnailRow {
            source_hash: "source".to_owned(),
            variant: variant.to_owned(),
            hash: hash.to_owned(),
            size: 3,
            content_type: "image/png".to_owned(),
        };
        let mut batch = WriteBatch::default();
        batch.media_thumbnail.rows = vec![row("32x32", "one"), row("96x96", "two"), row("32x32", "three")];
        store.commit(batch).await.unwrap();
        assert_eq!(store.media_thumbnail("source", "32x32").await.unwrap(), Some(row("32x32", "three")));
        assert_eq!(store.media_thumbnail("source", "96x96").await.unwrap(), Some(row("96x96", "two")));
        assert_eq!(store.media_thumbnail("other", "32x32").await.unwrap(), None);
    })
    .await;
}
