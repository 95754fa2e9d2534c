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

#[test]
fn an_answer_may_say_until_when_instead() {
    let now_ts = 784_111_777_000;
    assert_eq!(until("Sun, 06 Nov 1994 08:59:37 GMT", now_ts), Duration::from_mins(10));
    assert_eq!(until("Sun, 06 Nov 1994 08:39:37 GMT", now_ts), Duration::ZERO);
    assert_eq!(until("0", now_ts), Duration::ZERO);
}
