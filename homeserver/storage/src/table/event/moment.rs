//! Reading events by the time at which their servers say that they were sent.

use hs_core::nid::{RoomNid, RoomOrder};
use ruma::api::Direction;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{EventRow, EventStatus, decode};
use crate::{
    entity::event::{Column, Entity},
    error::StoreError,
    reader::Reader,
};

impl Reader {
    /// Events of a room's timeline that were sent at a time or, depending on the direction, before or after it, the
    /// nearest first. `past` is the last one of an earlier answer: its time and its place.
    pub async fn events_near(
        &self,
        room: RoomNid,
        ts: i64,
        direction: Direction,
        past: Option<(i64, RoomOrder)>,
        limit: u64,
    ) -> Result<Vec<EventRow>, StoreError> {
        let (time, place) = (Column::OriginServerTs, Column::RoomOrder);
        let select = Entity::find()
            .filter(Column::RoomNid.eq(room.get()))
            .filter(place.is_not_null())
            .filter(Column::Status.eq(EventStatus::Accepted.number()));
        let select = match direction {
            Direction::Forward => select.filter(time.gte(ts)).order_by_asc(time).order_by_asc(place),
            Direction::Backward => select.filter(time.lte(ts)).order_by_desc(time).order_by_desc(place),
        };
        let select = match (past, direction) {
            (None, _) => select,
            (Some((ts, order)), Direction::Forward) => {
                let same = Condition::all().add(time.eq(ts)).add(place.gt(order.get()));
                select.filter(Condition::any().add(time.gt(ts)).add(same))
            }
            (Some((ts, order)), Direction::Backward) => {
                let same = Condition::all().add(time.eq(ts)).add(place.lt(order.get()));
                select.filter(Condition::any().add(time.lt(ts)).add(same))
            }
        };
        select.limit(limit).all(self.db()).await?.into_iter().map(decode).collect()
    }
}
