use proptest::prelude::*;

use super::{SyncToken, TimelineToken, TokenError};
use crate::nid::{RoomOrder, StreamPosition};

proptest! {
    #[test]
    fn tokens_round_trip(position in 0_i64.., order in any::<i64>()) {
        let sync = SyncToken::at(StreamPosition(position));
        prop_assert_eq!(sync.to_string().parse(), Ok(sync));
        prop_assert_eq!(sync.to_string().parse(), Ok(TimelineToken::After(sync.position)));
        let lagging = SyncToken { to_device: StreamPosition(position / 2), ..sync };
        prop_assert_eq!(lagging.to_string().parse(), Ok(lagging));
        let gap = TimelineToken::Gap(RoomOrder(order));
        prop_assert_eq!(gap.to_string().parse(), Ok(gap));
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,40}") {
        let _read_or_refused = text.parse::<TimelineToken>();
    }
}

#[test]
fn refuses_what_we_did_not_make() {
    for text in ["", "s", "s-1", "t", "x5", "s5_6", "s5_", "s_5", "s5_-1", "s5_5_5", "s99999999999999999999"] {
        assert_eq!(text.parse::<TimelineToken>(), Err(TokenError), "{text:?}");
    }
}
