//! Coming and going: join, invite, leave, kick, ban, unban, knock and forget.
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-membership>.

use std::sync::Arc;

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, UserNid},
    pdu::{Draft, SharedPdu},
};
use hs_storage::{PendingCommit, WriteBatch};
use ruma::{
    OwnedMxcUri, OwnedRoomId, OwnedUserId, RoomId, UserId,
    api::error::ErrorKind,
    events::{
        StateEventType, TimelineEventType,
        room::{guest_access::GuestAccess, member::MembershipState},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use crate::{
    append::{Change, Tries},
    head::RoomHead,
    service::{Actor, Rooms, not_in_room},
};

/// What somebody wants a user to become in a room.
#[derive(Clone, Debug)]
pub(crate) struct MembershipChange<'a> {
    /// Who.
    pub(crate) target: &'a UserId,
    /// What.
    pub(crate) membership: MembershipState,
    /// Why, in words.
    pub(crate) reason: Option<&'a str>,
    /// Whether an invite is to a private conversation.
    pub(crate) is_direct: bool,
}

impl<'a> MembershipChange<'a> {
    /// A change that is not about a private conversation.
    pub(crate) fn new(target: &'a UserId, membership: MembershipState, reason: Option<&'a str>) -> Self {
        Self { target, membership, reason, is_direct: false }
    }
}

/// An invitation.
#[derive(Clone, Copy, Debug)]
pub struct Invitation<'a> {
    /// Whom it is for, who need not be one that has ever signed in.
    pub target: &'a UserId,
    /// Why, in words.
    pub reason: Option<&'a str>,
    /// Whether it is to a private conversation.
    pub is_direct: bool,
}

/// The content of a member event.
#[derive(Debug, Serialize)]
struct Content {
    membership: MembershipState,
    #[serde(skip_serializing_if = "Option::is_none")]
    displayname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar_url: Option<OwnedMxcUri>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_direct: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    join_authorised_via_users_server: Option<OwnedUserId>,
}

impl Rooms {
    /// Joins a room that this server is in. Who is in already stays so.
    pub async fn join(&self, actor: &Actor, room_id: &RoomId, reason: Option<&str>) -> Result<(), MatrixError> {
        let room = self.resident(room_id).await?;
        if actor.is_guest {
            self.check_guest_access(&room).await?;
        }
        let mut tries = Tries::default();
        loop {
            let mut change = self.open(room.nid).await?;
            if change.head.is_joined(actor.user) {
                return Ok(());
            }
            let mut content = self.content_for(&actor.user_id, MembershipState::Join, reason).await?;
            content.join_authorised_via_users_server = self.authorising_user(&change, actor.user).await?;
            self.add(&mut change, draft(&actor.user_id, &actor.user_id, &content)?).await?;
            if self.commit(change, &mut tries).await? {
                return Ok(());
            }
        }
    }

    /// Asks the members of a room to be let in.
    pub async fn knock(&self, actor: &Actor, room_id: &RoomId, reason: Option<&str>) -> Result<(), MatrixError> {
        let room = self.resident(room_id).await?;
        let knock = MembershipChange::new(&actor.user_id, MembershipState::Knock, reason);
        self.set_membership(actor, &room, &knock).await
    }

    /// Invites a user of ours.
    pub async fn invite(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        invitation: &Invitation<'_>,
    ) -> Result<(), MatrixError> {
        let room = self.known(room_id).await?;
        let Invitation { target, reason, is_direct } = *invitation;
        let change = MembershipChange { is_direct, ..MembershipChange::new(target, MembershipState::Invite, reason) };
        self.set_membership(actor, &room, &change).await
    }

    /// An invitation of another server's user, signed by us. It enters the room once that server has signed it, too.
    pub async fn prepare_invite(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        invitation: &Invitation<'_>,
    ) -> Result<(Arc<RoomHead>, SharedPdu), MatrixError> {
        let head = self.known(room_id).await?;
        let Invitation { target, reason, is_direct } = *invitation;
        let mut content = self.content_for(target, MembershipState::Invite, reason).await?;
        content.is_direct = is_direct;
        let event = self.prepare(&head, draft(&actor.user_id, target, &content)?).await?;
        let event = self.recommended(&Change::of(&head), event).await??;
        Ok((head, event))
    }

    /// What a user is to a room.
    pub async fn membership_of_user(&self, user: UserNid, room_id: &RoomId) -> Result<MembershipState, MatrixError> {
        let Some(room) = self.find(room_id).await? else { return Ok(MembershipState::Leave) };
        Ok(self.head(room).await?.membership(user))
    }

    /// The rooms that this server is not in and that a user of ours is invited to or knocks at.
    pub async fn outside_rooms(&self, user: UserNid) -> Result<Vec<OwnedRoomId>, MatrixError> {
        let rooms = self.rooms_of(user).await?;
        let mut outside = Vec::new();
        for (room, _) in rooms.iter().filter(|(_, room)| room.is_present()) {
            let head = self.head(room).await?;
            if !head.is_resident() {
                outside.push(head.room_id.clone());
            }
        }
        Ok(outside)
    }

    /// Leaves a room, turns an invitation down or takes a knock back.
    pub async fn leave(&self, actor: &Actor, room_id: &RoomId, reason: Option<&str>) -> Result<(), MatrixError> {
        let room = self.known(room_id).await?;
        if room.members.get(&actor.user).is_some_and(|member| member.membership == MembershipState::Leave) {
            return Ok(());
        }
        let leave = MembershipChange::new(&actor.user_id, MembershipState::Leave, reason);
        self.set_membership(actor, &room, &leave).await
    }

    /// Puts a member out, or takes an invitation back.
    pub async fn kick(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        target: &UserId,
        reason: Option<&str>,
    ) -> Result<(), MatrixError> {
        let room = self.known(room_id).await?;
        match self.membership_in(&room, target).await? {
            MembershipState::Leave => Err(MatrixError::forbidden(format!("{target} is not in this room"))),
            MembershipState::Ban => Err(MatrixError::forbidden(format!("{target} is banned: lift the ban instead"))),
            _ => {
                let change = MembershipChange::new(target, MembershipState::Leave, reason);
                self.set_membership(actor, &room, &change).await
            }
        }
    }

    /// Puts a user out for good.
    pub async fn ban(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        target: &UserId,
        reason: Option<&str>,
    ) -> Result<(), MatrixError> {
        let room = self.known(room_id).await?;
        let change = MembershipChange::new(target, MembershipState::Ban, reason);
        self.set_membership(actor, &room, &change).await
    }

    /// Lifts a ban.
    pub async fn unban(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        target: &UserId,
        reason: Option<&str>,
    ) -> Result<(), MatrixError> {
        let room = self.known(room_id).await?;
        if self.membership_in(&room, target).await? != MembershipState::Ban {
            return Err(MatrixError::bad_state(format!("{target} is not banned from this room")));
        }
        let change = MembershipChange::new(target, MembershipState::Leave, reason);
        self.set_membership(actor, &room, &change).await
    }

    /// Hides a room that the user has left from the user's sight, until they come back.
    pub async fn forget(&self, actor: &Actor, room_id: &RoomId) -> Result<(), MatrixError> {
        let head = self.known(room_id).await?;
        match head.members.get(&actor.user).map(|member| &member.membership) {
            None => return Err(not_in_room()),
            Some(MembershipState::Leave | MembershipState::Ban) => {}
            Some(_) => return Err(MatrixError::unknown("Leave the room before you forget it")),
        }
        let mut batch = WriteBatch::default();
        batch.membership.forgotten.push((head.nid, actor.user));
        self.store.commit(batch).await?;
        self.user_rooms.changed(actor.user);
        Ok(())
    }

    /// The rooms that a user is in.
    pub async fn joined_rooms(&self, user: UserNid) -> Result<Vec<OwnedRoomId>, MatrixError> {
        let rooms = self.rooms_of(user).await?;
        let joined: Vec<RoomNid> = rooms.joined().collect();
        Ok(self.store.rooms(&joined).await?.into_iter().map(|row| row.room_id).collect())
    }

    /// Tells the user's rooms that the user's name or picture has changed. Rooms that refuse are left out.
    pub async fn propagate_profile(&self, actor: &Actor) -> Result<(), MatrixError> {
        let rooms = self.rooms_of(actor.user).await?;
        let mut pending = Vec::new();
        for room in rooms.joined() {
            let mut change = self.open(room).await?;
            if !change.head.is_joined(actor.user) {
                continue;
            }
            let content = self.content_for(&actor.user_id, MembershipState::Join, None).await?;
            match self.add(&mut change, draft(&actor.user_id, &actor.user_id, &content)?).await {
                // All rooms are written in one go; nobody waits for one room before the next is told.
                Ok(_) => pending.push((room, self.enqueue(change))),
                Err(error) => tracing::debug!(%error, "a room does not take a changed profile"),
            }
        }
        self.settle(pending, "a room was not told of a changed profile").await;
        Ok(())
    }

    /// Takes a user out of all rooms that this server is in, and turns all their invitations to these down: their account is
    /// being closed.
    pub async fn leave_all(&self, actor: &Actor) -> Result<(), MatrixError> {
        let rooms = self.rooms_of(actor.user).await?;
        let present = [MembershipState::Join, MembershipState::Invite, MembershipState::Knock];
        let mut pending = Vec::new();
        for (room, _) in rooms.iter().filter(|(_, room)| present.contains(&room.membership)) {
            let mut change = self.open(room).await?;
            if !change.head.is_resident() {
                continue;
            }
            let leave = MembershipChange::new(&actor.user_id, MembershipState::Leave, None);
            match self.add_membership(&mut change, &actor.user_id, &leave).await {
                Ok(()) => pending.push((room, self.enqueue(change))),
                Err(error) => tracing::debug!(%error, "a room does not let a closed account go"),
            }
        }
        self.settle(pending, "a closed account was not taken out of a room").await;
        Ok(())
    }

    /// Waits for the commits of many rooms. One that fails is noted and harms no other.
    async fn settle(&self, pending: Vec<(RoomNid, PendingCommit)>, failure: &'static str) {
        for (room, commit) in pending {
            if let Err(error) = commit.await {
                self.cache.drop_room(room);
                tracing::warn!(%error, "{failure}");
            }
        }
    }

    async fn set_membership(
        &self,
        actor: &Actor,
        room: &RoomHead,
        wanted: &MembershipChange<'_>,
    ) -> Result<(), MatrixError> {
        let mut tries = Tries::default();
        loop {
            let mut change = self.open(room.nid).await?;
            self.add_membership(&mut change, &actor.user_id, wanted).await?;
            if self.commit(change, &mut tries).await? {
                return Ok(());
            }
        }
    }

    /// Puts a member event on a change.
    pub(crate) async fn add_membership(
        &self,
        change: &mut Change,
        sender: &UserId,
        wanted: &MembershipChange<'_>,
    ) -> Result<(), MatrixError> {
        let mut content = self.content_for(wanted.target, wanted.membership.clone(), wanted.reason).await?;
        content.is_direct = wanted.is_direct;
        self.add(change, draft(sender, wanted.target, &content)?).await?;
        Ok(())
    }

    /// The content of a member event that is completed elsewhere: of a user of ours in a room of others.
    pub async fn member_content(
        &self,
        user: &UserId,
        membership: MembershipState,
        reason: Option<&str>,
        authorised_by: Option<OwnedUserId>,
    ) -> Result<Box<RawValue>, MatrixError> {
        let mut content = self.content_for(user, membership, reason).await?;
        content.join_authorised_via_users_server = authorised_by;
        to_raw_value(&content).map_err(MatrixError::internal)
    }

    /// A member event's content, with the profile for those who come.
    async fn content_for(
        &self,
        target: &UserId,
        membership: MembershipState,
        reason: Option<&str>,
    ) -> Result<Content, MatrixError> {
        let comes = matches!(membership, MembershipState::Join | MembershipState::Invite | MembershipState::Knock);
        let (displayname, avatar_url) = if comes && self.is_local(target) {
            let profile = self.accounts.profile.member_profile(self.intern_user(target).await?).await?;
            (profile.displayname.clone(), profile.avatar_url.clone())
        } else {
            (None, None)
        };
        let reason = reason.map(ToOwned::to_owned);
        let join_authorised_via_users_server = None;
        Ok(Content { membership, displayname, avatar_url, reason, is_direct: false, join_authorised_via_users_server })
    }

    /// For a join that the join rules allow to members of other rooms: a member of ours who could have invited.
    /// See <https://spec.matrix.org/v1.19/client-server-api/#restricted-rooms>.
    pub(crate) async fn authorising_user(
        &self,
        change: &Change,
        user: UserNid,
    ) -> Result<Option<OwnedUserId>, MatrixError> {
        #[derive(Deserialize)]
        struct Rules {
            join_rule: String,
            #[serde(default)]
            allow: Vec<Allow>,
        }
        #[derive(Deserialize)]
        struct Allow {
            room_id: Option<OwnedRoomId>,
        }
        if change.head.membership(user) == MembershipState::Invite {
            return Ok(None);
        }
        let rules = self.state_pdu(&change.head, &StateEventType::RoomJoinRules, "").await?;
        let Some(rules) = rules.and_then(|pdu| pdu.content_as::<Rules>()) else { return Ok(None) };
        if !matches!(rules.join_rule.as_str(), "restricted" | "knock_restricted") {
            return Ok(None);
        }
        let allowed: Vec<_> = rules.allow.into_iter().filter_map(|allow| allow.room_id).collect();
        if !self.is_in_any(user, allowed.iter().cloned()).await? {
            return Err(self.not_in_any(&allowed).await?);
        }
        let levels = self.power_levels_in(change).await?;
        for user in change.head.local_joined() {
            let user_id = self.user_id(user).await?;
            if levels.user_can_invite(&user_id) {
                return Ok(Some(user_id));
            }
        }
        Err(MatrixError::new(ErrorKind::UnableToGrantJoin, "Nobody on this server may let you into this room"))
    }

    /// What to tell somebody whom we know to be in none of some rooms, all of which we may not know.
    async fn not_in_any(&self, rooms: &[OwnedRoomId]) -> Result<MatrixError, MatrixError> {
        for room_id in rooms {
            if !self.is_resident(room_id).await? {
                let words = "This server does not know all of the rooms whose members may join this one";
                return Ok(MatrixError::unable_to_authorise_join(words));
            }
        }
        Ok(MatrixError::forbidden("Only members of certain other rooms may join this one"))
    }

    pub(crate) async fn is_in_any(
        &self,
        user: UserNid,
        rooms: impl IntoIterator<Item = OwnedRoomId>,
    ) -> Result<bool, MatrixError> {
        let own = self.rooms_of(user).await?;
        for room_id in rooms {
            let room = self.find(&room_id).await?.and_then(|nid| own.get(nid));
            if room.is_some_and(|room| room.membership == MembershipState::Join) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A room that users of ours are in, so that we can let others in ourselves.
    async fn resident(&self, room_id: &RoomId) -> Result<Arc<RoomHead>, MatrixError> {
        let unknown = || MatrixError::not_found("This server does not know this room, and cannot ask another one");
        let room = self.find(room_id).await?.ok_or_else(unknown)?;
        let head = self.head(room).await?;
        if head.is_resident() { Ok(head) } else { Err(unknown()) }
    }

    /// Takes our guests out of a room that lets none in. To be called when the room's rule for guests has changed.
    /// See <https://spec.matrix.org/v1.19/client-server-api/#guest-access>.
    pub async fn put_guests_out(&self, room: RoomNid) -> Result<(), MatrixError> {
        let head = self.head(room).await?;
        if self.check_guest_access(&head).await.is_ok() {
            return Ok(());
        }
        let members: Vec<UserNid> = head.local_joined().collect();
        let guests = self.store.guests_among(&members).await?;
        for user_id in self.store.user_ids(&guests).await? {
            // It is their own leave: nobody needs the power to put them out.
            let leave = MembershipChange::new(&user_id, MembershipState::Leave, None);
            let mut tries = Tries::default();
            loop {
                let mut change = self.open(room).await?;
                self.add_membership(&mut change, &user_id, &leave).await?;
                if self.commit(change, &mut tries).await? {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Guests may only come where the room says so.
    async fn check_guest_access(&self, head: &RoomHead) -> Result<(), MatrixError> {
        #[derive(Deserialize)]
        struct Access {
            guest_access: GuestAccess,
        }
        let access = self.state_pdu(head, &StateEventType::RoomGuestAccess, "").await?;
        match access.and_then(|pdu| pdu.content_as::<Access>()) {
            Some(Access { guest_access: GuestAccess::CanJoin }) => Ok(()),
            _ => Err(MatrixError::guest_access_forbidden("This room does not let guests in")),
        }
    }

    /// Refuses invitations of those of our users who want none.
    /// See <https://spec.matrix.org/v1.19/client-server-api/#invite-permission>.
    pub(crate) async fn check_invitation(&self, draft: &Draft) -> Result<(), MatrixError> {
        #[derive(Deserialize)]
        struct Invite {
            membership: MembershipState,
        }
        if draft.kind != TimelineEventType::RoomMember {
            return Ok(());
        }
        let content = serde_json::from_str::<Invite>(draft.content.get());
        let target = draft.state_key.as_deref().and_then(|key| <&UserId>::try_from(key).ok());
        let (Ok(Invite { membership: MembershipState::Invite }), Some(target)) = (content, target) else {
            return Ok(());
        };
        if self.is_local(target)
            && let Some(user) = self.store.find_user(target).await?
            && self.accounts.blocking.of(user).await?.blocks_invites()
        {
            return Err(MatrixError::new(ErrorKind::InviteBlocked, format!("{target} does not want invitations")));
        }
        Ok(())
    }

    async fn membership_in(&self, head: &RoomHead, user: &UserId) -> Result<MembershipState, MatrixError> {
        let user = self.store.find_user(user).await?;
        Ok(user.map_or(MembershipState::Leave, |user| head.membership(user)))
    }
}

fn draft(sender: &UserId, target: &UserId, content: &Content) -> Result<Draft, MatrixError> {
    let content = to_raw_value(content).map_err(MatrixError::internal)?;
    Ok(Draft::state(sender.to_owned(), TimelineEventType::RoomMember, target.as_str(), content))
}
