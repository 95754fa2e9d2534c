use proptest::prelude::*;

use super::{DeltaError, StateDelta};
use crate::{
    nid::{EventNid, StateKeyNid},
    state::StateMap,
};

fn deltas() -> impl Strategy<Value = StateDelta> {
    proptest::collection::vec((1_i64..i64::MAX, proptest::option::of(1_i64..i64::MAX)), 0..60)
        .prop_map(|entries| entries.into_iter().map(|(key, event)| (StateKeyNid(key), event.map(EventNid))).collect())
}

/// Few places, so that two of them meet.
fn crowded() -> impl Strategy<Value = StateDelta> {
    proptest::collection::vec((1_i64..8, proptest::option::of(1_i64..100)), 0..12)
        .prop_map(|entries| entries.into_iter().map(|(key, event)| (StateKeyNid(key), event.map(EventNid))).collect())
}

proptest! {
    #[test]
    fn packing_round_trips(delta in deltas()) {
        prop_assert_eq!(StateDelta::decode(&delta.encode()), Ok(delta));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _read_or_refused = StateDelta::decode(&bytes);
    }

    #[test]
    fn one_after_the_other_is_the_same_as_both_at_once(base in crowded(), first in crowded(), second in crowded()) {
        let mut stepwise = StateMap::default();
        base.apply(&mut stepwise);
        let mut at_once = stepwise.clone();
        first.apply(&mut stepwise);
        second.apply(&mut stepwise);
        first.then(&second).apply(&mut at_once);
        prop_assert_eq!(stepwise, at_once);
    }
}

#[test]
fn a_cut_off_packing_is_refused() {
    assert_eq!(StateDelta::decode(&[0x80]), Err(DeltaError));
    assert_eq!(StateDelta::decode(&[1]), Err(DeltaError));
}

#[test]
fn one_change_takes_a_handful_of_bytes() {
    assert!(StateDelta::of(StateKeyNid(100_000), EventNid(50_000_000)).encode().len() <= 8);
}
