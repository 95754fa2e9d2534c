//! How long an answer is believed, and where it may lead.

use ruma::{owned_server_name, server_name};

use super::*;
use crate::{OutboundError, discovery::Discovery, fetch::tests::fetch, guard::Guard};

#[tokio::test]
async fn a_domain_that_points_inwards_leads_nowhere() {
    for inwards in [owned_server_name!("127.0.0.1:22"), owned_server_name!("[::1]"), owned_server_name!("10.0.0.1")] {
        let well_known = WellKnown::new(fetch(false), Clock::manual(0));
        let saying = Saying { delegated: Some(inwards.clone()), until_ts: i64::MAX, grace_ts: 0 };
        well_known.cache.insert(owned_server_name!("evil.example"), Arc::new(saying));
        let found = Discovery::new(well_known, Guard::new(false)).target(server_name!("evil.example")).await;
        assert!(matches!(found, Err(OutboundError::Refused(_))), "{inwards}: {found:?}");
    }
}

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
