//! Which versions of which documents users accepted when they registered.

use hs_core::nid::UserNid;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::{Family, Part, Scope, insert};
use crate::{
    entity::accepted_policy::{Column, Entity, Model},
    error::StoreError,
    reader::Reader,
};

/// A document that a user has accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedPolicyRow {
    /// Who.
    pub user: UserNid,
    /// Which document.
    pub policy_id: String,
    /// Which version of it.
    pub version: String,
    /// When, in milliseconds.
    pub accepted_ts: i64,
}

/// What a batch writes about accepted documents.
#[derive(Debug, Default)]
pub struct AcceptedPolicyWrites {
    /// What was accepted. Nobody accepts a document twice: accounts are made once.
    pub rows: Vec<AcceptedPolicyRow>,
}

impl Family for AcceptedPolicyWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.rows.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let rows = parts.iter().flat_map(|part| &part.writes.rows).map(encode);
        insert::<Entity>(scope.tx, rows.collect(), None).await
    }
}

impl Reader {
    /// What a user has accepted, by document.
    pub async fn accepted_policies(&self, user: UserNid) -> Result<Vec<AcceptedPolicyRow>, StoreError> {
        let rows = Entity::find().filter(Column::UserNid.eq(user.get())).order_by_asc(Column::PolicyId);
        Ok(rows.all(self.db()).await?.into_iter().map(decode).collect())
    }
}

fn encode(row: &AcceptedPolicyRow) -> Model {
    let AcceptedPolicyRow { user, policy_id, version, accepted_ts } = row.clone();
    Model { user_nid: user.get(), policy_id, version, accepted_ts }
}

fn decode(model: Model) -> AcceptedPolicyRow {
    let Model { user_nid, policy_id, version, accepted_ts } = model;
    AcceptedPolicyRow { user: UserNid(user_nid), policy_id, version, accepted_ts }
}

#[cfg(test)]
mod tests;
