//! What users of ours are to rooms that this server is not in: invited, knocking, or no more. All that is known of such
//! a room is one event and what was shown with it.
//! See <https://spec.matrix.org/v1.19/server-server-api/#inviting-to-a-room> and the chapter on knocking.

use std::sync::Arc;

use hs_core::{
    error::MatrixError,
    nid::UserNid,
    pdu::{Pdu, SharedPdu},
    room_version,
};
use ruma::{
    OwnedRoomId, RoomId, RoomVersionId, UserId,
    events::{TimelineEventType, room::member::MembershipState},
};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    append::{Change, Tries},
    head::RoomHead,
    receive::Incoming,
    service::Rooms,
};

/// What a user of ours has become in a room that this server is not in.
#[derive(Clone, Debug)]
pub struct Outside {
    /// The room.
    pub room_id: OwnedRoomId,
    /// Its version.
    pub version: RoomVersionId,
    /// The member event.
    pub event: SharedPdu,
    /// What the user is shown of the room.
    pub stripped: Vec<Box<RawValue>>,
}

/// What a user of ours is to a room that this server is not in.
#[derive(Clone, Debug)]
pub struct OutsideMembership {
    /// Invite, knock, leave or ban.
    pub membership: MembershipState,
    /// The event that says so.
    pub event: SharedPdu,
    /// The room's version.
    pub version: RoomVersionId,
    /// What the user is shown of the room.
    pub stripped: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct MemberContent {
    membership: MembershipState,
}

impl Rooms {
    /// Whether any user of ours is in a room.
    pub async fn is_resident(&self, room_id: &RoomId) -> Result<bool, MatrixError> {
        match self.find(room_id).await? {
            Some(room) => Ok(self.head(room).await?.is_resident()),
            None => Ok(false),
        }
    }

    /// Notes that a user of ours is invited to a room of others, knocks there, or does so no more.
    ///
    /// If this server is in the room by now, the event is taken in like any other, as far as it can be judged yet:
    /// it also comes the usual way.
    pub async fn set_outside(&self, outside: &Outside) -> Result<(), MatrixError> {
        let mut tries = Tries::default();
        loop {
            let mut change = if let Some(room) = self.find(&outside.room_id).await? {
                self.open(room).await?
            } else {
                let rules = room_version::rules(&outside.version)
                    .ok_or_else(|| MatrixError::incompatible_room_version(outside.version.clone()))?;
                self.foreign(&outside.room_id, &outside.version, &Arc::new(rules)).await?
            };
            if change.head.is_resident() {
                drop(change);
                self.receive(Incoming::new(Arc::clone(&outside.event))).await?;
                return Ok(());
            }
            self.put_outside(&mut change, outside).await?;
            if self.commit_received(change, &mut tries).await? {
                return Ok(());
            }
        }
    }

    async fn put_outside(&self, change: &mut Change, outside: &Outside) -> Result<(), MatrixError> {
        let (pdu, room) = (&outside.event, change.head.nid);
        let (user_id, membership) = member_of(pdu).ok_or_else(|| MatrixError::bad_json("This is no member event"))?;
        let user = self.intern_user(user_id).await?;
        let nid = if let Some(nid) = self.events.nid_of(pdu.event_id()).await? {
            nid
        } else {
            let nid = self.next_event_nid().await?;
            change.batch.event.silent.push(self.row_of(room, nid, pdu).await?);
            nid
        };
        change.is_head_moved = true;
        self.set_member(change, (user_id, user), membership, nid);
        let row = hs_storage::StrippedStateRow { room, user, events: outside.stripped.clone() };
        change.batch.stripped_state.rows.push(row);
        Ok(())
    }

    /// What a user of ours is to a room that this server is not in; `None` if nothing, or if it is in the room.
    pub async fn outside(&self, user: UserNid, room_id: &RoomId) -> Result<Option<OutsideMembership>, MatrixError> {
        let Some(room) = self.find(room_id).await? else { return Ok(None) };
        let head = self.head(room).await?;
        if head.is_resident() {
            return Ok(None);
        }
        let Some(member) = head.members.get(&user) else { return Ok(None) };
        let Some(event) = self.events.one(member.event, &head.room_id).await? else { return Ok(None) };
        Ok(Some(OutsideMembership {
            membership: member.membership.clone(),
            event: Arc::clone(&event.pdu),
            version: head.version.clone(),
            stripped: self.store.stripped_state(room, user).await?,
        }))
    }

    /// Takes back an invitation, or turns down a knock, in a room that this server is not in. `false` if the event is
    /// nothing of the kind, or comes from somebody who has no say in it as far as we can tell.
    pub async fn rescind(&self, pdu: &SharedPdu) -> Result<bool, MatrixError> {
        let Some((user_id, membership)) = member_of(pdu) else { return Ok(false) };
        let is_end = matches!(membership, MembershipState::Leave | MembershipState::Ban);
        let Some(user) = self.store.find_user(user_id).await?.filter(|_| is_end && self.is_local(user_id)) else {
            return Ok(false);
        };
        let Some(now) = self.outside(user, pdu.room_id()).await? else { return Ok(false) };
        // We know nothing of the room's power levels. Who invited may take it back, as may whoever can show that they
        // know of the invitation or the knock.
        let names_it = pdu.auth_events().contains(now.event.event_id());
        let is_inviter = now.event.sender().server_name() == pdu.sender().server_name();
        let is_open = matches!(now.membership, MembershipState::Invite | MembershipState::Knock);
        if !is_open || !(names_it || is_inviter) {
            return Ok(false);
        }
        let outside = Outside {
            room_id: pdu.room_id().clone(),
            version: now.version,
            event: Arc::clone(pdu),
            stripped: now.stripped,
        };
        self.set_outside(&outside).await?;
        Ok(true)
    }

    /// What somebody outside was shown of a room.
    pub(crate) async fn shown_outside(&self, head: &RoomHead, pdu: &Pdu) -> Result<Vec<Box<RawValue>>, MatrixError> {
        #[derive(Deserialize)]
        struct Spot {
            #[serde(rename = "type")]
            kind: TimelineEventType,
            #[serde(default)]
            state_key: String,
        }
        let Some((user_id, _)) = member_of(pdu) else { return Ok(Vec::new()) };
        let Some(user) = self.store.find_user(user_id).await? else { return Ok(Vec::new()) };
        let mut shown = self.store.stripped_state(head.nid, user).await?;
        // The event itself is added by us, as it was signed.
        shown.retain(|raw| {
            let spot: Result<Spot, _> = serde_json::from_str(raw.get());
            spot.is_ok_and(|spot| spot.kind != *pdu.kind() || Some(&*spot.state_key) != pdu.state_key())
        });
        Ok(shown)
    }
}

/// Whose membership an event is about, and what they become.
fn member_of(pdu: &Pdu) -> Option<(&UserId, MembershipState)> {
    if *pdu.kind() != TimelineEventType::RoomMember {
        return None;
    }
    let user = <&UserId>::try_from(pdu.state_key()?).ok()?;
    let MemberContent { membership } = pdu.content_as()?;
    Some((user, membership))
}
