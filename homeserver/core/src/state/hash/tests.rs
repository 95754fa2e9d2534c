use super::StateHash;
use crate::nid::{EventNid, StateKeyNid};

#[test]
fn order_does_not_matter_and_changes_can_be_taken_back() {
    let (a, b) = (StateKeyNid(1), StateKeyNid(2));
    let (x, y) = (Some(EventNid(10)), Some(EventNid(20)));
    let empty = StateHash::default();
    let one_way = empty.change(a, None, x).change(b, None, y);
    let other_way = empty.change(b, None, y).change(a, None, x);
    assert_eq!(one_way, other_way);
    assert_ne!(one_way, empty.change(a, None, y).change(b, None, x));
    assert_eq!(one_way.change(a, x, None).change(b, y, None), empty);
    assert_eq!(StateHash::from_bytes(&one_way.to_bytes()), Some(one_way));
    assert_eq!(StateHash::from_bytes(&[0; 3]), None);
}
