//! The name of a file: the SHA-256 of its content, in hexadecimal digits.

use std::fmt::{self, Write};

/// The name of a file. It is made of 64 hexadecimal digits and nothing else, and so is safe in any path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ContentHash(String);

impl ContentHash {
    /// The name of the file with this digest.
    pub(crate) fn from_digest(digest: &[u8]) -> Self {
        let mut digits = String::with_capacity(2 * digest.len());
        for byte in digest {
            // Writing to a string cannot fail.
            let _ = write!(digits, "{byte:02x}");
        }
        Self(digits)
    }

    /// Reads a name back.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_hash = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_hash.then(|| Self(text.to_owned()))
    }

    /// The digits.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the file lies below the top of the store: two levels of folders keep each of them small.
    pub(crate) fn path(&self) -> String {
        let (first, rest) = self.0.split_at(2);
        let (second, rest) = rest.split_at(2);
        format!("{first}/{second}/{rest}")
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
