use ruma::owned_server_name;

use super::ServerKeyRow;
use crate::{Store, WriteBatch, testing::on_each_database};

fn row(key_id: &str, until_ts: i64) -> ServerKeyRow {
    ServerKeyRow {
        server: owned_server_name!("example.org"),
        key_id: key_id.try_into().unwrap(),
        public_key: "key".to_owned(),
        is_old: false,
        until_ts,
        response: "{}".to_owned(),
        fetched_ts: 1,
    }
}

async fn write(store: &Store, rows: Vec<ServerKeyRow>) {
    let mut batch = WriteBatch::default();
    batch.server_key.rows = rows;
    store.commit(batch).await.unwrap();
}

#[tokio::test]
async fn a_key_takes_the_place_of_the_one_with_its_id_and_no_other_is_forgotten() {
    on_each_database(async |store| {
        let servers = [owned_server_name!("example.org")];
        assert_eq!(store.server_keys(&servers).await.unwrap(), []);
        write(&store, vec![row("ed25519:1", 5), row("ed25519:2", 5)]).await;
        write(&store, vec![row("ed25519:2", 7), row("ed25519:2", 9)]).await;
        let mut found = store.server_keys(&servers).await.unwrap();
        found.sort_by(|one, other| one.key_id.cmp(&other.key_id));
        assert_eq!(found, [row("ed25519:1", 5), row("ed25519:2", 9)]);
        assert_eq!(store.server_keys(&[owned_server_name!("other.org")]).await.unwrap(), []);
    })
    .await;
}
