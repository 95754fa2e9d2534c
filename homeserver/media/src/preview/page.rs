//! What stands in the head of a web page: <https://ogp.me/>, and what came before and beside it.

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use serde_json::{Map, Value};
use url::Url;

/// The properties that are passed on. Those with addresses of further files are not: clients would fetch them, and the
/// page would learn who reads the message.
const PASSED_ON: &[&str] =
    &["og:title", "og:description", "og:site_name", "og:type", "og:url", "og:locale", "og:image:alt"];
/// The longest text that is passed on, in characters.
const MAX_TEXT: usize = 1000;
/// Where to look for what Open Graph does not say.
const ELSEWHERE: &[(&str, &[&str])] =
    &[("og:title", &["twitter:title"]), ("og:description", &["twitter:description", "description"])];
/// Where to look for the picture.
const PICTURES: &[&str] = &["og:image", "og:image:secure_url", "og:image:url", "twitter:image", "twitter:image:src"];

/// What a page says about itself.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// `<meta>`, by property or name; the first of each counts.
    meta: BTreeMap<String, String>,
    title: Option<String>,
}

impl Page {
    /// Reads the head of a page, as far as there is one.
    pub(super) fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut emitter = DefaultEmitter::default();
        // Scripts and titles are text to the end of their element, whatever stands in them.
        emitter.naively_switch_states(true);
        let mut is_title = false;
        for token in Tokenizer::new_with_emitter(html, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => match &**tag.name {
                    b"meta" => page.add(&tag),
                    b"title" => is_title = page.title.is_none(),
                    b"body" => break,
                    _ => {}
                },
                Token::String(text) if is_title => {
                    page.title.get_or_insert_default().push_str(&String::from_utf8_lossy(&text));
                }
                Token::EndTag(tag) => match &**tag.name {
                    b"title" => is_title = false,
                    b"head" => break,
                    _ => {}
                },
                _ => {}
            }
        }
        page
    }

    fn add(&mut self, tag: &StartTag<()>) {
        let attribute = |name: &[u8]| {
            let value = tag.attributes.get(name)?;
            Some(String::from_utf8_lossy(value).into_owned())
        };
        let key = attribute(b"property").or_else(|| attribute(b"name"));
        if let (Some(key), Some(content)) = (key, attribute(b"content")) {
            self.meta.entry(key.trim().to_ascii_lowercase()).or_insert(content);
        }
    }

    /// Where the picture is that the page wants to be shown with.
    pub(super) fn picture(&self, place: &Url) -> Option<Url> {
        let written = PICTURES.iter().find_map(|key| self.meta.get(*key).filter(|text| !text.trim().is_empty()))?;
        place.join(written.trim()).ok()
    }

    /// What clients are told.
    pub(super) fn into_properties(mut self) -> Map<String, Value> {
        for (key, others) in ELSEWHERE {
            if !self.meta.contains_key(*key)
                && let Some(text) = others.iter().find_map(|other| self.meta.get(*other))
            {
                self.meta.insert((*key).to_owned(), text.clone());
            }
        }
        if let Some(title) = self.title {
            self.meta.entry("og:title".to_owned()).or_insert(title);
        }
        let passed_on = PASSED_ON.iter().filter_map(|key| Some((*key, tidy(self.meta.get(*key)?)?)));
        passed_on.map(|(key, text)| (key.to_owned(), text.into())).collect()
    }
}

/// Text without line breaks and not without end; nothing where nothing is left.
fn tidy(text: &str) -> Option<String> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = words.chars().filter(|letter| !letter.is_control()).take(MAX_TEXT).collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests;
