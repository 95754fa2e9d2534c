use proptest::prelude::*;

use super::{matches, wants_type};

#[test]
fn a_star_stands_for_any_characters() {
    assert!(matches("m.room.*", "m.room.message"));
    assert!(matches("*", ""));
    assert!(matches("m.*.message", "m.room.message"));
    assert!(!matches("m.room", "m.room.message"));
    assert!(!matches("m.*.name", "m.room.message"));
    assert!(!matches("ab*ba", "aba"), "the ends must not overlap");
}

#[test]
fn a_type_that_is_named_in_both_lists_is_left_out() {
    let both = ["m.room.*".to_owned()];
    assert!(!wants_type(Some(&both), &both, "m.room.message"));
    assert!(wants_type(None, &[], "anything"));
    assert!(!wants_type(Some(&[]), &[], "anything"), "an empty list lets nothing through");
}

proptest! {
    #[test]
    fn a_pattern_made_of_a_text_matches_it(text in "[a-c.]{0,12}", cut in 0_usize..12) {
        let cut = cut.min(text.len());
        let pattern = format!("{}*{}", &text[..cut], &text[cut..]);
        prop_assert!(matches(&pattern, &text));
    }
}
