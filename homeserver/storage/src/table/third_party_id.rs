//! Addresses by which accounts are known here, and identity servers that tell others of them.
//! See <https://spec.matrix.org/v1.19/client-server-api/#adding-account-administrative-contact-information>.

use hs_core::nid::UserNid;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};

use super::{Family, Part, Scope, insert};
use crate::{
    entity::{third_party_binding as binding, third_party_id as id},
    error::StoreError,
    reader::Reader,
};

/// An address of an account. It belongs to one account only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThirdPartyIdRow {
    /// What kind of address: `email`.
    pub medium: String,
    /// The address, in the one form that it is kept in.
    pub address: String,
    /// Whose it is.
    pub user: UserNid,
    /// When they showed that it is theirs, in milliseconds.
    pub validated_ts: i64,
    /// When it was added to the account, in milliseconds.
    pub added_ts: i64,
}

/// An address with which an identity server tells who its owner is on Matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThirdPartyBindingRow {
    /// Whose it is.
    pub user: UserNid,
    /// What kind of address.
    pub medium: String,
    /// The address.
    pub address: String,
    /// The identity server, with its port if it has one of its own.
    pub id_server: String,
}

/// What happens to an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThirdPartyIdChange {
    /// It is a user's. One that belongs to an account makes the commit fail with [`StoreError::Duplicate`].
    Add(ThirdPartyIdRow),
    /// A medium and an address are taken from a user.
    Remove(UserNid, String, String),
    /// All are taken from a user.
    RemoveAll(UserNid),
    /// An identity server tells of it from now on.
    Bind(ThirdPartyBindingRow),
    /// It does not any more.
    Unbind(ThirdPartyBindingRow),
}

/// What a batch writes about addresses.
#[derive(Debug, Default)]
pub struct ThirdPartyIdWrites {
    /// One after the other.
    pub changes: Vec<ThirdPartyIdChange>,
}

impl Family for ThirdPartyIdWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.changes.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        for change in parts.iter().flat_map(|part| &part.writes.changes) {
            match change.clone() {
                ThirdPartyIdChange::Add(row) => insert::<id::Entity>(scope.tx, vec![encode(row)], None).await?,
                ThirdPartyIdChange::Remove(user, medium, address) => {
                    let row = id::Entity::delete_by_id((medium, address));
                    row.filter(id::Column::UserNid.eq(user.get())).exec(scope.tx).await?;
                }
                ThirdPartyIdChange::RemoveAll(user) => {
                    id::Entity::delete_many().filter(id::Column::UserNid.eq(user.get())).exec(scope.tx).await?;
                }
                ThirdPartyIdChange::Bind(row) => {
                    let known = OnConflict::new().do_nothing().to_owned();
                    insert::<binding::Entity>(scope.tx, vec![encode_binding(row)], Some(known)).await?;
                }
                ThirdPartyIdChange::Unbind(row) => {
                    let ThirdPartyBindingRow { user, medium, address, id_server } = row;
                    binding::Entity::delete_by_id((user.get(), medium, address, id_server)).exec(scope.tx).await?;
                }
            }
        }
        Ok(())
    }
}

impl Reader {
    /// Whose an address is.
    pub async fn third_party_id(&self, medium: &str, address: &str) -> Result<Option<ThirdPartyIdRow>, StoreError> {
        let found = id::Entity::find_by_id((medium.to_owned(), address.to_owned())).one(self.db()).await?;
        Ok(found.map(decode))
    }

    /// The addresses of a user, the oldest first.
    pub async fn third_party_ids(&self, user: UserNid) -> Result<Vec<ThirdPartyIdRow>, StoreError> {
        let of_user = id::Entity::find().filter(id::Column::UserNid.eq(user.get()));
        let ordered = of_user.order_by_asc(id::Column::AddedTs).order_by_asc(id::Column::Address);
        Ok(ordered.all(self.db()).await?.into_iter().map(decode).collect())
    }

    /// What identity servers tell of a user because we asked them to.
    pub async fn third_party_bindings(&self, user: UserNid) -> Result<Vec<ThirdPartyBindingRow>, StoreError> {
        let of_user = binding::Entity::find().filter(binding::Column::UserNid.eq(user.get()));
        let ordered = of_user.order_by_asc(binding::Column::Address).order_by_asc(binding::Column::IdServer);
        Ok(ordered.all(self.db()).await?.into_iter().map(decode_binding).collect())
    }
}

fn encode(row: ThirdPartyIdRow) -> id::Model {
    let ThirdPartyIdRow { medium, address, user, validated_ts, added_ts } = row;
    id::Model { medium, address, user_nid: user.get(), validated_ts, added_ts }
}

fn decode(model: id::Model) -> ThirdPartyIdRow {
    let id::Model { medium, address, user_nid, validated_ts, added_ts } = model;
    ThirdPartyIdRow { medium, address, user: UserNid(user_nid), validated_ts, added_ts }
}

fn encode_binding(row: ThirdPartyBindingRow) -> binding::Model {
    let ThirdPartyBindingRow { user, medium, address, id_server } = row;
    binding::Model { user_nid: user.get(), medium, address, id_server }
}

fn decode_binding(model: binding::Model) -> ThirdPartyBindingRow {
    let binding::Model { user_nid, medium, address, id_server } = model;
    ThirdPartyBindingRow { user: UserNid(user_nid), medium, address, id_server }
}

#[cfg(test)]
mod tests;
