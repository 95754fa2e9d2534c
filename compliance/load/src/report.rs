//! Results: a file for programs, tables for people.

use std::{fmt::Write, fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::{
    Failure,
    figure::{Better, Figure},
};

/// What one run measured.
#[derive(Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) label: String,
    pub(crate) figures: Vec<Figure>,
}

impl Report {
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
    }

    pub(crate) fn write(&self, path: &Path) -> Result<(), Failure> {
        fs::write(path, serde_json::to_string_pretty(self)? + "\n")
            .map_err(|error| format!("{}: {error}", path.display()).into())
    }

    /// The figures, one a line.
    pub(crate) fn table(&self) -> String {
        let mut table = format!("{}\n", self.label);
        for Figure { name, value, unit, .. } in &self.figures {
            let _infallible = writeln!(table, "  {name:<52} {:>10} {unit}", readable(*value));
        }
        table
    }

    fn get(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }
}

/// Two runs side by side. The ratio is how many times better ours is; below 1 it is worse.
pub(crate) fn compare(ours: &Report, theirs: &Report) -> String {
    let mut table = format!("| | {} | {} | times better |\n|---|---:|---:|---:|\n", ours.label, theirs.label);
    for figure in &ours.figures {
        let Some(other) = theirs.get(&figure.name) else { continue };
        let ratio = match figure.better {
            Better::More => figure.value / other.value,
            Better::Less => other.value / figure.value,
        };
        let (value, other, unit) = (readable(figure.value), readable(other.value), &figure.unit);
        let _infallible =
            writeln!(table, "| {} | {value} {unit} | {other} {unit} | {} |", figure.name, readable(ratio));
    }
    table
}

/// Three digits that say something.
fn readable(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
