//! Waiting for news that are on their way, no longer than they may be.

use std::{
    thread,
    time::{Duration, Instant},
};

use hs_testkit::{Client, Value, bodies, next_batch};

/// How long news may be on their way.
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks until there is an answer.
#[track_caller]
pub fn eventually<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(Instant::now() < deadline, "this never came to be: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Syncs until `found` finds something, and gives it back. What is over when it begins is not told any more.
#[track_caller]
pub fn sync_until<T>(client: &Client, what: &str, found: impl FnMut(&Value) -> Option<T>) -> T {
    sync_after(client, "", what, found)
}

/// The same from a token on, so that nothing is missed however soon it comes.
#[track_caller]
pub fn sync_after<T>(client: &Client, since: &str, what: &str, mut found: impl FnMut(&Value) -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    let mut since = since.to_owned();
    loop {
        let sync = if since.is_empty() { client.sync("") } else { client.sync_with(&since, "timeout=1000") };
        if let Some(found) = found(&sync) {
            return found;
        }
        assert!(Instant::now() < deadline, "{} never heard of it: {what}", client.user_id);
        since = next_batch(&sync);
    }
}

/// Waits until a message has come.
#[track_caller]
pub fn hears(client: &Client, room: &str, text: &str) {
    sync_until(client, text, |sync| {
        let events = &sync["rooms"]["join"][room]["timeline"]["events"];
        bodies(events).iter().any(|body| body == text).then_some(())
    });
}
