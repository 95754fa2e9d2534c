//! Text that clients choose, on its way into a column.

use hs_core::error::MatrixError;

/// Refuses text that is too long to keep, or that holds a NUL, which PostgreSQL cannot store.
pub(crate) fn check(what: &str, text: &str, max_bytes: usize) -> Result<(), MatrixError> {
    if text.len() > max_bytes {
        return Err(MatrixError::invalid_param(format!("{what} can have at most {max_bytes} bytes")));
    }
    if text.contains('\0') {
        return Err(MatrixError::invalid_param(format!("{what} cannot contain a NUL character")));
    }
    Ok(())
}

/// Whether a key that a client presents can be in the database at all. One that cannot is simply not found.
pub(crate) fn may_be_key(text: &str) -> bool {
    check("", text, 1024).is_ok()
}

#[cfg(test)]
mod tests;
