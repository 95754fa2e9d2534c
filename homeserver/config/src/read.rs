//! Reading one key at a time, so that each key is named, typed and given its default in one place.
//!
//! A [`Section`] knows where it is in the file. Whatever asks it for a key gets a usable value back in any case; what was
//! wrong is noted as a [`Problem`], and all problems are reported together. Since the sections are the only list of keys,
//! unknown keys fall out by themselves.

mod list;
mod scalar;

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use crate::problem::Problem;

/// A type whose values have names, such as `open | token | closed`.
pub(crate) trait Named: Copy + 'static {
    /// All values with their names.
    const NAMES: &'static [(&'static str, Self)];
}

/// One environment variable that overrides a key.
#[derive(Debug)]
struct Override {
    variable: String,
    text: String,
    is_used: bool,
}

/// What the whole configuration has in common while it is read.
#[derive(Debug)]
pub(crate) struct Reader {
    file: String,
    overrides: BTreeMap<String, Override>,
    /// Every key that was asked for, with its full path.
    pub(crate) known: BTreeSet<String>,
    pub(crate) problems: Vec<Problem>,
}

impl Reader {
    /// `file` names the file in problems; `overrides` are the environment variables by the path of their key.
    pub(crate) fn new(file: String, overrides: impl IntoIterator<Item = (String, String, String)>) -> Self {
        let overrides = overrides
            .into_iter()
            .map(|(path, variable, text)| (path, Override { variable, text, is_used: false }))
            .collect();
        Self { file, overrides, known: BTreeSet::new(), problems: Vec::new() }
    }

    /// Reads everything below the root.
    pub(crate) fn read<T>(&mut self, table: Table, read: impl FnOnce(&mut Section<'_>) -> T) -> T {
        let mut root = Section { reader: self, prefix: String::new(), table, asked: Vec::new() };
        let value = read(&mut root);
        root.finish();
        self.report_unused_overrides();
        value
    }

    fn report_unused_overrides(&mut self) {
        let unused = self.overrides.iter().filter(|(_, found)| !found.is_used);
        let problems = unused.map(|(path, found)| Problem {
            origin: found.variable.clone(),
            key: path.clone(),
            message: unknown(path.as_str(), self.known.iter().map(String::as_str)),
        });
        self.problems.extend(problems.collect::<Vec<_>>());
    }
}

/// A value as it was written, and where.
struct Found {
    origin: String,
    input: Input,
}

/// Values from the file have a type; values from the environment get the one that is asked for.
enum Input {
    Typed(Value),
    Text(String),
}

/// A table of the configuration while its keys are read.
pub(crate) struct Section<'a> {
    reader: &'a mut Reader,
    /// The path of this table, with a dot at the end; empty at the root.
    prefix: String,
    /// What has not been asked for yet.
    table: Table,
    /// Every key that was asked for.
    asked: Vec<String>,
}

impl Section<'_> {
    /// Notes what is wrong with a key of this section.
    pub(crate) fn problem(&mut self, key: &str, message: String) {
        let path = self.path_of(key);
        let origin = match self.reader.overrides.get(&path) {
            Some(found) => found.variable.clone(),
            None => self.reader.file.clone(),
        };
        self.reader.problems.push(Problem { origin, key: path, message });
    }

    /// Whether something is known to be wrong with a key of this section.
    pub(crate) fn has_problem(&self, key: &str) -> bool {
        let path = self.path_of(key);
        self.reader.problems.iter().any(|problem| problem.key == path)
    }

    /// Reads a table within this one. Where it is missing, every key in it has its default.
    pub(crate) fn section<T>(&mut self, key: &str, read: impl FnOnce(&mut Section<'_>) -> T) -> T {
        let table = self.take_table(key).unwrap_or_default();
        self.enter(key, table, read)
    }

    /// Reads a table that may be missing.
    pub(crate) fn optional_section<T>(&mut self, key: &str, read: impl FnOnce(&mut Section<'_>) -> T) -> Option<T> {
        let table = self.take_table(key);
        if table.is_none() && !self.has_overrides_below(key) {
            return None;
        }
        Some(self.enter(key, table.unwrap_or_default(), read))
    }

    /// Reads a list of tables. Where it is missing, it has one element with the default of every key.
    pub(crate) fn sections<T>(&mut self, key: &str, read: impl FnMut(&mut Section<'_>) -> T) -> Vec<T> {
        let values = self.tables(key).unwrap_or_else(|| vec![Value::Table(Table::new())]);
        if values.is_empty() && !self.has_problem(key) {
            self.problem(key, format!("found an empty list: write at least one table under [[{key}]]"));
        }
        self.enter_each(key, values, read)
    }

    /// Reads a list of tables that may be missing or empty.
    pub(crate) fn optional_sections<T>(&mut self, key: &str, read: impl FnMut(&mut Section<'_>) -> T) -> Vec<T> {
        let values = self.tables(key).unwrap_or_default();
        self.enter_each(key, values, read)
    }

    fn tables(&mut self, key: &str) -> Option<Vec<Value>> {
        let found = self.take(key)?;
        let problem = match typed(found.input) {
            Ok(Value::Array(values)) => return Some(values),
            Ok(other) => describe(&other),
            Err(message) => message,
        };
        self.problem(key, format!("found {problem}: write at least one table under [[{key}]]"));
        Some(Vec::new())
    }

    fn enter_each<T>(&mut self, key: &str, values: Vec<Value>, mut read: impl FnMut(&mut Section<'_>) -> T) -> Vec<T> {
        let mut read_values = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            let element = format!("{key}.{index}");
            if let Value::Table(table) = value {
                read_values.push(self.enter(&element, table, &mut read));
            } else {
                self.problem(&element, format!("found {}: write a table under [[{key}]]", describe(&value)));
            }
        }
        read_values
    }

    fn enter<T>(&mut self, key: &str, table: Table, read: impl FnOnce(&mut Section<'_>) -> T) -> T {
        let prefix = format!("{}.", self.path_of(key));
        let mut section = Section { reader: self.reader, prefix, table, asked: Vec::new() };
        let value = read(&mut section);
        section.finish();
        value
    }

    fn take_table(&mut self, key: &str) -> Option<Table> {
        let found = self.take(key)?;
        let problem = match typed(found.input) {
            Ok(Value::Table(table)) => return Some(table),
            Ok(other) => describe(&other),
            Err(message) => message,
        };
        let path = self.path_of(key);
        self.problem(key, format!("found {problem}: write a section with [{path}] and its keys below"));
        None
    }

    fn has_overrides_below(&self, key: &str) -> bool {
        let prefix = format!("{}.", self.path_of(key));
        self.reader.overrides.keys().any(|path| path.starts_with(&prefix))
    }

    /// What was written for a key; the environment goes before the file.
    fn take(&mut self, key: &str) -> Option<Found> {
        let path = self.path_of(key);
        let written = self.table.remove(key);
        self.asked.push(key.to_owned());
        let found = match self.reader.overrides.get_mut(&path) {
            Some(found) => {
                found.is_used = true;
                Some(Found { origin: found.variable.clone(), input: Input::Text(found.text.clone()) })
            }
            None => written.map(|value| Found { origin: self.reader.file.clone(), input: Input::Typed(value) }),
        };
        self.reader.known.insert(path);
        found
    }

    fn path_of(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    /// Whatever was not asked for is unknown.
    fn finish(self) {
        for key in self.table.keys() {
            self.reader.problems.push(Problem {
                origin: self.reader.file.clone(),
                key: format!("{}{key}", self.prefix),
                message: unknown(key, self.asked.iter().map(String::as_str)),
            });
        }
    }
}

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let nearest = known
        .map(|candidate| (strsim::normalized_damerau_levenshtein(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.5)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    match nearest {
        Some((_, candidate)) => format!("there is no such key: did you mean {candidate}?"),
        None => "there is no such key: remove it, or look for its name in the sample config.toml".to_owned(),
    }
}

/// The value of an override that has structure, written as TOML.
fn typed(input: Input) -> Result<Value, String> {
    match input {
        Input::Typed(value) => Ok(value),
        Input::Text(text) => toml::from_str::<Table>(&format!("value = {text}"))
            .ok()
            .and_then(|mut table| table.remove("value"))
            .ok_or_else(|| "text that is not TOML".to_owned()),
    }
}

/// A value in words. Text is not repeated, since it may be a secret.
fn describe(value: &Value) -> String {
    match value {
        Value::String(_) => "text".to_owned(),
        Value::Integer(number) => format!("the number {number}"),
        Value::Float(number) => format!("the number {number}"),
        Value::Boolean(truth) => truth.to_string(),
        Value::Datetime(date) => format!("the date {date}"),
        Value::Array(_) => "a list".to_owned(),
        Value::Table(_) => "a section".to_owned(),
    }
}
