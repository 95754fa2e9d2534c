//! What a profile field may be called and may hold.
//!
//! Pure. See <https://spec.matrix.org/v1.19/client-server-api/#profiles>.

use hs_core::error::MatrixError;
use ruma::{MxcUri, api::error::ErrorKind};
use serde_json::Value;

/// The longest name of a field.
const MAX_KEY_BYTES: usize = 255;
/// The whole profile must stay below this.
pub(super) const MAX_PROFILE_BYTES: usize = 64 * 1024;
/// Display names appear in every membership event, so they are kept short.
const MAX_DISPLAYNAME_CHARACTERS: usize = 256;
const MAX_AVATAR_URL_BYTES: usize = 1000;

/// Refuses a name that the grammar does not have.
pub(super) fn check_key(key: &str) -> Result<(), MatrixError> {
    if key.len() > MAX_KEY_BYTES {
        let message = format!("The name of a profile field can have at most {MAX_KEY_BYTES} bytes");
        return Err(MatrixError::new(ErrorKind::KeyTooLarge, message));
    }
    if matches!(key, "displayname" | "avatar_url") || is_namespaced(key) {
        return Ok(());
    }
    Err(MatrixError::invalid_param(
        "A profile field is called displayname, avatar_url or a dotted name of a-z, 0-9 and _, like org.example.field",
    ))
}

/// What to store for a field, `None` where the value means that it is unset; or why the value is refused.
///
/// Clients unset the two oldest fields by an empty string, from before they could be deleted.
pub(super) fn check_value(key: &str, value: Value) -> Result<Option<Value>, MatrixError> {
    match key {
        "displayname" => check_displayname(value),
        "avatar_url" => check_avatar_url(value),
        "m.tz" if !value.is_string() => Err(MatrixError::bad_json("m.tz must be the name of a time zone")),
        _ => Ok(Some(value)),
    }
}

fn check_displayname(value: Value) -> Result<Option<Value>, MatrixError> {
    let name = value.as_str().ok_or_else(|| MatrixError::bad_json("displayname must be a string"))?;
    if name.chars().count() > MAX_DISPLAYNAME_CHARACTERS {
        let message = format!("A display name can have at most {MAX_DISPLAYNAME_CHARACTERS} characters");
        return Err(MatrixError::invalid_param(message));
    }
    Ok(Some(value).filter(|value| value != ""))
}

fn check_avatar_url(value: Value) -> Result<Option<Value>, MatrixError> {
    let url = value.as_str().ok_or_else(|| MatrixError::bad_json("avatar_url must be a string"))?;
    if url.is_empty() {
        return Ok(None);
    }
    if url.len() > MAX_AVATAR_URL_BYTES || !<&MxcUri>::from(url).is_valid() {
        return Err(MatrixError::invalid_param("avatar_url must be an mxc:// URI"));
    }
    Ok(Some(value))
}

/// `[a-z][a-z0-9_]*` at least twice, with dots between.
fn is_namespaced(key: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_lowercase())
            && part.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
    };
    key.contains('.') && key.split('.').all(is_part)
}

#[cfg(test)]
mod tests;
