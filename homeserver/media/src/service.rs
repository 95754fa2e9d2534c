//! The service itself; what it can do is in the other files, a subject each.

use std::{io, num::NonZero, sync::Arc, thread};

use hs_config::Media as MediaConfig;
use hs_core::{clock::Clock, entropy::Entropy};
use hs_outbound::{FederationClient, Fetch};
use hs_storage::Store;
use ruma::OwnedServerName;
use tokio::sync::{Notify, Semaphore};

use crate::{blob::Blobs, preview::Previewing, remote::Fetching, thumbnail::Making};

/// Uploaded files. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Media(pub(crate) Arc<Inner>);

/// The parts of the configuration that media go by.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The server in our `mxc://` URIs.
    pub server_name: OwnedServerName,
    /// `[media]`
    pub media: MediaConfig,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) blobs: Blobs,
    pub(crate) settings: Settings,
    pub(crate) fetch: Fetch,
    pub(crate) client: FederationClient,
    pub(crate) clock: Clock,
    pub(crate) entropy: Entropy,
    /// Rings when something was uploaded that a download may be waiting for.
    pub(crate) uploaded: Notify,
    /// Files of other servers that are on their way.
    pub(crate) fetching: Fetching,
    /// Thumbnails that are being made.
    pub(crate) making: Making,
    /// How many pictures may be taken apart at once: each costs memory and a core.
    pub(crate) pictures: Arc<Semaphore>,
    /// Previews that are being made.
    pub(crate) previewing: Previewing,
}

impl Media {
    /// Opens the store of files.
    pub fn new(
        store: Store,
        settings: Settings,
        fetch: Fetch,
        client: FederationClient,
        clock: Clock,
        entropy: Entropy,
    ) -> io::Result<Self> {
        let blobs = Blobs::open(&settings.media.storage)?;
        Ok(Self(Arc::new(Inner {
            store,
            blobs,
            settings,
            fetch,
            client,
            clock,
            entropy,
            uploaded: Notify::new(),
            fetching: Fetching::default(),
            making: Making::default(),
            pictures: Arc::new(Semaphore::new(picture_threads())),
            previewing: Previewing::default(),
        })))
    }

    /// How large an upload may be, in bytes.
    pub fn max_upload_size(&self) -> u64 {
        self.0.settings.media.max_upload_size
    }
}

/// Half of the cores may work on pictures; the others are for everybody who waits for a message.
fn picture_threads() -> usize {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    (cores / 2).max(1)
}
