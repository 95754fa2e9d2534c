//! The service and what it is made of.

use std::{ops::Deref, sync::Arc};

use hs_accounts::Accounts;
use hs_config::Config;
use hs_core::{clock::Clock, entropy::Entropy, signing::ServerIdentity};
use hs_outbound::{FederationClient, Fetch};
use hs_rooms::Rooms;
use hs_storage::Store;
use ruma::{OwnedRoomId, ServerName};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    device_list::Resyncs,
    inbound::Inbound,
    keys::Keys,
    query::{Profiles, Spaces},
    turn::Turns,
};

/// What the service is built from.
pub struct FederationParts {
    /// The configuration the node was started with.
    pub config: Arc<Config>,
    /// What this server is called, and the key that proves it.
    pub identity: Arc<ServerIdentity>,
    /// The database.
    pub store: Store,
    /// People, devices and their private data.
    pub accounts: Accounts,
    /// The event engine.
    pub rooms: Rooms,
    /// Asks other servers.
    pub client: FederationClient,
    /// Asks identity servers.
    pub fetch: Fetch,
    /// What time it is.
    pub clock: Clock,
    /// Randomness.
    pub entropy: Entropy,
    /// What must be finished although nobody waits for it any more runs here.
    pub tasks: TaskTracker,
    /// Cancelled when the server stops: what can be taken up again later ends then.
    pub closing: CancellationToken,
}

/// Our dealings with other servers. Cheap to clone.
#[derive(Clone)]
pub struct Federation(Arc<Inner>);

/// The parts of the service, and what it remembers.
pub struct Inner {
    parts: FederationParts,
    /// The keys of other servers.
    pub keys: Keys,
    pub(crate) profiles: Profiles,
    pub(crate) spaces: Spaces,
    /// Rooms that users of ours are on the way into.
    pub(crate) joins: Turns<OwnedRoomId>,
    pub(crate) resyncs: Resyncs,
    pub(crate) inbound: Inbound,
    /// The rooms for which history is being fetched.
    pub(crate) backfilling: Turns<OwnedRoomId>,
}

impl Deref for Federation {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Deref for Inner {
    type Target = FederationParts;

    fn deref(&self) -> &FederationParts {
        &self.parts
    }
}

impl Federation {
    /// Builds the service.
    pub fn new(parts: FederationParts) -> Self {
        let FederationParts { store, client, identity, config, clock, .. } = &parts;
        let keys = Keys::new(store.clone(), client.clone(), Arc::clone(identity), &config.federation, clock.clone());
        Self(Arc::new(Inner {
            parts,
            keys,
            profiles: Profiles::default(),
            spaces: Spaces::default(),
            joins: Turns::default(),
            resyncs: Resyncs::default(),
            inbound: Inbound::default(),
            backfilling: Turns::default(),
        }))
    }

    /// The part after the colon in our users' ids.
    pub fn server_name(&self) -> &ServerName {
        self.identity.name()
    }

    /// Whether this is our own name.
    pub(crate) fn is_ours(&self, server: &ServerName) -> bool {
        server == self.identity.name()
    }
}
