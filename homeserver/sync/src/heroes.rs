//! Who stands for a room without a name.

use hs_core::nid::{EventNid, UserNid};
use hs_rooms::{Actor, RoomHead};
use ruma::events::room::member::MembershipState;

/// How many.
const HEROES: usize = 5;

/// The first who are in the room or invited, but for the reader; where there are none, the first who were. With the
/// member event of each.
pub(crate) fn pick(actor: &Actor, head: &RoomHead) -> Vec<(UserNid, EventNid)> {
    let is_here = |membership: &MembershipState| matches!(membership, MembershipState::Join | MembershipState::Invite);
    let pick = |wanted: &dyn Fn(&MembershipState) -> bool| {
        let mut members: Vec<(EventNid, UserNid)> = head
            .members
            .iter()
            .filter(|(user, member)| **user != actor.user && wanted(&member.membership))
            .map(|(user, member)| (member.event, *user))
            .collect();
        members.sort_unstable();
        members.truncate(HEROES);
        members.into_iter().map(|(event, user)| (user, event)).collect::<Vec<_>>()
    };
    let heroes = pick(&is_here);
    if heroes.is_empty() { pick(&|membership| !is_here(membership)) } else { heroes }
}
