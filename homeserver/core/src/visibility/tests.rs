use ruma::events::room::{
    history_visibility::HistoryVisibility::{self, Invited, Joined, Shared, WorldReadable},
    member::MembershipState::{self, Ban, Invite, Join, Leave},
};

use super::{Moment, may_see};

fn sees(visibility: HistoryVisibility, membership: MembershipState, joined_later: bool) -> bool {
    may_see(&[Moment { visibility, membership }], joined_later)
}

#[test]
fn follows_the_table_of_the_specification() {
    for visibility in [WorldReadable, Shared, Invited, Joined] {
        assert!(sees(visibility.clone(), Join, false), "members see what is said while they are in ({visibility})");
    }
    for membership in [Leave, Ban, Invite] {
        assert!(sees(WorldReadable, membership.clone(), false));
        assert!(sees(Shared, membership.clone(), true), "who joins later sees shared history");
        assert!(!sees(Shared, membership.clone(), false));
        assert!(!sees(Joined, membership.clone(), true));
    }
    assert!(sees(Invited, Invite, false));
    assert!(!sees(Invited, Leave, true));
}

#[test]
fn either_side_of_a_change_may_allow() {
    let before = Moment { visibility: Joined, membership: Invite };
    let after = Moment { visibility: Joined, membership: Join };
    assert!(may_see([&before, &after], false));
    assert!(!may_see([&before], false));
}
