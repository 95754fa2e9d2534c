//! What happens between a commit and the moment when readers hear of it: memory catches up with the disk.

use std::sync::Arc;

use hs_core::nid::{StreamPosition, UserNid};

use crate::{cache::RoomEntry, event::StoredEvent, head::RoomHead, service::Rooms};

/// What happens between a commit and the moment when readers hear of it.
pub(super) struct AfterCommit {
    pub(super) rooms: Rooms,
    pub(super) is_new: bool,
    pub(super) head: Arc<RoomHead>,
    pub(super) events: Vec<Arc<StoredEvent>>,
    pub(super) renewed: Vec<Arc<StoredEvent>>,
    pub(super) moved: Vec<UserNid>,
    pub(super) has_receipts: bool,
}

impl AfterCommit {
    pub(super) fn publish(&self, position: StreamPosition) {
        let rooms = &self.rooms;
        for event in &self.events {
            event.committed_at(position);
        }
        for event in self.events.iter().chain(&self.renewed) {
            rooms.events.insert(event);
        }
        let mut head = RoomHead::clone(&self.head);
        // The head that this change was built on may not have known yet at which position it would be committed.
        head.last_position = if self.events.is_empty() && self.moved.is_empty() {
            rooms.cache.at_hand(head.nid).map_or(head.last_position, |entry| entry.head().last_position)
        } else {
            position
        };
        let head = Arc::new(head);
        let news: Vec<_> = self.events.iter().filter_map(|event| event.order.map(|order| (order, event.nid))).collect();
        if self.is_new {
            let entry = Arc::new(RoomEntry::created(&head, position));
            entry.publish(Arc::clone(&head), &news);
            rooms.cache.insert(&head, entry);
        } else if let Some(entry) = rooms.cache.at_hand(head.nid) {
            if entry.follows(&head) {
                entry.publish(head, &news);
                if self.has_receipts {
                    entry.receipts_changed(position);
                }
            } else {
                rooms.cache.drop_room(head.nid);
            }
        }
        for user in &self.moved {
            rooms.user_rooms.changed(*user);
        }
    }
}
