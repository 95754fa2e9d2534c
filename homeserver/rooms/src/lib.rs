//! The event engine: rooms as they are now, the one way in which events enter them, and how their history is read.
//!
//! [`Rooms`] is the service. Everything that changes a room goes through [`append`](self) under the room's gate and
//! fence; whoever wants to know about it follows [`Changes`].

mod alias;
mod append;
mod cache;
mod changes;
mod create;
mod directory;
mod event;
mod head;
mod membership;
mod present;
mod receipt;
mod redact;
mod send;
mod service;
mod snapshot;
mod state;
mod timeline;
mod typing;
mod unread;
mod user_rooms;
mod visibility;

pub use self::{
    changes::{Changed, Changes},
    create::NewRoom,
    directory::{DirectoryPage, DirectoryQuery},
    event::StoredEvent,
    head::{Member, RoomHead},
    present::Shape,
    service::{Actor, Rooms, RoomsOptions},
    snapshot::StateAt,
    timeline::{Context, News, Page, PageRequest, Window},
    user_rooms::{UserRoom, UserRooms},
    visibility::Seen,
};
