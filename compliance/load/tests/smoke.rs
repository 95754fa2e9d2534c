//! The load generator at its smallest scale: it must come to its end, and it must notice a server that loses messages.

use std::{fs, path::Path, process::Command};

use hs_testkit::Setup;

#[test]
fn all_parts_play_to_their_end() {
    // The server's program lies beside the load generator's.
    let folder = Path::new(env!("CARGO_BIN_EXE_load")).parent().expect("a folder");
    let setup = Setup::new(&folder.join("heliograph").display().to_string())
        .with("database.url", "sqlite://data/heliograph.db");
    let server = setup.start();
    let results = setup.folder().join("results.json");
    let load = Command::new(env!("CARGO_BIN_EXE_load"))
        .args(["run", "--scale", "smoke", "--label", "Heliograph"])
        .args(["--address", &server.address().to_string(), "--pid", &server.pid().to_string()])
        .arg("--json")
        .arg(&results)
        .output()
        .expect("the load generator starts");
    let said = String::from_utf8_lossy(&load.stderr);
    assert!(load.status.success(), "{said}");

    let compared = Command::new(env!("CARGO_BIN_EXE_load"))
        .arg("compare")
        .args([&results, &results])
        .output()
        .expect("the load generator starts");
    let table = String::from_utf8_lossy(&compared.stdout);
    let figures = fs::read_to_string(&results).expect("results").matches("\"name\"").count();
    assert!(figures >= 15, "{figures} figures");
    assert_eq!(table.matches("| 1.00 |").count(), figures, "a server is as good as itself: {table}");
    server.assert_sound();
}
