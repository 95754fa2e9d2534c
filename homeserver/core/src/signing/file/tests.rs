//! The file, read and written.

use super::*;

#[test]
fn a_key_that_is_replaced_stays_known() {
    let first = SigningKey::from_seed([1; 32]).unwrap();
    let first_id = first.id().clone();
    let mut file = KeyFile::new(first);
    file.rotate(SigningKey::from_seed([2; 32]).unwrap(), 5);
    file.rotate(SigningKey::from_seed([3; 32]).unwrap(), 9);
    let again = KeyFile::from_text(&file.to_text()).unwrap();
    assert_eq!(again.key().id(), file.key().id());
    assert_eq!(again.old(), file.old());
    assert_eq!(again.old()[1].id, first_id);
    assert_eq!(again.old().iter().map(|old| old.expired_ts).collect::<Vec<_>>(), [9, 5]);
}

#[test]
fn a_file_of_synapse_is_understood() {
    let text = "\ned25519 a_1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1\n";
    let file = KeyFile::from_text(text).unwrap();
    assert_eq!(file.key().id(), "ed25519:a_1");
    assert!(file.old().is_empty());
}

#[test]
fn an_old_key_that_makes_no_sense_is_told() {
    let text = "ed25519 a_1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1\nold ed25519 a_0 AAAA 5";
    assert_eq!(KeyFile::from_text(text).unwrap_err(), SigningKeyError::OldShape);
}
