//! Who is there, as far as a user sees it.
//!
//! An answer costs no query unless somebody came, went or fell idle, or began to share a room.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#presence>.

use std::collections::HashSet;

use hs_core::{
    error::MatrixError,
    filter,
    nid::{StreamPosition, UserNid},
};
use hs_rooms::{Actor, Changed};
use hs_storage::PresenceRow;
use ruma::{api::client::filter::Filter, events::presence::PresenceEvent, serde::Raw};

use crate::service::Sync;

const PRESENCE: &str = "m.presence";

impl Sync {
    /// The presence that a user has not heard of since a position; all of it for a first sync. `met` are those with
    /// whom they came to share a room.
    pub(crate) async fn presence(
        &self,
        actor: &Actor,
        since: Option<StreamPosition>,
        changed: Option<&Changed>,
        met: &HashSet<UserNid>,
        wanted: &Filter,
    ) -> Result<Vec<Raw<PresenceEvent>>, MatrixError> {
        let nothing_new = changed.is_some_and(|changed| changed.presence.is_empty()) && met.is_empty();
        let unwanted = !filter::wants_type(wanted.types.as_deref(), &wanted.not_types, PRESENCE);
        if !self.accounts.presence.is_enabled() || nothing_new || unwanted {
            return Ok(Vec::new());
        }
        let rows = match (since, changed) {
            (None, _) => self.store.present(&self.rooms.acquaintances(actor.user).await?).await?,
            (Some(_), Some(changed)) => {
                let known = changed.presence.difference(met).copied().collect();
                let mut rows = self.store.presence(&self.seen_by(actor, known).await?).await?;
                rows.extend(self.presence_of_all(&self.seen_by(actor, met.iter().copied().collect()).await?).await?);
                rows
            }
            (Some(since), None) => {
                let mut rows = self.store.presence_after(since).await?;
                let shared: HashSet<UserNid> =
                    self.seen_by(actor, rows.iter().map(|row| row.user).collect()).await?.into_iter().collect();
                rows.retain(|row| shared.contains(&row.user));
                let known: HashSet<UserNid> = rows.iter().map(|row| row.user).collect();
                let others = self.seen_by(actor, met.difference(&known).copied().collect()).await?;
                rows.extend(self.store.present(&others).await?);
                rows
            }
        };
        self.presence_events(actor, rows, wanted).await
    }

    /// What is known of these users; who never was there is offline.
    pub(crate) async fn presence_of_all(&self, users: &[UserNid]) -> Result<Vec<PresenceRow>, MatrixError> {
        let mut rows = self.store.presence(users).await?;
        let known: HashSet<UserNid> = rows.iter().map(|row| row.user).collect();
        let unknown = users.iter().filter(|user| !known.contains(user));
        rows.extend(unknown.map(|user| PresenceRow::absent(*user)));
        Ok(rows)
    }

    /// Those of these users of whom somebody sees whether they are there.
    async fn seen_by(&self, actor: &Actor, users: Vec<UserNid>) -> Result<Vec<UserNid>, MatrixError> {
        let mut shared = Vec::new();
        for user in users {
            if self.rooms.sees_presence(actor.user, user).await? {
                shared.push(user);
            }
        }
        Ok(shared)
    }

    /// Rows as events for a reader, as far as a filter lets them through.
    pub(crate) async fn presence_events(
        &self,
        actor: &Actor,
        rows: Vec<PresenceRow>,
        wanted: &Filter,
    ) -> Result<Vec<Raw<PresenceEvent>>, MatrixError> {
        let users: Vec<UserNid> = rows.iter().map(|row| row.user).collect();
        let users = self.store.user_ids(&users).await?;
        let blocked = self.accounts.blocking.of(actor.user).await?;
        let mut events = Vec::with_capacity(rows.len());
        for (row, sender) in rows.iter().zip(users) {
            if filter::wants_global(wanted, PRESENCE, &sender) && !blocked.ignores(&sender) {
                let event = PresenceEvent { content: self.accounts.presence.describe(row), sender };
                events.push(Raw::new(&event).map_err(MatrixError::internal)?);
            }
        }
        let limit = wanted.limit.and_then(|limit| usize::try_from(u64::from(limit)).ok()).unwrap_or(usize::MAX);
        events.truncate(limit);
        Ok(events)
    }
}
