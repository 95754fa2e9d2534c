//! One file per family of tables: its row structs, its reads (`impl Reader`) and its part of a [`WriteBatch`].
//!
//! A family's writes are a plain struct of rows and operations that implements [`Family`]; one line in
//! `writer/batch.rs` makes it a field of [`WriteBatch`]. Rows are public and speak in typed Matrix ids; SeaORM stays
//! below.
//!
//! [`WriteBatch`]: crate::WriteBatch

use std::collections::BTreeMap;

use hs_core::nid::{RoomNid, StreamPosition};
use ruma::IdParseError;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter, Select, Value,
    sea_query::OnConflict,
};

use crate::{error::StoreError, wake::Touched};

pub(crate) mod accepted_policy;
pub(crate) mod access_token;
pub(crate) mod account;
pub(crate) mod account_data;
pub(crate) mod alias;
pub(crate) mod app_service;
pub(crate) mod client_filter;
pub(crate) mod cross_signing_key;
pub(crate) mod dehydrated_device;
pub(crate) mod delayed_event;
pub(crate) mod destination;
pub(crate) mod device;
pub(crate) mod device_key;
pub(crate) mod device_list;
pub(crate) mod event;
pub(crate) mod expiry;
pub(crate) mod graph;
pub(crate) mod inbound;
pub(crate) mod intern;
pub(crate) mod key_backup;
pub(crate) mod key_signature;
pub(crate) mod lease;
pub(crate) mod login_token;
pub(crate) mod media;
pub(crate) mod media_thumbnail;
pub(crate) mod membership;
pub(crate) mod notification;
pub(crate) mod one_time_key;
pub(crate) mod openid_token;
pub(crate) mod outgoing;
pub(crate) mod presence;
pub(crate) mod profile;
pub(crate) mod pusher;
pub(crate) mod receipt;
pub(crate) mod refresh_token;
pub(crate) mod registration_token;
pub(crate) mod remote_device_list;
pub(crate) mod report;
pub(crate) mod retention;
pub(crate) mod room;
pub(crate) mod search;
pub(crate) mod server_key;
pub(crate) mod sliding_connection;
pub(crate) mod space_walk;
pub(crate) mod state;
pub(crate) mod stripped_state;
pub(crate) mod third_party_id;
pub(crate) mod to_device;
pub(crate) mod transaction;
pub(crate) mod typing;
pub(crate) mod uia_session;
pub(crate) mod unread;
pub(crate) mod url_preview;
pub(crate) mod user_directory;
pub(crate) mod validation_session;

/// The writes of one family of tables within a batch.
pub(crate) trait Family: Default + Send + Sync {
    /// Whether some rows of this family say at which position they were written. Such families are applied after the
    /// group has taken its positions, all others before, so that the lock on the stream head is held for an instant.
    const POSITIONED: bool;

    /// How many rows and operations there are.
    fn len(&self) -> usize;

    /// Whether the batch must take a position because of what is in here.
    fn is_positioned(&self) -> bool {
        Self::POSITIONED && self.len() > 0
    }

    /// Adds the rooms and users whose waiting readers have to look again.
    fn touch(&self, _touched: &mut Touched) {}

    /// Writes the rows of all batches of a group, given in the order of their commit.
    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr>;
}

/// What a family needs in order to write.
pub(crate) struct Scope<'a> {
    /// The transaction of the group.
    pub(crate) tx: &'a DatabaseTransaction,
    /// The rooms whose fence the group advances, and to which value.
    pub(crate) fences: &'a BTreeMap<RoomNid, i64>,
}

/// One batch's share of a family.
pub(crate) struct Part<'a, F> {
    pub(crate) writes: &'a F,
    /// The position of the batch, where it takes one.
    pub(crate) position: Option<StreamPosition>,
}

impl<F> Part<'_, F> {
    /// The position as a column value. Rows that carry one are only ever in batches that take one.
    pub(crate) fn position(&self) -> i64 {
        self.position.map_or(0, StreamPosition::get)
    }
}

/// The most rows of one INSERT. Even the widest table stays far below the drivers' limits on bound values.
const ROWS_PER_INSERT: usize = 64;
/// The most keys of one `IN (…)`.
const KEYS_PER_SELECT: usize = 4096;

/// Inserts rows with as few statements as it takes.
pub(crate) async fn insert<E>(
    tx: &DatabaseTransaction,
    rows: Vec<E::Model>,
    conflict: Option<OnConflict>,
) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    for rows in portions(rows, ROWS_PER_INSERT) {
        let mut statement = E::insert_many(rows.into_iter().map(IntoActiveModel::into_active_model));
        if let Some(conflict) = &conflict {
            statement = statement.on_conflict(conflict.clone());
        }
        statement.exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Splits rows into portions of `most` (a power of two), then the half of it, a quarter … so that a handful of
/// prepared statements serves any number of rows.
pub(crate) fn portions<T>(rows: Vec<T>, most: usize) -> impl Iterator<Item = Vec<T>> {
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || {
        let count = 1 << rows.len().min(most).checked_ilog2()?;
        Some(rows.by_ref().take(count).collect())
    })
}

/// Refuses a conditional write that found its condition unmet: the caller gets [`StoreError::Conflict`].
pub(crate) fn exactly_one(rows_affected: u64) -> Result<(), DbErr> {
    if rows_affected == 1 { Ok(()) } else { Err(DbErr::RecordNotUpdated) }
}

/// The rows with the last one of each key, in the order of the keys.
///
/// PostgreSQL refuses an upsert that meets a row twice, and two processes that upsert the same rows in different
/// orders would deadlock.
pub(crate) fn latest<K: Ord, T>(rows: impl Iterator<Item = (K, T)>) -> impl Iterator<Item = (K, T)> {
    rows.collect::<BTreeMap<K, T>>().into_iter()
}

/// Selects the rows whose `column` has one of the `keys`, in no particular order.
pub(crate) async fn select_in<E, K>(
    db: &impl ConnectionTrait,
    select: Select<E>,
    column: E::Column,
    keys: impl IntoIterator<Item = K>,
) -> Result<Vec<E::Model>, DbErr>
where
    E: EntityTrait,
    K: Into<Value> + Clone,
{
    let keys: Vec<K> = keys.into_iter().collect();
    let mut found = Vec::new();
    for chunk in keys.chunks(KEYS_PER_SELECT) {
        found.append(&mut select.clone().filter(column.is_in(padded(chunk))).all(db).await?);
    }
    Ok(found)
}

/// The keys, the last one repeated until their number is a power of two: few distinct statements to prepare.
pub(crate) fn padded<K: Clone>(keys: &[K]) -> impl Iterator<Item = K> {
    let filling = keys.len().next_power_of_two() - keys.len();
    keys.iter().chain(keys.last().into_iter().cycle().take(filling)).cloned()
}

/// A Matrix id out of the database.
pub(crate) fn parsed<T: TryFrom<String, Error = IdParseError>>(text: String) -> Result<T, StoreError> {
    let shown = text.clone();
    T::try_from(text).map_err(|error| StoreError::Corrupt(format!("{shown:?} is not an id: {error}")))
}

/// A column that holds JSON, decoded.
pub(crate) fn decoded<T: serde::de::DeserializeOwned>(text: &str, column: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt(format!("{column}: {error}")))
}

/// A value as JSON for a column. Only used with lists of numbers and strings, which always have a JSON form.
pub(crate) fn encoded<T: serde::Serialize>(value: &T) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(|error| DbErr::Json(error.to_string()))
}

#[cfg(test)]
mod tests;
