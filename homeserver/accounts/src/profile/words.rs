//! The words by which a user is found in the directory: those of their name and of their id.

use std::collections::BTreeSet;

use hs_core::search;
use ruma::UserId;
use serde_json::{Map, Value};

/// The words of a profile.
pub(super) fn words(user_id: &UserId, fields: &Map<String, Value>) -> BTreeSet<String> {
    let name = fields.get("displayname").and_then(Value::as_str).unwrap_or_default();
    let mut words: BTreeSet<String> = search::words(name).into_iter().collect();
    words.extend(search::words(user_id.localpart()));
    words
}
