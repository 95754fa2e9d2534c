//! The words by which a user is found in the directory.

use std::collections::BTreeSet;

use hs_core::search;
use ruma::UserId;
use serde_json::{Map, Value};

/// The words of a profile.
pub(super) fn words(user_id: &UserId, fields: &Map<String, Value>) -> BTreeSet<String> {
    search::words_of_person(user_id, fields.get("displayname").and_then(Value::as_str).unwrap_or_default())
}
