//! Who is there.

use crate::read::Section;

/// `[presence]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Whether people are told who is there.
    pub enabled: bool,
    /// In rooms with more members, nobody is told.
    pub max_room_members: u32,
}

impl Presence {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            enabled: section.boolean("enabled", true),
            max_room_members: section.integer("max_room_members", 200, 0..=u32::MAX),
        }
    }
}
