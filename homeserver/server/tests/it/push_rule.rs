//! Push rules: <https://spec.matrix.org/v1.19/client-server-api/#push-rules-api>.

use hs_testkit::json;

use crate::setup;

const RULES: &str = "/_matrix/client/v3/pushrules";

#[test]
fn rules_are_read_made_changed_and_removed() {
    let server = setup().start();
    let alice = server.register("alice");
    let all = alice.get(&format!("{RULES}/")).ok();
    assert_eq!(all["global"]["override"][0]["rule_id"], ".m.rule.master");
    assert_eq!(alice.get(&format!("{RULES}/global/")).ok(), all["global"]);

    let cake = format!("{RULES}/global/content/cake");
    alice.put(&cake, json!({ "pattern": "cake*lie", "actions": ["notify"] })).ok();
    let rule = json!({
        "rule_id": "cake", "pattern": "cake*lie", "actions": ["notify"], "enabled": true, "default": false,
    });
    assert_eq!(alice.get(&cake).ok(), rule);
    alice.put(&format!("{cake}/enabled"), json!({ "enabled": false })).ok();
    assert_eq!(alice.get(&format!("{cake}/enabled")).ok(), json!({ "enabled": false }));
    let actions = json!({ "actions": ["notify", { "set_tweak": "sound", "value": "bing" }] });
    alice.put(&format!("{cake}/actions"), actions.clone()).ok();
    assert_eq!(alice.get(&format!("{cake}/actions")).ok(), actions);

    let pie = format!("{RULES}/global/content/pie");
    alice.put(&format!("{pie}?after=cake"), json!({ "pattern": "pie", "actions": [] })).ok();
    let content = alice.get(&format!("{RULES}/global/")).ok()["content"].clone();
    assert_eq!((&content[0]["rule_id"], &content[1]["rule_id"]), (&json!("cake"), &json!("pie")));
    alice.delete(&cake).ok();
    alice.get(&cake).refused(404, "M_NOT_FOUND");
    alice.delete(&cake).refused(404, "M_NOT_FOUND");
}

#[test]
fn what_cannot_be_a_rule_is_refused() {
    let server = setup().start();
    let alice = server.register("alice");
    let put = |path: &str| alice.put(&format!("{RULES}/global/{path}"), json!({ "pattern": "x", "actions": [] }));
    put("content/.mine").refused(400, "M_INVALID_PARAM");
    put("content/a%2Fb").refused(400, "M_INVALID_PARAM");
    put("content/a%5Cb").refused(400, "M_INVALID_PARAM");
    put("content/a?before=absent").refused(400, "M_UNKNOWN");
    put("content/a?after=a").refused(400, "M_UNKNOWN");
    put("content/a?before=.m.rule.contains_user_name").refused(400, "M_INVALID_PARAM");
    alice.put(&format!("{RULES}/global/content/a"), json!({ "actions": [] })).refused(400, "M_BAD_JSON");
    let master = format!("{RULES}/global/override/.m.rule.master");
    alice.delete(&master).refused(400, "M_INVALID_PARAM");
    alice.put(&format!("{master}/enabled"), json!({ "enabled": true })).ok();
    alice
        .put(&format!("{RULES}/global/override/absent/enabled"), json!({ "enabled": true }))
        .refused(404, "M_NOT_FOUND");
    alice.get(&format!("{RULES}/global/nonsense/absent")).refused(404, "M_NOT_FOUND");
}
