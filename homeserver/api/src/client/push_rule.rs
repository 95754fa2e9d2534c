//! Push rules.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#push-rules-api>.

use hs_accounts::PushRuleChange;
use ruma::{
    api::{
        auth_scheme::AccessToken,
        client::push::{
            PushRule, delete_pushrule, get_pushrule, get_pushrule_actions, get_pushrule_enabled, get_pushrules_all,
            get_pushrules_global_scope, set_pushrule, set_pushrule_actions, set_pushrule_enabled,
        },
    },
    push::RuleKind,
};

use crate::{
    endpoint::endpoint,
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add(get_pushrules_all).guests().also("/_matrix/client/v3/pushrules");
    routes.add(get_pushrules_global_scope).guests().also("/_matrix/client/v3/pushrules/global");
    routes.add_json(get_pushrules_of_kind);
    routes.add(get_pushrule);
    routes.add(set_pushrule);
    routes.add(delete_pushrule);
    routes.add(get_pushrule_enabled);
    routes.add(set_pushrule_enabled);
    routes.add(get_pushrule_actions);
    routes.add(set_pushrule_actions);
}

/// `GET /_matrix/client/v3/pushrules/`
async fn get_pushrules_all(
    api: Api,
    call: Authed<get_pushrules_all::v3::Request>,
) -> Result<get_pushrules_all::v3::Response> {
    let rules = api.accounts.push_rules.ruleset(call.session.user).await?;
    Ok(get_pushrules_all::v3::Response::new(rules.ruleset().clone()))
}

/// `GET /_matrix/client/v3/pushrules/global/`
async fn get_pushrules_global_scope(
    api: Api,
    call: Authed<get_pushrules_global_scope::v3::Request>,
) -> Result<get_pushrules_global_scope::v3::Response> {
    let rules = api.accounts.push_rules.ruleset(call.session.user).await?;
    Ok(get_pushrules_global_scope::v3::Response::new(rules.ruleset().clone()))
}

/// Of which kind rules are asked for, by clients from before v1.0 of the specification.
struct GetRulesOfKind {
    kind: RuleKind,
}

endpoint!(GetRulesOfKind, GET, "/_matrix/client/v3/pushrules/global/{kind}/", AccessToken, |_, path| Ok(Self {
    kind: RuleKind::from(path.first().copied().unwrap_or_default())
}));

/// `GET /_matrix/client/v3/pushrules/global/{kind}/`
async fn get_pushrules_of_kind(api: Api, call: Authed<GetRulesOfKind>) -> Result<Vec<PushRule>> {
    let rules = api.accounts.push_rules.ruleset(call.session.user).await?;
    Ok(rules.of_kind(&call.request.kind)?.into_iter().map(PushRule::from).collect())
}

/// `GET /_matrix/client/v3/pushrules/global/{kind}/{ruleId}`
async fn get_pushrule(api: Api, call: Authed<get_pushrule::v3::Request>) -> Result<get_pushrule::v3::Response> {
    let get_pushrule::v3::Request { kind, rule_id } = call.request;
    let rules = api.accounts.push_rules.ruleset(call.session.user).await?;
    Ok(get_pushrule::v3::Response::new(rules.rule(kind, &rule_id)?.to_owned().into()))
}

/// `PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}`
async fn set_pushrule(api: Api, call: Authed<set_pushrule::v3::Request>) -> Result<set_pushrule::v3::Response> {
    let set_pushrule::v3::Request { rule, before, after } = call.request;
    api.accounts.push_rules.change(&call.session, PushRuleChange::Put { rule, after, before }).await?;
    Ok(set_pushrule::v3::Response::new())
}

/// `DELETE /_matrix/client/v3/pushrules/global/{kind}/{ruleId}`
async fn delete_pushrule(
    api: Api,
    call: Authed<delete_pushrule::v3::Request>,
) -> Result<delete_pushrule::v3::Response> {
    let delete_pushrule::v3::Request { kind, rule_id } = call.request;
    api.accounts.push_rules.change(&call.session, PushRuleChange::Remove { kind, rule_id }).await?;
    Ok(delete_pushrule::v3::Response::new())
}

/// `GET /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled`
async fn get_pushrule_enabled(
    api: Api,
    call: Authed<get_pushrule_enabled::v3::Request>,
) -> Result<get_pushrule_enabled::v3::Response> {
    let get_pushrule_enabled::v3::Request { kind, rule_id } = call.request;
    let rules = api.accounts.push_rules.ruleset(call.session.user).await?;
    Ok(get_pushrule_enabled::v3::Response::new(rules.rule(kind, &rule_id)?.enabled()))
}

/// `PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled`
async fn set_pushrule_enabled(
    api: Api,
    call: Authed<set_pushrule_enabled::v3::Request>,
) -> Result<set_pushrule_enabled::v3::Response> {
    let set_pushrule_enabled::v3::Request { kind, rule_id, enabled } = call.request;
    let change = PushRuleChange::SetEnabled { kind, rule_id, enabled };
    api.accounts.push_rules.change(&call.session, change).await?;
    Ok(set_pushrule_enabled::v3::Response::new())
}

/// `GET /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/actions`
async fn get_pushrule_actions(
    api: Api,
    call: Authed<get_pushrule_actions::v3::Request>,
) -> Result<get_pushrule_actions::v3::Response> {
    let get_pushrule_actions::v3::Request { kind, rule_id } = call.request;
    let rules = api.accounts.push_rules.ruleset(call.session.user).await?;
    Ok(get_pushrule_actions::v3::Response::new(rules.rule(kind, &rule_id)?.actions().to_vec()))
}

/// `PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/actions`
async fn set_pushrule_actions(
    api: Api,
    call: Authed<set_pushrule_actions::v3::Request>,
) -> Result<set_pushrule_actions::v3::Response> {
    let set_pushrule_actions::v3::Request { kind, rule_id, actions } = call.request;
    let change = PushRuleChange::SetActions { kind, rule_id, actions };
    api.accounts.push_rules.change(&call.session, change).await?;
    Ok(set_pushrule_actions::v3::Response::new())
}
