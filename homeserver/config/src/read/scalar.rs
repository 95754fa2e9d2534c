//! Keys with one value.

use std::{ops::RangeInclusive, path::PathBuf, time::Duration};

use ruma::{OwnedServerName, ServerName};
use toml::Value;
use url::Url;

use super::{Found, Input, Named, Section, describe};
use crate::{
    problem::Problem,
    size::{parse_bytes, parse_duration},
};

impl Section<'_> {
    /// Text as it is.
    pub(crate) fn string(&mut self, key: &str, default: &str) -> String {
        self.text(key, "text in quotes").unwrap_or_else(|| default.to_owned())
    }

    /// Text that has to be there. It has no default.
    pub(crate) fn required(&mut self, key: &str, expected: &str) -> String {
        let text = self.text(key, expected).unwrap_or_default();
        if text.is_empty() && !self.has_problem(key) {
            self.problem(key, format!("is missing: write {expected}"));
        }
        text
    }

    /// Text that has to be understood.
    pub(crate) fn parsed<T>(
        &mut self,
        key: &str,
        default: T,
        expected: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> T {
        if let Some(text) = self.text(key, expected) {
            match parse(&text) {
                Ok(value) => return value,
                Err(message) => self.problem(key, message),
            }
        }
        default
    }

    /// One of the names of a type.
    pub(crate) fn named<T: Named>(&mut self, key: &str, default: T) -> T {
        self.parsed(key, default, &one_of::<T>(), by_name)
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self, key: &str, default: bool) -> bool {
        let problem = match self.take(key) {
            None => return default,
            Some(Found { input: Input::Typed(Value::Boolean(truth)), .. }) => return truth,
            Some(Found { input: Input::Typed(value), .. }) => {
                format!("found {}: write true or false", describe(&value))
            }
            Some(Found { input: Input::Text(text), .. }) => match text.trim() {
                "true" => return true,
                "false" => return false,
                _ => format!("found {text:?}: write true or false"),
            },
        };
        self.problem(key, problem);
        default
    }

    /// A whole number.
    pub(crate) fn integer(&mut self, key: &str, default: u32, range: RangeInclusive<u32>) -> u32 {
        let found = match self.take(key) {
            None => return default,
            Some(Found { input: Input::Typed(Value::Integer(number)), .. }) => Ok(number),
            Some(Found { input: Input::Typed(value), .. }) => Err(describe(&value)),
            Some(Found { input: Input::Text(text), .. }) => text.trim().parse::<i64>().map_err(|_| format!("{text:?}")),
        };
        let problem = match found {
            Ok(number) => match u32::try_from(number).ok().filter(|number| range.contains(number)) {
                Some(number) => return number,
                None => number.to_string(),
            },
            Err(description) => description,
        };
        self.problem(key, format!("found {problem}: write a number from {} to {}", range.start(), range.end()));
        default
    }

    /// A number of bytes.
    pub(crate) fn bytes(&mut self, key: &str, default: u64) -> u64 {
        self.parsed(key, default, "a size such as \"100 MiB\"", |text| {
            parse_bytes(text)
                .filter(|bytes| *bytes > 0)
                .ok_or_else(|| format!("found {text:?}: write a size such as \"100 MiB\" (units: B, KiB, MiB, GiB)"))
        })
    }

    /// A span of time.
    pub(crate) fn duration(&mut self, key: &str, default: Duration) -> Duration {
        self.parsed(key, default, "a duration such as \"30 s\"", |text| {
            parse_duration(text)
                .filter(|duration| !duration.is_zero())
                .ok_or_else(|| format!("found {text:?}: write a duration such as \"30 s\" (units: ms, s, min, h, d)"))
        })
    }

    /// A duration, or nothing where the text is empty, which is the default.
    pub(crate) fn optional_duration(&mut self, key: &str) -> Option<Duration> {
        self.parsed(key, None, "a duration such as \"30 d\", or nothing", |text| {
            if text.is_empty() {
                return Ok(None);
            }
            let duration = parse_duration(text).filter(|duration| !duration.is_zero());
            duration.map(Some).ok_or_else(|| {
                format!("found {text:?}: write a duration such as \"30 d\" (units: ms, s, min, h, d), or nothing")
            })
        })
    }

    /// A span of time, or `None` for one without end.
    pub(crate) fn duration_or_unlimited(&mut self, key: &str, default: Option<Duration>) -> Option<Duration> {
        self.parsed(key, default, "a duration or \"unlimited\"", |text| match parse_duration(text) {
            _ if text == "unlimited" => Ok(None),
            Some(duration) if !duration.is_zero() => Ok(Some(duration)),
            _ => Err(format!("found {text:?}: write a duration such as \"90 d\", or \"unlimited\"")),
        })
    }

    /// A number of bytes, or `None` for any number.
    pub(crate) fn bytes_or_unlimited(&mut self, key: &str) -> Option<u64> {
        self.parsed(key, None, "a size or \"unlimited\"", |text| match parse_bytes(text) {
            _ if text == "unlimited" => Ok(None),
            Some(bytes) if bytes > 0 => Ok(Some(bytes)),
            _ => Err(format!("found {text:?}: write a size such as \"10 GiB\", or \"unlimited\"")),
        })
    }

    /// A path, which need not exist yet.
    pub(crate) fn path(&mut self, key: &str, default: &str) -> PathBuf {
        self.parsed(key, PathBuf::from(default), "a path in quotes", |text| {
            if text.is_empty() { Err("found nothing: write a path".to_owned()) } else { Ok(PathBuf::from(text)) }
        })
    }

    /// The path of a file that has to be there already. It has no default.
    pub(crate) fn existing_file(&mut self, key: &str) -> PathBuf {
        let Some(text) = self.text(key, "the path of a file") else {
            if !self.has_problem(key) {
                self.problem(key, "is missing: write the path of a file".to_owned());
            }
            return PathBuf::new();
        };
        if let Err(message) = check_file(&text) {
            self.problem(key, message);
        }
        PathBuf::from(text)
    }

    /// The name of a Matrix server.
    pub(crate) fn server_name(&mut self, key: &str, default: OwnedServerName) -> OwnedServerName {
        self.parsed(key, default, "a server name in quotes", |text| {
            ServerName::parse(text).map_err(|_| {
                format!("{text:?} is not a server name: write a domain such as \"example.org\", without https:// and without a path")
            })
        })
    }

    /// The URL that clients are told, without the slash at its end.
    pub(crate) fn base_url(&mut self, key: &str, default: &str) -> String {
        self.parsed(key, default.to_owned(), "a URL in quotes", |text| {
            let is_base = Url::parse(text).is_ok_and(|url| {
                matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none()
            });
            if is_base {
                Ok(text.trim_end_matches('/').to_owned())
            } else {
                Err(format!("{text:?} is not a base URL: write one such as \"https://matrix.example.org\""))
            }
        })
    }

    /// Text from either source; a wrong type is noted.
    fn text(&mut self, key: &str, expected: &str) -> Option<String> {
        let found = self.take(key)?;
        match found.input {
            Input::Text(text) | Input::Typed(Value::String(text)) => Some(text),
            Input::Typed(value) => {
                let message = format!("found {}: write {expected}", describe(&value));
                self.reader.problems.push(Problem { origin: found.origin, key: self.path_of(key), message });
                None
            }
        }
    }
}

/// The value that a name stands for.
pub(super) fn by_name<T: Named>(text: &str) -> Result<T, String> {
    let named = T::NAMES.iter().find(|(name, _)| *name == text);
    named.map(|(_, value)| *value).ok_or_else(|| format!("found {text:?}: write {}", one_of::<T>()))
}

fn one_of<T: Named>() -> String {
    let names = T::NAMES.iter().map(|(name, _)| format!("\"{name}\"")).collect::<Vec<_>>();
    format!("one of {}", names.join(", "))
}

/// Why a file cannot be read, if so.
pub(super) fn check_file(path: &str) -> Result<(), String> {
    match std::fs::File::open(path) {
        Ok(_) => Ok(()),
        Err(error) => {
            Err(format!("the file {path:?} cannot be read ({error}): correct the path or the file's permissions"))
        }
    }
}
