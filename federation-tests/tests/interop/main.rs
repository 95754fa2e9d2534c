//! What servers are to each other: every scenario is written once, and played by each pair of makers in both roles.
//!
//! ```sh
//! cargo test -p federation-tests --test interop              # all of them
//! cargo test -p federation-tests --test interop synapse      # those with Synapse; or `invite`, or `v12`
//! ```
//!
//! The servers are started once, with the first scenario that needs them. Whoever is on a stage is new there, so that
//! scenarios do not meet each other.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what is not in an answer fails the test, as it should"
)]

mod acl;
mod agreement;
mod directory;
mod ends;
mod fault;
mod history;
mod invitation;
mod keys;
mod media;
mod membership;
mod stage;
mod talk;
mod world;

use std::{process::ExitCode, sync::Arc};

use libtest_mimic::{Arguments, Trial};

use self::{
    fault::{DISASTERS, Ruins},
    stage::Scenario,
    world::World,
};

/// All scenarios, by chapter.
const CHAPTERS: &[(&str, &[Scenario])] = &[
    ("membership", membership::SCENARIOS),
    ("invitation", invitation::SCENARIOS),
    ("talk", talk::SCENARIOS),
    ("history", history::SCENARIOS),
    ("directory", directory::SCENARIOS),
    ("media", media::SCENARIOS),
    ("keys", keys::SCENARIOS),
    ("acl", acl::SCENARIOS),
    ("ends", ends::SCENARIOS),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let world = Arc::new(World::default());
    let mut trials = Vec::new();
    for (chapter, scenario) in
        CHAPTERS.iter().flat_map(|(name, scenarios)| scenarios.iter().map(move |scenario| (name, scenario)))
    {
        for version in scenario.versions {
            for pair in world::PAIRS.into_iter().filter(|pair| scenario.is_for(*pair)) {
                let name = format!("{chapter}::{} v{version} {pair}", scenario.name);
                let world = Arc::clone(&world);
                trials.push(Trial::test(name, move || world.play(scenario, version, pair)));
            }
        }
    }
    let ruins = Arc::new(Ruins::default());
    for disaster in DISASTERS {
        for (number, host) in ["heliograph", "synapse"].into_iter().enumerate() {
            let ruins = Arc::clone(&ruins);
            let name = format!("fault::{} at {host}", disaster.name);
            trials.push(Trial::test(name, move || ruins.play(disaster, number)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}
