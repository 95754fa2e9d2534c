use hs_config::HashCost;
use hs_core::entropy::Entropy;
use ruma::api::error::ErrorKind;

use super::{Passwords, QUEUE, check_policy};

fn passwords() -> Passwords {
    Passwords::new(HashCost::Minimum, 2, Entropy::seeded(1)).unwrap()
}

#[tokio::test]
async fn only_the_right_password_verifies() {
    let passwords = passwords();
    let hash = passwords.hash("correct horse").await.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$"));
    assert!(passwords.verify("correct horse", Some(&hash)).await.unwrap());
    assert!(!passwords.verify("wrong horse", Some(&hash)).await.unwrap());
}

#[tokio::test]
async fn equal_passwords_have_different_hashes() {
    let passwords = passwords();
    assert_ne!(passwords.hash("correct horse").await.unwrap(), passwords.hash("correct horse").await.unwrap());
}

#[tokio::test]
async fn nobody_has_the_password_of_the_decoy() {
    assert!(!passwords().verify("", None).await.unwrap());
}

#[tokio::test]
async fn a_hash_of_another_cost_still_verifies() {
    let standard = Passwords::new(HashCost::Standard, 1, Entropy::seeded(2)).unwrap();
    let hash = standard.hash("correct horse").await.unwrap();
    assert!(passwords().verify("correct horse", Some(&hash)).await.unwrap());
}

#[tokio::test]
async fn a_damaged_hash_is_an_error_and_not_a_refusal() {
    assert!(passwords().verify("correct horse", Some("nonsense")).await.is_err());
}

#[tokio::test]
async fn a_full_queue_refuses_at_once() {
    let passwords = passwords();
    let _everything = passwords.0.queue.try_acquire_many(u32::try_from(QUEUE + 2).unwrap()).unwrap();
    let error = passwords.verify("correct horse", None).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::LimitExceeded(_)));
}

#[test]
fn the_policy_counts_characters_and_bounds_bytes() {
    assert!(check_policy("s3kr1t").is_ok());
    assert!(matches!(check_policy("12345").unwrap_err().kind(), ErrorKind::WeakPassword));
    assert!(check_policy("ключик").is_ok());
    assert!(matches!(check_policy(&"x".repeat(513)).unwrap_err().kind(), ErrorKind::InvalidParam));
}
