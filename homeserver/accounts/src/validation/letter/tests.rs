use super::{Letter, Purpose, link};

#[test]
fn a_mail_says_who_writes_what_for_and_what_to_do() {
    let link = link("https://example.org", "sid", "a&b");
    assert_eq!(link, "https://example.org/_matrix/static/client/email?sid=sid&token=a%26b");
    let mail = Letter::Confirm { purpose: Purpose::ResetPassword, link: &link }.to("alice@example.org", "example.org");
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("alice@example.org", "Set a new password (example.org)"));
    assert!(mail.text.contains(&link) && mail.text.contains("example.org"));
    assert!(mail.html.contains("href=\"https://example.org/_matrix/static/client/email?sid=sid&amp;token=a%26b\""));
}

#[test]
fn a_mail_that_only_tells_has_no_link() {
    for letter in [Letter::InUse("@alice:example.org"), Letter::NoAccount] {
        let mail = letter.to("alice@example.org", "example.org");
        assert!(!mail.text.contains("http") && !mail.html.contains("href"));
    }
}
