//! Which servers can help, and what to say if none of them does.

use hs_core::error::MatrixError;
use hs_outbound::OutboundError;
use hs_rooms::Actor;
use ruma::{
    OwnedRoomId, OwnedServerName, OwnedUserId, RoomAliasId, RoomId, RoomOrAliasId, ServerName, api::error::ErrorKind,
};
use serde::Deserialize;

use crate::service::Federation;

/// How many servers are asked before we give up.
const MAX_ASKED: usize = 10;

impl Federation {
    /// The room that an id or an alias means, and servers that are said to be in it.
    pub(super) async fn find_room(
        &self,
        room: &RoomOrAliasId,
        mut via: Vec<OwnedServerName>,
    ) -> Result<(OwnedRoomId, Vec<OwnedServerName>), MatrixError> {
        if let Ok(alias) = <&RoomAliasId>::try_from(room) {
            let (room_id, servers) = self.resolve_alias(alias).await?;
            via.extend(servers);
            return Ok((room_id, via));
        }
        let room_id =
            <&RoomId>::try_from(room).map_err(|_| MatrixError::invalid_param("Neither a room id nor an alias"))?;
        Ok((room_id.to_owned(), via))
    }

    /// The servers to ask about a room, each once: those that are named, who invited the user, who is in the room, and
    /// at last the one in the room's name.
    pub(super) async fn candidates(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        via: Vec<OwnedServerName>,
    ) -> Result<Vec<OwnedServerName>, MatrixError> {
        let mut servers = via;
        if let Some(outside) = self.rooms.outside(actor.user, room_id).await? {
            servers.push(outside.event.sender().server_name().to_owned());
            servers.extend(outside.stripped.iter().filter_map(|event| sender(event.get())));
        }
        if self.rooms.is_resident(room_id).await?
            && let Some(room) = self.rooms.find(room_id).await?
        {
            let head = self.rooms.head(room).await?;
            servers.extend(self.rooms.servers_in(&head).await?.iter().cloned());
        }
        servers.extend(room_id.server_name().map(ToOwned::to_owned));
        let mut unique = Vec::new();
        for server in servers {
            if !self.is_ours(&server) && !unique.contains(&server) {
                unique.push(server);
            }
        }
        unique.truncate(MAX_ASKED);
        Ok(unique)
    }
}

fn sender(json: &str) -> Option<OwnedServerName> {
    #[derive(Deserialize)]
    struct Sender {
        sender: OwnedUserId,
    }
    let event: Sender = serde_json::from_str(json).ok()?;
    Some(event.sender.server_name().to_owned())
}

/// Why the servers that were asked did not help.
#[derive(Default)]
pub(super) struct Refusals {
    /// What the server said that said most.
    telling: Option<MatrixError>,
}

impl Refusals {
    /// Notes why one server did not help.
    pub(super) fn add(&mut self, server: &ServerName, error: MatrixError) {
        tracing::info!(%server, %error, "a server does not help with a room");
        let is_better = match &self.telling {
            None => true,
            // Silence says least; of those who spoke, the first was named first.
            Some(before) => before.status().is_server_error() && !error.status().is_server_error(),
        };
        if is_better {
            self.telling = Some(error);
        }
    }

    /// What to tell the user.
    pub(super) fn into_error(self) -> MatrixError {
        self.telling.unwrap_or_else(|| {
            MatrixError::not_found("This server does not know this room, nor who does: name a server that is in it")
        })
    }
}

/// What a user may hear of another server's refusal to let them in: its own words, unless they are about us.
pub(super) fn relayed(error: OutboundError) -> MatrixError {
    let is_about_us = |kind: &ErrorKind| {
        matches!(
            kind,
            ErrorKind::UnknownToken(_)
                | ErrorKind::MissingToken
                | ErrorKind::Unauthorized
                | ErrorKind::Unrecognized
                | ErrorKind::LimitExceeded(_)
                | ErrorKind::BadJson
                | ErrorKind::NotJson
                | ErrorKind::InvalidParam
                | ErrorKind::MissingParam
        )
    };
    match error {
        OutboundError::Remote { status, kind: Some(kind), message }
            if status.is_client_error() && !is_about_us(&kind) =>
        {
            MatrixError::new(*kind, message).with_status(status)
        }
        error => error.into(),
    }
}
