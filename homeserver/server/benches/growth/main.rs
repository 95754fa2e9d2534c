//! What answers cost where there is more of everything: rooms of an account, events of a room, members of a room.
//! `make growth` prints it and draws the pictures in docs/images.
//!
//! An answer should cost what it says and not what the server holds, so each line compares the same answer beside
//! little and beside much.

#![expect(clippy::print_stdout, reason = "the numbers are what this program is for")]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a benchmark that goes wrong ends"
)]

mod ask;
mod events;
mod members;
mod rooms;
mod series;
mod windows;

use hs_testkit::Setup;
use tokio::runtime::Builder;

/// Where the pictures stand.
const IMAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/images");

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let setup = Setup::new(env!("CARGO_BIN_EXE_heliograph")).with("database.url", "sqlite://data/heliograph.db");
    let server = setup.start();
    let all = [rooms::grow(&server), events::grow(&runtime, &server), members::grow(&server)];
    for (series, file) in all.iter().zip(["rooms", "events", "members"]) {
        println!("{series}");
        series.draw(&format!("{IMAGES}/growth-{file}.svg"));
    }
    windows::compare(server);
}
