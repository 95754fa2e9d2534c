//! Files that are on one server, and wanted on another.

use hs_testkit::Client;

use crate::stage::{ONE, Scenario, Stage, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[scenario!(files_of_others, ONE), scenario!(small_pictures_of_others, ONE)];

/// A red picture of 64 × 48.
const PICTURE: &[u8] = include_bytes!("red.png");

/// The path of something about a file: `download`, or `thumbnail`.
fn path(what: &str, uri: &str) -> String {
    format!("/_matrix/client/v1/media/{what}/{}", uri.trim_start_matches("mxc://"))
}

fn both(stage: &Stage<'_>) -> [(Client, Client); 2] {
    let (alice, bob, _) = stage.shared_room();
    [(alice.clone(), bob.clone()), (bob, alice)]
}

fn files_of_others(stage: &Stage<'_>) {
    for (one, other) in both(stage) {
        let bytes: Vec<u8> = (0..300_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let uri = one.upload("application/x-tea", &bytes);
        let got = other.get(&path("download", &uri));
        assert_eq!((got.status, got.bytes == bytes), (200, true), "{}", got.text.get(..200).unwrap_or_default());
        assert_eq!(got.header("content-type"), Some("application/x-tea"));
        let missing = format!("{uri}nothing");
        other.get(&path("download", &missing)).refused(404, "M_NOT_FOUND");
    }
}

fn small_pictures_of_others(stage: &Stage<'_>) {
    for (one, other) in both(stage) {
        let uri = one.upload("image/png", PICTURE);
        let got = other.get(&format!("{}?width=32&height=32&method=scale", path("thumbnail", &uri)));
        assert_eq!(got.status, 200, "{}", got.text);
        let kind = got.header("content-type").unwrap_or_default();
        assert!(kind.starts_with("image/"), "{kind}");
        assert!(!got.bytes.is_empty());
    }
}
