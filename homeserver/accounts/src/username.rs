//! Which user names can be registered, and how the name that a person types becomes a user id.
//!
//! See <https://spec.matrix.org/v1.19/appendices/#user-identifiers>.

use hs_core::{entropy::Entropy, error::MatrixError};
use ruma::{OwnedUserId, ServerName, UserId};

/// The longest user id, `@`, server name and colon included.
const MAX_USER_ID_BYTES: usize = 255;

/// The user id that registering `username` on `server_name` gives, or why nobody can have that name.
///
/// Capitals are folded, because people type them and the grammar has none. A leading underscore is left to
/// application services, whose users conventionally begin with it.
pub(crate) fn registrable(username: &str, server_name: &ServerName) -> Result<OwnedUserId, MatrixError> {
    if username.starts_with('_') {
        return Err(MatrixError::invalid_username("User names that begin with an underscore are reserved"));
    }
    reserved(username, server_name)
}

/// The same for application services, to which names with an underscore are left.
pub(crate) fn reserved(username: &str, server_name: &ServerName) -> Result<OwnedUserId, MatrixError> {
    let localpart = username.to_ascii_lowercase();
    if localpart.is_empty() {
        return Err(MatrixError::invalid_username("A user name cannot be empty"));
    }
    if !localpart.bytes().all(is_allowed) {
        return Err(MatrixError::invalid_username("A user name can only contain the characters a-z, 0-9 and .=_-/+"));
    }
    let id = format!("@{localpart}:{server_name}");
    if id.len() > MAX_USER_ID_BYTES {
        return Err(MatrixError::invalid_username("This user name is too long"));
    }
    UserId::parse(&id).map_err(|error| MatrixError::invalid_username("This is not a user name").with_source(error))
}

/// The user ids that somebody who signs in as `user` can mean, the likeliest first.
///
/// A full user id of another server names nobody here, so it gives none.
pub(crate) fn candidates(user: &str, server_name: &ServerName) -> Vec<OwnedUserId> {
    let Ok(id) = UserId::parse_with_server_name(user, server_name) else { return Vec::new() };
    if id.server_name() != server_name {
        return Vec::new();
    }
    // Ids from before the grammar forbade capitals may still be in the database, so the exact spelling goes first.
    let folded = UserId::parse(format!("@{}:{server_name}", id.localpart().to_ascii_lowercase())).ok();
    let folded = folded.filter(|folded| *folded != id);
    std::iter::once(id).chain(folded).collect()
}

/// A localpart for a person who did not ask for one.
pub(crate) fn generate(entropy: &Entropy) -> String {
    entropy.text::<12>(b"abcdefghijklmnopqrstuvwxyz234567")
}

fn is_allowed(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'=' | b'_' | b'-' | b'/' | b'+')
}

#[cfg(test)]
mod tests;
