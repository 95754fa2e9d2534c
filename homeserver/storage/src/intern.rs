//! Interning: users and (type, state key) pairs as numbers, cached both ways.
//!
//! A new string is inserted through the writer in a batch of its own, before the batch whose rows use its number. Who
//! interns the same string at the same time proposes another number; the table's unique key lets one of them stand,
//! and everybody reads which.

use std::{collections::HashMap, hash::Hash, sync::Arc};

use hs_core::nid::{StateKeyNid, UserNid};
use quick_cache::{Equivalent, sync::Cache};
use ruma::{OwnedUserId, UserId};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::{
    entity::{state_key, user_id},
    error::StoreError,
    nid_block::NidBlocks,
    reader::Reader,
    table::{parsed, select_in},
    writer::{Writer, batch::WriteBatch},
};

/// How many names of each kind are kept in memory.
const CACHED: usize = 32_768;
/// How many pairs one SELECT looks for.
const PAIRS_PER_SELECT: usize = 256;

/// An event type with a state key. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StateKey {
    /// The type of the state event.
    pub event_type: Arc<str>,
    /// Its state key.
    pub state_key: Arc<str>,
}

/// The same, borrowed, to look it up without allocating. Must hash as [`StateKey`] does.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct StateKeyRef<'a> {
    event_type: &'a str,
    state_key: &'a str,
}

impl Equivalent<StateKey> for StateKeyRef<'_> {
    fn equivalent(&self, key: &StateKey) -> bool {
        *self.event_type == *key.event_type && *self.state_key == *key.state_key
    }
}

/// Names and numbers of one kind.
#[derive(Debug)]
struct Names<K, N> {
    nids: Cache<K, N>,
    names: Cache<N, K>,
}

impl<K: Clone + Eq + Hash, N: Copy + Eq + Hash> Names<K, N> {
    fn new() -> Self {
        Self { nids: Cache::new(CACHED), names: Cache::new(CACHED) }
    }

    fn remember(&self, nid: N, name: &K) {
        self.nids.insert(name.clone(), nid);
        self.names.insert(nid, name.clone());
    }
}

/// The caches, and how to fill them.
#[derive(Debug)]
pub(crate) struct Interner {
    reader: Reader,
    writer: Arc<Writer>,
    blocks: Arc<NidBlocks>,
    users: Names<OwnedUserId, UserNid>,
    state_keys: Names<StateKey, StateKeyNid>,
}

impl Interner {
    pub(crate) fn new(reader: Reader, writer: Arc<Writer>, blocks: Arc<NidBlocks>) -> Self {
        Self { reader, writer, blocks, users: Names::new(), state_keys: Names::new() }
    }

    /// The numbers of those users who have one.
    pub(crate) async fn find_users(&self, users: &[&UserId]) -> Result<HashMap<OwnedUserId, UserNid>, StoreError> {
        let mut found = HashMap::with_capacity(users.len());
        let mut unknown = Vec::new();
        for user in users {
            match self.users.nids.get(*user) {
                Some(nid) => drop(found.insert((*user).to_owned(), nid)),
                None => unknown.push(user.as_str()),
            }
        }
        for row in select_in(self.reader.db(), user_id::Entity::find(), user_id::Column::Id, unknown).await? {
            let (nid, user) = (UserNid(row.nid), parsed(row.id)?);
            self.users.remember(nid, &user);
            found.insert(user, nid);
        }
        Ok(found)
    }

    /// The numbers of the users, in the same order; who has none gets one.
    pub(crate) async fn intern_users(&self, users: &[&UserId]) -> Result<Vec<UserNid>, StoreError> {
        let mut found = self.find_users(users).await?;
        let mut new: Vec<&UserId> = users.iter().copied().filter(|user| !found.contains_key(*user)).collect();
        if !new.is_empty() {
            new.sort_unstable();
            new.dedup();
            let nids = self.blocks.next(&self.blocks.user, new.len()).await?;
            let mut batch = WriteBatch::default();
            batch.intern.users = nids.into_iter().zip(new.iter().map(|user| (*user).to_owned())).collect();
            self.writer.enqueue(batch).await?;
            found.extend(self.find_users(&new).await?);
        }
        let nid = |user: &&UserId| found.get(*user).copied().ok_or_else(|| missing("user_id", user));
        users.iter().map(nid).collect()
    }

    /// The users with these numbers, in the same order.
    pub(crate) async fn user_ids(&self, nids: &[UserNid]) -> Result<Vec<OwnedUserId>, StoreError> {
        let mut found: HashMap<UserNid, OwnedUserId> = HashMap::with_capacity(nids.len());
        let mut unknown = Vec::new();
        for nid in nids {
            match self.users.names.get(nid) {
                Some(user) => drop(found.insert(*nid, user)),
                None => unknown.push(nid.get()),
            }
        }
        for row in select_in(self.reader.db(), user_id::Entity::find(), user_id::Column::Nid, unknown).await? {
            let (nid, user) = (UserNid(row.nid), parsed(row.id)?);
            self.users.remember(nid, &user);
            found.insert(nid, user);
        }
        nids.iter().map(|nid| found.get(nid).cloned().ok_or_else(|| missing("user_id", nid))).collect()
    }

    /// The numbers of those pairs that have one.
    pub(crate) async fn find_state_keys(
        &self,
        pairs: &[(&str, &str)],
    ) -> Result<HashMap<StateKey, StateKeyNid>, StoreError> {
        let mut found = HashMap::with_capacity(pairs.len());
        let mut unknown = Vec::new();
        for (event_type, state_key) in pairs.iter().copied() {
            match self.state_keys.nids.get(&StateKeyRef { event_type, state_key }) {
                Some(nid) => drop(found.insert(StateKey::new(event_type, state_key), nid)),
                None => unknown.push((event_type, state_key)),
            }
        }
        for chunk in unknown.chunks(PAIRS_PER_SELECT) {
            let any = crate::table::padded(chunk).fold(Condition::any(), |any, (event_type, state_key)| {
                let of_type = state_key::Column::EventType.eq(event_type);
                any.add(Condition::all().add(of_type).add(state_key::Column::StateKey.eq(state_key)))
            });
            for row in state_key::Entity::find().filter(any).all(self.reader.db()).await? {
                let (nid, key) = (StateKeyNid(row.nid), StateKey::new(&row.event_type, &row.state_key));
                self.state_keys.remember(nid, &key);
                found.insert(key, nid);
            }
        }
        Ok(found)
    }

    /// The numbers of the pairs, in the same order; one that has none gets one.
    pub(crate) async fn intern_state_keys(&self, pairs: &[(&str, &str)]) -> Result<Vec<StateKeyNid>, StoreError> {
        let keys: Vec<StateKey> = pairs.iter().map(|(event_type, key)| StateKey::new(event_type, key)).collect();
        let mut found = self.find_state_keys(pairs).await?;
        let mut new: Vec<(&str, &str)> = keys
            .iter()
            .filter(|key| !found.contains_key(*key))
            .map(|key| (&*key.event_type, &*key.state_key))
            .collect();
        if !new.is_empty() {
            new.sort_unstable();
            new.dedup();
            let nids = self.blocks.next(&self.blocks.state_key, new.len()).await?;
            let mut batch = WriteBatch::default();
            let owned = new.iter().map(|(event_type, key)| ((*event_type).to_owned(), (*key).to_owned()));
            batch.intern.state_keys = nids.into_iter().zip(owned).collect();
            self.writer.enqueue(batch).await?;
            found.extend(self.find_state_keys(&new).await?);
        }
        let nid = |key: &StateKey| found.get(key).copied().ok_or_else(|| missing("state_key", &key.event_type));
        keys.iter().map(nid).collect()
    }

    /// The pairs with these numbers, in the same order.
    pub(crate) async fn state_keys(&self, nids: &[StateKeyNid]) -> Result<Vec<StateKey>, StoreError> {
        let mut found: HashMap<StateKeyNid, StateKey> = HashMap::with_capacity(nids.len());
        let mut unknown = Vec::new();
        for nid in nids {
            match self.state_keys.names.get(nid) {
                Some(key) => drop(found.insert(*nid, key)),
                None => unknown.push(nid.get()),
            }
        }
        for row in select_in(self.reader.db(), state_key::Entity::find(), state_key::Column::Nid, unknown).await? {
            let (nid, key) = (StateKeyNid(row.nid), StateKey::new(&row.event_type, &row.state_key));
            self.state_keys.remember(nid, &key);
            found.insert(nid, key);
        }
        nids.iter().map(|nid| found.get(nid).cloned().ok_or_else(|| missing("state_key", nid))).collect()
    }
}

impl StateKey {
    fn new(event_type: &str, state_key: &str) -> Self {
        Self { event_type: event_type.into(), state_key: state_key.into() }
    }
}

fn missing(table: &str, what: &dyn std::fmt::Display) -> StoreError {
    StoreError::Corrupt(format!("{table} has no row for {what}"))
}

#[cfg(test)]
mod tests;
