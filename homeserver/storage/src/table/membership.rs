//! Membership: who is, was or may be in which room. The present `m.room.member` events, laid out for SQL to join.

use hs_core::nid::{EventNid, RoomNid, StreamPosition, UserNid};
use ruma::events::room::member::MembershipState;
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use super::{Family, Part, Scope, insert, latest, select_in};
use crate::{
    entity::membership::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
    wake::Touched,
};

/// A user's membership of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembershipRow {
    /// The room.
    pub room: RoomNid,
    /// The user.
    pub user: UserNid,
    /// What they are to the room.
    pub membership: MembershipState,
    /// The event that says so.
    pub event: EventNid,
    /// When it was written. Set by the writer; ignored in a batch.
    pub position: StreamPosition,
    /// Whether the user left and has asked to see the room no more.
    pub forgotten: bool,
    /// Whether the user is ours.
    pub is_local: bool,
}

/// What a batch writes about memberships.
#[derive(Debug, Default)]
pub struct MembershipWrites {
    /// Memberships as they are now.
    pub rows: Vec<MembershipRow>,
    /// Rooms that users forget. Takes no position: `/sync` has nothing to say about it.
    pub forgotten: Vec<(RoomNid, UserNid)>,
}

impl Family for MembershipWrites {
    const POSITIONED: bool = true;

    fn len(&self) -> usize {
        self.rows.len() + self.forgotten.len()
    }

    fn is_positioned(&self) -> bool {
        !self.rows.is_empty()
    }

    fn touch(&self, touched: &mut Touched) {
        touched.rooms.extend(self.rows.iter().map(|row| row.room));
        touched.members.extend(self.rows.iter().map(|row| (row.room, row.user)));
        // Only our users have readers here.
        touched.users.extend(self.rows.iter().filter(|row| row.is_local).map(|row| row.user));
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts
            .iter()
            .flat_map(|part| part.writes.rows.iter().map(|row| ((row.room, row.user), encode(row, part.position()))));
        let conflict = OnConflict::columns([Column::RoomNid, Column::UserNid])
            .update_columns([Column::Membership, Column::EventNid, Column::Position, Column::Forgotten])
            .to_owned();
        insert::<Entity>(scope.tx, latest(rows).map(|(_, model)| model).collect(), Some(conflict)).await?;

        for (room, user) in parts.iter().flat_map(|part| &part.writes.forgotten) {
            let update = Entity::update_many()
                .filter(Column::RoomNid.eq(room.get()))
                .filter(Column::UserNid.eq(user.get()))
                .col_expr(Column::Forgotten, Expr::value(true));
            update.exec(scope.tx).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// All memberships of a room.
    pub async fn memberships_of_room(&self, room: RoomNid) -> Result<Vec<MembershipRow>, StoreError> {
        self.memberships_of_rooms(&[room]).await
    }

    /// All memberships of these rooms, in no particular order.
    pub async fn memberships_of_rooms(&self, rooms: &[RoomNid]) -> Result<Vec<MembershipRow>, StoreError> {
        let keys = rooms.iter().map(|room| room.get());
        let found = select_in(self.db(), Entity::find(), Column::RoomNid, keys).await?;
        Ok(found.into_iter().map(decode).collect())
    }

    /// The memberships of these rooms that were written after `since`, in no particular order.
    pub async fn memberships_written_after(
        &self,
        rooms: &[RoomNid],
        since: StreamPosition,
    ) -> Result<Vec<(RoomNid, UserNid)>, StoreError> {
        let select = Entity::find().filter(Column::Position.gt(since.get()));
        let found = select_in(self.db(), select, Column::RoomNid, rooms.iter().map(|room| room.get())).await?;
        Ok(found.into_iter().map(|model| (RoomNid(model.room_nid), UserNid(model.user_nid))).collect())
    }

    /// All memberships of a user, forgotten ones too.
    pub async fn memberships_of_user(&self, user: UserNid) -> Result<Vec<MembershipRow>, StoreError> {
        let found = Entity::find().filter(Column::UserNid.eq(user.get())).all(self.db()).await?;
        Ok(found.into_iter().map(decode).collect())
    }

    /// A user's membership of a room; `None` if they never had to do with it.
    pub async fn membership(&self, room: RoomNid, user: UserNid) -> Result<Option<MembershipRow>, StoreError> {
        Ok(Entity::find_by_id((room.get(), user.get())).one(self.db()).await?.map(decode))
    }

    /// How many users have this membership of a room.
    pub async fn membership_count(&self, room: RoomNid, membership: &MembershipState) -> Result<u64, StoreError> {
        let members =
            Entity::find().filter(Column::RoomNid.eq(room.get())).filter(Column::Membership.eq(membership.as_str()));
        Ok(members.count(self.db()).await?)
    }
}

fn encode(row: &MembershipRow, position: i64) -> Model {
    Model {
        room_nid: row.room.get(),
        user_nid: row.user.get(),
        membership: row.membership.to_string(),
        event_nid: row.event.get(),
        position,
        forgotten: row.forgotten,
        is_local: row.is_local,
    }
}

fn decode(model: Model) -> MembershipRow {
    MembershipRow {
        room: RoomNid(model.room_nid),
        user: UserNid(model.user_nid),
        membership: MembershipState::from(model.membership),
        event: EventNid(model.event_nid),
        position: StreamPosition(model.position),
        forgotten: model.forgotten,
        is_local: model.is_local,
    }
}

#[cfg(test)]
mod tests;
