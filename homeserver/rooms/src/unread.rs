//! Unread counts, kept so that a message costs the same however many members it notifies.
//!
//! The room counts the events that notify its members by the default rules (`notify_seq`); a member's count is the
//! distance from there to the member's own `base`. Only those for whom an event means something else than for most
//! get a row written: its sender, who is not notified, those whom it mentions, and those with rules of their own.

use std::sync::Arc;

use hs_core::{
    error::MatrixError,
    nid::{RoomOrder, UserNid},
    power,
    push::{Judge, Outcome},
};
use ruma::{
    OwnedUserId,
    events::{StateEventType, room::power_levels::RoomPowerLevels},
};

use crate::{
    append::{Change, add_unread},
    event::{StoredEvent, dangling},
    head::RoomHead,
    service::Rooms,
    timeline::Window,
};

/// How many events to judge at once when a count is made anew.
const PAGE: usize = 200;

impl Rooms {
    /// Counts a new event for our members of the room.
    pub(crate) async fn count_unread(&self, change: &mut Change, event: &StoredEvent) -> Result<(), MatrixError> {
        // Nobody is notified of their own words, so there is nothing to count where nobody else of ours is listening.
        if change.head.unread.keys().all(|user| *user == event.sender) {
            return Ok(());
        }
        let levels = self.power_levels_in(change).await?;
        let mut judge = Judge::new(&event.pdu, change.head.joined, levels);
        let usual = judge.unmentioned();
        if usual.notify {
            change.head.notify_seq += 1;
        }
        let mut differing = self.members_who_differ(&change.head, event, &judge, usual).await?;
        differing.sort_unstable();
        differing.dedup();
        for user in differing {
            let outcome =
                if user == event.sender { Outcome::default() } else { self.judge_for(&mut judge, event, user).await? };
            add_difference(change, user, usual, outcome);
        }
        Ok(())
    }

    /// The members for whom an event may mean something else than for those whom it does not mention.
    async fn members_who_differ(
        &self,
        head: &RoomHead,
        event: &StoredEvent,
        judge: &Judge<'_>,
        usual: Outcome,
    ) -> Result<Vec<UserNid>, MatrixError> {
        if usual.highlight {
            // It is meant for everybody in particular, which is rare enough to write a row for each.
            return Ok(head.local_joined().collect());
        }
        let mut users: Vec<UserNid> =
            head.unread.contains_key(&event.sender).then_some(event.sender).into_iter().collect();
        for user_id in judge.mentioned().filter(|user| self.is_local(user)) {
            users.extend(self.store.find_user(user_id).await?.filter(|user| head.unread.contains_key(user)));
        }
        for unusual in [self.accounts.push_rules.customised().await?, self.accounts.blocking.ignoring().await?] {
            if unusual.len() < head.unread.len() {
                users.extend(unusual.iter().copied().filter(|user| head.unread.contains_key(user)));
            } else {
                users.extend(head.local_joined().filter(|user| unusual.contains(user)));
            }
        }
        Ok(users)
    }

    async fn judge_for(
        &self,
        judge: &mut Judge<'_>,
        event: &StoredEvent,
        user: UserNid,
    ) -> Result<Outcome, MatrixError> {
        if self.accounts.blocking.of(user).await?.ignores(event.pdu.sender()) {
            return Ok(Outcome::default());
        }
        let user_id = self.user_id(user).await?;
        let rules = self.accounts.push_rules.ruleset(user).await?;
        let profile = self.accounts.profile.member_profile(user).await?;
        Ok(judge.judge(&user_id, profile.displayname.as_deref().unwrap_or(user_id.localpart()), rules.ruleset()))
    }

    /// A user's count as if they had read everything up to and including `read`.
    pub(crate) async fn recount(&self, change: &mut Change, user: UserNid, read: RoomOrder) -> Result<(), MatrixError> {
        let head = Arc::new(change.head.clone());
        let (mut notify, mut highlight) = (0, 0);
        let mut from = read;
        while from < head.last_order {
            let window = Window::after(from, PAGE);
            let events = self.window(&head, window).await?;
            let Some(last) = events.last().and_then(|event| event.order) else { break };
            let levels = self.power_levels_in(change).await?;
            for event in &events {
                let mut judge = Judge::new(&event.pdu, head.joined, levels.clone());
                let outcome = self.judge_for(&mut judge, event, user).await?;
                notify += i64::from(outcome.notify);
                highlight += i64::from(outcome.highlight);
            }
            from = last;
        }
        if let Some(unread) = head.unread.get(&user) {
            let base = head.notify_seq - notify - unread.base;
            let highlight = highlight - unread.highlight;
            if (base, highlight) != (0, 0) {
                add_unread(change, user, base, highlight);
            }
        }
        Ok(())
    }

    /// The power levels as the change leaves them.
    pub(crate) async fn power_levels_in(&self, change: &Change) -> Result<RoomPowerLevels, MatrixError> {
        let create = self.state_in(change, &StateEventType::RoomCreate).await?;
        let create = create.ok_or_else(|| dangling("a room has no create event"))?;
        let levels = self.state_in(change, &StateEventType::RoomPowerLevels).await?;
        Ok(power::power_levels(&create, levels.as_deref(), &change.head.rules))
    }

    async fn state_in(
        &self,
        change: &Change,
        kind: &StateEventType,
    ) -> Result<Option<hs_core::pdu::SharedPdu>, MatrixError> {
        let Some(key) = self.state_key(kind, "").await? else { return Ok(None) };
        match change.head.state_event(key) {
            Some(nid) => Ok(Some(self.pdu_in(change, nid).await?)),
            None => Ok(None),
        }
    }

    /// The id of a user.
    pub(crate) async fn user_id(&self, user: UserNid) -> Result<OwnedUserId, MatrixError> {
        self.store.user_ids(&[user]).await?.pop().ok_or_else(|| dangling("a user has no id"))
    }
}

/// Notes how an event differs for one member from what it means to most.
fn add_difference(change: &mut Change, user: UserNid, usual: Outcome, own: Outcome) {
    // The room's counter moved for everybody: who is not notified moves along, who alone is notified falls behind.
    let base = i64::from(usual.notify) - i64::from(own.notify);
    let highlight = i64::from(own.highlight);
    if (base, highlight) != (0, 0) {
        add_unread(change, user, base, highlight);
    }
}
