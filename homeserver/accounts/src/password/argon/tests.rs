use argon2::Params;

use super::{hash, verify};

#[test]
fn memory_is_used_again_and_leaves_no_trace_in_the_result() {
    let (small, large) = (Params::new(8, 1, 1, None).unwrap(), Params::new(64, 1, 1, None).unwrap());
    let mut memory = Vec::new();
    let fresh = hash(&small, "correct horse", b"0123456789abcdef", &mut memory).unwrap();
    hash(&large, "another", b"0123456789abcdef", &mut memory).unwrap();
    let used = hash(&small, "correct horse", b"0123456789abcdef", &mut memory).unwrap();
    assert_eq!(fresh, used);
    assert_eq!(memory.len(), large.block_count());
}

#[test]
fn what_the_reference_implementation_made_verifies() {
    // echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -e
    let stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    let mut memory = Vec::new();
    assert!(verify("password", stored, &mut memory).unwrap());
    assert!(!verify("Password", stored, &mut memory).unwrap());
}

#[test]
fn what_is_no_hash_is_an_error() {
    for stored in
        ["", "nonsense", "$argon2id$v=19$m=8,t=1,p=1", "$bcrypt$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAA"]
    {
        assert!(verify("password", stored, &mut Vec::new()).is_err(), "{stored}");
    }
}
