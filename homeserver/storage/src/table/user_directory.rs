//! By which words users are found, and which rooms are so public that whoever is in them can be found by anybody.
//! See <https://spec.matrix.org/v1.19/client-server-api/#user-directory>.

use std::collections::BTreeSet;

use hs_core::nid::{EventNid, RoomNid, UserNid};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, Statement, Value, sea_query::OnConflict};

use super::{Family, KEYS_PER_SELECT, Part, Scope, insert, latest, padded};
use crate::{
    entity::{public_room, user_directory_word},
    error::StoreError,
    reader::Reader,
};

/// What a batch writes about finding people.
#[derive(Debug, Default)]
pub struct UserDirectoryWrites {
    /// All words by which users can be found from now on. Without any they cannot.
    pub words: Vec<(UserNid, BTreeSet<String>)>,
    /// Whether rooms are public.
    pub public_rooms: Vec<(RoomNid, bool)>,
}

impl Family for UserDirectoryWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.words.len() + self.public_rooms.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let words = parts.iter().flat_map(|part| &part.writes.words).map(|(user, words)| (user.get(), words));
        let words: Vec<_> = latest(words).collect();
        let users: Vec<i64> = words.iter().map(|(user, _)| *user).collect();
        for users in users.chunks(KEYS_PER_SELECT) {
            let of_users = user_directory_word::Column::UserNid.is_in(padded(users));
            user_directory_word::Entity::delete_many().filter(of_users).exec(scope.tx).await?;
        }
        let rows = words.into_iter().flat_map(|(user_nid, words)| {
            words.iter().map(move |word| user_directory_word::Model { word: word.clone(), user_nid })
        });
        // Another process may have heard of the same user at the same time.
        let key = [user_directory_word::Column::Word, user_directory_word::Column::UserNid];
        let known = OnConflict::columns(key).do_nothing().to_owned();
        insert::<user_directory_word::Entity>(scope.tx, rows.collect(), Some(known)).await?;
        let rooms = parts.iter().flat_map(|part| &part.writes.public_rooms).map(|(room, public)| (room.get(), *public));
        let (public, private): (Vec<_>, Vec<_>) = latest(rooms).partition(|(_, is_public)| *is_public);
        for (room, _) in private {
            public_room::Entity::delete_by_id(room).exec(scope.tx).await?;
        }
        let rows = public.into_iter().map(|(room_nid, _)| public_room::Model { room_nid }).collect();
        let known = OnConflict::column(public_room::Column::RoomNid).do_nothing().to_owned();
        insert::<public_room::Entity>(scope.tx, rows, Some(known)).await
    }
}

impl Reader {
    /// The users for each of whose words `beginnings` has the beginning, as far as `reader` may know of them: who is in
    /// a public room, and who shares a room with the reader. Each with what made them a member of such a room. In no
    /// particular order, at most `limit`.
    pub async fn find_people(
        &self,
        reader: UserNid,
        beginnings: &[String],
        limit: u64,
    ) -> Result<Vec<(UserNid, EventNid)>, StoreError> {
        if beginnings.is_empty() {
            return Ok(Vec::new());
        }
        let mut values: Vec<Value> = vec![reader.get().into(), i64::try_from(limit).unwrap_or(i64::MAX).into()];
        let mut has_words = Vec::with_capacity(beginnings.len());
        for word in beginnings {
            // No text begins with more than the last of all characters.
            values.extend([Value::from(word.as_str()), format!("{word}\u{10ffff}").into()]);
            let (from, to) = (values.len() - 1, values.len());
            has_words.push(format!(
                "user_nid IN (SELECT user_nid FROM user_directory_word WHERE word >= ${from} AND word <= ${to})"
            ));
        }
        let sql = format!(
            "SELECT people.user_nid, people.event_nid FROM (SELECT found.user_nid AS user_nid, \
             (SELECT theirs.event_nid FROM membership AS theirs WHERE theirs.user_nid = found.user_nid \
             AND theirs.membership = 'join' \
             AND (EXISTS (SELECT 1 FROM public_room WHERE public_room.room_nid = theirs.room_nid) \
             OR (found.user_nid <> $1 AND EXISTS (SELECT 1 FROM membership AS own \
             WHERE own.room_nid = theirs.room_nid AND own.user_nid = $1 AND own.membership = 'join'))) \
             LIMIT 1) AS event_nid \
             FROM (SELECT DISTINCT user_nid FROM user_directory_word WHERE {}) AS found) AS people \
             WHERE people.event_nid IS NOT NULL LIMIT $2",
            has_words.join(" AND ")
        );
        let statement = Statement::from_sql_and_values(self.db().get_database_backend(), sql, values);
        let rows = self.db().query_all_raw(statement).await?;
        let person = |row: &sea_orm::QueryResult| {
            Ok((UserNid(row.try_get("", "user_nid")?), EventNid(row.try_get("", "event_nid")?)))
        };
        rows.iter().map(person).collect()
    }
}

#[cfg(test)]
mod tests;
