//! Presence: whether users are there, and when they last did something.
//!
//! Syncs and other signs of life touch memory only. Once a second, what others would see differently is written, of all
//! users in one batch; so a sync costs no write, and a device that comes and goes ten times costs one. Users who stay
//! are confirmed once a minute, by which several processes know whose users are there with another one, and a process
//! that starts again knows who has gone meanwhile.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#presence>.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use hs_core::{
    error::MatrixError,
    nid::{StreamPosition, UserNid},
};
use hs_storage::{PendingCommit, PresenceRow, WriteBatch};
use ruma::{
    DeviceId, OwnedDeviceId, OwnedUserId, UInt, events::presence::PresenceEventContent, presence::PresenceState,
};

use self::track::Tracked;
use crate::{context::Context, text};

mod track;

/// How often what changed is written.
const SETTLE_EVERY: Duration = Duration::from_secs(1);
/// How often it is written that who is there still is, in milliseconds.
const CONFIRM_MS: i64 = 60_000;
/// Whom no process has confirmed for so long is gone, in milliseconds.
const LOST_MS: i64 = 3 * CONFIRM_MS;
/// The longest status message.
const MAX_STATUS_BYTES: usize = 1024;

/// The subject of presence. See the [module](self).
pub struct Presence {
    context: Context,
    is_enabled: bool,
    users: Mutex<HashMap<UserNid, Tracked>>,
}

/// What another server says of one of its users.
#[derive(Clone, Debug)]
pub struct RemotePresence {
    /// Who.
    pub user_id: OwnedUserId,
    /// Online, unavailable or offline.
    pub presence: PresenceState,
    /// What the user says about it.
    pub status_msg: Option<String>,
    /// For how long the user has done nothing, in milliseconds.
    pub last_active_ago: Option<u64>,
    /// Whether that is no time at all.
    pub currently_active: bool,
}

/// A request that waits for news: as long as it lives, its device is there.
pub struct Syncing {
    presence: Arc<Presence>,
    user: UserNid,
    device: OwnedDeviceId,
}

impl Drop for Syncing {
    fn drop(&mut self) {
        let now = self.presence.context.clock.now_ms();
        if let Some(tracked) = self.presence.users().get_mut(&self.user) {
            tracked.end(&self.device, now);
        }
    }
}

impl Presence {
    pub(crate) fn new(context: Context, is_enabled: bool) -> Self {
        Self { context, is_enabled, users: Mutex::default() }
    }

    /// Whether this server tells who is there. If not, nothing is noted and nothing is told.
    pub fn is_enabled(&self) -> bool {
        self.is_enabled
    }

    fn users(&self) -> MutexGuard<'_, HashMap<UserNid, Tracked>> {
        self.users.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A device waits for news until the guard goes. Who wants to be shown as offline leaves no trace.
    pub fn sync(self: &Arc<Self>, user: UserNid, device: &DeviceId, state: &PresenceState) -> Option<Syncing> {
        if !self.is_enabled || *state == PresenceState::Offline {
            return None;
        }
        let now = self.context.clock.now_ms();
        self.users().entry(user).or_default().begin(device, state.clone(), now);
        Some(Syncing { presence: Arc::clone(self), user, device: device.to_owned() })
    }

    /// Writes at once what others see differently of somebody who has just begun to sync, unless they were told of
    /// something a moment ago: then it has time until the next round.
    pub async fn show(&self, user: UserNid) -> Result<(), MatrixError> {
        let now = self.context.clock.now_ms();
        let is_new = self.users().get(&user).is_some_and(|tracked| {
            let told = tracked.told.as_ref().map(|told| &told.state);
            tracked.may_tell(now) && told != Some(&tracked.standing(now))
        });
        if is_new { self.settle().await } else { Ok(()) }
    }

    /// A user who is there has done something.
    pub fn active(&self, user: UserNid) {
        let now = self.context.clock.now_ms();
        if let Some(tracked) = self.users().get_mut(&user) {
            tracked.last_active_ts = now;
        }
    }

    /// A user says how they want to be shown, and what for.
    pub async fn set(
        &self,
        user: UserNid,
        device: &DeviceId,
        state: PresenceState,
        status_msg: Option<String>,
    ) -> Result<(), MatrixError> {
        if !matches!(state, PresenceState::Online | PresenceState::Unavailable | PresenceState::Offline) {
            return Err(MatrixError::invalid_param(format!("{state} is none of online, unavailable and offline")));
        }
        if let Some(status) = &status_msg {
            text::check("A status message", status, MAX_STATUS_BYTES)?;
        }
        if !self.is_enabled {
            return Ok(());
        }
        let now = self.context.clock.now_ms();
        let pending = {
            let mut users = self.users();
            let tracked = users.entry(user).or_default();
            tracked.set(device, state, now);
            let status_msg = status_msg.filter(|status| !status.is_empty());
            let row = shown(user, tracked, status_msg, now);
            tracked.told = Some(row.clone());
            tracked.told_ts = now;
            let mut batch = WriteBatch::default();
            batch.presence.rows.push(row);
            // Queued before anybody else may look, so that what is told and what is written come in one order.
            self.context.store.enqueue(batch)
        };
        self.committed(pending, &[user]).await
    }

    /// Waits for a commit. If it fails, it is not known what others were told of these users.
    async fn committed(&self, pending: PendingCommit, users: &[UserNid]) -> Result<(), MatrixError> {
        let committed = pending.await;
        if committed.is_err() {
            let mut tracked = self.users();
            for user in users {
                tracked.entry(*user).and_modify(|tracked| tracked.told = None);
            }
        }
        Ok(committed.map(drop)?)
    }

    /// What others may know of a user; who never was there is offline.
    pub async fn get(&self, user: UserNid) -> Result<PresenceEventContent, MatrixError> {
        let row = self.context.store.presence(&[user]).await?.pop();
        Ok(row.map_or_else(|| PresenceEventContent::new(PresenceState::Offline), |row| self.describe(&row)))
    }

    /// A row as clients and servers are told of it.
    pub fn describe(&self, row: &PresenceRow) -> PresenceEventContent {
        let active = self.users().get(&row.user).map_or(0, |tracked| tracked.last_active_ts).max(row.last_active_ts);
        let mut content = PresenceEventContent::new(row.state.clone());
        content.status_msg.clone_from(&row.status_msg);
        if active > 0 {
            let ago = u64::try_from(self.context.clock.now_ms().saturating_sub(active)).unwrap_or(0);
            content.last_active_ago = UInt::new(ago);
        }
        if row.state != PresenceState::Offline {
            content.currently_active = Some(row.currently_active);
        }
        content
    }

    /// Notes what another server says of its users. What says nothing new is not written.
    pub async fn set_remote(&self, updates: Vec<RemotePresence>) -> Result<(), MatrixError> {
        if !self.is_enabled || updates.is_empty() {
            return Ok(());
        }
        let ids: Vec<_> = updates.iter().map(|update| &*update.user_id).collect();
        let nids = self.context.store.intern_users(&ids).await?;
        let known = self.context.store.presence(&nids).await?;
        let known: HashMap<UserNid, PresenceRow> = known.into_iter().map(|row| (row.user, row)).collect();
        let now = self.context.clock.now_ms();
        let mut batch = WriteBatch::default();
        for (user, update) in nids.into_iter().zip(updates) {
            let status_msg = update.status_msg.filter(|status| text::check("", status, MAX_STATUS_BYTES).is_ok());
            let ago = update.last_active_ago.map(|ago| i64::try_from(ago).unwrap_or(now));
            let row = PresenceRow {
                user,
                is_local: false,
                state: update.presence,
                status_msg,
                last_active_ts: ago.map_or(0, |ago| now.saturating_sub(ago).max(0)),
                currently_active: update.currently_active,
                seen_ts: now,
                position: StreamPosition::default(),
            };
            if known.get(&user).is_none_or(|known| !looks_like(known, &row)) {
                batch.presence.rows.push(row);
            }
        }
        if !batch.presence.rows.is_empty() {
            self.context.store.commit(batch).await?;
        }
        Ok(())
    }

    /// Writes what others see differently, again and again. Runs for ever, unless there is nothing to tell.
    pub async fn run(&self) {
        if !self.is_enabled {
            return;
        }
        let mut ticks = tokio::time::interval(SETTLE_EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut looked_for_lost = 0;
        loop {
            ticks.tick().await;
            if let Err(error) = self.settle().await {
                tracing::warn!(%error, "who is there was not written; trying again in a second");
            }
            let now = self.context.clock.now_ms();
            if now.saturating_sub(looked_for_lost) >= CONFIRM_MS {
                looked_for_lost = now;
                if let Err(error) = self.give_up_lost(now).await {
                    tracing::warn!(%error, "who has gone was not written; trying again in a minute");
                }
            }
        }
    }

    /// Writes what others see differently than before.
    pub async fn settle(&self) -> Result<(), MatrixError> {
        let now = self.context.clock.now_ms();
        self.read_told(now).await?;
        let (pending, settled) = {
            let mut batch = WriteBatch::default();
            let mut settled: Vec<UserNid> = Vec::new();
            let mut users = self.users();
            users.retain(|_, tracked| {
                let is_gone = |told: &PresenceRow| told.state == PresenceState::Offline;
                tracked.is_there(now) || !tracked.told.as_ref().is_some_and(is_gone)
            });
            for (user, tracked) in users.iter_mut() {
                let Some(told) = &tracked.told else { continue };
                let row = shown(*user, tracked, told.status_msg.clone(), now);
                if !looks_like(told, &row) {
                    if !tracked.may_tell(now) {
                        continue;
                    }
                    tracked.told_ts = now;
                    batch.presence.rows.push(row.clone());
                } else if tracked.is_there(now) && now.saturating_sub(told.seen_ts) >= CONFIRM_MS {
                    batch.presence.seen.push((*user, now));
                } else {
                    continue;
                }
                settled.push(*user);
                tracked.told = Some(row);
            }
            if settled.is_empty() {
                return Ok(());
            }
            (self.context.store.enqueue(batch), settled)
        };
        self.committed(pending, &settled).await
    }

    /// Reads what others were told of users who are new here, and of those who are about to go: they may be there with
    /// another process, which is known by its confirming so.
    async fn read_told(&self, now: i64) -> Result<(), MatrixError> {
        let asked: Vec<UserNid> = {
            let users = self.users();
            let is_open = |tracked: &Tracked| {
                let leaves = tracked.told.as_ref().is_some_and(|told| told.state != PresenceState::Offline);
                tracked.told.is_none() || (leaves && !tracked.is_there(now))
            };
            users.iter().filter(|(_, tracked)| is_open(tracked)).map(|(user, _)| *user).collect()
        };
        if asked.is_empty() {
            return Ok(());
        }
        let rows = self.context.store.presence(&asked).await?;
        let mut rows: HashMap<UserNid, PresenceRow> = rows.into_iter().map(|row| (row.user, row)).collect();
        let mut users = self.users();
        for user in asked {
            let Some(tracked) = users.get_mut(&user) else { continue };
            let row = rows.remove(&user).unwrap_or_else(|| PresenceRow::absent(user));
            let ours = tracked.told.as_ref().map(|told| told.seen_ts);
            let is_elsewhere = ours.is_some_and(|ours| row.seen_ts > ours) && !tracked.is_there(now);
            tracked.last_active_ts = tracked.last_active_ts.max(row.last_active_ts);
            tracked.told = Some(row);
            if is_elsewhere {
                users.remove(&user);
            }
        }
        Ok(())
    }

    /// Those whom no process has confirmed lately are gone: theirs has stopped.
    async fn give_up_lost(&self, now: i64) -> Result<(), MatrixError> {
        let mut lost = self.context.store.presence_lost(now.saturating_sub(LOST_MS)).await?;
        {
            let users = self.users();
            lost.retain(|row| !users.contains_key(&row.user));
        }
        if lost.is_empty() {
            return Ok(());
        }
        let mut batch = WriteBatch::default();
        batch.presence.rows = lost
            .into_iter()
            .map(|row| PresenceRow { state: PresenceState::Offline, currently_active: false, ..row })
            .collect();
        self.context.store.commit(batch).await?;
        Ok(())
    }
}

/// How a user is to be shown now.
fn shown(user: UserNid, tracked: &Tracked, status_msg: Option<String>, now: i64) -> PresenceRow {
    let state = tracked.standing(now);
    PresenceRow {
        user,
        is_local: true,
        currently_active: state == PresenceState::Online,
        state,
        status_msg,
        last_active_ts: tracked.last_active_ts,
        seen_ts: now,
        position: StreamPosition::default(),
    }
}

/// Whether others would see no difference. When exactly the user was last active is none while they are.
fn looks_like(told: &PresenceRow, row: &PresenceRow) -> bool {
    told.state == row.state && told.status_msg == row.status_msg && told.currently_active == row.currently_active
}
