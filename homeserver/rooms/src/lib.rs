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
mod findable;
mod head;
mod membership;
mod moment;
mod mutual;
mod presence;
mod present;
mod receipt;
mod redact;
mod relation;
mod report;
mod search;
mod send;
mod service;
mod snapshot;
mod space;
mod state;
mod summary;
mod timeline;
mod typing;
mod unread;
mod upgrade;
mod user_directory;
mod user_rooms;
mod visibility;

pub use self::{
    changes::{Changed, Changes},
    create::NewRoom,
    directory::{DirectoryPage, DirectoryQuery},
    event::StoredEvent,
    head::{Member, RoomHead},
    mutual::MutualRooms,
    present::Shape,
    relation::{RelationQuery, RelationsPage},
    search::{Hit, Search, SearchBy, SearchPage},
    service::{Actor, Rooms, RoomsOptions},
    snapshot::StateAt,
    space::{SpacePage, SpaceQuery, SpaceRoom},
    summary::RoomSummary,
    timeline::{Context, News, Page, PageRequest, Window},
    user_directory::Person,
    user_rooms::{UserRoom, UserRooms},
    visibility::Seen,
};
