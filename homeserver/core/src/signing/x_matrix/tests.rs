//! Headers as servers write them, and as nobody should.

use http::HeaderValue;
use proptest::prelude::*;
use ruma::server_name;

use super::*;

fn read(texts: &[&str]) -> Result<Vec<XMatrix>, XMatrixError> {
    let mut headers = HeaderMap::new();
    for text in texts {
        headers.append(header::AUTHORIZATION, HeaderValue::from_str(text).unwrap());
    }
    x_matrix(&headers)
}

#[test]
fn headers_are_read_as_servers_write_them() {
    for text in [
        r#"X-Matrix origin="a.org:8448",destination="b.org",key="ed25519:k_1",sig="c2ln""#,
        "X-Matrix origin=a.org:8448,destination=b.org,key=ed25519:k_1,sig=c2ln",
        r#"x-matrix  Origin="a.org:8448", sig="c2ln" , key=ed25519:k_1,extra="x", destination=b.org"#,
        r#"X-Matrix origin="a.org\:8448",destination=b.org,key="ed25519:k_1",sig="c2ln","#,
    ] {
        let found = read(&[text]).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(found[0].origin, server_name!("a.org:8448"), "{text}");
        assert_eq!(found[0].destination.as_deref(), Some(server_name!("b.org")), "{text}");
        assert_eq!(found[0].key, "ed25519:k_1", "{text}");
        assert_eq!(found[0].sig.encode(), "c2ln", "{text}");
    }
    let old = read(&[r#"X-Matrix origin=a.org,key="ed25519:1",sig="c2ln""#]).unwrap();
    assert_eq!(old[0].destination, None, "servers before version 1.3 know no destination");
    let two = read(&["X-Matrix origin=a.org,key=ed25519:1,sig=c2ln", "X-Matrix origin=a.org,key=ed25519:2,sig=c2ln"]);
    assert_eq!(two.unwrap().len(), 2);
}

#[test]
fn what_makes_no_sense_is_refused() {
    assert_eq!(read(&[]).unwrap_err(), XMatrixError::Missing);
    assert_eq!(read(&["Bearer abc"]).unwrap_err(), XMatrixError::Missing);
    for text in [
        "X-Matrix x",
        "X-Matrix origin=a.org,key=ed25519:1",
        "X-Matrix origin=a.org,origin=b.org,key=ed25519:1,sig=c2ln",
        r#"X-Matrix origin="a.org,key=ed25519:1,sig=c2ln"#,
        r#"X-Matrix origin="a b",key=ed25519:1,sig=c2ln"#,
        "X-Matrix origin=a.org,key=ed25519:1,sig=%%%",
    ] {
        assert_eq!(read(&[text]).unwrap_err(), XMatrixError::Malformed, "{text}");
    }
    let long = format!("X-Matrix origin=a.org,key=ed25519:1,sig={}", "A".repeat(10_000));
    assert_eq!(read(&[&long]).unwrap_err(), XMatrixError::Malformed);
}

proptest! {
    #[test]
    fn no_header_brings_it_down(text in "[ -~]{0,200}") {
        drop(read(&[&text]));
        drop(read(&[&format!("X-Matrix {text}")]));
    }

    #[test]
    fn what_ruma_writes_is_read(port in 1_u16.., version in "[a-zA-Z0-9_.-]{1,20}", bytes in proptest::collection::vec(any::<u8>(), 1..80)) {
        let origin = OwnedServerName::try_from(format!("a.example:{port}")).unwrap();
        let key = OwnedServerSigningKeyId::try_from(format!("ed25519:{version}")).unwrap();
        let written = XMatrix::new(origin.clone(), server_name!("[::1]:1").to_owned(), key.clone(), Base64::new(bytes.clone()));
        let found = read(&[&written.to_string()]).unwrap();
        prop_assert_eq!(&found[0].origin, &origin);
        prop_assert_eq!(&found[0].key, &key);
        prop_assert_eq!(found[0].sig.as_bytes(), &bytes[..]);
    }
}
