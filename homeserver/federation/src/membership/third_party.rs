//! Inviting people by their e-mail address or telephone number: with the help of an identity server, which tells whose
//! it is, or keeps the invitation until somebody has it.
//! See <https://spec.matrix.org/v1.19/client-server-api/#third-party-invites>.

mod exchange;

use hs_core::{error::MatrixError, signing::is_signed_with};
use hs_outbound::{IdentityServer, ThirdPartyId};
use hs_rooms::{Actor, Invitation, ThirdPartyInvite};
use ruma::{
    CanonicalJsonObject, CanonicalJsonValue, OwnedRoomId, OwnedUserId, RoomId, ServerName, UserId,
    events::StateEventType,
};
use serde_json::{Value, json, value::to_raw_value};

use self::exchange::Exchange;
use super::{serve::check_speaks_for, via::relayed};
use crate::service::Federation;

/// How many invitations of one person are brought to their rooms at once.
const MAX_BOUND: usize = 50;

/// An invitation of somebody whose address is known.
pub struct AddressInvite<'a> {
    /// The identity server.
    pub id_server: &'a str,
    /// The token by which it knows the user who invites.
    pub id_access_token: &'a str,
    /// What kind of address: `email` or `msisdn`.
    pub medium: &'a str,
    /// The address.
    pub address: &'a str,
    /// Whether the invitation is to a private conversation.
    pub is_direct: bool,
}

/// An invitation that an identity server has kept for somebody who is a user now.
pub struct BoundInvite {
    /// The room.
    pub room_id: OwnedRoomId,
    /// Who invited.
    pub sender: OwnedUserId,
    /// Who was invited.
    pub target: OwnedUserId,
    /// The word of the identity server.
    pub signed: CanonicalJsonObject,
}

impl Federation {
    /// Refuses identity servers by which nobody may be invited here.
    pub fn check_identity_server(&self, name: &str) -> Result<(), MatrixError> {
        let denied =
            |reason: &str| MatrixError::threepid_denied(format!("You cannot invite by address here: {reason}"));
        if self.config.federation.identity_servers.is_empty() {
            return Err(denied("this server works with no identity server; invite by user id"));
        }
        let server = <&ServerName>::try_from(name).map_err(|_| denied("`id_server` is not a server name"))?;
        if self.config.federation.identity_servers.iter().any(|pattern| pattern.matches(server)) {
            return Ok(());
        }
        Err(denied("this server does not work with that identity server"))
    }

    /// Invites whoever has an address, now or later.
    pub async fn invite_by_address(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        wanted: &AddressInvite<'_>,
    ) -> Result<(), MatrixError> {
        self.check_identity_server(wanted.id_server)?;
        self.rooms.check_may_invite(actor, room_id).await?;
        let server = IdentityServer { name: wanted.id_server, token: wanted.id_access_token };
        let id = ThirdPartyId { medium: wanted.medium, address: wanted.address };
        if let Some(target) = self.fetch.find_by_address(server, id).await? {
            let invitation = Invitation { target: &target, reason: None, is_direct: wanted.is_direct };
            return self.invite(actor, room_id, &invitation).await;
        }
        let invite = self.invite_to_keep(actor, room_id, id).await?;
        let kept = self.fetch.store_invite(server, &invite).await?;
        let nobody = || {
            MatrixError::unknown("The identity server would sign with no key")
                .with_status(http::StatusCode::BAD_GATEWAY)
        };
        let first = kept.public_keys.first().ok_or_else(nobody)?;
        let keys = kept.public_keys.iter();
        let keys = keys.map(|key| json!({ "public_key": key.public_key, "key_validity_url": key.key_validity_url }));
        let content = json!({
            "display_name": kept.display_name,
            "public_key": first.public_key,
            "key_validity_url": first.key_validity_url,
            "public_keys": keys.collect::<Vec<_>>(),
        });
        let content = to_raw_value(&content).map_err(MatrixError::internal)?;
        let kind = StateEventType::RoomThirdPartyInvite;
        self.rooms.send_state(actor, room_id, &kind, &kept.token, content, None).await?;
        Ok(())
    }

    /// What an identity server is told, so that it can tell the invited.
    async fn invite_to_keep(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        id: ThirdPartyId<'_>,
    ) -> Result<Value, MatrixError> {
        let (room, _) = self.rooms.summary(Some(actor), room_id).await?;
        let sender = self.accounts.profile.member_profile(actor.user).await?;
        let invite = json!({
            "medium": id.medium,
            "address": id.address,
            "room_id": room_id,
            "sender": actor.user_id,
            "room_alias": room.canonical_alias,
            "room_avatar_url": room.avatar_url,
            "room_join_rules": room.join_rule,
            "room_name": room.name,
            "room_type": room.room_type,
            "sender_display_name": sender.displayname,
            "sender_avatar_url": sender.avatar_url,
        });
        match invite {
            Value::Object(fields) => Ok(fields.into_iter().filter(|(_, value)| !value.is_null()).collect()),
            other => Ok(other),
        }
    }

    /// Brings the invitations of somebody who has become a user of ours to their rooms. One that cannot be brought is
    /// no concern of the others, but the identity server is told of the last.
    pub async fn bring_invites(&self, target: &UserId, invites: Vec<BoundInvite>) -> Result<(), MatrixError> {
        if !self.is_ours(target.server_name()) || !self.accounts.user.is_active(target).await? {
            return Err(MatrixError::not_found("There is no such user here"));
        }
        let mut last = Ok(());
        for invite in invites.into_iter().filter(|invite| invite.target == target).take(MAX_BOUND) {
            if let Err(error) = self.exchange(&invite).await {
                tracing::info!(room_id = %invite.room_id, %error, "an invitation by address came to nothing");
                last = Err(error);
            }
        }
        last
    }

    /// Takes up an invitation by address for a user who brings the word of the identity server along.
    pub(super) async fn take_up(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        signed: CanonicalJsonObject,
    ) -> Result<(), MatrixError> {
        let user =
            |field: &str| signed.get(field).and_then(CanonicalJsonValue::as_str).and_then(|id| UserId::parse(id).ok());
        let sender = user("sender").ok_or_else(|| MatrixError::bad_json("`third_party_signed` has no `sender`"))?;
        if user("mxid").is_none_or(|mxid| mxid != actor.user_id) {
            return Err(MatrixError::forbidden("This invitation is for somebody else"));
        }
        self.exchange(&BoundInvite { room_id: room_id.to_owned(), sender, target: actor.user_id.clone(), signed }).await
    }

    /// Makes an invitation of the word of an identity server that a user is whom the room has invited by their address.
    pub(super) async fn exchange(&self, invite: &BoundInvite) -> Result<(), MatrixError> {
        if self.rooms.is_resident(&invite.room_id).await? {
            return self.issue(invite).await;
        }
        let request = Exchange::new(invite).map_err(MatrixError::internal)?;
        self.client.request(invite.sender.server_name(), request).await.map_err(relayed)?;
        Ok(())
    }

    /// Does the same for another server, whose user was invited and which is not in the room.
    pub async fn exchange_for(&self, origin: &ServerName, invite: &BoundInvite) -> Result<(), MatrixError> {
        check_speaks_for(origin, &invite.target)?;
        if !self.is_ours(invite.sender.server_name()) {
            return Err(MatrixError::forbidden("Nobody of this server has sent that invitation"));
        }
        self.open_room(origin, &invite.room_id).await?;
        self.issue(invite).await
    }

    async fn issue(&self, invite: &BoundInvite) -> Result<(), MatrixError> {
        let token = invite.signed.get("token").and_then(CanonicalJsonValue::as_str);
        let token = token.ok_or_else(|| MatrixError::bad_json("`signed` has no `token`"))?;
        let (head, invited) = self.rooms.third_party_invite(&invite.room_id, token).await?;
        let display_name = invited.display_name.clone();
        self.check_key(invited, &invite.signed).await?;
        let people = (&*invite.sender, &*invite.target);
        let mut event = self.rooms.prepare_third_party_invite(&head, people, &display_name, &invite.signed).await?;
        if !self.is_ours(invite.target.server_name()) {
            event = self.have_signed(&head, &event, &invite.target).await?;
        }
        self.enter(&event).await?;
        if !self.is_ours(invite.sender.server_name()) {
            // Nobody else does: to the server of who invited, it is as new as to all others.
            self.rooms.pass_on(&event, self.server_name()).await?;
        }
        Ok(())
    }

    /// Whoever lets somebody in makes sure that the key which signed for them is still good. Others must not, so that
    /// all agree on who is invited.
    async fn check_key(&self, invited: ThirdPartyInvite, signed: &CanonicalJsonObject) -> Result<(), MatrixError> {
        let forbidden = |reason: &str| MatrixError::forbidden(format!("This invitation cannot be taken up: {reason}"));
        let key = invited.keys().into_iter().find(|key| is_signed_with(signed, &key.public_key));
        let key = key.ok_or_else(|| forbidden("it is not signed by the identity server that keeps it"))?;
        let Some(url) = key.key_validity_url else { return Ok(()) };
        match self.fetch.is_key_valid(&url, &key.public_key).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(forbidden("the identity server has withdrawn its key")),
            Err(error) => Err(forbidden("the identity server does not say whether its key is good").with_source(error)),
        }
    }
}
