//! Push rules.

use hs_accounts::PushRuleChange;
use ruma::{
    api::error::ErrorCode,
    push::{Action, NewPatternedPushRule, NewPushRule, RuleKind},
};

use crate::setup::{Server, code};

fn put(rule_id: &str) -> PushRuleChange {
    let rule = NewPatternedPushRule::new(rule_id.to_owned(), "cake".to_owned(), vec![Action::Notify]);
    PushRuleChange::Put { rule: NewPushRule::Content(rule), after: None, before: None }
}

#[tokio::test]
async fn rules_are_made_changed_and_removed() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let rules = &server.accounts.push_rules;
    assert!(rules.ruleset(alice.user).await.unwrap().is_default());

    let mut wakes = server.store.wake().subscribe();
    rules.change(&alice, put("cake")).await.unwrap();
    assert_eq!(wakes.recv().await.unwrap().users, [alice.user]);
    let ruleset = rules.ruleset(alice.user).await.unwrap();
    assert!(!ruleset.is_default());
    assert!(ruleset.rule(RuleKind::Content, "cake").unwrap().enabled());

    let (kind, rule_id) = (RuleKind::Content, "cake".to_owned());
    let off = PushRuleChange::SetEnabled { kind: kind.clone(), rule_id: rule_id.clone(), enabled: false };
    rules.change(&alice, off).await.unwrap();
    let silent = PushRuleChange::SetActions { kind: kind.clone(), rule_id: rule_id.clone(), actions: vec![] };
    rules.change(&alice, silent).await.unwrap();
    let ruleset = rules.ruleset(alice.user).await.unwrap();
    let rule = ruleset.rule(RuleKind::Content, "cake").unwrap();
    assert!(!rule.enabled() && rule.actions().is_empty());

    let remove = PushRuleChange::Remove { kind, rule_id };
    rules.change(&alice, remove.clone()).await.unwrap();
    assert_eq!(code(rules.change(&alice, remove).await), ErrorCode::NotFound);
    assert!(rules.ruleset(alice.user).await.unwrap().is_default());
}

#[tokio::test]
async fn of_two_changes_at_once_none_is_lost() {
    let server = Server::open().await;
    let (alice, _) = server.person("alice").await;
    let other = server.another_node();
    let (one, two) = tokio::join!(
        server.accounts.push_rules.change(&alice, put("one")),
        other.push_rules.change(&alice, put("two"))
    );
    one.unwrap();
    two.unwrap();
    other.forget(alice.user);
    let ruleset = other.push_rules.ruleset(alice.user).await.unwrap();
    assert!(ruleset.rule(RuleKind::Content, "one").is_ok() && ruleset.rule(RuleKind::Content, "two").is_ok());
}
