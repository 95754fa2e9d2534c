use hs_core::nid::EventNid;

use super::{Place, SearchBy, SearchToken};

#[test]
fn a_token_comes_back_as_it_was() {
    for (place, by) in [(Place::Recent(Some((17, EventNid(4)))), SearchBy::Recent), (Place::Rank(3), SearchBy::Rank)] {
        let token = SearchToken { place, count: Some(9) };
        assert_eq!(SearchToken::parse(&token.to_string(), by).unwrap(), token);
    }
}

#[test]
fn other_text_is_no_token() {
    for text in ["", "r1_2_3", "k", "k1", "k-1_2", "kx_1", "k99999999999999999999_1", "k18446744073709551615_1", "s4"] {
        assert!(SearchToken::parse(text, SearchBy::Rank).is_err(), "{text}");
    }
    for text in ["k1_2", "r1_2", "r_2_3", "r1__3", "r1_2_x"] {
        assert!(SearchToken::parse(text, SearchBy::Recent).is_err(), "{text}");
    }
}
