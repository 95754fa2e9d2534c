//! The auth chains of events: all that allows them, and what allows that, back to the create event.
//! See <https://spec.matrix.org/v1.19/server-server-api/#auth-chain>.

use std::{collections::HashMap, sync::Arc};

use hs_core::error::MatrixError;
use hs_storage::StoreError;
use ruma::{EventId, OwnedEventId};

use crate::{event::StoredEvent, head::RoomHead, service::Rooms};

/// The longest chain that is followed. No room that people use comes near it; one that was made to harm might.
const MAX_CHAIN: usize = 200_000;

/// Events by id.
pub(crate) type ById = HashMap<OwnedEventId, Arc<StoredEvent>>;

impl Rooms {
    /// Events of a room and their auth chains. One question to the database for each generation that is not at hand.
    pub(crate) async fn with_auth_chain(
        &self,
        head: &RoomHead,
        events: impl IntoIterator<Item = Arc<StoredEvent>>,
    ) -> Result<ById, MatrixError> {
        let mut chain: ById = HashMap::new();
        let mut generation: Vec<Arc<StoredEvent>> = events.into_iter().collect();
        while !generation.is_empty() {
            let mut wanted: Vec<OwnedEventId> = Vec::new();
            for event in &generation {
                chain.insert(event.pdu.event_id().clone(), Arc::clone(event));
            }
            for event in &generation {
                wanted.extend(event.pdu.auth_events().iter().filter(|id| !chain.contains_key(*id)).cloned());
            }
            wanted.sort_unstable();
            wanted.dedup();
            if chain.len() + wanted.len() > MAX_CHAIN {
                let what = "the auth chain of a room is longer than can be followed".to_owned();
                return Err(MatrixError::internal(StoreError::Corrupt(what)));
            }
            let ids: Vec<&EventId> = wanted.iter().map(AsRef::as_ref).collect();
            generation = self.events.by_ids(&ids, head.nid, &head.room_id).await?;
        }
        Ok(chain)
    }

    /// The auth chain of events, without the events themselves unless one of them allows another.
    pub(crate) async fn auth_chain(
        &self,
        head: &RoomHead,
        events: &[Arc<StoredEvent>],
    ) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        let chain = self.with_auth_chain(head, events.iter().cloned()).await?;
        let mut above: HashMap<&EventId, &Arc<StoredEvent>> = HashMap::with_capacity(chain.len());
        for event in chain.values() {
            above.extend(event.pdu.auth_events().iter().filter_map(|id| Some((&**id, chain.get(id)?))));
        }
        Ok(above.into_values().cloned().collect())
    }
}
