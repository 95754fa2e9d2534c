use proptest::prelude::*;

use super::{phrases, words};

#[test]
fn text_is_taken_apart_where_no_letter_is() {
    assert_eq!(words("Hello, WORLD!  (v2.0)"), ["hello", "world", "v2", "0"]);
    assert_eq!(words("Ærøskøbing-Straße"), ["ærøskøbing", "straße"]);
    assert_eq!(words("'); DROP TABLE * \"x\""), ["drop", "table", "x"]);
    assert_eq!(words(" \0 … 🦀"), Vec::<String>::new());
}

#[test]
fn scripts_without_spaces_are_found_by_their_characters() {
    assert_eq!(words("東京2020へ"), ["東", "京", "2020", "へ"]);
    assert_eq!(phrases("東京 ok"), [vec!["東", "京"], vec!["ok"]]);
}

#[test]
fn nobody_searches_for_more_than_the_beginning_of_an_endless_word() {
    assert_eq!(words(&"x".repeat(1000)), ["x".repeat(64)]);
}

proptest! {
    #[test]
    fn words_are_words(text in ".*") {
        for word in words(&text) {
            prop_assert_eq!(words(&word), vec![word]);
        }
    }
}
