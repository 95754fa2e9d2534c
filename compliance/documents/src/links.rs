//! Links between our own documents lead to files and headings that are there. The world's pages are not asked for.

use std::{collections::HashSet, fs, path::Path};

use crate::pages::{name, pages};

/// What a heading is called in a link: lower case, words joined by hyphens.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
}

fn anchors(text: &str) -> HashSet<String> {
    text.lines().filter_map(|line| line.strip_prefix('#')).map(|line| anchor(line.trim_start_matches('#'))).collect()
}

/// The targets of `[text](target)`, outside of code blocks.
fn targets(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut is_code = false;
    for line in text.lines() {
        is_code ^= line.trim_start().starts_with("```");
        if !is_code {
            found.extend(line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target));
        }
    }
    found
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for (page, text) in pages() {
        for target in targets(&text).into_iter().filter(|target| !target.contains("://")) {
            let (file, fragment) = target.split_once('#').unwrap_or((target, ""));
            let path = if file.is_empty() { page.clone() } else { page.parent().unwrap_or(Path::new("")).join(file) };
            let there = fs::metadata(&path).is_ok();
            let leads =
                fragment.is_empty() || fs::read_to_string(&path).is_ok_and(|text| anchors(&text).contains(fragment));
            if !there || !leads {
                broken.push(format!("{}: {target}", name(&page)));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
}

#[test]
fn every_page_of_docs_is_in_its_summary() {
    let summary = fs::read_to_string(crate::pages::root().join("docs/SUMMARY.md")).expect("the summary");
    let listed: HashSet<_> = targets(&summary).into_iter().map(ToOwned::to_owned).collect();
    let docs = crate::pages::root().join("docs");
    let all = pages().into_iter().filter_map(|(page, _)| Some(page.strip_prefix(&docs).ok()?.display().to_string()));
    let missing: Vec<_> = all.filter(|page| page != "SUMMARY.md" && !listed.contains(page)).collect();
    assert!(missing.is_empty(), "not in docs/SUMMARY.md: {missing:?}");
}
