//! The database of the server: SQLite or PostgreSQL behind one concrete [`Store`].
//!
//! Reads are methods of the [`Store`] (those of [`Reader`]) and return plain row structs. Writes are collected in a
//! [`WriteBatch`], which is committed as a whole, at one position of the server-wide stream, by the one writer:
//!
//! ```
//! # use hs_storage::{DatabaseOptions, RoomRow, Store, StoreError, WriteBatch};
//! # async fn example(store: &Store, mut room: RoomRow) -> Result<(), StoreError> {
//! let mut batch = WriteBatch::default();
//! batch.fence(room.nid, room.fence); // commit only if nobody changed the room since we loaded it
//! room.depth += 1;
//! batch.room.heads.push(room);
//! match store.commit(batch).await {
//!     Ok(committed) => println!("on disk, and readers woken, at {}", committed.position),
//!     Err(StoreError::Conflict) => println!("the room has changed: load it again and retry"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! [`Store::enqueue`] queues without waiting, so that the next batch for the same room can be built on the head that
//! this one will leave behind, expecting the fence to be one higher. The two ride in the same commit.

mod connect;
mod dialect;
mod entity;
mod error;
mod intern;
mod migration;
mod nid_block;
mod reader;
mod store;
mod stream;
mod table;
#[cfg(feature = "testing")]
pub mod testing;
mod wake;
mod writer;

pub use connect::DatabaseOptions;
pub use error::{Cause, StoreError};
pub use intern::StateKey;
pub use reader::Reader;
pub use store::Store;
pub use table::{
    accepted_policy::{AcceptedPolicyRow, AcceptedPolicyWrites},
    access_token::{AccessTokenRow, AccessTokenWrites},
    account::{AccountChange, AccountRow, AccountWrites},
    account_data::{AccountDataRow, AccountDataWrites},
    alias::{AliasRow, AliasWrites},
    app_service::{AppServiceRoomRow, AppServiceRow, AppServiceWrites},
    client_filter::{ClientFilterRow, ClientFilterWrites},
    cross_signing_key::{CrossSigningKeyRow, CrossSigningKeyWrites},
    dehydrated_device::{DehydratedDeviceRow, DehydratedDeviceWrites},
    delayed_event::{DelayedEventRow, DelayedEventWrites, DelayedOutcome},
    destination::{DestinationRow, DestinationWrites, DeviceListToldRow},
    device::{DeviceRow, DeviceSeen, DeviceWrites},
    device_key::{DeviceKeyRow, DeviceKeyWrites},
    device_list::DeviceListWrites,
    event::{
        EventRow, EventStatus, EventWrites, Redaction, RelationFilter, RelationPage, RelationRow, ThreadNews,
        ThreadNewsRow, ThreadRow, TimelineSlice,
    },
    graph::{BackwardExtremityRow, GraphWrites},
    inbound::{InboundRow, InboundTransactionRow, InboundWrites},
    key_backup::{KeyBackupSelection, KeyBackupSessionRow, KeyBackupVersionRow, KeyBackupWrites},
    key_signature::{KeySignatureRow, KeySignatureWrites},
    lease::{LeaseClaim, LeaseWrites},
    login_token::{LoginTokenRow, LoginTokenWrites},
    media::{MediaFile, MediaRow, MediaUse, MediaWrites},
    media_thumbnail::{MediaThumbnailRow, MediaThumbnailWrites},
    membership::{MembershipRow, MembershipWrites},
    notification::{NotificationRow, NotificationWrites, ReadUpTo, UnreadInThread},
    one_time_key::{
        FallbackKeyRow, OneTimeKeyRow, OneTimeKeyWrites,
        claim::{ClaimedKey, KeyClaim},
    },
    openid_token::{OpenidTokenRow, OpenidTokenWrites},
    outgoing::{OutgoingDeviceRow, OutgoingEventRow, OutgoingToDeviceRow, OutgoingWrites},
    presence::{PresenceRow, PresenceWrites},
    profile::{ProfileRow, ProfileWrites},
    pusher::{PusherKey, PusherRow, PusherWrites},
    receipt::{ReceiptRow, ReceiptWrites},
    refresh_token::{RefreshTokenRow, RefreshTokenWrites},
    registration_token::{RegistrationTokenRow, RegistrationTokenWrites},
    remote_device_list::{RemoteDeviceListRow, RemoteDeviceListWrites},
    report::{ReportRow, ReportWrites},
    retention::{RetentionRow, RetentionWrites},
    room::{RoomRow, RoomWrites},
    search::{Found, SearchOrder, SearchQuery, SearchWrites},
    server_key::{ServerKeyRow, ServerKeyWrites},
    sliding_connection::{SlidingConnectionRow, SlidingConnectionWrites},
    space_walk::{SpaceWalkRow, SpaceWalkWrites},
    state::{CurrentStateChange, SnapshotRow, StateWrites},
    stripped_state::{StrippedStateRow, StrippedStateWrites},
    third_party_id::{ThirdPartyBindingRow, ThirdPartyIdChange, ThirdPartyIdRow, ThirdPartyIdWrites},
    to_device::{ToDeviceRow, ToDeviceWrites},
    transaction::{SentBy, TransactionRow, TransactionWrites},
    typing::{TypingRow, TypingWrites},
    uia_session::{UiaProgress, UiaSessionRow, UiaSessionWrites},
    unread::{UnreadChange, UnreadRow, UnreadWrites},
    url_preview::{UrlPreviewRow, UrlPreviewWrites},
    user_directory::UserDirectoryWrites,
    validation_session::{ValidationSessionChange, ValidationSessionRow, ValidationSessionWrites},
};
pub use wake::{Wake, WakeBus, WakeReceiver};
pub use writer::{
    PendingCommit,
    batch::{Committed, WriteBatch},
};
