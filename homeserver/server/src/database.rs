//! Opening the database, with a line for each way in which that can fail.

use hs_config::Config;
use hs_storage::{DatabaseOptions, Store, StoreError};

use crate::failure::Failure;

/// Opens the database, brings its schema up to date, and makes sure that it is this server's.
pub(crate) async fn open(config: &Config) -> Result<Store, Failure> {
    let store = Store::open(&options(config)).await.map_err(|error| explain(&error))?;
    match store.claim_server_name(&config.server_name).await {
        Ok(()) => Ok(store),
        Err(error) => {
            let failure = explain(&error);
            close(&store).await;
            Err(failure)
        }
    }
}

/// Brings the schema up to date, and names the steps that this took.
pub(crate) async fn migrate(config: &Config) -> Result<Vec<String>, Failure> {
    Store::migrate(&options(config)).await.map_err(|error| explain(&error))
}

/// Writes what is queued and closes the database.
pub(crate) async fn close(store: &Store) {
    if let Err(error) = store.close().await {
        tracing::error!(error = chain(&error), "the database was not closed in good order");
    }
}

fn options(config: &Config) -> DatabaseOptions {
    DatabaseOptions { url: config.database.url.clone(), max_connections: config.database.max_connections }
}

fn explain(error: &StoreError) -> Failure {
    let remedy = match error {
        StoreError::InvalidUrl(_) => "correct database.url",
        StoreError::Unreachable { .. } | StoreError::Unavailable(_) => {
            "start the database server, or correct database.url and the permissions of its folder"
        }
        StoreError::Newer { .. } => "start the newer release again, or restore the backup from before the upgrade",
        StoreError::Locked { .. } => "stop the server that runs on it first",
        StoreError::OtherServer { .. } => "put the old server_name back, or use another database for the new one",
        _ => "see to the database; it was not changed",
    };
    Failure::because("database", chain(error), remedy)
}

/// An error with all its causes, on one line, each said once.
fn chain(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}
