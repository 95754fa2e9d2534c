//! Events: the rows, and what a batch writes. How they are read is in `event/read.rs`.

use hs_core::nid::{EventNid, RoomNid, RoomOrder, SnapshotNid, StateKeyNid, StreamPosition, UserNid};
use ruma::OwnedEventId;
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use super::{Family, Part, Scope, insert, latest, parsed};
use crate::{
    entity::event::{Column, Entity, Model},
    error::StoreError,
    wake::Touched,
};

mod moment;
mod read;
mod relation;

pub use self::{
    read::TimelineSlice,
    relation::{RelationFilter, RelationPage, RelationRow, ThreadNews, ThreadNewsRow, ThreadRow},
};

/// What the room thinks of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventStatus {
    /// Part of the room.
    Accepted,
    /// Allowed where it was sent, but not by the present state: kept, never shown.
    SoftFailed,
    /// Not allowed: kept because others may refer to it, never shown, never part of the state.
    Rejected,
}

/// An event as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// Our number for the event.
    pub nid: EventNid,
    /// The event.
    pub event_id: OwnedEventId,
    /// Its room.
    pub room: RoomNid,
    /// Its place in the room's timeline; `None` for an outlier and for what is never shown.
    pub order: Option<RoomOrder>,
    /// When it came to the room's timeline as news. Set by the writer; ignored in a batch.
    pub position: Option<StreamPosition>,
    /// Who sent it.
    pub sender: UserNid,
    /// Its type.
    pub event_type: String,
    /// Its (type, state key) pair, where it is a state event.
    pub state_key: Option<StateKeyNid>,
    /// The state *before* the event; `None` for an outlier.
    pub snapshot: Option<SnapshotNid>,
    /// The state of the room once it was there, where that is not simply the state before it and itself: forks of the
    /// room met in it, or beside it.
    pub resolved: Option<SnapshotNid>,
    /// When its server says that it was sent, in milliseconds.
    pub origin_server_ts: i64,
    /// Its depth, as the event says.
    pub depth: i64,
    /// What the room thinks of it.
    pub status: EventStatus,
    /// The event that redacted it.
    pub redacted_by: Option<EventNid>,
    /// The event that it relates to.
    pub relates_to: Option<OwnedEventId>,
    /// How it relates to that event.
    pub rel_type: Option<String>,
    /// The event itself, in the text that it was received or built in. A `String` and not a `RawValue`, because
    /// nothing can make one of the other without a second look at every byte.
    pub json: String,
}

/// The redaction of a stored event.
#[derive(Clone, Debug)]
pub struct Redaction {
    /// The event that loses its content.
    pub event: EventNid,
    /// The event that redacts it.
    pub by: EventNid,
    /// What is left of it.
    pub json: String,
}

/// What a batch writes about events.
///
/// A row whose number is there already gets a new place, position, snapshot and status: so an outlier joins the
/// timeline. Another row with the same event id makes the commit fail with [`StoreError::Duplicate`].
#[derive(Debug, Default)]
pub struct EventWrites {
    /// News: they get the position of the batch, and `/sync` shows them.
    pub live: Vec<EventRow>,
    /// Outliers, backfilled history, rejected and soft-failed events: they get no position.
    pub silent: Vec<EventRow>,
    /// Events whose content goes.
    pub redactions: Vec<Redaction>,
}

impl Family for EventWrites {
    const POSITIONED: bool = true;

    fn len(&self) -> usize {
        self.live.len() + self.silent.len() + self.redactions.len()
    }

    fn is_positioned(&self) -> bool {
        !self.live.is_empty()
    }

    fn touch(&self, touched: &mut Touched) {
        touched.rooms.extend(self.live.iter().map(|event| event.room));
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| {
            let live = part.writes.live.iter().map(|row| (row.nid, encode(row, part.position)));
            let silent = part.writes.silent.iter().map(|row| (row.nid, encode(row, None)));
            silent.chain(live)
        });
        let conflict = OnConflict::column(Column::Nid)
            .update_columns([
                Column::RoomOrder,
                Column::Position,
                Column::SnapshotNid,
                Column::ResolvedNid,
                Column::Status,
                Column::RedactedBy,
                Column::Json,
            ])
            .to_owned();
        insert::<Entity>(scope.tx, latest(rows).map(|(_, model)| model).collect(), Some(conflict)).await?;

        for redaction in parts.iter().flat_map(|part| &part.writes.redactions) {
            let update = Entity::update_many()
                .filter(Column::Nid.eq(redaction.event.get()))
                .col_expr(Column::RedactedBy, Expr::value(redaction.by.get()))
                .col_expr(Column::Json, Expr::value(redaction.json.as_str()));
            update.exec(scope.tx).await?;
        }
        Ok(())
    }
}

fn encode(row: &EventRow, position: Option<StreamPosition>) -> Model {
    Model {
        nid: row.nid.get(),
        event_id: row.event_id.to_string(),
        room_nid: row.room.get(),
        room_order: row.order.map(RoomOrder::get),
        position: position.map(StreamPosition::get),
        sender_nid: row.sender.get(),
        event_type: row.event_type.clone(),
        state_key_nid: row.state_key.map(StateKeyNid::get),
        snapshot_nid: row.snapshot.map(SnapshotNid::get),
        resolved_nid: row.resolved.map(SnapshotNid::get),
        origin_server_ts: row.origin_server_ts,
        depth: row.depth,
        status: row.status.number(),
        redacted_by: row.redacted_by.map(EventNid::get),
        relates_to: row.relates_to.as_ref().map(ToString::to_string),
        rel_type: row.rel_type.clone(),
        json: row.json.clone(),
    }
}

fn decode(model: Model) -> Result<EventRow, StoreError> {
    Ok(EventRow {
        nid: EventNid(model.nid),
        event_id: parsed(model.event_id)?,
        room: RoomNid(model.room_nid),
        order: model.room_order.map(RoomOrder),
        position: model.position.map(StreamPosition),
        sender: UserNid(model.sender_nid),
        event_type: model.event_type,
        state_key: model.state_key_nid.map(StateKeyNid),
        snapshot: model.snapshot_nid.map(SnapshotNid),
        resolved: model.resolved_nid.map(SnapshotNid),
        origin_server_ts: model.origin_server_ts,
        depth: model.depth,
        status: EventStatus::from_number(model.status)?,
        redacted_by: model.redacted_by.map(EventNid),
        relates_to: model.relates_to.map(parsed).transpose()?,
        rel_type: model.rel_type,
        json: model.json,
    })
}

impl EventStatus {
    const fn number(self) -> i64 {
        match self {
            Self::Accepted => 0,
            Self::SoftFailed => 1,
            Self::Rejected => 2,
        }
    }

    fn from_number(number: i64) -> Result<Self, StoreError> {
        match number {
            0 => Ok(Self::Accepted),
            1 => Ok(Self::SoftFailed),
            2 => Ok(Self::Rejected),
            _ => Err(StoreError::Corrupt(format!("event.status: {number}"))),
        }
    }
}

#[cfg(test)]
mod tests;
