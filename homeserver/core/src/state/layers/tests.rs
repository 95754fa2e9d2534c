use proptest::prelude::*;

use super::{Layers, MAX_LAYERS};
use crate::{
    nid::{EventNid, SnapshotNid, StateKeyNid},
    state::{StateMap, delta::StateDelta},
};

proptest! {
    #[test]
    fn a_pile_says_what_the_changes_said(changes in proptest::collection::vec((1_i64..40, proptest::option::of(1_i64..1000)), 0..200)) {
        let (mut layers, mut plain) = (Layers::default(), StateMap::default());
        for (nid, (key, event)) in (1..).zip(changes) {
            let delta: StateDelta = [(StateKeyNid(key), event.map(EventNid))].into_iter().collect();
            layers = layers.push(SnapshotNid(nid), delta.clone());
            delta.apply(&mut plain);
            prop_assert!(layers.iter().count() <= MAX_LAYERS);
            prop_assert_eq!(layers.top(), Some(SnapshotNid(nid)));
        }
        prop_assert_eq!(layers.to_map(), plain.clone());
        for key in 1..40 {
            prop_assert_eq!(layers.get(StateKeyNid(key)), plain.get(&StateKeyNid(key)).copied());
        }
    }
}

#[test]
fn a_growing_room_writes_little_per_change() {
    let mut layers = Layers::default();
    let mut written = 0;
    for n in 1..=20_000 {
        layers = layers.push(SnapshotNid(n), StateDelta::of(StateKeyNid(n), EventNid(n)));
        written += layers.iter().next_back().map_or(0, |layer| layer.delta.len());
    }
    assert!(written / 20_000 < 20, "wrote {} entries per change", written / 20_000);
}

#[test]
fn equal_states_have_equal_hashes_however_they_came_about() {
    let one = Layers::default()
        .push(SnapshotNid(1), StateDelta::of(StateKeyNid(1), EventNid(1)))
        .push(SnapshotNid(2), StateDelta::of(StateKeyNid(2), EventNid(2)));
    let other = Layers::default()
        .push(SnapshotNid(3), StateDelta::of(StateKeyNid(2), EventNid(9)))
        .push(SnapshotNid(4), StateDelta::of(StateKeyNid(1), EventNid(1)))
        .push(SnapshotNid(5), StateDelta::of(StateKeyNid(2), EventNid(2)));
    assert_eq!(one.hash(), other.hash());
    assert_eq!(one.to_map(), other.to_map());
}
