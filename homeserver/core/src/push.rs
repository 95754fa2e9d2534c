//! What an event means to a member: nothing, a notification, or one that stands out.
//! See <https://spec.matrix.org/v1.19/client-server-api/#push-rules>.

use std::{collections::BTreeSet, sync::LazyLock};

use futures_util::FutureExt as _;
use ruma::{
    OwnedUserId, UInt, UserId,
    events::room::power_levels::RoomPowerLevels,
    owned_user_id,
    push::{Action, FlattenedJson, PushConditionRoomCtx, Ruleset},
    serde::Raw,
};
use serde::Deserialize;

use crate::pdu::Pdu;

/// Somebody whom no event mentions.
static STRANGER: LazyLock<OwnedUserId> = LazyLock::new(|| owned_user_id!("@nobody:nobody.invalid"));
/// The default rules as they are for those whom an event does not mention.
static STRANGERS_RULES: LazyLock<Ruleset> = LazyLock::new(|| Ruleset::server_default(&STRANGER));

/// What a member's push rules say of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// It counts as unread and is worth a notification.
    pub notify: bool,
    /// It is meant for this member in particular.
    pub highlight: bool,
}

impl Outcome {
    /// How much it adds to the counts of notifications and of highlights.
    pub fn numbers(self) -> (i64, i64) {
        (i64::from(self.notify), i64::from(self.highlight))
    }
}

/// An event made ready to be judged by the rules of many members.
///
/// Most members never touch their rules, and the default rules look at the member only to see whether the event
/// mentions them: one evaluation does for all of those whom it does not mention.
pub struct Judge<'a> {
    pdu: &'a Pdu,
    event: FlattenedJson,
    context: PushConditionRoomCtx,
    mentioned: BTreeSet<OwnedUserId>,
    unmentioned: Outcome,
}

#[derive(Deserialize)]
struct Mentions {
    #[serde(rename = "m.mentions")]
    mentions: Option<UserIds>,
}

#[derive(Deserialize)]
struct UserIds {
    #[serde(default)]
    user_ids: BTreeSet<OwnedUserId>,
}

impl<'a> Judge<'a> {
    /// Prepares an event of a room with that many joined members. The power levels of a room that we are not in are
    /// unknown: conditions about them do not hold then.
    pub fn new(pdu: &'a Pdu, member_count: u64, power_levels: impl Into<Option<RoomPowerLevels>>) -> Self {
        let stranger = STRANGER.clone();
        let members = UInt::try_from(member_count).unwrap_or(UInt::MAX);
        let mut context = PushConditionRoomCtx::new(pdu.room_id().clone(), members, stranger, String::new());
        if let Some(power_levels) = power_levels.into() {
            context = context.with_power_levels(power_levels.into());
        }
        let event = FlattenedJson::from_raw(&Raw::<serde_json::Value>::from_json(pdu.json().to_owned()));
        let mentioned =
            pdu.content_as::<Mentions>().and_then(|content| content.mentions).map(|m| m.user_ids).unwrap_or_default();
        let mut judge = Self { pdu, event, context, mentioned, unmentioned: Outcome::default() };
        judge.unmentioned = judge.evaluate(&STRANGERS_RULES);
        judge
    }

    /// What the default rules say for each member whom the event does not mention.
    pub fn unmentioned(&self) -> Outcome {
        self.unmentioned
    }

    /// The users whom the event mentions: a bounded list, since an event is.
    pub fn mentioned(&self) -> impl Iterator<Item = &OwnedUserId> {
        self.mentioned.iter()
    }

    /// Whether the default rules say something of their own for this user.
    pub fn is_mentioned(&self, user: &UserId) -> bool {
        self.mentioned.contains(user)
    }

    /// What a member's own rules say. Nobody is notified of what they sent themselves.
    pub fn judge(&mut self, user: &UserId, display_name: &str, rules: &Ruleset) -> Outcome {
        if user == self.pdu.sender() {
            return Outcome::default();
        }
        user.clone_into(&mut self.context.user_id);
        display_name.clone_into(&mut self.context.user_display_name);
        self.evaluate(rules)
    }

    /// The same, in the rules' own words: what is to be done when a member is told.
    pub fn actions(&mut self, user: &UserId, display_name: &str, rules: &Ruleset) -> Vec<Action> {
        if user == self.pdu.sender() {
            return Vec::new();
        }
        user.clone_into(&mut self.context.user_id);
        display_name.clone_into(&mut self.context.user_display_name);
        self.applying(rules, <[Action]>::to_vec)
    }

    fn evaluate(&self, rules: &Ruleset) -> Outcome {
        self.applying(rules, |actions| {
            let notify = actions.iter().any(Action::should_notify);
            Outcome { notify, highlight: notify && actions.iter().any(Action::is_highlight) }
        })
    }

    /// What the first rule that applies says, if there is one.
    fn applying<T>(&self, rules: &Ruleset, read: impl FnOnce(&[Action]) -> T) -> T {
        let applying = rules.iter().find(|rule| {
            // Evaluation is async for clients that look things up on the way; ours never waits.
            rule.applies(&self.event, &self.context).now_or_never().unwrap_or(false)
        });
        read(applying.as_ref().map_or(&[][..], |rule| rule.actions()))
    }
}

#[cfg(test)]
mod tests;
