//! Names that lead to rooms. See <https://spec.matrix.org/v1.19/client-server-api/#room-aliases>.

use hs_core::error::MatrixError;
use hs_storage::{AliasRow, WriteBatch};
use ruma::{
    OwnedRoomAliasId, OwnedRoomId, OwnedServerName, RoomAliasId, RoomId, events::StateEventType,
    exports::http::StatusCode,
};
use serde::Deserialize;

use crate::service::{Actor, Rooms, not_in_room};

impl Rooms {
    /// Gives a room a name. Whoever owns the name, as an application service does, need not be in the room.
    pub async fn create_alias(
        &self,
        actor: &Actor,
        alias: &RoomAliasId,
        room_id: &RoomId,
        is_owner: bool,
    ) -> Result<(), MatrixError> {
        if alias.server_name() != self.identity.name() {
            let ours = self.identity.name();
            return Err(MatrixError::invalid_param(format!("Aliases on this server end in :{ours}")));
        }
        check_length(alias)?;
        let head = self.known(room_id).await?;
        if !is_owner && !head.is_joined(actor.user) {
            return Err(not_in_room());
        }
        let mut batch = WriteBatch::default();
        batch.alias.created.push(AliasRow { alias: alias.to_owned(), room: head.nid, creator: actor.user });
        match self.store.commit(batch).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_duplicate() => {
                let taken = MatrixError::room_in_use(format!("{alias} is the name of another room"));
                Err(taken.with_status(StatusCode::CONFLICT))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Takes a name away: whoever gave it may, whoever owns it, and whoever may change the room's main name.
    pub async fn delete_alias(&self, actor: &Actor, alias: &RoomAliasId, is_owner: bool) -> Result<(), MatrixError> {
        let row = self.store.alias(alias).await?.ok_or_else(|| unknown(alias))?;
        let head = self.head(row.room).await?;
        if row.creator != actor.user && !is_owner {
            let change = crate::append::Change::of(&head);
            let levels = self.power_levels_in(&change).await?;
            let may = head.is_joined(actor.user)
                && levels.user_can_send_state(&actor.user_id, StateEventType::RoomCanonicalAlias);
            if !may {
                return Err(MatrixError::forbidden("This alias is not yours to remove"));
            }
        }
        let mut batch = WriteBatch::default();
        batch.alias.deleted.push(alias.to_owned());
        self.store.commit(batch).await?;
        self.forget_canonical(actor, &head.room_id, alias).await
    }

    /// The room that a name leads to, and servers that can be asked to let one in.
    pub async fn resolve_alias(&self, alias: &RoomAliasId) -> Result<(OwnedRoomId, Vec<OwnedServerName>), MatrixError> {
        let row = self.store.alias(alias).await?.ok_or_else(|| unknown(alias))?;
        let head = self.head(row.room).await?;
        Ok((head.room_id.clone(), vec![self.identity.name().to_owned()]))
    }

    /// The names that this server knows of a room.
    pub async fn aliases(&self, actor: &Actor, room_id: &RoomId) -> Result<Vec<OwnedRoomAliasId>, MatrixError> {
        let head = self.known(room_id).await?;
        if !head.is_joined(actor.user) {
            let visibility = self.history_visibility(&head).await?;
            if visibility != ruma::events::room::history_visibility::HistoryVisibility::WorldReadable {
                return Err(not_in_room());
            }
        }
        let rows = self.store.aliases_of_rooms(&[head.nid]).await?;
        Ok(rows.into_iter().map(|row| row.alias).collect())
    }

    /// A room should not go on calling itself by a name that has been taken away.
    async fn forget_canonical(&self, actor: &Actor, room_id: &RoomId, gone: &RoomAliasId) -> Result<(), MatrixError> {
        #[derive(Deserialize)]
        struct Content {
            alias: Option<OwnedRoomAliasId>,
            #[serde(default)]
            alt_aliases: Vec<OwnedRoomAliasId>,
        }
        let head = self.known(room_id).await?;
        let kind = StateEventType::RoomCanonicalAlias;
        let Some(pdu) = self.state_pdu(&head, &kind, "").await? else { return Ok(()) };
        let Some(mut content) = pdu.content_as::<Content>() else { return Ok(()) };
        if content.alias.as_deref() != Some(gone) && !content.alt_aliases.iter().any(|alias| alias == gone) {
            return Ok(());
        }
        content.alias.take_if(|alias| alias == gone);
        content.alt_aliases.retain(|alias| alias != gone);
        let mut json = serde_json::Map::new();
        json.extend(content.alias.map(|alias| ("alias".to_owned(), alias.as_str().into())));
        if !content.alt_aliases.is_empty() {
            let list: Vec<_> = content.alt_aliases.iter().map(|alias| alias.as_str()).collect();
            json.insert("alt_aliases".to_owned(), list.into());
        }
        let json = serde_json::value::to_raw_value(&json).map_err(MatrixError::internal)?;
        // Who may take the alias away may not be allowed to change the state; then somebody else has to.
        if let Err(error) = self.send_state(actor, room_id, &kind, "", json, None).await {
            tracing::debug!(%error, "a deleted alias stays in the room's state");
        }
        Ok(())
    }
}

/// Names may have 255 bytes, which ruma leaves to us to check.
pub(crate) fn check_length(alias: &RoomAliasId) -> Result<(), MatrixError> {
    if alias.as_str().len() <= 255 { Ok(()) } else { Err(MatrixError::invalid_param("An alias may have 255 bytes")) }
}

fn unknown(alias: &RoomAliasId) -> MatrixError {
    MatrixError::not_found(format!("There is no room called {alias}"))
}
