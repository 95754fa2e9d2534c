//! What a file says it is, and what may be shown for it.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#serving-inline-content>.

/// What may be shown where it is. All else a browser must offer to save, for it might run as a part of the page.
const SAFE_INLINE: &[&str] = &[
    "application/json",
    "application/ld+json",
    "audio/aac",
    "audio/flac",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/wave",
    "audio/webm",
    "audio/x-flac",
    "audio/x-pn-wav",
    "audio/x-wav",
    "image/apng",
    "image/avif",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
    "text/css",
    "text/csv",
    "text/plain",
    "video/mp4",
    "video/ogg",
    "video/quicktime",
    "video/webm",
];

/// What a file is of which nobody said what it is.
pub const UNKNOWN: &str = "application/octet-stream";

/// The longest type that is kept.
const MAX_LENGTH: usize = 255;

/// Whether a file of this type may be shown where it is.
pub fn is_safe_inline(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    SAFE_INLINE.iter().any(|safe| safe.eq_ignore_ascii_case(essence))
}

/// The type as an uploader gave it, if it is one at all.
pub(crate) fn checked(content_type: &str) -> Option<String> {
    let text = content_type.trim();
    let essence = text.split(';').next().unwrap_or_default().trim_end();
    let is_token = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let is_type = essence.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
    let is_header = text.len() <= MAX_LENGTH && text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    (is_type && is_header).then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
