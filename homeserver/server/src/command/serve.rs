//! `heliograph serve`

use std::sync::Arc;

use hs_config::{ApiKind, Config};

use super::say;
use crate::{control, failure::Failure, listen::Listeners, node::Node, shutdown::Shutdown, telemetry};

/// Starts the server, and ends when it was told to and has finished its work.
pub(super) async fn serve(config: Config) -> Result<(), Failure> {
    telemetry::log_to_stderr(&config.logging)?;
    let metrics = telemetry::collect_metrics()?;
    let config = Arc::new(config);

    // Ports are taken first: a server that cannot be reached must not touch the database.
    let listeners = Listeners::bind(&config).await?;
    let shutdown = Shutdown::on_signals()?;
    let node = Arc::new(Node::build(config.clone(), shutdown.token()).await?);
    node.start_jobs();
    control::start(&node, &config);

    greet(&config, &listeners, &node).await?;
    listeners.serve(&node.api(metrics), &shutdown).await;
    node.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Tells who started the server what to do next.
async fn greet(config: &Config, listeners: &Listeners, node: &Node) -> Result<(), Failure> {
    for (listener, address) in listeners.addresses() {
        tracing::info!(%address, apis = ?listener.apis, tls = listener.tls.is_some(), "listening");
    }
    let has_web = config.listeners.iter().any(|listener| listener.apis.contains(&ApiKind::Web));
    let what = if has_web { "Open" } else { "Sign in with any Matrix client at" };
    say(&format!("Heliograph {} serves {}.", env!("CARGO_PKG_VERSION"), config.server_name))?;
    say(&format!("{what} {}", config.public_base_url))?;
    if !node.has_accounts().await? {
        say("There is no account yet: the first one that is made becomes the administrator.")?;
    }
    Ok(())
}
