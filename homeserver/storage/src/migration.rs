//! The schema, step by step: one file each. A step must let the release before it go on working (add first, take
//! away a release later), because several processes are upgraded one after the other.

use sea_orm::DatabaseConnection;
use sea_orm_migration::{MigrationTrait, MigratorTrait};

use crate::{dialect, error::StoreError};

mod m0001_foundation;
mod m0002_accounts;
mod m0003_keys;
mod m0004_media;
mod m0006_finding;
mod m0007_server_keys;
mod m0008_graph;
mod m0009_remote_device_lists;
mod m0010_presence;
mod m0011_sliding;
mod m0017_delivery;
mod m0020_sessions;
mod m0021_delayed;
mod m0040_notification;
mod m0041_app_service;
mod m0042_retention;
mod m0050_terms;
mod m0060_delayed_sent;
mod m0061_thread_news;
mod m0065_told;
mod m0070_relation;
mod m0071_third_party_id;

/// All steps, in order.
struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_foundation::Migration),
            Box::new(m0002_accounts::Migration),
            Box::new(m0003_keys::Migration),
            Box::new(m0004_media::Migration),
            Box::new(m0006_finding::Migration),
            Box::new(m0007_server_keys::Migration),
            Box::new(m0008_graph::Migration),
            Box::new(m0009_remote_device_lists::Migration),
            Box::new(m0010_presence::Migration),
            Box::new(m0011_sliding::Migration),
            Box::new(m0017_delivery::Migration),
            Box::new(m0020_sessions::Migration),
            Box::new(m0021_delayed::Migration),
            Box::new(m0040_notification::Migration),
            Box::new(m0041_app_service::Migration),
            Box::new(m0042_retention::Migration),
            Box::new(m0050_terms::Migration),
            Box::new(m0060_delayed_sent::Migration),
            Box::new(m0061_thread_news::Migration),
            Box::new(m0065_told::Migration),
            Box::new(m0070_relation::Migration),
            Box::new(m0071_third_party_id::Migration),
        ]
    }
}

/// Brings the schema up to date, and names the steps that were taken.
///
/// Refuses a database on which a later release has taken steps that this one does not know.
pub(crate) async fn migrate(db: &DatabaseConnection) -> Result<Vec<String>, StoreError> {
    let lock = dialect::lock_migrations(db).await?;
    let taken = take_steps(db).await;
    if let Some(lock) = lock {
        lock.commit().await?;
    }
    taken
}

async fn take_steps(db: &DatabaseConnection) -> Result<Vec<String>, StoreError> {
    let known: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    let applied: Vec<String> = Migrator::get_migration_models(db).await?.into_iter().map(|step| step.version).collect();
    if let Some(unknown) = applied.iter().find(|step| !known.contains(step)) {
        return Err(StoreError::Newer { migration: unknown.clone() });
    }
    Migrator::up(db, None).await?;
    Ok(known.into_iter().filter(|step| !applied.contains(step)).collect())
}

#[cfg(test)]
mod tests;
