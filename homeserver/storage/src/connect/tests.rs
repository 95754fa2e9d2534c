use super::DatabaseOptions;
use crate::{Store, StoreError};

fn file(folder: &tempfile::TempDir) -> DatabaseOptions {
    DatabaseOptions::new(format!("sqlite://{}/deep/er/test.db", folder.path().display()))
}

#[tokio::test]
async fn a_file_is_made_with_its_folders_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let first = Store::open(&file(&folder)).await.unwrap();
    first.intern_state_keys(&[("m.room.name", "")]).await.unwrap();
    first.close().await.unwrap();
    let again = Store::open(&file(&folder)).await.unwrap();
    assert!(again.find_state_key("m.room.name", "").await.unwrap().is_some());
    again.close().await.unwrap();
}

#[tokio::test]
async fn a_file_belongs_to_one_process() {
    let folder = tempfile::tempdir().unwrap();
    let first = Store::open(&file(&folder)).await.unwrap();
    assert!(matches!(Store::open(&file(&folder)).await, Err(StoreError::Locked { .. })));
    first.close().await.unwrap();
    Store::open(&file(&folder)).await.unwrap().close().await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_opened_says_why() {
    for url in ["mysql://host/name", "", "postgres://[", "sqlite://x?mode=nonsense"] {
        assert!(matches!(Store::open(&DatabaseOptions::new(url)).await, Err(StoreError::InvalidUrl(_))), "{url}");
    }
    for url in ["postgres://user:secret@127.0.0.1:1/name", "sqlite:///proc/nowhere/test.db"] {
        let error = Store::open(&DatabaseOptions::new(url)).await.unwrap_err();
        assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
    let options = DatabaseOptions::new("postgres://user:secret@host/name");
    assert!(!format!("{options:?}").contains("secret"));
}

#[tokio::test]
async fn readers_cannot_write() {
    use sea_orm::ConnectionTrait;
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file(&folder)).await.unwrap();
    assert!(store.db().execute_unprepared("UPDATE stream_head SET head = 5").await.is_err());
    store.close().await.unwrap();
}
