use std::{fs, path::PathBuf};

use crate::Config;

const REGISTRATION: &str = r##"
id: "IRC Bridge"
url: "http://127.0.0.1:1234/irc"
as_token: "a secret"
hs_token: "another"
sender_localpart: "_irc_bot"
de.example.unknown: true
namespaces:
  users:
    - exclusive: true
      regex: "@_irc_.*"
  aliases:
    - exclusive: false
      regex: "#_irc_.*"
  rooms: []
"##;

fn load(files: &[&str]) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = (0..files.len()).map(|number| folder.path().join(format!("{number}.yaml"))).collect();
    for (path, text) in paths.iter().zip(files) {
        fs::write(path, text).unwrap();
    }
    let text = format!("[application_services]\nregistrations = {paths:?}");
    Config::parse("test", &text, []).map_err(|error| error.to_string())
}

#[test]
fn a_registration_is_read() {
    let config = load(&[REGISTRATION]).unwrap();
    let service = &config.application_services.services[0];
    assert_eq!((service.id.as_str(), service.rate_limited, service.receive_ephemeral), ("IRC Bridge", true, false));
    let users = &service.namespaces.users[0];
    assert!(users.is_exclusive && users.contains("@_irc_alice:example.org") && !users.contains("@x@_irc_:example.org"));
    assert!(!format!("{config:?}").contains("a secret"), "secrets are not logged");
    let silent = REGISTRATION.replace("\"http://127.0.0.1:1234/irc\"", "null");
    assert_eq!(load(&[&silent]).unwrap().application_services.services[0].url, None);
}

#[test]
fn what_is_wrong_with_a_registration_is_said() {
    let broken = [
        (REGISTRATION.replace("regex: \"@_irc_.*\"", "regex: \"@_irc_(\""), "is not a regular expression"),
        (REGISTRATION.replace("hs_token: \"another\"", ""), "hs_token"),
        (REGISTRATION.replace("\"a secret\"", "\"\""), "as_token must be a text that is not empty"),
        (REGISTRATION.replace("http://", "ftp://"), "url must begin with http"),
        (REGISTRATION.replace("_irc_bot", "_irc:bot"), "no colon can be in it"),
        ("{".to_owned(), "is not a registration"),
    ];
    for (text, message) in broken {
        let problem = load(&[&text]).unwrap_err();
        assert!(problem.contains(message), "{problem}");
        assert!(!problem.contains("a secret"), "{problem}");
    }
    let problem = load(&[REGISTRATION, REGISTRATION]).unwrap_err();
    assert!(problem.contains("two registrations have the id") && problem.contains("as_token of another"), "{problem}");
}
