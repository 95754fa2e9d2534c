//! How events refer to each other: which state event allows which, and which parents of a timeline's events are
//! missing from it.

use hs_core::nid::{EventNid, RoomNid, RoomOrder, StateKeyNid};
use ruma::{EventId, OwnedEventId};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, parsed, select_in};
use crate::{
    entity::{backward_extremity, early_redaction, event, event_auth},
    error::StoreError,
    reader::Reader,
};

/// An event that a timeline lacks although one of its events follows on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackwardExtremityRow {
    /// The room.
    pub room: RoomNid,
    /// The event that is missing.
    pub event_id: OwnedEventId,
    /// The event that names it as a parent.
    pub child: EventNid,
    /// The place of that event: what is missing belongs before it.
    pub child_order: RoomOrder,
}

/// What a batch writes about the graph of events.
#[derive(Debug, Default)]
pub struct GraphWrites {
    /// Events among the auth events of a state event, each with that state event.
    pub auth: Vec<(EventNid, EventNid)>,
    /// Parents that are missing.
    pub missing: Vec<BackwardExtremityRow>,
    /// Parents that are missing no more, or that nobody has.
    pub found: Vec<(RoomNid, OwnedEventId)>,
    /// Redactions of events that have not come yet.
    pub early_redactions: Vec<(OwnedEventId, EventNid)>,
}

impl Family for GraphWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.auth.len() + self.missing.len() + self.found.len() + self.early_redactions.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let mut auth: Vec<_> = parts.iter().flat_map(|part| part.writes.auth.iter().copied()).collect();
        auth.sort_unstable();
        auth.dedup();
        let auth =
            auth.into_iter().map(|(auth, event)| event_auth::Model { auth_nid: auth.get(), event_nid: event.get() });
        let keep =
            OnConflict::columns([event_auth::Column::AuthNid, event_auth::Column::EventNid]).do_nothing().to_owned();
        insert::<event_auth::Entity>(scope.tx, auth.collect(), Some(keep)).await?;

        let early = parts.iter().flat_map(|part| &part.writes.early_redactions).map(|(event_id, redaction)| {
            early_redaction::Model { event_id: event_id.to_string(), redaction_nid: redaction.get() }
        });
        let keep = OnConflict::columns([early_redaction::Column::EventId, early_redaction::Column::RedactionNid]);
        insert::<early_redaction::Entity>(scope.tx, early.collect(), Some(keep.clone().do_nothing().to_owned()))
            .await?;

        let mut missing: Vec<_> = parts.iter().flat_map(|part| &part.writes.missing).collect();
        missing.sort_unstable();
        missing.dedup();
        let missing = missing.into_iter().map(|row| backward_extremity::Model {
            room_nid: row.room.get(),
            event_id: row.event_id.to_string(),
            child_nid: row.child.get(),
            child_order: row.child_order.get(),
        });
        let place = OnConflict::columns([
            backward_extremity::Column::RoomNid,
            backward_extremity::Column::EventId,
            backward_extremity::Column::ChildNid,
        ])
        .update_column(backward_extremity::Column::ChildOrder)
        .to_owned();
        insert::<backward_extremity::Entity>(scope.tx, missing.collect(), Some(place)).await?;

        for (room, event_id) in parts.iter().flat_map(|part| &part.writes.found) {
            backward_extremity::Entity::delete_many()
                .filter(backward_extremity::Column::RoomNid.eq(room.get()))
                .filter(backward_extremity::Column::EventId.eq(event_id.as_str()))
                .exec(scope.tx)
                .await?;
        }
        Ok(())
    }
}

impl Reader {
    /// The state events that have this one among their auth events, the newest first, those before `below` only.
    pub async fn allowed_by(
        &self,
        auth: EventNid,
        below: Option<EventNid>,
        limit: u64,
    ) -> Result<Vec<EventNid>, StoreError> {
        let found = event_auth::Entity::find()
            .filter(event_auth::Column::AuthNid.eq(auth.get()))
            .filter(event_auth::Column::EventNid.lt(below.map_or(i64::MAX, EventNid::get)))
            .order_by_desc(event_auth::Column::EventNid)
            .limit(limit)
            .all(self.db())
            .await?;
        Ok(found.into_iter().map(|row| EventNid(row.event_nid)).collect())
    }

    /// The places in the state where these events stood or stand.
    pub async fn state_places(&self, events: &[EventNid]) -> Result<Vec<(EventNid, StateKeyNid)>, StoreError> {
        let mut places = Vec::with_capacity(events.len());
        for chunk in events.chunks(super::KEYS_PER_SELECT) {
            let select = event::Entity::find().select_only().columns([event::Column::Nid, event::Column::StateKeyNid]);
            let select = select.filter(event::Column::Nid.is_in(super::padded(chunk).map(EventNid::get)));
            let rows: Vec<(i64, Option<i64>)> = select.into_tuple().all(self.db()).await?;
            places.extend(rows.into_iter().filter_map(|(nid, key)| Some((EventNid(nid), StateKeyNid(key?)))));
        }
        Ok(places)
    }

    /// The redactions of an event that came before it.
    pub async fn early_redactions(&self, event_ids: &[&EventId]) -> Result<Vec<(OwnedEventId, EventNid)>, StoreError> {
        let keys = event_ids.iter().map(|id| id.as_str());
        let found =
            select_in(self.db(), early_redaction::Entity::find(), early_redaction::Column::EventId, keys).await?;
        found.into_iter().map(|row| Ok((parsed(row.event_id)?, EventNid(row.redaction_nid)))).collect()
    }

    /// What is missing before events of a room's timeline between two places, the ends included; nearest to the newer
    /// end first.
    pub async fn backward_extremities(
        &self,
        room: RoomNid,
        (from, to): (RoomOrder, RoomOrder),
        limit: u64,
    ) -> Result<Vec<BackwardExtremityRow>, StoreError> {
        let found = backward_extremity::Entity::find()
            .filter(backward_extremity::Column::RoomNid.eq(room.get()))
            .filter(backward_extremity::Column::ChildOrder.between(from.get(), to.get()))
            .order_by_desc(backward_extremity::Column::ChildOrder)
            .limit(limit)
            .all(self.db())
            .await?;
        found.into_iter().map(decode).collect()
    }

    /// Which of these events are known to be missing from a room's timeline, and before which of its events.
    pub async fn missing_parents(
        &self,
        room: RoomNid,
        event_ids: &[&EventId],
    ) -> Result<Vec<BackwardExtremityRow>, StoreError> {
        let select = backward_extremity::Entity::find().filter(backward_extremity::Column::RoomNid.eq(room.get()));
        let keys = event_ids.iter().map(|id| id.as_str());
        let found = select_in(self.db(), select, backward_extremity::Column::EventId, keys).await?;
        found.into_iter().map(decode).collect()
    }
}

fn decode(row: backward_extremity::Model) -> Result<BackwardExtremityRow, StoreError> {
    Ok(BackwardExtremityRow {
        room: RoomNid(row.room_nid),
        event_id: parsed(row.event_id)?,
        child: EventNid(row.child_nid),
        child_order: RoomOrder(row.child_order),
    })
}

#[cfg(test)]
mod tests;
