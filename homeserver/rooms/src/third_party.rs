//! Invitations of people of whom only an address is known: what the room says of them, and the invitation that it
//! becomes once they are users. See <https://spec.matrix.org/v1.19/client-server-api/#third-party-invites>.

use std::sync::Arc;

use hs_core::{
    error::MatrixError,
    pdu::{Draft, SharedPdu},
};
use ruma::{
    CanonicalJsonObject, RoomId, UserId,
    events::{StateEventType, TimelineEventType, room::member::MembershipState},
};
use serde::Deserialize;
use serde_json::{Map, Value, json, value::to_raw_value};

use crate::{
    append::Change,
    head::RoomHead,
    service::{Actor, Rooms, not_in_room},
};

/// Somebody who was invited by an address.
#[derive(Clone, Debug, Deserialize)]
pub struct ThirdPartyInvite {
    /// What they are called in the room.
    pub display_name: String,
    public_key: String,
    key_validity_url: Option<String>,
    #[serde(default)]
    public_keys: Vec<SigningKey>,
}

/// A key by which an identity server says that somebody has become a user.
#[derive(Clone, Debug, Deserialize)]
pub struct SigningKey {
    /// The key.
    pub public_key: String,
    /// Where to ask whether it is still good; nowhere means that it is.
    pub key_validity_url: Option<String>,
}

impl ThirdPartyInvite {
    /// The keys of which one must have signed.
    pub fn keys(self) -> Vec<SigningKey> {
        let first = SigningKey { public_key: self.public_key, key_validity_url: self.key_validity_url };
        let mut keys = self.public_keys;
        if keys.iter().all(|key| key.public_key != first.public_key) {
            keys.insert(0, first);
        }
        keys
    }
}

impl Rooms {
    /// Refuses those who may not invite into a room, before anybody outside hears of it.
    pub async fn check_may_invite(&self, actor: &Actor, room_id: &RoomId) -> Result<(), MatrixError> {
        let head = self.known(room_id).await?;
        if !head.is_joined(actor.user) {
            return Err(not_in_room());
        }
        if self.power_levels_in(&Change::of(&head)).await?.user_can_invite(&actor.user_id) {
            return Ok(());
        }
        Err(MatrixError::forbidden("You may not invite anybody into this room"))
    }

    /// Somebody whom a room has invited by an address, and the room.
    pub async fn third_party_invite(
        &self,
        room_id: &RoomId,
        token: &str,
    ) -> Result<(Arc<RoomHead>, ThirdPartyInvite), MatrixError> {
        let unknown = || MatrixError::forbidden("This room has not invited anybody by that address");
        let head = self.resident_head(room_id).await?.ok_or_else(unknown)?;
        let invite = self.state_pdu(&head, &StateEventType::RoomThirdPartyInvite, token).await?;
        let invite = invite.and_then(|pdu| pdu.content_as()).ok_or_else(unknown)?;
        Ok((head, invite))
    }

    /// The invitation of a user who was invited by an address, signed by us, if the room would take it. It enters the
    /// room like that of any other server's user.
    pub async fn prepare_third_party_invite(
        &self,
        head: &Arc<RoomHead>,
        (sender, target): (&UserId, &UserId),
        display_name: &str,
        signed: &CanonicalJsonObject,
    ) -> Result<SharedPdu, MatrixError> {
        let content = self.member_content(target, MembershipState::Invite, None, None).await?;
        let mut content: Map<String, Value> = serde_json::from_str(content.get()).map_err(MatrixError::internal)?;
        let third_party = json!({ "display_name": display_name, "signed": signed });
        content.insert("third_party_invite".to_owned(), third_party);
        let content = to_raw_value(&content).map_err(MatrixError::internal)?;
        let draft = Draft::state(sender.to_owned(), TimelineEventType::RoomMember, target.as_str(), content);
        self.check_invitation(&draft).await?;
        let event = self.prepare(head, draft).await?;
        self.recommended(&Change::of(head), event).await?
    }
}
