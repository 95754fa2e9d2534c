//! Which rooms and events an application service is interested in.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use hs_accounts::AppService;
use hs_core::{
    error::MatrixError,
    nid::{RoomNid, UserNid},
};
use hs_rooms::{RoomHead, StoredEvent};
use hs_storage::Store;
use ruma::{UserId, events::TimelineEventType};

/// Of how many users it is remembered whether the service has them.
const MAX_FAMILIAR: usize = 100_000;

/// The interest of one service.
pub(super) struct Interest {
    pub(super) service: Arc<AppService>,
    familiar: HashMap<UserNid, bool>,
}

impl Interest {
    pub(super) fn new(service: Arc<AppService>) -> Self {
        Self { service, familiar: HashMap::new() }
    }

    /// Whether all that happens in a room is for the service: by the room's id, by its aliases, by who is in it.
    pub(super) async fn covers(&mut self, store: &Store, head: &RoomHead) -> Result<bool, MatrixError> {
        if self.service.wants_room(&head.room_id) {
            return Ok(true);
        }
        if self.service.has_aliases() {
            let aliases = store.aliases_of_rooms(&[head.nid]).await?;
            if aliases.iter().any(|row| self.service.wants_alias(&row.alias)) {
                return Ok(true);
            }
        }
        Ok(!self.owned(store, head.local_joined().collect()).await?.is_empty())
    }

    /// Those of these users of ours whom the service has.
    pub(super) async fn owned(&mut self, store: &Store, users: Vec<UserNid>) -> Result<HashSet<UserNid>, MatrixError> {
        if self.familiar.len() > MAX_FAMILIAR {
            self.familiar.clear();
        }
        let unknown: Vec<UserNid> = users.iter().copied().filter(|user| !self.familiar.contains_key(user)).collect();
        if !unknown.is_empty() {
            let ids = store.user_ids(&unknown).await?;
            let known = unknown.into_iter().zip(ids).map(|(user, id)| (user, self.service.controls(&id)));
            self.familiar.extend(known.collect::<Vec<_>>());
        }
        Ok(users.into_iter().filter(|user| self.familiar.get(user) == Some(&true)).collect())
    }

    /// Whether an event is for the service wherever it happens: one of its users sent it, or it is about one of them.
    pub(super) fn concerns(&self, event: &StoredEvent) -> bool {
        self.service.controls(event.pdu.sender()) || self.member(event).is_some()
    }

    /// The user of the service whose membership an event is.
    pub(super) fn member<'a>(&self, event: &'a StoredEvent) -> Option<&'a UserId> {
        if *event.pdu.kind() != TimelineEventType::RoomMember {
            return None;
        }
        let user_id = <&UserId>::try_from(event.pdu.state_key()?).ok()?;
        self.service.controls(user_id).then_some(user_id)
    }
}

/// Whether a room is interesting, found out once for a transaction.
#[derive(Default)]
pub(super) struct Covered(HashMap<RoomNid, bool>);

impl Covered {
    pub(super) async fn is(
        &mut self,
        interest: &mut Interest,
        store: &Store,
        head: &RoomHead,
    ) -> Result<bool, MatrixError> {
        if let Some(is_covered) = self.0.get(&head.nid) {
            return Ok(*is_covered);
        }
        let is_covered = interest.covers(store, head).await?;
        self.0.insert(head.nid, is_covered);
        Ok(is_covered)
    }
}
