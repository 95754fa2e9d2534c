//! What the server tells about itself: its log and its figures.

use std::{
    fs,
    io::{self, IsTerminal},
    sync::Arc,
    time::Duration,
};

use hs_config::{LogFormat, Logging};
use metrics::{describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::{runtime::Handle, time::interval};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::{Layer, filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::failure::Failure;

/// Sends the log to standard error: our own crates at the configured level, everybody else's only from warnings on.
pub(crate) fn log_to_stderr(logging: &Logging) -> Result<(), Failure> {
    let level = logging.level.as_str().parse().unwrap_or(LevelFilter::INFO);
    let filter = Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        // What is wrong with the certificate of another server is told by whoever asked that server.
        .with_target("rustls_platform_verifier", LevelFilter::OFF)
        .with_target("hs_", level)
        .with_target("heliograph", level);
    let layer = fmt::layer().with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    let layer = match logging.format {
        LogFormat::Pretty => layer.with_target(false).boxed(),
        LogFormat::Json => layer.json().flatten_event(true).with_span_list(false).boxed(),
    };
    // The filter is a layer of its own and not one around the other: those lose the event that follows a mere question
    // whether some event would be wanted, which sqlx asks all the time.
    tracing_subscriber::registry()
        .with(filter)
        .with(layer)
        .try_init()
        .map_err(|error| Failure::because("the log cannot be written", error, "report this, it is a bug"))
}

/// Writes down every figure in Prometheus' text format.
pub(crate) type Render = Arc<dyn Fn() -> String + Send + Sync>;

/// Bounds of the request durations, in seconds.
const DURATIONS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// Recorded samples gather in memory until they are counted.
const UPKEEP: Duration = Duration::from_secs(5);

/// Starts to collect figures, and gives back how to read them.
#[expect(clippy::disallowed_methods, reason = "the task lives as long as the process")]
pub(crate) fn collect_metrics() -> Result<Render, Failure> {
    let failure = |error| Failure::because("figures cannot be collected", error, "report this, it is a bug");
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), DURATIONS)
        .and_then(PrometheusBuilder::install_recorder)
        .map_err(failure)?;
    describe();
    tokio::spawn(keep_up(handle.clone()));
    Ok(Arc::new(move || {
        look_at_process();
        handle.render()
    }))
}

async fn keep_up(handle: PrometheusHandle) {
    let mut ticks = interval(UPKEEP);
    loop {
        ticks.tick().await;
        handle.run_upkeep();
    }
}

fn describe() {
    describe_histogram!("heliograph_api_request_duration_seconds", "How long requests took, by route and status");
    describe_gauge!("process_resident_memory_bytes", "Memory that is in use and not swapped out");
    describe_gauge!("process_open_fds", "Open files and connections");
    describe_gauge!("heliograph_server_tasks", "Tasks that are alive");
    describe_gauge!("heliograph_server_queued_tasks", "Tasks that wait for a thread");
}

/// Figures that are looked up when somebody asks. Where the system does not tell them, they are left out.
fn look_at_process() {
    if let Some(bytes) = resident_bytes() {
        gauge!("process_resident_memory_bytes").set(bytes);
    }
    if let Ok(files) = fs::read_dir("/proc/self/fd") {
        gauge!("process_open_fds").set(count(files.count()));
    }
    let runtime = Handle::current().metrics();
    gauge!("heliograph_server_tasks").set(count(runtime.num_alive_tasks()));
    gauge!("heliograph_server_queued_tasks").set(count(runtime.global_queue_depth()));
}

fn resident_bytes() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes = line.trim().trim_end_matches(" kB").parse::<f64>().ok()?;
    Some(kibibytes * 1024.0)
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
