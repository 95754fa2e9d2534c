//! The rows behind interning: new users and (type, state key) pairs. Only `intern.rs` writes them.

use hs_core::nid::{StateKeyNid, UserNid};
use ruma::OwnedUserId;
use sea_orm::{DbErr, sea_query::OnConflict};

use super::{Family, Part, Scope, insert};
use crate::entity::{state_key, user_id};

/// New strings with the numbers proposed for them. Where somebody else was faster, their number stands.
#[derive(Debug, Default)]
pub(crate) struct InternWrites {
    pub(crate) users: Vec<(UserNid, OwnedUserId)>,
    pub(crate) state_keys: Vec<(StateKeyNid, (String, String))>,
}

impl Family for InternWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.users.len() + self.state_keys.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let users = parts.iter().flat_map(|part| &part.writes.users);
        let users = users.map(|(nid, id)| user_id::Model { nid: nid.get(), id: id.to_string() });
        let conflict = OnConflict::column(user_id::Column::Id).do_nothing().to_owned();
        insert::<user_id::Entity>(scope.tx, users.collect(), Some(conflict)).await?;

        let keys = parts.iter().flat_map(|part| &part.writes.state_keys);
        let keys = keys.map(|(nid, (event_type, state_key))| state_key::Model {
            nid: nid.get(),
            event_type: event_type.clone(),
            state_key: state_key.clone(),
        });
        let columns = [state_key::Column::EventType, state_key::Column::StateKey];
        let conflict = OnConflict::columns(columns).do_nothing().to_owned();
        insert::<state_key::Entity>(scope.tx, keys.collect(), Some(conflict)).await
    }
}
