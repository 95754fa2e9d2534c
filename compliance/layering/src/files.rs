//! How source files look: not too long, not named after nothing, and each says first what it is for.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// More than this, and a file does more than one thing.
const MAX_LINES: usize = 500;

/// Names that say nothing.
const FORBIDDEN: &[&str] = &["manager", "helper", "helpers", "util", "utils", "common", "misc"];

/// Folders with sources of our own.
const FOLDERS: &[&str] = &["homeserver", "compliance", "federation-tests", "client-web/src", "client-web/e2e"];

fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("compliance/layering lies two folders deep").to_owned()
}

/// Every source file, with its path from the top of the repository.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        collect(&repository().join(folder), &mut found);
    }
    assert!(found.len() > 20, "the sources were not found");
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("readable").path()) {
        let is_source =
            path.extension().is_some_and(|kind| kind == "rs" || kind == "ts" || kind == "tsx" || kind == "css");
        if path.is_dir() && path.file_name().is_some_and(|name| name != "node_modules" && name != "target") {
            collect(&path, found);
        } else if is_source {
            found.push(path);
        }
    }
}

fn check(broken: impl Fn(&Path, &str) -> Option<String>) {
    let problems = sources().into_iter().filter_map(|path| {
        let text = fs::read_to_string(&path).expect("readable");
        let shown = path.strip_prefix(repository()).unwrap_or(&path);
        broken(shown, &text).map(|problem| format!("{}: {problem}", shown.display()))
    });
    let problems = problems.collect::<Vec<_>>();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn files_are_short() {
    check(|_, text| {
        let lines = text.lines().count();
        (lines > MAX_LINES).then(|| format!("{lines} lines, at most {MAX_LINES}: split it by step"))
    });
}

#[test]
fn rust_files_say_first_what_they_are_for() {
    check(|path, text| {
        // A `tests.rs` says by its place what it is for.
        let is_rust = path.extension().is_some_and(|kind| kind == "rs") && !path.ends_with("tests.rs");
        (is_rust && !text.starts_with("//! ")).then(|| "begin with `//! …`: what lives here, and why".to_owned())
    });
}

#[test]
fn names_say_something() {
    check(|path, _| {
        let mut names = path.iter().filter_map(|part| part.to_str()).map(|part| part.split('.').next().unwrap_or(part));
        let bad = names.find(|name| name.split(['_', '-']).any(|word| FORBIDDEN.contains(&word)))?;
        Some(format!("`{bad}` says nothing: name it after what it does"))
    });
}
