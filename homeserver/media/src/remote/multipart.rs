//! Two parts in one body, a description and a file, taken apart while they arrive. However long the file is, little
//! more than a portion of it is in memory.

use bytes::{Buf, Bytes, BytesMut};
use hs_outbound::{Opened, OutboundError};

/// How long the first part and the headers of the second may be, together with what stands before them.
const MAX_HEAD: usize = 64 << 10;
/// The longest boundary that MIME allows.
const MAX_BOUNDARY: usize = 70;

/// Where the bytes come from.
pub(super) trait Source {
    /// The next of them, `None` at their end.
    async fn next(&mut self) -> Result<Option<Bytes>, OutboundError>;
}

impl Source for Opened {
    async fn next(&mut self) -> Result<Option<Bytes>, OutboundError> {
        self.chunk().await
    }
}

/// What the headers of the second part say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// What it is.
    pub(super) content_type: Option<String>,
    /// What it is called.
    pub(super) disposition: Option<String>,
    /// Where the file is, if not here.
    pub(super) location: Option<String>,
}

/// A body of two parts.
pub(super) struct Parts<S> {
    source: S,
    /// What stands before each part but at the beginning, and after the last.
    delimiter: Vec<u8>,
    buffer: BytesMut,
    is_over: bool,
}

impl Parts<Opened> {
    /// Takes an answer apart.
    pub(super) fn new(opened: Opened) -> Result<Self, OutboundError> {
        let boundary = opened.content_type().and_then(boundary).ok_or_else(|| malformed("no boundary"))?;
        Ok(Self::of(opened, &boundary))
    }
}

impl<S: Source> Parts<S> {
    fn of(source: S, boundary: &str) -> Self {
        let delimiter = format!("\r\n--{boundary}").into_bytes();
        // A first delimiter may stand at the very beginning, without the line break.
        Self { source, delimiter, buffer: BytesMut::from(&b"\r\n"[..]), is_over: false }
    }

    /// Goes to the second part, and says what its headers do.
    pub(super) async fn file(&mut self) -> Result<Part, OutboundError> {
        for _ in 0..2 {
            let delimiter = self.delimiter.clone();
            self.skip_past(&delimiter).await?;
        }
        // The headers begin after the line of the delimiter and end with an empty line; there may be none.
        let headers = self.skip_past(b"\r\n\r\n").await?;
        Ok(read_headers(&headers))
    }

    /// The next bytes of the file, `None` at its end.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, OutboundError> {
        loop {
            if self.is_over {
                return Ok(None);
            }
            if let Some(at) = find(&self.buffer, &self.delimiter) {
                self.is_over = true;
                return Ok(Some(self.buffer.split_to(at).freeze()));
            }
            // The last bytes may be the beginning of the delimiter.
            let certain = self.buffer.len().saturating_sub(self.delimiter.len());
            if certain > 0 {
                return Ok(Some(self.buffer.split_to(certain).freeze()));
            }
            self.fill().await?;
        }
    }

    /// Drops everything up to and with `end`, and gives what stood before it.
    async fn skip_past(&mut self, end: &[u8]) -> Result<Bytes, OutboundError> {
        loop {
            if let Some(at) = find(&self.buffer, end) {
                let before = self.buffer.split_to(at).freeze();
                self.buffer.advance(end.len());
                return Ok(before);
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(malformed("the file does not begin"));
            }
            self.fill().await?;
        }
    }

    async fn fill(&mut self) -> Result<(), OutboundError> {
        let next = self.source.next().await?.ok_or_else(|| malformed("it ends before the file does"))?;
        self.buffer.extend_from_slice(&next);
        Ok(())
    }
}

/// The boundary that a content type names.
fn boundary(content_type: &str) -> Option<String> {
    let mut words = content_type.split(';').map(str::trim);
    words.next().filter(|kind| kind.eq_ignore_ascii_case("multipart/mixed"))?;
    let value = words.find_map(|word| {
        let (key, value) = word.split_once('=')?;
        key.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"'))
    })?;
    (1..=MAX_BOUNDARY).contains(&value.len()).then(|| value.to_owned())
}

fn read_headers(headers: &[u8]) -> Part {
    let mut part = Part::default();
    for line in String::from_utf8_lossy(headers).lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = Some(value.trim().to_owned());
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => part.content_type = value,
            "content-disposition" => part.disposition = value,
            "location" => part.location = value,
            _ => {}
        }
    }
    part
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn malformed(what: &str) -> OutboundError {
    OutboundError::Malformed(format!("a file in parts: {what}"))
}

#[cfg(test)]
mod tests;
