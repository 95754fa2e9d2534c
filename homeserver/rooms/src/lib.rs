//! The event engine: rooms as they are now, the one way in which events enter them, and how their history is read.
//!
//! [`Rooms`] is the service. Everything that changes a room goes through [`append`](self) under the room's gate and
//! fence; whoever wants to know about it follows [`Changes`].

mod acl;
mod alias;
mod append;
mod attachment;
mod auth_chain;
mod bundle;
mod cache;
mod changes;
mod create;
mod delayed;
mod directory;
mod event;
mod findable;
mod fork;
mod head;
mod history;
mod import;
mod listing;
mod membership;
mod moment;
mod mutual;
mod notification;
mod outgoing;
mod outlier;
mod outside;
mod policy;
mod prefetch;
mod presence;
mod present;
mod receipt;
mod receive;
mod recency;
mod redact;
mod relation;
mod report;
mod retention;
mod search;
mod send;
mod serve;
mod service;
mod snapshot;
mod space;
mod state;
mod summary;
mod template;
mod third_party;
mod thread;
mod thread_news;
mod tie;
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
    delayed::{DelayAction, DelayLimits, DelayedEvent, NewDelayed},
    directory::{DirectoryPage, DirectoryQuery},
    event::StoredEvent,
    head::{Member, RoomHead},
    history::{Gap, History},
    import::Import,
    listing::Listing,
    membership::Invitation,
    mutual::MutualRooms,
    notification::{Notified, RoomCalled},
    outside::{Outside, OutsideMembership},
    policy::{NoPolicyServers, PolicyServers, Recommendation},
    prefetch::StateEvents,
    present::Shape,
    receipt::RemoteReceipt,
    receive::{Incoming, Outcome, Told},
    recency::BUMPING,
    relation::{RelationQuery, RelationsPage},
    retention::RetentionLimits,
    search::{Hit, Search, SearchBy, SearchPage},
    serve::StateFor,
    service::{Actor, Rooms, RoomsOptions},
    snapshot::StateAt,
    space::{SpaceChild, SpaceRoom},
    summary::RoomSummary,
    template::{Completion, Template},
    third_party::ThirdPartyInvite,
    thread_news::{ThreadQuery, ThreadUpdate, ThreadUpdates},
    timeline::{Context, News, Page, PageRequest, Window},
    unread::Counts,
    user_directory::Person,
    user_rooms::{UserRoom, UserRooms},
    visibility::Seen,
};
