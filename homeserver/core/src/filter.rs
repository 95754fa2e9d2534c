//! Which events a client wants. See <https://spec.matrix.org/v1.19/client-server-api/#filtering>.

use ruma::{
    RoomId, UserId,
    api::client::filter::{Filter, RoomEventFilter, RoomFilter, UrlFilter},
};
use serde::Deserialize;

use crate::pdu::Pdu;

mod fields;

pub use self::fields::Fields;

/// Whether a room filter lets anything of this room through.
pub fn wants_room(filter: &RoomFilter, room_id: &RoomId) -> bool {
    !filter.not_rooms.iter().any(|room| room == room_id)
        && filter.rooms.as_ref().is_none_or(|rooms| rooms.iter().any(|room| room == room_id))
}

/// Whether an event filter lets an event through.
pub fn wants_event(filter: &RoomEventFilter, pdu: &Pdu) -> bool {
    wants_kind(filter, &pdu.kind().to_string(), pdu.sender(), pdu.room_id())
        && filter.url_filter.is_none_or(|wanted| (wanted == UrlFilter::EventsWithUrl) == contains_url(pdu))
}

/// The part of an event filter that needs no event: its type, sender and room.
pub fn wants_kind(filter: &RoomEventFilter, kind: &str, sender: &UserId, room_id: &RoomId) -> bool {
    wants_type(filter.types.as_deref(), &filter.not_types, kind)
        && !filter.not_senders.iter().any(|user| user == sender)
        && filter.senders.as_ref().is_none_or(|users| users.iter().any(|user| user == sender))
        && wants_place(filter, room_id)
}

/// Whether a filter of account data, presence or ephemeral events lets a type through.
pub fn wants_type(types: Option<&[String]>, not_types: &[String], kind: &str) -> bool {
    !not_types.iter().any(|pattern| matches(pattern, kind))
        && types.is_none_or(|types| types.iter().any(|pattern| matches(pattern, kind)))
}

/// Whether a filter of global account data or presence lets an event of this type and sender through.
pub fn wants_global(filter: &Filter, kind: &str, sender: &UserId) -> bool {
    wants_type(filter.types.as_deref(), &filter.not_types, kind)
        && !filter.not_senders.iter().any(|user| user == sender)
        && filter.senders.as_ref().is_none_or(|users| users.iter().any(|user| user == sender))
}

/// Whether an event filter lets anything of this room through.
pub fn wants_place(filter: &RoomEventFilter, room_id: &RoomId) -> bool {
    !filter.not_rooms.iter().any(|room| room == room_id)
        && filter.rooms.as_ref().is_none_or(|rooms| rooms.iter().any(|room| room == room_id))
}

/// A pattern where `*` stands for any characters, also for none.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

fn contains_url(pdu: &Pdu) -> bool {
    #[derive(Deserialize)]
    struct Content {
        url: Option<serde::de::IgnoredAny>,
    }
    pdu.content_as::<Content>().is_some_and(|content| content.url.is_some())
}

#[cfg(test)]
mod tests;
