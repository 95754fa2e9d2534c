//! What a server's name says, before anybody is asked.

use ruma::server_name;

use super::*;

fn target(name: &ServerName, allow_private: bool) -> Result<Target, OutboundError> {
    Target::of(name, Guard::new(allow_private))
}

#[test]
fn names_with_an_address_or_a_port_say_all() {
    let exact = |authority: &str, host: &str| Target {
        authority: authority.to_owned(),
        host_header: host.to_owned(),
        by_service: false,
    };
    let literal = target(server_name!("1.1.1.1"), false).expect("a target");
    assert_eq!(literal, exact("1.1.1.1:8448", "1.1.1.1"));
    let literal = target(server_name!("[2606:4700::1]:81"), false).expect("a target");
    assert_eq!(literal, exact("[2606:4700::1]:81", "[2606:4700::1]:81"));
    let named = target(server_name!("example.org:443"), false).expect("a target");
    assert_eq!(named, exact("example.org:443", "example.org:443"));
    let bare = target(server_name!("example.org"), false).expect("a target");
    assert!(bare.by_service);
    assert_eq!(bare.authority, "example.org", "without a port, the resolver's is used");
}

#[test]
fn literal_addresses_that_point_inwards_are_refused() {
    for name in
        [server_name!("127.0.0.1:8448"), server_name!("10.0.0.1"), server_name!("[::1]"), server_name!("[fe80::1]:1")]
    {
        assert!(matches!(target(name, false), Err(OutboundError::Refused(_))), "{name}");
        assert!(target(name, true).is_ok(), "{name}, where the configuration allows it");
    }
}

#[test]
fn what_only_a_url_would_take_for_an_address_is_no_name() {
    // Each of them means 127.0.0.1 or another address within to whoever connects.
    let disguised = ["127.1", "127.1:8008", "0x7f000001", "2130706433", "0177.0.0.1:443", "0x10", "0"];
    for name in disguised {
        let name = <&ServerName>::try_from(name).expect("the grammar has it");
        for allow_private in [false, true] {
            assert!(matches!(target(name, allow_private), Err(OutboundError::Refused(_))), "{name}");
        }
    }
}

#[test]
fn services_are_tried_by_priority_and_weight() {
    let entropy = Entropy::seeded(7);
    let found = |name: &str, priority, weight| Found { priority, weight, port: 1, name: name.to_owned() };
    let services = vec![found("backup", 20, 100), found("heavy", 10, 90), found("light", 10, 8)];
    let mut heavy_first = 0;
    for _ in 0..1000 {
        let ordered = order(services.clone(), &entropy);
        let names: Vec<&str> = ordered.iter().map(|service| service.name.as_str()).collect();
        assert_eq!(names[2], "backup");
        heavy_first += usize::from(names[0] == "heavy");
    }
    assert!((850..970).contains(&heavy_first), "91 in 100, not {heavy_first} in 1000");
}
