//! Where the names of rooms lead.
//! See <https://spec.matrix.org/v1.19/server-server-api/#get_matrixfederationv1querydirectory>.

use hs_core::error::MatrixError;
use ruma::{OwnedRoomId, OwnedServerName, RoomAliasId, api::federation::query::get_room_information::v1::Request};

use crate::service::Federation;

/// How many of the servers in a room are worth naming: who cannot get in by one of these is not helped by more.
pub(crate) const MAX_SERVERS: usize = 50;

impl Federation {
    /// The room that a name leads to, and servers that can be asked to let one in.
    pub async fn resolve_alias(&self, alias: &RoomAliasId) -> Result<(OwnedRoomId, Vec<OwnedServerName>), MatrixError> {
        if self.is_ours(alias.server_name()) {
            return self.rooms.resolve_alias(alias).await;
        }
        let answer = self.client.request(alias.server_name(), Request::new(alias.to_owned())).await?;
        let mut servers = answer.servers;
        servers.truncate(MAX_SERVERS);
        // Whoever knows the name is likely to be in the room, even where it does not say so.
        if !servers.iter().any(|server| server == alias.server_name()) {
            servers.push(alias.server_name().to_owned());
        }
        Ok((answer.room_id, servers))
    }
}
