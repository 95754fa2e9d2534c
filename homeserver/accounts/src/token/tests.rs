use hs_core::entropy::Entropy;

use super::{Purpose, Token, TokenHash};

#[test]
fn a_token_is_recognisable_and_long() {
    let token = Token::generate(Purpose::Access, &Entropy::seeded(1)).into_secret();
    assert!(token.starts_with("hga_"));
    // 256 bits in six-bit letters.
    assert_eq!(token.len(), "hga_".len() + 43);
    assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')));
}

#[test]
fn tokens_differ_and_so_do_their_hashes() {
    let entropy = Entropy::seeded(1);
    let (one, other) = (Token::generate(Purpose::Access, &entropy), Token::generate(Purpose::Access, &entropy));
    assert_ne!(one, other);
    assert_ne!(one.hash(), other.hash());
    assert_eq!(one.hash(), TokenHash::of(&one.into_secret()));
}

#[test]
fn neither_form_shows_itself_in_a_log() {
    let token = Token::generate(Purpose::Access, &Entropy::seeded(1));
    assert_eq!(format!("{token:?} {:?}", token.hash()), "Token(…) TokenHash(…)");
}
