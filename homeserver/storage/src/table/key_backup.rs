//! Backups of room keys. See <https://spec.matrix.org/v1.19/client-server-api/#server-side-key-backups>.

use std::collections::BTreeSet;

use hs_core::nid::UserNid;
use ruma::OwnedRoomId;
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};

use super::{Family, Part, ROWS_PER_INSERT, Scope, exactly_one, insert, parsed, portions};
use crate::{
    entity::{key_backup_session as session, key_backup_version as version},
    error::StoreError,
    reader::Reader,
};

/// When a key is better than the one that is there: a verified one, else one that opens more messages, else one that
/// came a shorter way.
const IS_BETTER: &str = "excluded.is_verified > key_backup_session.is_verified \
    OR (excluded.is_verified = key_backup_session.is_verified \
        AND (excluded.first_message_index < key_backup_session.first_message_index \
            OR (excluded.first_message_index = key_backup_session.first_message_index \
                AND excluded.forwarded_count < key_backup_session.forwarded_count)))";

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBackupVersionRow {
    /// Whose.
    pub user: UserNid,
    /// Its number among the user's.
    pub version: i64,
    /// How its keys are encrypted.
    pub algorithm: String,
    /// What clients need to know about that, as JSON.
    pub auth_data: String,
    /// Another one after each change of the keys.
    pub etag: i64,
    /// Whether it was deleted: only the number is left.
    pub deleted: bool,
}

/// A room key in a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBackupSessionRow {
    /// Whose.
    pub user: UserNid,
    /// In which backup.
    pub version: i64,
    /// For which room.
    pub room_id: OwnedRoomId,
    /// For which session of the room.
    pub session_id: String,
    /// The first message that the key opens.
    pub first_message_index: i64,
    /// How often the key has been passed on.
    pub forwarded_count: i64,
    /// Whether the client trusts the device that it has the key from.
    pub is_verified: bool,
    /// The encrypted key, as JSON.
    pub session_data: String,
}

/// Keys in a backup: all of them, those of a room, or that of a session.
#[derive(Clone, Debug)]
pub struct KeyBackupSelection {
    /// Whose backup.
    pub user: UserNid,
    /// Which.
    pub version: i64,
    /// Only those of this room.
    pub room_id: Option<OwnedRoomId>,
    /// Only that of this session.
    pub session_id: Option<String>,
}

/// What a batch writes about backups.
#[derive(Debug, Default)]
pub struct KeyBackupWrites {
    /// New backups. A number that is taken makes the commit fail with [`StoreError::Duplicate`].
    pub create: Vec<KeyBackupVersionRow>,
    /// What clients need to know about the encryption of a backup, as JSON.
    pub set_auth_data: Vec<(UserNid, i64, String)>,
    /// Backups that are deleted with all their keys.
    pub delete: Vec<(UserNid, i64)>,
    /// Users of whose backups nothing is left.
    pub remove_all: Vec<UserNid>,
    /// Keys, each of which replaces a worse one of the same session. Only the newest backup takes any; for another one
    /// the commit fails with [`StoreError::Conflict`].
    pub put: Vec<KeyBackupSessionRow>,
    /// Keys that go.
    pub remove: Vec<KeyBackupSelection>,
}

impl Family for KeyBackupWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        let versions = self.create.len() + self.set_auth_data.len() + self.delete.len() + self.remove_all.len();
        versions + self.put.len() + self.remove.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for part in parts {
            write_versions(scope.tx, part.writes).await?;
            put(scope.tx, &part.writes.put).await?;
            for selection in &part.writes.remove {
                let removed = session::Entity::delete_many().filter(selected(selection)).exec(scope.tx).await?;
                if removed.rows_affected > 0 {
                    renew_etag(scope.tx, selection.user.get(), selection.version).await?;
                }
            }
        }
        Ok(())
    }
}

async fn write_versions(tx: &DatabaseTransaction, writes: &KeyBackupWrites) -> Result<(), DbErr> {
    use version::{Column, Entity};
    insert::<Entity>(tx, writes.create.iter().map(encode_version).collect(), None).await?;
    for (user, version, auth_data) in &writes.set_auth_data {
        let update = Entity::update_many().filter(key(user.get(), *version));
        update.col_expr(Column::AuthData, Expr::value(auth_data.as_str())).exec(tx).await?;
    }
    for (user, version) in &writes.delete {
        let keys = session::Column::UserNid.eq(user.get()).and(session::Column::Version.eq(*version));
        session::Entity::delete_many().filter(keys).exec(tx).await?;
        let update = Entity::update_many().filter(key(user.get(), *version));
        update.col_expr(Column::Deleted, Expr::value(true)).exec(tx).await?;
    }
    for user in &writes.remove_all {
        session::Entity::delete_many().filter(session::Column::UserNid.eq(user.get())).exec(tx).await?;
        Entity::delete_many().filter(Column::UserNid.eq(user.get())).exec(tx).await?;
    }
    Ok(())
}

async fn put(tx: &DatabaseTransaction, rows: &[KeyBackupSessionRow]) -> Result<(), DbErr> {
    use session::Column::{
        FirstMessageIndex, ForwardedCount, IsVerified, RoomId, SessionData, SessionId, UserNid, Version,
    };
    let backups: BTreeSet<(i64, i64)> = rows.iter().map(|row| (row.user.get(), row.version)).collect();
    for (user, version) in &backups {
        let newest = newest(*user).one(tx).await?;
        exactly_one(u64::from(newest.is_some_and(|model| model.version == *version)))?;
    }
    let better = OnConflict::columns([UserNid, Version, RoomId, SessionId])
        .update_columns([FirstMessageIndex, ForwardedCount, IsVerified, SessionData])
        .action_and_where(Expr::cust(IS_BETTER))
        .to_owned();
    let mut written = 0;
    for rows in portions(rows.iter().map(encode_session).collect(), ROWS_PER_INSERT) {
        let statement = session::Entity::insert_many(rows.into_iter().map(IntoActiveModel::into_active_model));
        written += statement.on_conflict(better.clone()).exec_without_returning(tx).await?;
    }
    if written > 0 {
        for (user, version) in backups {
            renew_etag(tx, user, version).await?;
        }
    }
    Ok(())
}

async fn renew_etag(tx: &DatabaseTransaction, user: i64, version: i64) -> Result<(), DbErr> {
    let next = Expr::col(version::Column::Etag).add(1);
    let update = version::Entity::update_many().filter(key(user, version));
    update.col_expr(version::Column::Etag, next).exec(tx).await.map(drop)
}

fn key(user: i64, version: i64) -> Condition {
    Condition::all().add(version::Column::UserNid.eq(user)).add(version::Column::Version.eq(version))
}

/// The newest backup of a user.
fn newest(user: i64) -> sea_orm::Select<version::Entity> {
    version::Entity::find()
        .filter(version::Column::UserNid.eq(user))
        .filter(version::Column::Deleted.eq(false))
        .order_by_desc(version::Column::Version)
}

fn selected(selection: &KeyBackupSelection) -> Condition {
    use session::Column;
    Condition::all()
        .add(Column::UserNid.eq(selection.user.get()))
        .add(Column::Version.eq(selection.version))
        .add_option(selection.room_id.as_ref().map(|room| Column::RoomId.eq(room.as_str())))
        .add_option(selection.session_id.as_ref().map(|session| Column::SessionId.eq(session.as_str())))
}

impl Reader {
    /// The newest backup of a user.
    pub async fn newest_key_backup(&self, user: UserNid) -> Result<Option<KeyBackupVersionRow>, StoreError> {
        Ok(newest(user.get()).one(self.db()).await?.map(decode_version))
    }

    /// A backup, deleted or not.
    pub async fn key_backup(&self, user: UserNid, version: i64) -> Result<Option<KeyBackupVersionRow>, StoreError> {
        let found = version::Entity::find_by_id((user.get(), version)).one(self.db()).await?;
        Ok(found.map(decode_version))
    }

    /// The highest number that a backup of the user has had; 0 where there was none.
    pub async fn last_key_backup_version(&self, user: UserNid) -> Result<i64, StoreError> {
        use version::{Column, Entity};
        let last = Entity::find().filter(Column::UserNid.eq(user.get())).order_by_desc(Column::Version);
        Ok(last.one(self.db()).await?.map_or(0, |model| model.version))
    }

    /// How many keys are in a backup.
    pub async fn key_backup_count(&self, user: UserNid, version: i64) -> Result<u64, StoreError> {
        use session::{Column, Entity};
        let keys = Entity::find().filter(Column::UserNid.eq(user.get())).filter(Column::Version.eq(version));
        Ok(keys.count(self.db()).await?)
    }

    /// Keys in a backup, by room and session.
    pub async fn key_backup_sessions(
        &self,
        selection: &KeyBackupSelection,
    ) -> Result<Vec<KeyBackupSessionRow>, StoreError> {
        use session::{Column, Entity};
        let keys = Entity::find().filter(selected(selection));
        let keys = keys.order_by_asc(Column::RoomId).order_by_asc(Column::SessionId);
        keys.all(self.db()).await?.into_iter().map(decode_session).collect()
    }
}

fn encode_version(row: &KeyBackupVersionRow) -> version::Model {
    version::Model {
        user_nid: row.user.get(),
        version: row.version,
        algorithm: row.algorithm.clone(),
        auth_data: row.auth_data.clone(),
        etag: row.etag,
        deleted: row.deleted,
    }
}

fn decode_version(model: version::Model) -> KeyBackupVersionRow {
    KeyBackupVersionRow {
        user: UserNid(model.user_nid),
        version: model.version,
        algorithm: model.algorithm,
        auth_data: model.auth_data,
        etag: model.etag,
        deleted: model.deleted,
    }
}

fn encode_session(row: &KeyBackupSessionRow) -> session::Model {
    session::Model {
        user_nid: row.user.get(),
        version: row.version,
        room_id: row.room_id.to_string(),
        session_id: row.session_id.clone(),
        first_message_index: row.first_message_index,
        forwarded_count: row.forwarded_count,
        is_verified: row.is_verified,
        session_data: row.session_data.clone(),
    }
}

fn decode_session(model: session::Model) -> Result<KeyBackupSessionRow, StoreError> {
    Ok(KeyBackupSessionRow {
        user: UserNid(model.user_nid),
        version: model.version,
        room_id: parsed(model.room_id)?,
        session_id: model.session_id,
        first_message_index: model.first_message_index,
        forwarded_count: model.forwarded_count,
        is_verified: model.is_verified,
        session_data: model.session_data,
    })
}

#[cfg(test)]
mod tests;
