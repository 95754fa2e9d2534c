//! New rooms.

use std::time::Duration;

use ruma::RoomVersionId;

use crate::read::Section;

/// `[rooms]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rooms {
    /// The version of rooms whose maker did not ask for one.
    pub default_version: RoomVersionId,
    /// How long an event may wait to be sent.
    pub max_event_delay: Duration,
    /// How many events of one user may wait to be sent.
    pub max_delayed_events: u32,
    /// How long messages are kept in rooms that do not say; `None` is for ever.
    pub message_lifetime: Option<Duration>,
    /// The least that a room can say.
    pub min_message_lifetime: Option<Duration>,
    /// The most that a room can say.
    pub max_message_lifetime: Option<Duration>,
}

impl Rooms {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            default_version: section.parsed(
                "default_version",
                RoomVersionId::V12,
                "a room version, such as \"12\"",
                parse_version,
            ),
            max_event_delay: section.duration("max_event_delay", Duration::from_hours(30 * 24)),
            max_delayed_events: section.integer("max_delayed_events", 100, 0..=100_000),
            message_lifetime: section.optional_duration("message_lifetime"),
            min_message_lifetime: section.optional_duration("min_message_lifetime"),
            max_message_lifetime: section.optional_duration("max_message_lifetime"),
        }
    }
}

fn parse_version(text: &str) -> Result<RoomVersionId, String> {
    RoomVersionId::try_from(text).ok().filter(|version| version.rules().is_some()).ok_or_else(|| {
        format!("found {text:?}, a room version that this server does not know: write one from \"1\" to \"12\"")
    })
}
