//! How long an answer is believed.

use super::*;

#[test]
fn an_answer_says_how_long_it_is_to_be_believed() {
    assert_eq!(max_age("public, max-age=600"), Some(Duration::from_mins(10)));
    assert_eq!(max_age("Max-Age=\"60\""), Some(Duration::from_mins(1)));
    assert_eq!(max_age("no-cache"), Some(Duration::ZERO));
    assert_eq!(max_age("max-age=soon"), None);
    assert_eq!(max_age("private"), None);
}
