//! Keys with a list of values.

use std::path::PathBuf;

use toml::Value;

use super::{Named, Section, describe, scalar::by_name, scalar::check_file, typed};

impl Section<'_> {
    /// A list of texts that have to be understood one by one; empty where missing.
    pub(crate) fn parsed_list<T>(&mut self, key: &str, parse: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
        self.list(key, parse).unwrap_or_default()
    }

    /// A list of names; all of them where missing.
    pub(crate) fn named_list<T: Named>(&mut self, key: &str) -> Vec<T> {
        self.list(key, by_name).unwrap_or_else(|| T::NAMES.iter().map(|(_, value)| *value).collect())
    }

    /// A list of files that have to be there already; empty where missing.
    pub(crate) fn existing_files(&mut self, key: &str) -> Vec<PathBuf> {
        self.list(key, |text| check_file(text).map(|()| PathBuf::from(text))).unwrap_or_default()
    }

    /// A list of texts that have to be understood one by one; `None` where missing.
    pub(crate) fn list<T>(&mut self, key: &str, parse: impl Fn(&str) -> Result<T, String>) -> Option<Vec<T>> {
        let found = self.take(key)?;
        let values = match typed(found.input) {
            Ok(Value::Array(values)) => values,
            Ok(other) => return Some(self.wrong_list(key, &describe(&other))),
            Err(message) => return Some(self.wrong_list(key, &message)),
        };
        let mut parsed = Vec::with_capacity(values.len());
        for value in values {
            let result = match &value {
                Value::String(text) => parse(text),
                other => Err(format!("found {} in the list: write texts in quotes", describe(other))),
            };
            match result {
                Ok(value) => parsed.push(value),
                Err(message) => self.problem(key, message),
            }
        }
        Some(parsed)
    }

    fn wrong_list<T>(&mut self, key: &str, found: &str) -> Vec<T> {
        self.problem(key, format!("found {found}: write a list such as [\"one\", \"two\"]"));
        Vec::new()
    }
}
