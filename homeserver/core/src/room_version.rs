//! Which room versions there are for us, and by which rules each is played.
//! See <https://spec.matrix.org/v1.19/rooms/>.

use ruma::{RoomVersionId, room_version_rules::RoomVersionRules};

/// The version of new rooms where neither the configuration nor the caller says otherwise.
pub const DEFAULT: RoomVersionId = RoomVersionId::V12;

/// The versions that we create, join and advertise, oldest first.
pub const SUPPORTED: [RoomVersionId; 12] = [
    RoomVersionId::V1,
    RoomVersionId::V2,
    RoomVersionId::V3,
    RoomVersionId::V4,
    RoomVersionId::V5,
    RoomVersionId::V6,
    RoomVersionId::V7,
    RoomVersionId::V8,
    RoomVersionId::V9,
    RoomVersionId::V10,
    RoomVersionId::V11,
    RoomVersionId::V12,
];

/// The rules of a version, or `None` if we do not play by it.
pub fn rules(version: &RoomVersionId) -> Option<RoomVersionRules> {
    SUPPORTED.contains(version).then(|| version.rules()).flatten()
}
