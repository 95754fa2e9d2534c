//! What the server under test takes of the machine: memory and processor time of its processes, from /proc.

use std::fs;

/// The processes that make up a server: those named, and all their descendants.
#[derive(Clone, Debug)]
pub(crate) struct Processes {
    roots: Vec<u32>,
}

/// Linux counts processor time in hundredths of a second, whatever the kernel's own tick.
const TICKS_PER_SECOND: f64 = 100.0;

impl Processes {
    pub(crate) fn new(roots: impl IntoIterator<Item = u32>) -> Self {
        Self { roots: roots.into_iter().collect() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// Memory that is really theirs, in MiB: shared pages are divided among those who share them.
    pub(crate) fn memory(&self) -> f64 {
        self.all().into_iter().filter_map(proportional_kib).sum::<f64>() / 1024.0
    }

    /// Processor time so far, in seconds.
    pub(crate) fn processor(&self) -> f64 {
        self.all().into_iter().filter_map(ticks).sum::<f64>() / TICKS_PER_SECOND
    }

    fn all(&self) -> Vec<u32> {
        let mut all = self.roots.clone();
        let mut next = 0;
        while let Some(pid) = all.get(next).copied() {
            all.extend(children(pid));
            next += 1;
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn children(pid: u32) -> Vec<u32> {
    let Ok(threads) = fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    let lists = threads.flatten().filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
}

fn proportional_kib(pid: u32) -> Option<f64> {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

fn ticks(pid: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in parentheses may contain anything; the fields of interest are the 12th and 13th behind it.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let field = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok());
    Some(field(11)? + field(12)?)
}
