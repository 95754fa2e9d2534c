//! New rooms.

use ruma::RoomVersionId;

use crate::read::Section;

/// `[rooms]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rooms {
    /// The version of rooms whose maker did not ask for one.
    pub default_version: RoomVersionId,
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
        }
    }
}

fn parse_version(text: &str) -> Result<RoomVersionId, String> {
    RoomVersionId::try_from(text).ok().filter(|version| version.rules().is_some()).ok_or_else(|| {
        format!("found {text:?}, a room version that this server does not know: write one from \"1\" to \"12\"")
    })
}
