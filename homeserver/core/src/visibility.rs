//! Who may see an event, by the room's history visibility at the time.
//! See <https://spec.matrix.org/v1.19/client-server-api/#room-history-visibility>.

use ruma::events::room::{history_visibility::HistoryVisibility, member::MembershipState};

/// What of a room's state decides about showing one of its events to one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The room's history visibility at the event.
    pub visibility: HistoryVisibility,
    /// The user's membership at the event.
    pub membership: MembershipState,
}

/// Whether a user may see an event.
///
/// `moments` are the states to judge by: the one before the event and, for an event that changes the visibility or
/// this user's membership, also the one after it; one that allows is enough. `joined_later` says whether the user
/// has been in the room at any time after the event.
pub fn may_see<'a>(moments: impl IntoIterator<Item = &'a Moment>, joined_later: bool) -> bool {
    moments.into_iter().any(|moment| match (&moment.membership, &moment.visibility) {
        (_, HistoryVisibility::WorldReadable)
        | (MembershipState::Join, _)
        | (MembershipState::Invite, HistoryVisibility::Invited) => true,
        (_, HistoryVisibility::Joined | HistoryVisibility::Invited) => false,
        // `shared`, and whatever a room may have set that nobody knows: it is treated as the default.
        _ => joined_later,
    })
}

#[cfg(test)]
mod tests;
