//! Bytes of a web page as text.

use encoding_rs::{Encoding, UTF_8};

/// How far into a page it may say how it is written.
const HEAD: usize = 2048;

/// Decodes a page as its server says, or as it says itself, or as UTF-8. What makes no sense is replaced.
pub(super) fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let declared = content_type.and_then(|text| declared_in(text.as_bytes()));
    let encoding = declared.or_else(|| declared_in(head)).unwrap_or(UTF_8);
    // A byte order mark knows better than either.
    encoding.decode(bytes).0.into_owned()
}

/// The encoding after the first `charset=`.
fn declared_in(text: &[u8]) -> Option<&'static Encoding> {
    let key = b"charset=";
    let at = text.windows(key.len()).position(|window| window.eq_ignore_ascii_case(key))?;
    let rest = text.get(at + key.len()..)?;
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let is_label = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.');
    let end = rest.iter().position(|byte| !is_label(byte)).unwrap_or(rest.len());
    Encoding::for_label(rest.get(..end)?)
}
