//! Which servers a room keeps out, and which are in it.
//! See <https://spec.matrix.org/v1.19/server-server-api/#server-access-control-lists-acls>.

use std::{collections::BTreeSet, sync::Arc};

use hs_core::error::MatrixError;
use ruma::{
    OwnedServerName, RoomId, ServerName,
    events::{
        StateEventType,
        room::{member::MembershipState, server_acl::RoomServerAclEventContent},
    },
};

use crate::{append::Change, head::RoomHead, service::Rooms};

impl Rooms {
    /// Refuses servers that a room keeps out.
    pub async fn check_acl(&self, server: &ServerName, room_id: &RoomId) -> Result<(), MatrixError> {
        let Some(room) = self.find(room_id).await? else { return Ok(()) };
        let head = self.head(room).await?;
        if self.is_allowed_by_acl(&head, server).await? {
            return Ok(());
        }
        Err(MatrixError::forbidden(format!("{server} is kept out of this room by its server access control list")))
    }

    /// Whether a room's access control list lets a server take part.
    pub async fn is_allowed_by_acl(&self, head: &RoomHead, server: &ServerName) -> Result<bool, MatrixError> {
        let acl = self.state_pdu(head, &StateEventType::RoomServerAcl, "").await?;
        // A list that cannot be read is none; one without `allow` lets nobody in, as the type has it.
        let acl = acl.and_then(|pdu| pdu.content_as::<RoomServerAclEventContent>());
        Ok(acl.is_none_or(|acl| acl.is_allowed(server)))
    }

    /// The servers that have users in a room.
    pub async fn servers_in(&self, head: &RoomHead) -> Result<Arc<BTreeSet<OwnedServerName>>, MatrixError> {
        let servers = head.servers.get_or_try_init(|| async {
            let joined = head.members.iter().filter(|(_, member)| member.membership == MembershipState::Join);
            let joined: Vec<_> = joined.map(|(user, _)| *user).collect();
            let users = self.store.user_ids(&joined).await?;
            Ok::<_, MatrixError>(Arc::new(users.iter().map(|user| user.server_name().to_owned()).collect()))
        });
        servers.await.map(Arc::clone)
    }

    /// The servers of those who may do most in a room, those who may do more first. They are likely to know it well.
    pub async fn powerful_servers(&self, head: &Arc<RoomHead>) -> Result<Vec<OwnedServerName>, MatrixError> {
        let levels = self.power_levels_in(&Change::of(head)).await?;
        let mut users: Vec<_> = levels.users.iter().collect();
        users.sort_by(|(a, power_a), (b, power_b)| power_b.cmp(power_a).then_with(|| a.cmp(b)));
        let creators = levels.rules.privileged_creators.iter().flatten();
        let servers = creators.chain(users.into_iter().map(|(user, _)| user)).map(|user| user.server_name().to_owned());
        let mut seen = BTreeSet::new();
        Ok(servers.filter(|server| seen.insert(server.clone())).collect())
    }

    /// Whether a server has users in a room.
    pub async fn is_server_in(&self, head: &RoomHead, server: &ServerName) -> Result<bool, MatrixError> {
        Ok(self.servers_in(head).await?.contains(server))
    }

    /// Whether a server has users in a room, or invited to it.
    pub(crate) async fn is_server_present(&self, head: &RoomHead, server: &ServerName) -> Result<bool, MatrixError> {
        if self.is_server_in(head, server).await? {
            return Ok(true);
        }
        let invited = head.members.iter().filter(|(_, member)| member.membership == MembershipState::Invite);
        let invited: Vec<_> = invited.map(|(user, _)| *user).collect();
        Ok(self.store.user_ids(&invited).await?.iter().any(|user| user.server_name() == server))
    }
}
