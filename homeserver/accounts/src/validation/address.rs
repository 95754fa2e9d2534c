//! E-mail addresses in the one form that they are kept in, so that nobody can have the same one twice.

/// The longest address that mail servers take.
const MAX_BYTES: usize = 254;
/// The longest part before the `@`.
const MAX_LOCAL_BYTES: usize = 64;

/// The form of an address that it is kept in and written to, or nothing where it is none.
///
/// Only what is plain is taken: letters and digits of ASCII, and signs that mean nothing in a mail's header. With those
/// two addresses that differ only in the case of letters are one.
pub(crate) fn canonical(address: &str) -> Option<String> {
    let address = address.trim().to_ascii_lowercase();
    let (local, domain) = address.rsplit_once('@')?;
    let is_local = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(letter);
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    };
    let is_sound = address.len() <= MAX_BYTES
        && local.len() <= MAX_LOCAL_BYTES
        && local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_local))
        && domain.split('.').all(is_label);
    is_sound.then_some(address)
}

#[cfg(test)]
mod tests;
