//! The servers that scenarios are played on, and which of them meet.

use std::{
    fmt,
    panic::{self, AssertUnwindSafe},
    sync::OnceLock,
};

use federation_tests::{Homeserver, Network, Participant, Synapse};
use libtest_mimic::Failed;

use crate::stage::{Scenario, Stage};

/// Who wrote a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Make {
    Heliograph,
    Synapse,
}

/// Who has a room, and who comes to it.
#[derive(Clone, Copy)]
pub(crate) struct Pair {
    host: Make,
    guest: Make,
}

/// Every pair that says something about us.
pub(crate) const PAIRS: [Pair; 3] = [
    Pair { host: Make::Heliograph, guest: Make::Heliograph },
    Pair { host: Make::Heliograph, guest: Make::Synapse },
    Pair { host: Make::Synapse, guest: Make::Heliograph },
];

impl Pair {
    fn has(self, make: Make) -> bool {
        self.host == make || self.guest == make
    }
}

impl Scenario {
    /// Whether these two can play it.
    pub(crate) fn is_for(&self, pair: Pair) -> bool {
        self.not_with_synapse.is_none() || !pair.has(Make::Synapse)
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |make| if make == Make::Synapse { "synapse" } else { "heliograph" };
        write!(formatter, "{}-{}", word(self.host), word(self.guest))
    }
}

/// The servers, each from the time that it is needed.
#[derive(Default)]
pub(crate) struct World {
    network: Network,
    own: [OnceLock<Homeserver>; 2],
    synapse: OnceLock<Synapse>,
}

impl World {
    /// Plays a scenario with the servers of a pair.
    pub(crate) fn play(&self, scenario: &Scenario, version: &'static str, pair: Pair) -> Result<(), Failed> {
        let host = self.server(pair.host, 0);
        let guest = self.server(pair.guest, usize::from(pair.guest == pair.host));
        let mut stage = Stage { network: &self.network, host, guest, version };
        play(&mut stage, |stage| vec![stage.host, stage.guest], |stage| (scenario.play)(stage))
    }

    /// A server of this make. Each has an address of its own: rules about servers do not look at ports.
    fn server(&self, make: Make, number: usize) -> &dyn Participant {
        match make {
            Make::Heliograph => self.own[number]
                .get_or_init(|| self.network.start_at(["localhost", "127.0.0.2"][number], |setup| setup)),
            Make::Synapse => self.synapse.get_or_init(|| self.network.start_synapse_at("127.0.0.3")),
        }
    }
}

/// Plays on a stage with some servers. If it fails, what they logged meanwhile is part of the failure; and a server of
/// ours that blames itself for something is one.
pub(crate) fn play<S>(
    stage: &mut S,
    servers: impl Fn(&S) -> Vec<&dyn Participant>,
    act: impl FnOnce(&mut S),
) -> Result<(), Failed> {
    let begun: Vec<usize> = servers(stage).iter().map(|server| server.log().len()).collect();
    let played = panic::catch_unwind(AssertUnwindSafe(|| act(stage)));
    let troubles = servers(stage).into_iter().zip(begun).flat_map(|(server, begun)| {
        let log = server.log();
        // The log begins anew where a server was started again.
        let rest = log.get(begun..).unwrap_or(&log);
        trouble(server.name(), rest)
    });
    let troubles: Vec<_> = troubles.collect();
    if let Err(panic) = played {
        let said = panic.downcast_ref::<String>().cloned();
        let said = said.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
        return Err(format!("{}\n{}", said.unwrap_or_default(), troubles.join("\n")).into());
    }
    // With status 502 a server blames another one, which may have died as it was meant to.
    let is_bug =
        |line: &&String| line.contains("panicked") || (line.contains("\"ERROR\"") && !line.contains("\"status\":502"));
    match troubles.iter().find(is_bug) {
        Some(bug) => Err(format!("a server has met a bug: {bug}").into()),
        None => Ok(()),
    }
}

/// The lines of a log that may say why something went wrong.
fn trouble(server: &str, log: &str) -> Vec<String> {
    let words = ["\"ERROR\"", "\"WARN\"", "panicked", " ERROR ", " WARNING "];
    let lines = log.lines().filter(|line| words.iter().any(|word| line.contains(word)));
    lines.map(|line| format!("{server}: {line}")).take(40).collect()
}
