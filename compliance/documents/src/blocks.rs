//! Code blocks: settings are accepted by the configuration's own reader, and every `make` target and `heliograph` command
//! that a page names is there.

use std::fs;

use hs_config::Config;

use crate::pages::{name, pages, root};

/// The code blocks of a language, each with its lines.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut block: Option<String> = None;
    for line in text.lines() {
        match (&mut block, line.trim_start().strip_prefix("```")) {
            (None, Some(name)) if name == language => block = Some(String::new()),
            (None, Some(_)) => block = Some("\0".to_owned()),
            (Some(_), Some(_)) => found.extend(block.take().filter(|block| !block.starts_with('\0'))),
            (Some(block), None) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, None) => {}
        }
    }
    found
}

#[test]
fn settings_are_understood() {
    let folder = tempfile::tempdir().expect("a folder");
    for (page, text) in pages() {
        for block in blocks(&text, "toml") {
            let file = folder.path().join("config.toml");
            fs::write(&file, &block).expect("a file");
            let problems = Config::load(&file).err().map(|error| error.to_string()).unwrap_or_default();
            // Files that a page tells people to make are not there.
            let wrong: Vec<_> = problems.lines().filter(|line| !line.contains("No such file")).collect();
            assert!(wrong.is_empty(), "{}: {}\n{block}", name(&page), wrong.join("\n"));
        }
    }
}

#[test]
fn make_targets_are_there() {
    let makefile = fs::read_to_string(root().join("Makefile")).expect("the Makefile");
    let mut missing = Vec::new();
    for (page, text) in pages() {
        for line in blocks(&text, "sh").iter().flat_map(|block| block.lines()) {
            let mut words = line.split_whitespace();
            if words.next() != Some("make") {
                continue;
            }
            let target = words.next().unwrap_or("help");
            if !target.starts_with('#') && !makefile.contains(&format!("\n{target}:")) {
                missing.push(format!("{}: make {target}", name(&page)));
            }
        }
    }
    assert!(missing.is_empty(), "no such targets: {missing:?}");
}
