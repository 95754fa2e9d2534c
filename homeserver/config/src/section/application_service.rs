//! Application services: bridges and bots that own a part of the namespace, each described by a file of its own.
//! See <https://spec.matrix.org/v1.19/application-service-api/#registration>.

use std::{collections::BTreeSet, fmt, fs, path::Path};

use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use url::Url;

use crate::read::Section;

/// The largest registration file.
const MAX_FILE_BYTES: u64 = 1 << 20;
/// The most memory that one compiled expression may take.
const MAX_REGEX_BYTES: usize = 1 << 20;

/// `[application_services]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationServices {
    /// What the registration files say, no two with the same id or token.
    pub services: Vec<ApplicationService>,
}

/// One registration file.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct ApplicationService {
    /// Its name, which never changes.
    pub id: String,
    /// Where it is; `None` if it wants to be told nothing.
    pub url: Option<Url>,
    /// By what it proves to us who it is.
    pub as_token: String,
    /// By what we prove to it who we are.
    pub hs_token: String,
    /// The user who acts for it.
    pub sender_localpart: String,
    /// Whether it wants to hear of receipts, typing and presence.
    #[serde(default)]
    pub receive_ephemeral: bool,
    /// Whether its users are kept to the limits that everybody has.
    #[serde(default = "yes")]
    pub rate_limited: bool,
    /// What it is interested in.
    pub namespaces: Namespaces,
    /// The other networks that it knows.
    #[serde(default)]
    pub protocols: Vec<String>,
}

/// What an application service is interested in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Namespaces {
    /// Which users.
    #[serde(default)]
    pub users: Vec<Namespace>,
    /// Which room aliases.
    #[serde(default)]
    pub aliases: Vec<Namespace>,
    /// Which rooms, by their ids.
    #[serde(default)]
    pub rooms: Vec<Namespace>,
}

/// Names that begin in a certain way.
#[derive(Clone, Debug, Deserialize)]
pub struct Namespace {
    /// Whether nobody else may make anything with such a name.
    #[serde(rename = "exclusive")]
    pub is_exclusive: bool,
    /// What the names begin with.
    #[serde(deserialize_with = "expression")]
    pub regex: Regex,
}

impl Namespace {
    /// Whether a name is in it.
    pub fn contains(&self, name: &str) -> bool {
        self.regex.is_match(name)
    }
}

impl PartialEq for Namespace {
    fn eq(&self, other: &Self) -> bool {
        self.is_exclusive == other.is_exclusive && self.regex.as_str() == other.regex.as_str()
    }
}

impl Eq for Namespace {}

impl fmt::Debug for ApplicationService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApplicationService").field("id", &self.id).finish_non_exhaustive()
    }
}

impl ApplicationServices {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        let services = section.parsed_list("registrations", |path| ApplicationService::read(Path::new(path)));
        let (mut ids, mut tokens) = (BTreeSet::new(), BTreeSet::new());
        let mut doubled = Vec::new();
        for service in &services {
            let id = &service.id;
            if !ids.insert(id) {
                doubled.push(format!("two registrations have the id {id:?}: give each its own"));
            }
            if !tokens.insert(&service.as_token) {
                doubled.push(format!("the registration {id:?} has the as_token of another one: give each its own"));
            }
        }
        for problem in doubled {
            section.problem("registrations", problem);
        }
        Self { services }
    }
}

impl ApplicationService {
    fn read(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let size =
            fs::metadata(path).map_err(|error| format!("{shown} cannot be read ({error}): correct the path"))?.len();
        if size > MAX_FILE_BYTES {
            return Err(format!("{shown} is too large for a registration file: correct the path"));
        }
        let text = fs::read_to_string(path).map_err(|error| format!("{shown} cannot be read ({error})"))?;
        let service: Self = serde_saphyr::from_str(&text).map_err(|error| {
            format!("{shown} is not a registration ({}): correct it", first_line(&error.to_string()))
        })?;
        service.check().map_err(|problem| format!("{shown}: {problem}"))?;
        Ok(service)
    }

    fn check(&self) -> Result<(), String> {
        let texts = [
            ("id", &self.id),
            ("as_token", &self.as_token),
            ("hs_token", &self.hs_token),
            ("sender_localpart", &self.sender_localpart),
        ];
        for (key, text) in texts {
            if text.is_empty() || text.chars().any(char::is_control) {
                return Err(format!("{key} must be a text that is not empty, on one line"));
            }
        }
        if self.sender_localpart.contains(':') {
            return Err("sender_localpart must be a user name without the server: no colon can be in it".to_owned());
        }
        match &self.url {
            Some(url) if !matches!(url.scheme(), "http" | "https") => {
                Err("url must begin with http:// or https://, or be null".to_owned())
            }
            _ => Ok(()),
        }
    }
}

fn yes() -> bool {
    true
}

/// Reads an expression, which has to fit the beginning of a name.
fn expression<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Regex, D::Error> {
    let text = String::deserialize(deserializer)?;
    let anchored = format!("^(?:{text})");
    let regex = RegexBuilder::new(&anchored).size_limit(MAX_REGEX_BYTES).build();
    regex.map_err(|error| {
        let reason = error.to_string();
        let reason = reason.lines().last().unwrap_or_default();
        serde::de::Error::custom(format!("{text:?} is not a regular expression, {reason}"))
    })
}

/// Messages of problems are lines.
fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
