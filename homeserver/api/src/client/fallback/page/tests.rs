use hs_config::{Policy, PolicyDocument};

use super::{Language, checkbox, escape};

fn policy(languages: &[&str]) -> Policy {
    let document = |language: &&str| PolicyDocument {
        language: (*language).to_owned(),
        name: format!("In <{language}>"),
        url: format!("https://example.org/{language}?a=1&b=\"2\""),
    };
    Policy { id: "privacy".to_owned(), version: "1".to_owned(), documents: languages.iter().map(document).collect() }
}

#[test]
fn documents_come_in_the_language_that_is_read_best() {
    let policy = policy(&["en", "fr", "pt-BR"]);
    for (header, expected) in
        [("fr-CH, fr;q=0.9, en;q=0.8", "fr"), ("de, pt;q=0.5", "pt-BR"), ("PT-br", "pt-BR"), ("ja", "en"), ("", "en")]
    {
        let chosen = Language::of(header).choose(&policy.documents).expect("a document");
        assert_eq!(chosen.language, expected, "{header}");
    }
}

#[test]
fn what_a_document_is_called_is_text_and_nothing_else() {
    let html = checkbox(&policy(&["en"]), &Language::of("en"));
    assert!(html.contains("In &lt;en&gt;"), "{html}");
    assert!(html.contains("href=\"https://example.org/en?a=1&amp;b=&quot;2&quot;\""), "{html}");
    assert_eq!(escape("<script>'\"&"), "&lt;script&gt;&#39;&quot;&amp;");
}
