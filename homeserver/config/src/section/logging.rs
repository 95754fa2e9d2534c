//! What is logged, and how.

use crate::read::{Named, Section};

/// `[logging]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logging {
    /// The least important messages that are still written.
    pub level: LogLevel,
    /// Lines for people or for machines.
    pub format: LogFormat,
}

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// Only what needs attention now.
    Error,
    /// And what may need it soon.
    Warn,
    /// And one line per request.
    Info,
    /// And what is going on inside.
    Debug,
    /// Everything.
    Trace,
}

impl LogLevel {
    /// The level's name, as tracing knows it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

impl Named for LogLevel {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("error", Self::Error),
        ("warn", Self::Warn),
        ("info", Self::Info),
        ("debug", Self::Debug),
        ("trace", Self::Trace),
    ];
}

/// The form of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// One JSON object a line.
    Json,
}

impl Named for LogFormat {
    const NAMES: &'static [(&'static str, Self)] = &[("pretty", Self::Pretty), ("json", Self::Json)];
}

impl Logging {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self { level: section.named("level", LogLevel::Info), format: section.named("format", LogFormat::Pretty) }
    }
}
