//! What must be done by one process only: whoever holds the lease does it, and the next one when it is not renewed.

use sea_orm::{ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, sea_query::OnConflict};

use super::{Family, Part, Scope, exactly_one};
use crate::entity::lease::{ActiveModel, Column, Entity, Model};

/// A claim on a lease. The batch is refused with a conflict if another process holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseClaim {
    /// What for.
    pub name: String,
    /// Which process.
    pub holder: String,
    /// What time it is, in milliseconds.
    pub now_ts: i64,
    /// Until when it is claimed, in milliseconds.
    pub until_ts: i64,
}

/// What a batch writes about leases.
#[derive(Debug, Default)]
pub struct LeaseWrites {
    /// Claims, new ones and renewals.
    pub claims: Vec<LeaseClaim>,
    /// Leases that are given back: what for, and by which process.
    pub released: Vec<(String, String)>,
}

impl Family for LeaseWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.claims.len() + self.released.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for claim in parts.iter().flat_map(|part| &part.writes.claims) {
            let row = Model { name: claim.name.clone(), holder: claim.holder.clone(), until_ts: claim.until_ts };
            let is_own = Column::Holder.eq(claim.holder.as_str());
            let is_free = is_own.or(Column::UntilTs.lt(claim.now_ts));
            let take = OnConflict::column(Column::Name)
                .update_columns([Column::Holder, Column::UntilTs])
                .action_and_where(is_free)
                .to_owned();
            let insert = Entity::insert(ActiveModel::from(row)).on_conflict(take);
            exactly_one(insert.exec_without_returning(scope.tx).await?)?;
        }
        for (name, holder) in parts.iter().flat_map(|part| &part.writes.released) {
            let delete =
                Entity::delete_many().filter(Column::Name.eq(name.as_str())).filter(Column::Holder.eq(holder.as_str()));
            delete.exec(scope.tx).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
