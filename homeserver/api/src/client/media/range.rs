//! Ranges of bytes: <https://www.rfc-editor.org/rfc/rfc9110#section-14>. Players ask for them to jump, and downloads to
//! go on where they broke off.

use std::ops::Range;

use http::{HeaderMap, header};

/// What of a file is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ranged {
    /// All of it. Also where somebody asks for several parts at once, which nobody needs and which costs us more than
    /// them.
    Whole,
    /// A part of it.
    Part(Range<u64>),
    /// Something behind its end.
    Beyond,
}

impl Ranged {
    /// What the headers of a request ask for, of a file of `size` bytes.
    pub(super) fn of(asked: &HeaderMap, etag: &str, size: u64) -> Self {
        let is_same = asked.get(header::IF_RANGE).is_none_or(|known| known.as_bytes() == etag.as_bytes());
        let text = asked.get(header::RANGE).and_then(|value| value.to_str().ok());
        text.filter(|_| is_same).and_then(|text| Self::parse(text, size)).unwrap_or(Self::Whole)
    }

    fn parse(text: &str, size: u64) -> Option<Self> {
        let (first, last) = text.strip_prefix("bytes=")?.trim().split_once('-')?;
        let range = match (first, last) {
            ("", count) => size.saturating_sub(number(count)?)..size,
            (first, "") => number(first)?..size,
            (first, last) => {
                let (first, last) = (number(first)?, number(last)?);
                if last < first {
                    return None;
                }
                first..last.saturating_add(1).min(size)
            }
        };
        Some(if range.is_empty() { Self::Beyond } else { Self::Part(range) })
    }
}

fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests;
