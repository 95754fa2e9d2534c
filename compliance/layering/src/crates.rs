//! Which crate may use which: the table of `docs/architecture.md`, section 2, against `cargo metadata`.

use std::{collections::BTreeMap, process::Command};

use serde_json::Value;

/// A crate and the crates of ours that it may use. Whoever adds a crate adds a line.
const MAY_USE: &[(&str, &[&str])] = &[
    ("hs-core", &[]),
    ("hs-config", &[]),
    ("hs-storage", &["hs-core", "hs-config"]),
    ("hs-outbound", &["hs-core", "hs-config"]),
    ("hs-accounts", &["hs-outbound", "hs-storage", "hs-core", "hs-config"]),
    ("hs-media", &["hs-outbound", "hs-storage", "hs-core", "hs-config"]),
    ("hs-rooms", &["hs-accounts", "hs-storage", "hs-core", "hs-config"]),
    ("hs-sync", &["hs-rooms", "hs-accounts", "hs-storage", "hs-core", "hs-config"]),
    ("hs-federation", &["hs-rooms", "hs-accounts", "hs-outbound", "hs-storage", "hs-core", "hs-config"]),
    ("hs-delivery", &["hs-rooms", "hs-accounts", "hs-outbound", "hs-storage", "hs-core", "hs-config"]),
    (
        "hs-api",
        &["hs-media", "hs-accounts", "hs-rooms", "hs-sync", "hs-federation", "hs-delivery", "hs-core", "hs-config"],
    ),
    (
        "hs-server",
        &[
            "hs-api",
            "hs-sync",
            "hs-federation",
            "hs-delivery",
            "hs-rooms",
            "hs-accounts",
            "hs-media",
            "hs-storage",
            "hs-outbound",
            "hs-core",
            "hs-config",
        ],
    ),
    ("federation-tests", &["hs-testkit"]),
    ("coverage", &["hs-testkit"]),
    ("layering", &[]),
    ("vectors", &[]),
];

/// Third-party crates behind one wall, and the crates of ours that are the wall.
const LIVES_IN: &[(&str, &[&str])] = &[
    ("axum", &["hs-api", "hs-server"]),
    ("axum-server", &["hs-server"]),
    ("tower-http", &["hs-api"]),
    ("clap", &["hs-server"]),
    ("tracing-subscriber", &["hs-server"]),
    ("metrics-exporter-prometheus", &["hs-server"]),
    ("argon2", &["hs-accounts"]),
    ("sea-orm", &["hs-storage"]),
    ("sea-orm-migration", &["hs-storage"]),
    ("sqlx", &["hs-storage"]),
    ("reqwest", &["hs-outbound"]),
    ("lettre", &["hs-outbound"]),
    ("hickory-resolver", &["hs-outbound"]),
    ("object_store", &["hs-media"]),
    ("image", &["hs-media"]),
    ("ed25519-dalek", &["hs-core"]),
    ("toml", &["hs-config"]),
];

/// What each crate of the workspace uses in its released form; tests may use more.
fn dependencies() -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| {
            let used = package["dependencies"].as_array().expect("dependencies").iter();
            let used = used.filter(|dependency| dependency["kind"] != "dev");
            (text(&package["name"]), used.map(|dependency| text(&dependency["name"])).collect())
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

/// What only tests are made of, and programs that look at the server from outside.
fn is_test_crate(name: &str) -> bool {
    matches!(name, "hs-testkit" | "federation-tests" | "load" | "coverage" | "documents")
}

#[test]
fn crates_use_only_the_floors_below() {
    let mut broken = Vec::new();
    for (name, used) in dependencies().into_iter().filter(|(name, _)| !is_test_crate(name)) {
        let Some((_, allowed)) = MAY_USE.iter().find(|(known, _)| *known == name) else {
            broken.push(format!("{name} has no line in MAY_USE: say what it may use"));
            continue;
        };
        for other in used.iter().filter(|other| other.starts_with("hs-")) {
            if !allowed.contains(&other.as_str()) {
                broken.push(format!("{name} must not use {other}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn third_party_crates_stay_behind_their_walls() {
    let mut broken = Vec::new();
    for (name, used) in dependencies().into_iter().filter(|(name, _)| !is_test_crate(name)) {
        for (wall, inside) in LIVES_IN {
            if used.iter().any(|other| other == wall) && !inside.contains(&name.as_str()) {
                broken.push(format!("{name} must not use {wall}: it lives in {}", inside.join(" and ")));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
