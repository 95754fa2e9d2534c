//! Keys, written and read back.

use ruma::server_name;

use super::*;
use crate::signing::{KeyFile, SigningKey};

const NOW: i64 = 1_700_000_000_000;
const DAY: i64 = 24 * 60 * 60 * 1000;

fn far_future() -> CanonicalJsonValue {
    CanonicalJsonValue::Integer(ruma::Int::try_from(1_900_000_000_000_i64).unwrap())
}

fn identity() -> ServerIdentity {
    let mut file = KeyFile::new(SigningKey::from_seed([1; 32]).unwrap());
    file.rotate(SigningKey::from_seed([2; 32]).unwrap(), NOW - DAY);
    ServerIdentity::from_file(server_name!("example.org").to_owned(), file)
}

#[test]
fn what_we_publish_is_what_others_read() {
    let published = identity().publish(NOW).unwrap();
    let keys = read_keys(&published, server_name!("example.org"), NOW).unwrap();
    assert_eq!(keys.len(), 2);
    let (current, old) = (&keys[0], &keys[1]);
    assert!(!current.is_old && current.is_good_at(NOW) && !current.is_good_at(NOW + 2 * DAY));
    assert!(old.is_old && old.is_good_at(NOW - 2 * DAY) && !old.is_good_at(NOW));
}

#[test]
fn nobody_speaks_for_another_server() {
    let published = identity().publish(NOW).unwrap();
    assert!(matches!(read_keys(&published, server_name!("other.org"), NOW), Err(KeysError::OtherServer)));
    let mut renamed = published;
    renamed.insert("server_name".to_owned(), "other.org".into());
    assert!(matches!(read_keys(&renamed, server_name!("other.org"), NOW), Err(KeysError::Unsigned(_))));
}

#[test]
fn changed_keys_are_not_believed() {
    let mut published = identity().publish(NOW).unwrap();
    published.insert("valid_until_ts".to_owned(), far_future());
    assert!(matches!(read_keys(&published, server_name!("example.org"), NOW), Err(KeysError::Unsigned(_))));
}

#[test]
fn a_validity_of_years_counts_as_seven_days() {
    let identity = identity();
    let mut published = identity.publish(NOW).unwrap();
    published.remove("signatures");
    published.insert("valid_until_ts".to_owned(), far_future());
    identity.sign_json(&mut published).unwrap();
    let keys = read_keys(&published, server_name!("example.org"), NOW).unwrap();
    assert_eq!(keys[0].until_ts, NOW + 7 * DAY);
}
