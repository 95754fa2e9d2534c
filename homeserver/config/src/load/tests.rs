//! The sample file, the environment, and one clear line for each mistake.

use super::*;

fn parse(text: &str, variables: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::parse("config.toml", text, variables).map_err(|error| error.0.iter().map(ToString::to_string).collect())
}

fn problem(text: &str, variables: &[(&str, &str)]) -> String {
    let problems = parse(text, variables).expect_err("a configuration with a mistake");
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.into_iter().next().expect("one problem")
}

#[test]
fn the_sample_shows_every_key_with_its_default() {
    let sample = include_str!("../../../../config.toml");
    let table = sample.parse::<Table>().expect("TOML");
    let mut reader = Reader::new("config.toml".to_owned(), []);
    let config = reader.read(table.clone(), Config::read);
    assert_eq!(reader.problems, []);
    assert_eq!(config, parse("", &[]).expect("the defaults"));

    // A section in the file must be a section that is known, and the other way round; `tls` is optional.
    for path in reader.known.iter().filter(|path| !path.ends_with("tls")) {
        let mut value = toml::Value::Table(table.clone());
        for key in path.split('.') {
            value = match value {
                toml::Value::Array(values) => values[key.parse::<usize>().expect("an index")].clone(),
                value => value.get(key).unwrap_or_else(|| panic!("{path} is not in the sample")).clone(),
            };
        }
    }
}

#[test]
fn the_environment_goes_before_the_file() {
    let config = parse(
        "server_name = \"file.example\"\n[database]\nurl = \"sqlite://file.db\"",
        &[
            ("HELIOGRAPH_SERVER_NAME", "env.example:8448"),
            ("HELIOGRAPH_DATABASE__URL", "postgres://h:p@localhost/h"),
            ("HELIOGRAPH_DATABASE__MAX_CONNECTIONS", "4"),
            ("HELIOGRAPH_LISTENERS__0__BIND", "127.0.0.1:0"),
            ("HELIOGRAPH_LISTENERS__0__APIS", "[\"client\"]"),
            ("HELIOGRAPH_FEDERATION__ENABLED", "false"),
            ("HELIOGRAPH_MEDIA__MAX_UPLOAD_SIZE", "2 KiB"),
            ("PATH", "/bin"),
        ],
    )
    .expect("valid");
    assert_eq!(config.server_name, "env.example:8448");
    assert_eq!(config.database.url, "postgres://h:p@localhost/h");
    assert_eq!(config.database.max_connections, 4);
    assert_eq!(config.listeners[0].bind.to_string(), "127.0.0.1:0");
    assert_eq!(config.listeners[0].apis, [crate::ApiKind::Client]);
    assert!(!config.federation.enabled);
    assert_eq!(config.media.max_upload_size, 2048);
}

#[test]
fn whole_lists_of_sections_come_from_the_environment() {
    let listeners = "[{ bind = \"127.0.0.1:1\", apis = [\"web\"] }, { bind = \"127.0.0.1:2\", apis = [\"admin\"] }]";
    let config = parse("", &[("HELIOGRAPH_LISTENERS", listeners)]).expect("valid");
    assert_eq!(config.listeners.len(), 2);
}

#[test]
fn mistakes_are_named() {
    for (text, expected) in [
        ("[database]\nurll = \"x\"", "config.toml: database.urll: there is no such key: did you mean url?"),
        ("servername = \"x\"", "config.toml: servername: there is no such key: did you mean server_name?"),
        (
            "zzz = 1",
            "config.toml: zzz: there is no such key: remove it, or look for its name in the sample config.toml",
        ),
        ("server_name = 5", "config.toml: server_name: found the number 5: write a server name in quotes"),
        (
            "database = 5",
            "config.toml: database: found the number 5: write a section with [database] and its keys below",
        ),
        ("federation.enabled = \"yes\"", "config.toml: federation.enabled: found text: write true or false"),
        (
            "database.max_connections = 0",
            "config.toml: database.max_connections: found 0: write a number from 2 to 1000",
        ),
        (
            "logging.level = \"loud\"",
            "config.toml: logging.level: found \"loud\": write one of \"error\", \"warn\", \"info\", \"debug\", \"trace\"",
        ),
        (
            "rooms.default_version = \"99\"",
            "config.toml: rooms.default_version: found \"99\", a room version that this server does not know: write one from \"1\" to \"12\"",
        ),
        ("a = ", "config.toml: line 1 is not TOML (string values must be quoted, expected literal string): correct it"),
        (
            "[[listeners]]\napis = [\"klient\"]",
            "config.toml: listeners.0.apis: found \"klient\": write one of \"client\", \"federation\", \"web\", \"admin\", \"metrics\"",
        ),
        (
            "http.trusted_proxies = \"::1\"",
            "config.toml: http.trusted_proxies: found text: write a list such as [\"one\", \"two\"]",
        ),
    ] {
        assert_eq!(problem(text, &[]), expected);
    }
}

#[test]
fn mistakes_in_the_environment_name_the_variable() {
    assert_eq!(
        problem("", &[("HELIOGRAPH_DATABASE__URI", "sqlite://x")]),
        "HELIOGRAPH_DATABASE__URI: database.uri: there is no such key: did you mean database.url?"
    );
    assert_eq!(
        problem("", &[("HELIOGRAPH_HTTP__MAX_BODY_SIZE", "many")]),
        "HELIOGRAPH_HTTP__MAX_BODY_SIZE: http.max_body_size: found \"many\": write a size such as \"100 MiB\" (units: B, KiB, MiB, GiB)"
    );
}

#[test]
fn bad_addresses_names_and_files_are_refused() {
    assert!(problem("server_name = \"https://x\"", &[]).contains("is not a server name"));
    assert!(problem("public_base_url = \"localhost\"", &[]).contains("is not a base URL"));
    assert!(problem("[[listeners]]\nbind = \"localhost\"", &[]).contains("is not an IP address with a port"));
    let tls = "[[listeners]]\ntls = { certificate = \"no/such.pem\", private_key = \"config.toml\" }";
    assert!(parse(tls, &[]).expect_err("no such file")[0].contains("cannot be read"));
    let half = "[[listeners]]\ntls = { certificate = \"Cargo.toml\" }";
    assert!(problem(half, &[]).starts_with("config.toml: listeners.0.tls.private_key: is missing"));
}

#[test]
fn listeners_that_clash_are_refused() {
    let twice = "[[listeners]]\nbind = \"127.0.0.1:8008\"\n[[listeners]]\nbind = \"0.0.0.0:8008\"";
    assert!(problem(twice, &[]).starts_with("config.toml: listeners.1.bind: 0.0.0.0:8008 is taken by listeners.0"));
}

#[test]
fn all_problems_are_reported_at_once() {
    let problems = parse("a = 1\nserver_name = 2\nfederation.enabled = 3", &[]).expect_err("three mistakes");
    assert_eq!(problems.len(), 3);
}

#[test]
fn an_unreadable_file_is_one_line() {
    let error = Config::load_with(Path::new("no/such/file.toml"), []).expect_err("no file").to_string();
    assert!(error.starts_with("no/such/file.toml: the file cannot be read (No such file or directory"), "{error}");
}

#[test]
fn secrets_do_not_show_in_debug_output() {
    let text = "database.url = \"postgres://u:hunter2@h/d\"\nregistration.shared_secret = \"hunter2\"";
    let config = parse(text, &[]).expect("valid");
    assert!(!format!("{config:?}").contains("hunter2"));
}
