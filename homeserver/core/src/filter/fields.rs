//! The parts of events that a client wants: `event_fields`.
//! See <https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3useruseridfilter_request_filter>.

use ruma::serde::Raw;
use serde_json::{Map, Value, value::to_raw_value};

/// Paths into events. A dot separates names, unless it is escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<Vec<String>>);

impl Fields {
    /// Reads the paths.
    pub fn new(paths: &[String]) -> Self {
        Self(paths.iter().map(|path| split(path)).collect())
    }

    /// The event with these parts only.
    pub fn pick<T>(&self, event: &Raw<T>) -> Result<Raw<T>, serde_json::Error> {
        let whole: Value = serde_json::from_str(event.json().get())?;
        let mut picked = Map::new();
        for path in &self.0 {
            copy(path, &whole, &mut picked);
        }
        to_raw_value(&picked).map(Raw::from_json)
    }
}

/// The names in a path; a backslash makes the dot or the backslash after it a part of a name.
fn split(path: &str) -> Vec<String> {
    let (mut names, mut name) = (Vec::new(), String::new());
    let mut letters = path.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '.' => names.push(std::mem::take(&mut name)),
            '\\' => match letters.next_if(|next| matches!(next, '.' | '\\')) {
                Some(escaped) => name.push(escaped),
                None => name.push(letter),
            },
            _ => name.push(letter),
        }
    }
    names.push(name);
    names
}

/// Copies what is at a path, with the objects around it.
fn copy(path: &[String], from: &Value, to: &mut Map<String, Value>) {
    let Some((name, rest)) = path.split_first() else { return };
    let Some(value) = from.get(name) else { return };
    if rest.is_empty() {
        to.insert(name.clone(), value.clone());
        return;
    }
    if !value.is_object() {
        return;
    }
    let inner = to.entry(name.clone()).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(inner) = inner {
        copy(rest, value, inner);
    }
}

#[cfg(test)]
mod tests;
