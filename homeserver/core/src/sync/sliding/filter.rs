//! Which rooms belong to a list.

use ruma::{OwnedRoomId, directory::RoomTypeFilter};
use serde::Deserialize;

/// What a list asks of its rooms. What is not said does not matter.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filters {
    /// Whether it is a conversation with one person.
    #[serde(default)]
    pub is_dm: Option<bool>,
    /// Whether it is in one of these spaces.
    #[serde(default)]
    pub spaces: Option<Vec<OwnedRoomId>>,
    /// Whether it is encrypted.
    #[serde(default)]
    pub is_encrypted: Option<bool>,
    /// Whether the user is invited.
    #[serde(default, alias = "is_invited")]
    pub is_invite: Option<bool>,
    /// Whether it is of one of these types.
    #[serde(default)]
    pub room_types: Option<Vec<RoomTypeFilter>>,
    /// Whether it is of none of these types.
    #[serde(default)]
    pub not_room_types: Option<Vec<RoomTypeFilter>>,
    /// Whether these letters are in its name.
    #[serde(default)]
    pub room_name_like: Option<String>,
    /// Whether it has one of these tags.
    #[serde(default)]
    pub tags: Option<Vec<String>>,
    /// Whether it has none of these tags.
    #[serde(default)]
    pub not_tags: Option<Vec<String>>,
}

/// A room as filters see it.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "these are the questions that filters ask")]
pub struct Subject<'a> {
    /// Whether it is a conversation with one person.
    pub is_dm: bool,
    /// Whether the user is invited.
    pub is_invite: bool,
    /// Whether it is encrypted.
    pub is_encrypted: bool,
    /// What it is for.
    pub room_type: Option<&'a str>,
    /// Its name.
    pub name: Option<&'a str>,
    /// The user's tags of it.
    pub tags: &'a [String],
    /// Whether one of the spaces asked for has it.
    pub is_in_space: bool,
}

impl Filters {
    /// Whether anything has to be known that the room's own state says.
    pub fn needs_state(&self) -> bool {
        self.is_encrypted.is_some()
            || self.room_types.is_some()
            || self.not_room_types.is_some()
            || self.room_name_like.is_some()
    }

    /// Whether tags have to be known.
    pub fn needs_tags(&self) -> bool {
        self.tags.is_some() || self.not_tags.is_some()
    }

    /// Whether a room belongs to the list.
    pub fn admits(&self, room: &Subject<'_>) -> bool {
        let is = |wanted: Option<bool>, is: bool| wanted.is_none_or(|wanted| wanted == is);
        let has_type = |types: &Vec<RoomTypeFilter>| {
            types.iter().any(|wanted| match wanted {
                RoomTypeFilter::Default => room.room_type.is_none(),
                wanted => wanted.as_str().is_some() && wanted.as_str() == room.room_type,
            })
        };
        let has_tag = |tags: &Vec<String>| tags.iter().any(|tag| room.tags.contains(tag));
        let is_like =
            |letters: &String| room.name.is_some_and(|name| name.to_lowercase().contains(&letters.to_lowercase()));
        is(self.is_dm, room.is_dm)
            && is(self.is_invite, room.is_invite)
            && is(self.is_encrypted, room.is_encrypted)
            && (self.spaces.is_none() || room.is_in_space)
            && self.room_types.as_ref().is_none_or(has_type)
            && !self.not_room_types.as_ref().is_some_and(has_type)
            && self.room_name_like.as_ref().is_none_or(is_like)
            && self.tags.as_ref().is_none_or(has_tag)
            && !self.not_tags.as_ref().is_some_and(has_tag)
    }
}
