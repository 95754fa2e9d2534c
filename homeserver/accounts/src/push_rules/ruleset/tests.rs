use hs_core::error::MatrixError;
use ruma::{
    api::error::ErrorKind,
    push::{
        Action, NewConditionalPushRule, NewPatternedPushRule, NewPushRule, NewSimplePushRule, PredefinedOverrideRuleId,
        RuleKind, Ruleset,
    },
    room_id, user_id,
};

use super::{Change, UserRuleset, apply};

fn default() -> Ruleset {
    Ruleset::server_default(user_id!("@alice:example.org"))
}

fn put(rule: NewPushRule, after: Option<&str>, before: Option<&str>) -> Change {
    Change::Put { rule, after: after.map(ToOwned::to_owned), before: before.map(ToOwned::to_owned) }
}

fn content(rule_id: &str) -> NewPushRule {
    NewPushRule::Content(NewPatternedPushRule::new(rule_id.to_owned(), "cake*".to_owned(), vec![Action::Notify]))
}

fn room(room_id: &ruma::RoomId) -> NewPushRule {
    NewPushRule::Room(NewSimplePushRule::new(room_id.to_owned(), vec![]))
}

fn content_ids(ruleset: &Ruleset) -> Vec<&str> {
    ruleset.content.iter().filter(|rule| !rule.default).map(|rule| rule.rule_id.as_str()).collect()
}

fn kind(result: Result<Ruleset, MatrixError>) -> ErrorKind {
    result.unwrap_err().kind().clone()
}

#[test]
fn a_new_rule_becomes_the_most_important_of_its_kind_but_never_outranks_the_master_switch() {
    let ruleset = apply(default(), put(content("one"), None, None)).unwrap();
    let ruleset = apply(ruleset, put(content("two"), None, None)).unwrap();
    assert_eq!(content_ids(&ruleset), ["two", "one"]);
    let rule = NewPushRule::Override(NewConditionalPushRule::new("mine".to_owned(), vec![], vec![]));
    let ruleset = apply(ruleset, put(rule, None, None)).unwrap();
    assert_eq!(ruleset.override_[0].rule_id, PredefinedOverrideRuleId::Master.as_str());
    assert_eq!(ruleset.override_[1].rule_id, "mine");
}

#[test]
fn rules_are_placed_before_and_after_others() {
    let mut ruleset = default();
    for id in ["c", "b", "a"] {
        ruleset = apply(ruleset, put(content(id), None, None)).unwrap();
    }
    let ruleset = apply(ruleset, put(content("new"), Some("a"), None)).unwrap();
    assert_eq!(content_ids(&ruleset), ["a", "new", "b", "c"]);
    let ruleset = apply(ruleset, put(content("a"), None, Some("c"))).unwrap();
    assert_eq!(content_ids(&ruleset), ["new", "b", "a", "c"]);
    let ruleset = apply(ruleset, put(content("new"), Some("c"), None)).unwrap();
    assert_eq!(content_ids(&ruleset), ["b", "a", "c", "new"]);
}

#[test]
fn a_rule_can_move_behind_the_last_of_its_kind() {
    let (one, two) = (room_id!("!one:example.org"), room_id!("!two:example.org"));
    let ruleset = apply(default(), put(room(two), None, None)).unwrap();
    let ruleset = apply(ruleset, put(room(one), None, None)).unwrap();
    let ruleset = apply(ruleset, put(room(one), Some(two.as_str()), None)).unwrap();
    assert_eq!(ruleset.room.iter().map(|rule| &*rule.rule_id).collect::<Vec<_>>(), [two, one]);
}

#[test]
fn a_moved_rule_stays_switched_off() {
    let ruleset = apply(default(), put(content("b"), None, None)).unwrap();
    let ruleset = apply(ruleset, put(content("a"), None, None)).unwrap();
    let off = Change::SetEnabled { kind: RuleKind::Content, rule_id: "a".to_owned(), enabled: false };
    let ruleset = apply(ruleset, off).unwrap();
    let ruleset = apply(ruleset, put(content("a"), Some("b"), None)).unwrap();
    assert!(!ruleset.get(RuleKind::Content, "a").unwrap().enabled());
}

#[test]
fn what_the_specification_forbids_is_refused() {
    assert!(matches!(kind(apply(default(), put(content(".mine"), None, None))), ErrorKind::InvalidParam));
    assert!(matches!(kind(apply(default(), put(content("a/b"), None, None))), ErrorKind::InvalidParam));
    assert!(matches!(kind(apply(default(), put(content("a\\b"), None, None))), ErrorKind::InvalidParam));
    let relative = put(content("a"), None, Some(".m.rule.contains_user_name"));
    assert!(matches!(kind(apply(default(), relative)), ErrorKind::InvalidParam));
    assert!(matches!(kind(apply(default(), put(content("a"), Some("absent"), None))), ErrorKind::Unknown));
    assert!(matches!(kind(apply(default(), put(content("a"), Some("a"), None))), ErrorKind::Unknown));
    let remove = |rule_id: &str| Change::Remove { kind: RuleKind::Override, rule_id: rule_id.to_owned() };
    assert!(matches!(kind(apply(default(), remove(".m.rule.master"))), ErrorKind::InvalidParam));
    assert!(matches!(kind(apply(default(), remove("absent"))), ErrorKind::NotFound));
}

#[test]
fn only_untouched_rules_are_default() {
    let alice = user_id!("@alice:example.org");
    let stored = |ruleset: Ruleset| {
        let content = ruma::events::push_rules::PushRulesEventContent::new(ruleset);
        UserRuleset::from_stored(alice, &serde_json::to_string(&content).unwrap()).unwrap()
    };
    assert!(UserRuleset::server_default(alice).is_default());
    assert!(stored(default()).is_default());
    let off = Change::SetEnabled { kind: RuleKind::Override, rule_id: ".m.rule.master".to_owned(), enabled: true };
    assert!(!stored(apply(default(), off).unwrap()).is_default());
    assert!(!stored(apply(default(), put(content("a"), None, None)).unwrap()).is_default());
}

#[test]
fn defaults_of_a_newer_release_appear_in_old_rules() {
    let ruleset = UserRuleset::from_stored(user_id!("@alice:example.org"), r#"{"global":{}}"#).unwrap();
    assert!(ruleset.rule(RuleKind::Override, ".m.rule.master").is_ok());
    assert!(ruleset.is_default());
}
