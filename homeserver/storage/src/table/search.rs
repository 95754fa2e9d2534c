//! Which words are in which event, and how events are found by them.
//! See <https://spec.matrix.org/v1.19/client-server-api/#server-side-search>.

use hs_core::nid::{EventNid, RoomNid};
use sea_orm::{ConnectionTrait, DbErr, Statement, Value};

use super::{Family, Part, Scope};
use crate::{
    dialect::{self, TextSearch},
    error::StoreError,
    reader::Reader,
};

/// What a batch writes about the words of events.
#[derive(Debug, Default)]
pub struct SearchWrites {
    /// Events with the words in them, in their order.
    pub words: Vec<(EventNid, Vec<String>)>,
    /// Events that are to be found no more.
    pub removed: Vec<EventNid>,
}

impl Family for SearchWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.words.len() + self.removed.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let backend = scope.tx.get_database_backend();
        // Batch by batch: one may take away what another before it added.
        for part in parts {
            for (event, words) in &part.writes.words {
                scope.tx.execute_raw(dialect::index_words(backend, event.get(), words)).await?;
            }
            for event in &part.writes.removed {
                scope.tx.execute_raw(dialect::unindex_words(backend, event.get())).await?;
            }
        }
        Ok(())
    }
}

/// What to look for.
#[derive(Clone, Debug, Default)]
pub struct SearchQuery {
    /// Words that stand together, all of which have to be there.
    pub phrases: Vec<Vec<String>>,
    /// In which rooms.
    pub rooms: Vec<RoomNid>,
    /// In events of which types.
    pub types: Vec<String>,
}

/// In which order, and where to go on.
#[derive(Clone, Copy, Debug)]
pub enum SearchOrder {
    /// The newest first, all of them older than an event with this time and number.
    Recent {
        /// The time and the number of the last event of the page before.
        before: Option<(i64, EventNid)>,
    },
    /// The best first, without so many.
    Rank {
        /// How many were on the pages before.
        skip: u64,
    },
}

/// An event that has been found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The event.
    pub event: EventNid,
    /// Its room.
    pub room: RoomNid,
    /// When its server says that it was sent, in milliseconds.
    pub origin_server_ts: i64,
    /// How well it fits; the greater the better.
    pub rank: f64,
}

impl Reader {
    /// Events of the timeline with these words, whoever may see them.
    pub async fn search(&self, query: &SearchQuery, order: SearchOrder, limit: u64) -> Result<Vec<Found>, StoreError> {
        let backend = self.db().get_database_backend();
        let search = TextSearch::new(backend, &query.phrases);
        let (condition, mut values) = condition(query, &search);
        let (newer, order, skip) = match order {
            SearchOrder::Recent { before } => (before, "event.origin_server_ts DESC, event.nid DESC", 0),
            SearchOrder::Rank { skip } => (None, "rank DESC, event.nid DESC", skip),
        };
        let older = newer.map(|(ts, event)| {
            format!(" AND (event.origin_server_ts < {ts} OR (event.origin_server_ts = {ts} AND event.nid < {event}))")
        });
        let sql = format!(
            "SELECT event.nid, event.room_nid, event.origin_server_ts, {rank} AS rank FROM {from} \
             WHERE {condition}{older} ORDER BY {order} LIMIT {limit} OFFSET {skip}",
            rank = search.rank,
            from = search.from,
            older = older.unwrap_or_default(),
        );
        values.insert(0, search.query.into());
        let rows = self.db().query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        let found = rows.iter().map(|row| {
            Ok(Found {
                event: EventNid(row.try_get("", "nid")?),
                room: RoomNid(row.try_get("", "room_nid")?),
                origin_server_ts: row.try_get("", "origin_server_ts")?,
                rank: row.try_get("", "rank")?,
            })
        });
        found.collect()
    }
}

/// What a row must be, and the values from `$2` on.
fn condition(query: &SearchQuery, search: &TextSearch) -> (String, Vec<Value>) {
    let rooms: Vec<String> = query.rooms.iter().map(|room| room.get().to_string()).collect();
    let types: Vec<String> = (0..query.types.len()).map(|place| format!("${}", place + 2)).collect();
    let condition = format!(
        "{} AND event.room_nid IN ({}) AND event.type IN ({}) AND event.status = 0 AND event.room_order IS NOT NULL",
        search.condition,
        rooms.join(","),
        types.join(","),
    );
    (condition, query.types.iter().map(|kind| kind.as_str().into()).collect())
}

#[cfg(test)]
mod tests;
