//! How text is taken apart into the words by which it is found: messages as well as people.
//!
//! The same for what is stored and for what is searched, and the same on every database, which is why it is done here
//! and not left to one of them.

use std::collections::BTreeSet;

use ruma::UserId;

/// Longer words are cut: nobody searches for more of them.
const MAX_WORD_CHARS: usize = 64;
/// Names are made by anybody, of whatever length.
const MAX_PERSON_WORDS: usize = 32;

/// The words of a text, in lower case, in their order.
///
/// Scripts that do not part their words by spaces count a character as a word.
pub fn words(text: &str) -> Vec<String> {
    phrases(text).into_iter().flatten().collect()
}

/// The words by which somebody is found: those of their name and of their id.
pub fn words_of_person(user_id: &UserId, name: &str) -> BTreeSet<String> {
    words(name).into_iter().chain(words(user_id.localpart())).take(MAX_PERSON_WORDS).collect()
}

/// The words of a text, those together that nothing stands between: one for most scripts, several for those without
/// spaces. Whoever searches means them in that order.
pub fn phrases(text: &str) -> Vec<Vec<String>> {
    let runs = text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty());
    runs.map(|run| split_run(&run.to_lowercase())).filter(|words| !words.is_empty()).collect()
}

/// Takes letters without anything between them apart.
fn split_run(run: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    // Lower case can bring marks that are no letters (as of `İ`).
    for c in run.chars().filter(|c| c.is_alphanumeric()) {
        let stands_alone = is_unspaced(c);
        match words.last_mut() {
            Some(word) if is_open && !stands_alone => {
                if word.chars().count() < MAX_WORD_CHARS {
                    word.push(c);
                }
            }
            _ => words.push(c.to_string()),
        }
        is_open = !stands_alone;
    }
    words
}

/// Whether a script is written without spaces between words: Chinese and Japanese, Thai, Lao, Khmer, Burmese.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests;
