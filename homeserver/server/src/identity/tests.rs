//! The key is made once, kept, private, and never replaced when it cannot be understood.

use std::os::unix::fs::PermissionsExt;

use super::*;

fn config(path: &Path) -> Config {
    Config::parse("config.toml", &format!("signing_key.path = {path:?}"), []).expect("valid")
}

#[test]
fn a_key_is_made_once_and_kept_private() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = config(&folder.path().join("deep/signing.key"));
    let made = load_or_create(&config, &Entropy::seeded(1)).expect("made");
    let kept = load_or_create(&config, &Entropy::seeded(2)).expect("kept");
    assert_eq!(made.key().public_key(), kept.key().public_key());
    let mode = fs::metadata(&config.signing_key.path).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_file_that_is_no_key_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("signing.key");
    fs::write(&path, "nonsense").expect("written");
    assert!(load_or_create(&config(&path), &Entropy::seeded(1)).is_err());
    assert_eq!(fs::read_to_string(&path).expect("the file"), "nonsense");
}
