//! From the file and the environment to a [`Config`].

use std::{env, fs, path::Path};

use toml::Table;

use crate::{
    problem::{ConfigError, Problem},
    read::Reader,
    section::Config,
};

/// What the name of every overriding environment variable begins with.
pub const ENVIRONMENT_PREFIX: &str = "HELIOGRAPH_";

impl Config {
    /// Reads the file, then the environment of this process over it.
    ///
    /// `database.url` is overridden by `HELIOGRAPH_DATABASE__URL`: sections are parted by two underscores, lists are
    /// written as TOML, elements of lists of sections are counted from 0 (`HELIOGRAPH_LISTENERS__0__BIND`).
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let variables =
            env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Self::load_with(path, variables)
    }

    /// Like [`Config::load`], with the environment as an argument.
    pub fn load_with(path: &Path, variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let file = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| {
            fault(&file, format!("the file cannot be read ({error}): name another one with --config FILE"))
        })?;
        Self::parse(&file, &text, variables)
    }

    /// Reads a configuration from text. `file` names it in problems.
    pub fn parse(
        file: &str,
        text: &str,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let table = text.parse::<Table>().map_err(|error| fault(file, syntax_message(text, &error)))?;
        let mut reader = Reader::new(file.to_owned(), overrides(variables));
        let config = reader.read(table, Config::read);
        if reader.problems.is_empty() { Ok(config) } else { Err(ConfigError(reader.problems)) }
    }
}

fn fault(file: &str, message: String) -> ConfigError {
    ConfigError(vec![Problem { origin: file.to_owned(), key: String::new(), message }])
}

/// Where and why the text is not TOML, on one line.
fn syntax_message(text: &str, error: &toml::de::Error) -> String {
    let reason = error.message().replace('\n', ", ");
    match error.span().and_then(|span| text.get(..span.start)) {
        Some(before) => {
            let line = before.matches('\n').count() + 1;
            format!("line {line} is not TOML ({reason}): correct it")
        }
        None => format!("this is not TOML ({reason}): correct it"),
    }
}

/// The variables that override keys, as (path of the key, variable, text).
fn overrides(variables: impl IntoIterator<Item = (String, String)>) -> impl Iterator<Item = (String, String, String)> {
    variables.into_iter().filter_map(|(variable, text)| {
        let path = variable.strip_prefix(ENVIRONMENT_PREFIX)?.to_ascii_lowercase().replace("__", ".");
        Some((path, variable, text))
    })
}

#[cfg(test)]
mod tests;
