use super::UrlPreviewRow;
use crate::{WriteBatch, testing::on_each_database};

#[tokio::test]
async fn a_preview_is_replaced_and_goes_in_its_time() {
    on_each_database(async |store| {
        let row = |json: &str, expires_ts| UrlPreviewRow {
            url: "https://example.org/".to_owned(),
            json: json.to_owned(),
            expires_ts,
        };
        for row in [row("{}", 10), row("[]", 20)] {
            let mut batch = WriteBatch::default();
            batch.url_preview.rows.push(row);
            store.commit(batch).await.unwrap();
        }
        store.expire(20).await.unwrap();
        assert_eq!(store.url_preview("https://example.org/").await.unwrap(), Some(row("[]", 20)));
        store.expire(21).await.unwrap();
        assert_eq!(store.url_preview("https://example.org/").await.unwrap(), None);
    })
    .await;
}
