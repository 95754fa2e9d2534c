//! Stopping in good order: the first signal asks, the second one insists.

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::failure::Failure;

/// Tells everybody when the server is to stop.
#[derive(Clone, Debug)]
pub(crate) struct Shutdown {
    asked: CancellationToken,
    insisted: CancellationToken,
}

impl Shutdown {
    /// Listens for SIGINT and SIGTERM.
    #[expect(clippy::disallowed_methods, reason = "the task lives as long as the process")]
    pub(crate) fn on_signals() -> Result<Self, Failure> {
        let shutdown = Self { asked: CancellationToken::new(), insisted: CancellationToken::new() };
        let (interrupt, terminate) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
        tokio::spawn(shutdown.clone().watch(interrupt, terminate));
        Ok(shutdown)
    }

    /// Is cancelled as soon as the server is to stop.
    pub(crate) fn token(&self) -> CancellationToken {
        self.asked.clone()
    }

    /// Waits until the server is to stop.
    pub(crate) async fn asked(&self) {
        self.asked.cancelled().await;
    }

    /// Waits until it is to stop without finishing its work.
    pub(crate) async fn insisted(&self) {
        self.insisted.cancelled().await;
    }

    async fn watch(self, mut interrupt: Signal, mut terminate: Signal) {
        for token in [self.asked, self.insisted] {
            tokio::select! {
                _ = interrupt.recv() => tracing::info!("SIGINT"),
                _ = terminate.recv() => tracing::info!("SIGTERM"),
            }
            token.cancel();
        }
    }
}

fn listen(kind: SignalKind) -> Result<Signal, Failure> {
    signal(kind)
        .map_err(|error| Failure::because("signals cannot be received", error, "start the program in another way"))
}
