//! The `Authorization: X-Matrix …` header of servers, read as leniently as they write it.
//! See <https://spec.matrix.org/v1.19/server-server-api/#request-authentication>.
//!
//! Older servers leave values with colons unquoted and know no `destination`; some put spaces where there should be
//! none. What decides is the signature.

use http::{HeaderMap, header};
use ruma::{OwnedServerName, OwnedServerSigningKeyId, api::federation::authentication::XMatrix, serde::Base64};

/// How long a header may be, and how many of them are looked at.
const MAX_LENGTH: usize = 2048;
const MAX_HEADERS: usize = 4;

/// Why a request does not say which server it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum XMatrixError {
    /// No such header.
    #[error("the request has no Authorization header with X-Matrix")]
    Missing,
    /// A header that makes no sense.
    #[error("the Authorization header is not of the form X-Matrix origin=…,destination=…,key=…,sig=…")]
    Malformed,
}

/// Every signature that a request carries; at least one.
pub fn x_matrix(headers: &HeaderMap) -> Result<Vec<XMatrix>, XMatrixError> {
    let values = headers.get_all(header::AUTHORIZATION).iter().filter_map(|value| value.to_str().ok());
    let ours = values.filter_map(after_scheme).take(MAX_HEADERS);
    let found: Vec<Option<XMatrix>> = ours.map(parse).collect();
    if found.is_empty() {
        return Err(XMatrixError::Missing);
    }
    let found: Vec<XMatrix> = found.into_iter().flatten().collect();
    if found.is_empty() { Err(XMatrixError::Malformed) } else { Ok(found) }
}

fn after_scheme(value: &str) -> Option<&str> {
    let (scheme, rest) = value.trim_start().split_once(char::is_whitespace)?;
    scheme.eq_ignore_ascii_case("X-Matrix").then_some(rest)
}

fn parse(text: &str) -> Option<XMatrix> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    let (mut origin, mut destination, mut key, mut signature) = (None, None, None, None);
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=')?;
        let (value, after) = take_value(after.trim_start())?;
        let place = match name.trim().to_ascii_lowercase().as_str() {
            "origin" => &mut origin,
            "destination" => &mut destination,
            "key" => &mut key,
            "sig" | "signature" => &mut signature,
            _ => &mut None,
        };
        if place.replace(value).is_some() {
            // Said twice: which of the two was meant?
            return None;
        }
        rest = after.trim_start();
        rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    }
    let origin = OwnedServerName::try_from(origin?).ok()?;
    let key = OwnedServerSigningKeyId::try_from(key?).ok()?;
    let signature = Base64::parse(signature?).ok()?;
    let destination = destination.map(OwnedServerName::try_from).transpose().ok()?;
    let mut found = XMatrix::new(origin.clone(), destination.clone().unwrap_or(origin), key, signature);
    found.destination = destination;
    Some(found)
}

/// A value and what follows it: in quotes with `\` before characters that are meant as they are, or up to the comma.
fn take_value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_once(',').unwrap_or((text, ""));
        return Some((value.trim_end().to_owned(), rest));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Some((value, quoted.get(index + 1..)?)),
            '\\' => value.push(characters.next()?.1),
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests;
