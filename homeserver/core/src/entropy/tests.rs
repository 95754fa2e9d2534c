use super::Entropy;

#[test]
fn clones_draw_from_one_stream() {
    let entropy = Entropy::seeded(7);
    let clone = entropy.clone();
    assert_ne!(entropy.bytes::<16>(), clone.bytes::<16>());
}

#[test]
fn a_seed_repeats() {
    assert_eq!(Entropy::seeded(7).bytes::<16>(), Entropy::seeded(7).bytes::<16>());
}

#[test]
fn text_has_the_length_and_the_letters_asked_for() {
    let text = Entropy::seeded(7).text::<200>(b"abc");
    assert_eq!(text.len(), 200);
    assert!(text.bytes().all(|letter| b"abc".contains(&letter)));
    assert!(b"abc".iter().all(|letter| text.as_bytes().contains(letter)));
    assert_eq!(Entropy::seeded(7).text::<8>(b""), "");
}
