//! Who may do what: power levels, and the creators whom room version 12 puts above them.
//! See <https://spec.matrix.org/v1.19/client-server-api/#mroompower_levels>.

use ruma::{
    OwnedUserId,
    events::room::power_levels::{RoomPowerLevels, RoomPowerLevelsEventContent, RoomPowerLevelsSource},
    room_version_rules::RoomVersionRules,
};
use serde::Deserialize;

use crate::pdu::Pdu;

#[derive(Deserialize)]
struct CreateContent {
    creator: Option<OwnedUserId>,
    #[serde(default)]
    additional_creators: Vec<OwnedUserId>,
}

/// Who made the room, as its version counts it.
pub fn creators(create: &Pdu, rules: &RoomVersionRules) -> Vec<OwnedUserId> {
    let content: Option<CreateContent> = create.content_as();
    if rules.authorization.use_room_create_sender {
        let mut creators = vec![create.sender().clone()];
        if rules.authorization.additional_room_creators {
            creators.extend(content.into_iter().flat_map(|content| content.additional_creators));
        }
        creators
    } else {
        content.and_then(|content| content.creator).into_iter().collect()
    }
}

/// The room's power levels; the specified defaults where there is no such event, or none that can be read.
pub fn power_levels(create: &Pdu, event: Option<&Pdu>, rules: &RoomVersionRules) -> RoomPowerLevels {
    let content: Option<RoomPowerLevelsEventContent> = event.and_then(Pdu::content_as);
    RoomPowerLevels::new(RoomPowerLevelsSource::from(content), &rules.authorization, creators(create, rules))
}
