//! A user's push rules as a value: the server's defaults with what the user changed, and the changes themselves.
//!
//! Pure. See <https://spec.matrix.org/v1.19/client-server-api/#push-rules-api>.

use hs_core::error::MatrixError;
use ruma::{
    RoomId, UserId,
    events::push_rules::PushRulesEventContent,
    push::{
        Action, AnyPushRuleRef, EventMatchConditionData, InsertPushRuleError, NewConditionalPushRule, NewPushRule,
        NewSimplePushRule, PushCondition, RemovePushRuleError, RuleKind, Ruleset,
    },
};

/// The push rules that apply to a user.
#[derive(Clone, Debug)]
pub struct UserRuleset {
    ruleset: Ruleset,
    is_default: bool,
}

impl UserRuleset {
    /// The rules of somebody who never changed any.
    pub(super) fn server_default(user_id: &UserId) -> Self {
        Self { ruleset: Ruleset::server_default(user_id), is_default: true }
    }

    /// The rules that were stored for a user, brought up to the defaults of this release.
    pub(super) fn from_stored(user_id: &UserId, stored: &str) -> Result<Self, serde_json::Error> {
        let PushRulesEventContent { global: mut ruleset } = serde_json::from_str(stored)?;
        let default = Ruleset::server_default(user_id);
        ruleset.update_with_server_default(default.clone());
        // Rules compare by their id alone, so the whole is compared as JSON.
        let is_default = serde_json::to_value(&ruleset)? == serde_json::to_value(&default)?;
        Ok(Self { ruleset, is_default })
    }

    /// The rules, most important first within each kind.
    pub fn ruleset(&self) -> &Ruleset {
        &self.ruleset
    }

    /// Whether these are exactly the server's defaults, so that one evaluation can serve all users with them.
    pub fn is_default(&self) -> bool {
        self.is_default
    }

    /// The content of the `m.push_rules` event.
    pub fn content(&self) -> PushRulesEventContent {
        PushRulesEventContent::new(self.ruleset.clone())
    }

    /// These rules after a change, or why it cannot be made.
    pub(super) fn apply(self, change: Change) -> Result<Self, MatrixError> {
        Ok(Self { ruleset: apply(self.ruleset, change)?, is_default: false })
    }

    /// These rules with those about the room `from` made for the room `to` as well; `None` where there are none.
    pub(super) fn following(mut self, from: &RoomId, to: &RoomId) -> Option<Self> {
        let mut followed = false;
        if let Some(rule) = self.ruleset.get(RuleKind::Room, from) {
            let rule = NewPushRule::Room(NewSimplePushRule::new(to.to_owned(), rule.actions().to_vec()));
            followed |= self.ruleset.insert(rule, None, None).is_ok();
        }
        // Clients mute a room by a rule of the kind `override` that is called as the room.
        if let Some(rule) = self.ruleset.override_.get(from.as_str()).cloned() {
            let about = |room: &RoomId| EventMatchConditionData::new("room_id".to_owned(), room.to_string());
            let rule =
                NewConditionalPushRule::new(to.to_string(), vec![PushCondition::EventMatch(about(to))], rule.actions);
            followed |= self.ruleset.insert(NewPushRule::Override(rule), None, None).is_ok();
        }
        followed.then_some(Self { is_default: false, ..self })
    }

    /// The rules of a kind, most important first.
    pub fn of_kind(&self, kind: &RuleKind) -> Result<Vec<AnyPushRuleRef<'_>>, MatrixError> {
        use AnyPushRuleRef::{Content, Override, Room, Sender, Underride};
        let all = self.ruleset.iter();
        Ok(match kind {
            RuleKind::Override => all.filter(|rule| matches!(rule, Override(_))).collect(),
            RuleKind::Underride => all.filter(|rule| matches!(rule, Underride(_))).collect(),
            RuleKind::Sender => all.filter(|rule| matches!(rule, Sender(_))).collect(),
            RuleKind::Room => all.filter(|rule| matches!(rule, Room(_))).collect(),
            RuleKind::Content => all.filter(|rule| matches!(rule, Content(_))).collect(),
            _ => return Err(MatrixError::invalid_param(format!("{kind} is not a kind of push rule"))),
        })
    }

    /// The rule of that kind with that id.
    pub fn rule(&self, kind: RuleKind, rule_id: &str) -> Result<AnyPushRuleRef<'_>, MatrixError> {
        self.ruleset.get(kind, rule_id).ok_or_else(not_found)
    }
}

/// One change that a user makes to their rules.
#[derive(Clone, Debug)]
pub enum Change {
    /// Adds a rule or replaces the one with its id.
    Put {
        /// The rule.
        rule: NewPushRule,
        /// It becomes less important than this one of the user's rules.
        after: Option<String>,
        /// It becomes more important than this one of the user's rules.
        before: Option<String>,
    },
    /// Takes one of the user's rules away.
    Remove {
        /// The kind of rule.
        kind: RuleKind,
        /// Which of that kind.
        rule_id: String,
    },
    /// Switches a rule on or off, the server's own included.
    SetEnabled {
        /// The kind of rule.
        kind: RuleKind,
        /// Which of that kind.
        rule_id: String,
        /// On or off.
        enabled: bool,
    },
    /// Gives a rule other actions, the server's own included.
    SetActions {
        /// The kind of rule.
        kind: RuleKind,
        /// Which of that kind.
        rule_id: String,
        /// What the rule does from now on.
        actions: Vec<Action>,
    },
}

fn apply(mut ruleset: Ruleset, change: Change) -> Result<Ruleset, MatrixError> {
    match change {
        Change::Put { rule, after, before } => put(&mut ruleset, rule, after.as_deref(), before.as_deref())?,
        Change::Remove { kind, rule_id } => ruleset.remove(kind, rule_id).map_err(|error| removal_refused(&error))?,
        Change::SetEnabled { kind, rule_id, enabled } => {
            ruleset.set_enabled(kind, rule_id, enabled).map_err(|_| not_found())?;
        }
        Change::SetActions { kind, rule_id, actions } => {
            ruleset.set_actions(kind, rule_id, actions).map_err(|_| not_found())?;
        }
    }
    Ok(ruleset)
}

fn put(ruleset: &mut Ruleset, rule: NewPushRule, after: Option<&str>, before: Option<&str>) -> Result<(), MatrixError> {
    let (kind, rule_id) = (rule.kind(), rule.rule_id().to_owned());
    if after == Some(rule_id.as_str()) || before == Some(rule_id.as_str()) {
        // `Ruleset::insert` would find the rule that it has just added and compute a place beyond the end.
        return Err(unknown_neighbour(after, before));
    }
    let was_enabled = ruleset.get(kind.clone(), &rule_id).map(AnyPushRuleRef::enabled);
    if was_enabled.is_some() && (after.is_some() || before.is_some()) {
        // `Ruleset::insert` computes the new place with the old one still counted, which misplaces a rule that moves
        // towards the end and panics at the very end. Taking the rule out first leaves it nothing to miscount.
        ruleset.remove(kind.clone(), &rule_id).map_err(|error| removal_refused(&error))?;
    }
    ruleset.insert(rule, after, before).map_err(|error| insertion_refused(&error, after, before))?;
    if let Some(enabled) = was_enabled {
        ruleset.set_enabled(kind, rule_id, enabled).map_err(|_| not_found())?;
    }
    Ok(())
}

fn insertion_refused(error: &InsertPushRuleError, after: Option<&str>, before: Option<&str>) -> MatrixError {
    match error {
        InsertPushRuleError::ServerDefaultRuleId => {
            MatrixError::invalid_param("Rule ids that begin with a dot are reserved for the server's own rules")
        }
        InsertPushRuleError::RelativeToServerDefaultRule => {
            MatrixError::invalid_param("A rule cannot be placed relative to one of the server's own rules")
        }
        InsertPushRuleError::UnknownRuleId => unknown_neighbour(after, before),
        InsertPushRuleError::BeforeHigherThanAfter => {
            MatrixError::invalid_param("The rule in 'before' is more important than the rule in 'after'")
        }
        _ => MatrixError::invalid_param("A rule id cannot contain slashes or backslashes"),
    }
}

fn unknown_neighbour(after: Option<&str>, before: Option<&str>) -> MatrixError {
    let named: Vec<_> = before.into_iter().chain(after).collect();
    MatrixError::unknown(format!("before/after rule not found: {}", named.join(", ")))
}

fn removal_refused(error: &RemovePushRuleError) -> MatrixError {
    match error {
        RemovePushRuleError::ServerDefault => {
            MatrixError::invalid_param("The server's own rules cannot be removed, only switched off")
        }
        _ => not_found(),
    }
}

fn not_found() -> MatrixError {
    MatrixError::not_found("There is no such push rule")
}

#[cfg(test)]
mod tests;
