use ruma::serde::Raw;
use serde_json::{Value, json};

use super::Fields;

fn pick(paths: &[&str]) -> Value {
    let event = json!({
        "type": "m.room.message",
        "content": { "body": "hello", "formatted.body": "<b>hello</b>", "m.relates_to": { "event_id": "$a" } },
        "sender": "@a:b",
    });
    let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
    let picked = Fields::new(&paths).pick(&Raw::<Value>::new(&event).unwrap()).unwrap();
    picked.deserialize().unwrap()
}

#[test]
fn fields_are_named_by_paths() {
    assert_eq!(pick(&["type", "content.body"]), json!({ "type": "m.room.message", "content": { "body": "hello" } }));
    assert_eq!(pick(&[r"content.formatted\.body"]), json!({ "content": { "formatted.body": "<b>hello</b>" } }));
    assert_eq!(
        pick(&[r"content.m\.relates_to.event_id", "sender"]),
        json!({ "content": { "m.relates_to": { "event_id": "$a" } }, "sender": "@a:b" })
    );
    assert_eq!(pick(&["content", "content.body"])["content"]["m.relates_to"]["event_id"], "$a");
    assert_eq!(pick(&["nothing", "sender.name", "content.nothing"]), json!({ "content": {} }));
    assert_eq!(pick(&[]), json!({}));
}
