//! The parts of a run, each a few figures. They build on one another's accounts and rooms only through [`Stage`].

mod day;
mod fan_out;
mod idle;
mod joins;
mod pages;
mod sends;
mod sync;

use std::{sync::Arc, time::Instant};

use clap::ValueEnum;

use crate::{Failure, Run, Scale, figure::Figure, process::Processes, report::Report, user::User};

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Making accounts
    Register,
    /// Acknowledged messages, in one room and in many
    Sends,
    /// From a send to those who wait for it
    FanOut,
    /// First and later syncs, classic and sliding
    Sync,
    /// Reading history
    Pages,
    /// People coming into a room
    Joins,
    /// A long day of many people
    Day,
    /// Many who only wait
    Idle,
}

/// Where everything happens.
pub(crate) struct Stage {
    pub(crate) address: Arc<str>,
    /// All that the server needs, the database's processes among them.
    pub(crate) processes: Processes,
    /// The server's own processes, where it has others.
    pub(crate) own: Option<Processes>,
    scale: Scale,
}

impl Stage {
    /// A number of things: the first for a smoke test, the second for figures.
    pub(crate) fn many(&self, smoke: usize, full: usize) -> usize {
        if self.scale == Scale::Full { full } else { smoke }
    }

    /// An account of its own for a part.
    pub(crate) async fn user(&self, name: &str) -> Result<User, Failure> {
        User::register(&self.address, name).await
    }

    /// Several accounts.
    pub(crate) async fn users(&self, name: &str, count: usize) -> Result<Vec<User>, Failure> {
        User::register_many(&self.address, name, count).await
    }
}

/// Plays the parts one after the other.
pub(crate) async fn play(run: &Run) -> Result<Report, Failure> {
    let roots = run.pid.into_iter().chain(run.with_pid.iter().copied());
    let own = run.pid.filter(|_| !run.with_pid.is_empty()).map(|pid| Processes::new([pid]));
    let stage = Stage { address: run.address.as_str().into(), processes: Processes::new(roots), own, scale: run.scale };
    let mut figures = Vec::new();
    for part in Part::value_variants() {
        if !run.only.is_empty() && !run.only.contains(part) {
            continue;
        }
        let (started, processor) = (Instant::now(), stage.processes.processor());
        figures.extend(part.play(&stage).await.map_err(|failure| format!("{part:?}: {failure}"))?);
        let processor = stage.processes.processor() - processor;
        eprintln!(
            "{part:?}: {:.1} s, {processor:.1} s of the server's processor time",
            started.elapsed().as_secs_f64()
        );
    }
    if !stage.processes.is_empty() {
        figures.push(Figure::cost("memory at the end", stage.processes.memory(), "MiB"));
        figures.push(Figure::cost("processor time altogether", stage.processes.processor(), "s"));
    }
    Ok(Report { label: run.label.clone(), figures })
}

impl Part {
    async fn play(self, stage: &Stage) -> Result<Vec<Figure>, Failure> {
        match self {
            Self::Register => register(stage).await,
            Self::Sends => sends::play(stage).await,
            Self::FanOut => fan_out::play(stage).await,
            Self::Sync => sync::play(stage).await,
            Self::Pages => pages::play(stage).await,
            Self::Joins => joins::play(stage).await,
            Self::Day => day::play(stage).await,
            Self::Idle => idle::play(stage).await,
        }
    }
}

async fn register(stage: &Stage) -> Result<Vec<Figure>, Failure> {
    let count = stage.many(5, 100);
    let started = Instant::now();
    stage.users("newcomer", count).await?;
    Ok(vec![Figure::rate("registrations, one after the other", count, started.elapsed())])
}
