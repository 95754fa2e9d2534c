//! The reference of the configuration, made of the sample `config.toml`.
//!
//! The sample is checked against the code elsewhere: it has every key with its default. So what is written here cannot
//! differ from what the server does.

use std::fmt::Write;

const HEAD: &str = "# Configuration\n\n\
    <!-- Written by `make docs` from config.toml: edit that file instead. -->\n\n\
    A server reads one TOML file, then the environment: each key is also an environment variable, which goes before the \
    file. `heliograph config check --config FILE` tells everything that is wrong, one line per mistake. Relative paths \
    start in the folder in which the program is started.\n";

/// One key of a section.
struct Key {
    name: String,
    value: String,
    about: String,
}

/// A section of the file, with what is said about it as a whole.
#[derive(Default)]
struct Section {
    name: String,
    is_list: bool,
    about: Vec<String>,
    keys: Vec<Key>,
}

/// Writes the reference as Markdown.
pub fn reference(sample: &str) -> Result<String, String> {
    sample.parse::<toml::Table>().map_err(|error| error.to_string())?;
    let mut document = HEAD.to_owned();
    for section in sections(sample) {
        section.write(&mut document);
    }
    Ok(document)
}

/// Reads the sample line by line, because a TOML parser drops the comments that this is about.
fn sections(sample: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut about = Vec::new();
    // What stands before the first empty line is about the file.
    let body = sample.split_once("\n\n# The part").map_or(sample, |(head, _)| sample.get(head.len()..).unwrap_or(""));
    for line in body.lines().map(str::trim_end) {
        let Some(section) = sections.last_mut() else { break };
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.strip_prefix(' ').unwrap_or(comment);
            match optional_key(comment) {
                Some(key) => section.keys.push(key),
                None => about.push(comment.to_owned()),
            }
        } else if let Some(name) = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
            let about = std::mem::take(&mut about);
            sections.push(Section { name: name.to_owned(), is_list: true, about, keys: Vec::new() });
        } else if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let about = std::mem::take(&mut about);
            sections.push(Section { name: name.to_owned(), is_list: false, about, keys: Vec::new() });
        } else if let Some(mut key) = key(line) {
            if !about.is_empty() {
                let above = std::mem::take(&mut about).join(" ");
                let both = format!("{above} {}", key.about);
                both.trim().clone_into(&mut key.about);
            }
            section.keys.push(key);
        }
    }
    sections
}

/// `name = value   # about it`
fn key(line: &str) -> Option<Key> {
    let (name, rest) = line.split_once(" = ")?;
    if !name.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
        return None;
    }
    // A comment begins with a hash behind a space that is outside of quotes.
    let mut quoted = false;
    let hash = rest.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == '#' && !quoted
    });
    let (value, about) = hash.map_or((rest, ""), |(at, _)| rest.split_at(at));
    let about = about.trim_start_matches('#').trim();
    Some(Key { name: name.to_owned(), value: value.trim().to_owned(), about: about.to_owned() })
}

/// A key that the sample leaves out, because it has no default: `# name = value`.
fn optional_key(comment: &str) -> Option<Key> {
    key(comment).map(|key| Key { value: String::new(), about: format!("such as `{}`", key.value), ..key })
}

impl Section {
    fn write(&self, document: &mut String) {
        if self.keys.is_empty() {
            return;
        }
        if !self.name.is_empty() {
            let brackets = if self.is_list { ("[[", "]]") } else { ("[", "]") };
            let _infallible = write!(document, "\n## `{}{}{}`\n", brackets.0, self.name, brackets.1);
        }
        if !self.about.is_empty() {
            document.push('\n');
        }
        for line in &self.about {
            // An indented line of a comment is a list of values.
            let item = line.strip_prefix("  ").and_then(|item| item.split_once("  "));
            let _infallible = match item {
                Some((value, meaning)) => writeln!(document, "- `{}`: {}", value.trim(), meaning.trim()),
                None => writeln!(document, "{line}"),
            };
        }
        document.push_str("\n| key | default | environment | |\n|---|---|---|---|\n");
        for key in &self.keys {
            let default = if key.value.is_empty() { String::new() } else { format!("`{}`", cell(&key.value)) };
            let variable = self.variable(&key.name);
            let _infallible =
                writeln!(document, "| `{}` | {default} | `{variable}` | {} |", key.name, cell(&key.about));
        }
    }

    fn variable(&self, key: &str) -> String {
        let mut path = vec!["HELIOGRAPH".to_owned()];
        path.extend(self.name.split('.').filter(|part| !part.is_empty()).map(str::to_uppercase));
        if self.is_list {
            path.push("0".to_owned());
        }
        path.push(key.to_uppercase());
        let head = path.remove(0);
        format!("{head}_{}", path.join("__"))
    }
}

/// A text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests;
