//! The power levels of the two rooms of an upgrade. Pure.

use ruma::{OwnedUserId, UserId, room_version_rules::RoomVersionRules};
use serde_json::{Map, Value};

type Levels = Map<String, Value>;

/// A level of the content, which rooms before version 10 may have written as text.
fn level(content: &Levels, key: &str, default: i64) -> i64 {
    content.get(key).and_then(number).unwrap_or(default)
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
}

fn users(content: &mut Levels) -> Option<&mut Levels> {
    content.entry("users").or_insert_with(|| Value::Object(Map::new())).as_object_mut()
}

/// The levels of the old room as the new one's version can hold them: creators who are above all levels have none.
pub(super) fn carried(
    mut content: Levels,
    old_creators: &[OwnedUserId],
    creators: &[OwnedUserId],
    old_rules: &RoomVersionRules,
    rules: &RoomVersionRules,
) -> Levels {
    if rules.authorization.integer_power_levels {
        make_numbers(&mut content);
    }
    let was_above = old_rules.authorization.explicitly_privilege_room_creators;
    let are_above = rules.authorization.explicitly_privilege_room_creators;
    let highest = content.get("events").and_then(Value::as_object);
    let highest = highest.into_iter().flatten().filter_map(|(_, level)| number(level)).max().unwrap_or(0).max(100);
    let Some(users) = users(&mut content) else { return content };
    if are_above {
        for creator in creators {
            users.remove(creator.as_str());
        }
    } else if was_above {
        // They could do anything, and still can.
        for creator in old_creators {
            users.insert(creator.to_string(), highest.into());
        }
    }
    content
}

/// Levels written as text, which rooms of old allowed, as the numbers that they mean.
fn make_numbers(content: &mut Levels) {
    for value in content.values_mut() {
        match value {
            Value::Object(levels) => make_numbers(levels),
            Value::String(_) => {
                if let Some(level) = number(value) {
                    *value = level.into();
                }
            }
            _ => {}
        }
    }
}

/// The level that somebody needs who sets the state of these types, the power levels themselves, and bans.
pub(super) fn needed(content: &Levels, kinds: &[&str]) -> i64 {
    let state_default = level(content, "state_default", 50);
    let events = content.get("events").and_then(Value::as_object);
    let of = |kind: &str| events.and_then(|events| events.get(kind)).and_then(number).unwrap_or(state_default);
    let others = ["m.room.power_levels", "m.room.canonical_alias", "m.space.child", "m.space.parent"];
    let events = kinds.iter().chain(&others).map(|kind| of(kind)).max();
    events.unwrap_or(state_default).max(level(content, "ban", 50))
}

/// The same levels with enough for the upgrader to furnish the new room; `None` if there is enough already.
pub(super) fn raised(content: &Levels, upgrader: &UserId, needed: i64, rules: &RoomVersionRules) -> Option<Levels> {
    if rules.authorization.explicitly_privilege_room_creators {
        return None;
    }
    let own = content.get("users").and_then(|users| users.get(upgrader.as_str())).and_then(number);
    if own.unwrap_or_else(|| level(content, "users_default", 0)) >= needed {
        return None;
    }
    let mut raised = content.clone();
    users(&mut raised)?.insert(upgrader.to_string(), needed.into());
    Some(raised)
}

/// The levels of a room in which only those with a level of their own speak and invite; `None` if that is so already.
pub(super) fn closed(content: &Levels) -> Option<Levels> {
    let closed = level(content, "users_default", 0).saturating_add(1).max(50);
    let mut after = content.clone();
    for key in ["events_default", "invite"] {
        if level(content, key, 0) < closed {
            after.insert(key.to_owned(), closed.into());
        }
    }
    (after != *content).then_some(after)
}

#[cfg(test)]
mod tests;
