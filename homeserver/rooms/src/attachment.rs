//! Which files the events of a room show, for administrators who take them away.

use std::collections::BTreeSet;

use hs_core::{error::MatrixError, nid::RoomOrder, pdu::Pdu};
use ruma::{OwnedMxcUri, RoomId};
use serde_json::Value;

use crate::{service::Rooms, timeline::Window};

/// How many events are looked at at a time.
const PAGE: usize = 500;
/// Where events name files.
const PLACES: [&str; 4] = ["/url", "/file/url", "/info/thumbnail_url", "/info/thumbnail_file/url"];

impl Rooms {
    /// The files that the events of a room show, as far as this server can read them.
    pub async fn attachments(&self, room_id: &RoomId) -> Result<BTreeSet<OwnedMxcUri>, MatrixError> {
        let unknown = || MatrixError::not_found("This server does not know this room");
        let head = self.head(self.find(room_id).await?.ok_or_else(unknown)?).await?;
        let mut from = RoomOrder(head.first_order.get() - 1);
        let mut found = BTreeSet::new();
        loop {
            let events = self.window(&head, Window::after(from, PAGE)).await?;
            let Some(last) = events.last().and_then(|event| event.order) else { return Ok(found) };
            for event in &events {
                add_files(&event.pdu, &mut found);
            }
            from = last;
        }
    }
}

/// Adds the files that an event shows.
fn add_files(pdu: &Pdu, found: &mut BTreeSet<OwnedMxcUri>) {
    let text = pdu.content().get();
    // Most events show none: they need not be read.
    if !text.contains("mxc:") {
        return;
    }
    let Ok(content) = serde_json::from_str::<Value>(text) else { return };
    let named = PLACES.iter().filter_map(|place| content.pointer(place)?.as_str());
    found.extend(named.map(OwnedMxcUri::from).filter(|uri| uri.is_valid()));
}
