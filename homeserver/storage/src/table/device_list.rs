//! When the devices and keys of users last changed: one row per user, and one per user in whose eyes alone they did.
//! See <https://spec.matrix.org/v1.19/client-server-api/#tracking-the-device-list-for-a-user>.

use hs_core::nid::{StreamPosition, UserNid};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict};

use super::{Family, Part, Scope, insert, latest};
use crate::{
    entity::device_list::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
    wake::Touched,
};

/// The observer that stands for everybody. Users are numbered from one.
const EVERYBODY: UserNid = UserNid(0);

/// What a batch writes about device lists.
#[derive(Debug, Default)]
pub struct DeviceListWrites {
    /// Users whose devices or keys look different to everybody now.
    pub changed: Vec<UserNid>,
    /// Users whose keys look different to one user only: to who signed them, or to themselves.
    pub changed_for: Vec<(UserNid, UserNid)>,
}

impl Family for DeviceListWrites {
    const POSITIONED: bool = true;

    fn len(&self) -> usize {
        self.changed.len() + self.changed_for.len()
    }

    fn touch(&self, touched: &mut Touched) {
        touched.device_lists.extend(&self.changed);
        touched.users.extend(&self.changed);
        touched.users.extend(self.changed_for.iter().map(|(_, observer)| observer));
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| {
            let for_all = part.writes.changed.iter().map(|user| (*user, EVERYBODY));
            for_all.chain(part.writes.changed_for.iter().copied()).map(|key| (key, part.position()))
        });
        let rows = latest(rows).map(|((user, observer), position)| Model {
            user_nid: user.get(),
            observer_nid: observer.get(),
            position,
        });
        let conflict =
            OnConflict::columns([Column::UserNid, Column::ObserverNid]).update_columns([Column::Position]).to_owned();
        insert::<Entity>(scope.tx, rows.collect(), Some(conflict)).await
    }
}

impl Reader {
    /// The users whose devices or keys changed for everybody after `since`.
    pub async fn device_lists_after(&self, since: StreamPosition) -> Result<Vec<UserNid>, StoreError> {
        self.device_lists_of(EVERYBODY, since).await
    }

    /// The users whose keys changed after `since` in the eyes of `observer` alone.
    pub async fn device_lists_for(&self, observer: UserNid, since: StreamPosition) -> Result<Vec<UserNid>, StoreError> {
        self.device_lists_of(observer, since).await
    }

    /// When the devices or keys of a user changed for everybody; the beginning, where they never did.
    pub async fn device_list_position(&self, user: UserNid) -> Result<StreamPosition, StoreError> {
        let found = Entity::find_by_id((user.get(), EVERYBODY.get())).one(self.db()).await?;
        Ok(found.map_or(StreamPosition(0), |model| StreamPosition(model.position)))
    }

    async fn device_lists_of(&self, observer: UserNid, since: StreamPosition) -> Result<Vec<UserNid>, StoreError> {
        let select = Entity::find()
            .select_only()
            .column(Column::UserNid)
            .filter(Column::ObserverNid.eq(observer.get()))
            .filter(Column::Position.gt(since.get()));
        let users: Vec<i64> = select.into_tuple().all(self.db()).await?;
        Ok(users.into_iter().map(UserNid).collect())
    }
}

#[cfg(test)]
mod tests;
