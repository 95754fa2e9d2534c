//! The write batch: everything that one change writes, committed as a whole or not at all.

use std::collections::BTreeSet;

use hs_core::nid::{RoomNid, StreamPosition, UserNid};
use sea_orm::DbErr;

use super::fence::{ABSENT, Fence};
use crate::{
    error::StoreError,
    table::{
        Family, Part, Scope, accepted_policy::AcceptedPolicyWrites, access_token::AccessTokenWrites,
        account::AccountWrites, account_data::AccountDataWrites, alias::AliasWrites, app_service::AppServiceWrites,
        client_filter::ClientFilterWrites, cross_signing_key::CrossSigningKeyWrites,
        dehydrated_device::DehydratedDeviceWrites, delayed_event::DelayedEventWrites, destination::DestinationWrites,
        device::DeviceWrites, device_key::DeviceKeyWrites, device_list::DeviceListWrites, event::EventWrites,
        expiry::ExpiryWrites, graph::GraphWrites, inbound::InboundWrites, intern::InternWrites,
        key_backup::KeyBackupWrites, key_signature::KeySignatureWrites, lease::LeaseWrites,
        login_token::LoginTokenWrites, media::MediaWrites, media_thumbnail::MediaThumbnailWrites,
        membership::MembershipWrites, notification::NotificationWrites, one_time_key::OneTimeKeyWrites,
        openid_token::OpenidTokenWrites, outgoing::OutgoingWrites, presence::PresenceWrites, profile::ProfileWrites,
        pusher::PusherWrites, receipt::ReceiptWrites, refresh_token::RefreshTokenWrites,
        registration_token::RegistrationTokenWrites, remote_device_list::RemoteDeviceListWrites, report::ReportWrites,
        retention::RetentionWrites, room::RoomWrites, search::SearchWrites, server_key::ServerKeyWrites,
        sliding_connection::SlidingConnectionWrites, space_walk::SpaceWalkWrites, state::StateWrites,
        stripped_state::StrippedStateWrites, third_party_id::ThirdPartyIdWrites, to_device::ToDeviceWrites,
        transaction::TransactionWrites, typing::TypingWrites, uia_session::UiaSessionWrites, unread::UnreadWrites,
        url_preview::UrlPreviewWrites, user_directory::UserDirectoryWrites,
        validation_session::ValidationSessionWrites,
    },
    wake::Touched,
};

/// Declares the families of a batch and what is done to each of them in turn.
macro_rules! families {
    ($($(#[$doc:meta])* $visibility:vis $field:ident: $family:ty,)*) => {
        /// Everything that one change writes. All of it is committed, at one position, or nothing is.
        #[derive(Debug, Default)]
        pub struct WriteBatch {
            $($(#[$doc])* $visibility $field: $family,)*
            fences: Vec<Fence>,
            touched: Touched,
            after_commit: Option<AfterCommit>,
        }

        impl WriteBatch {
            /// How many rows and operations there are.
            pub(crate) fn len(&self) -> usize {
                0 $(+ self.$field.len())*
            }

            /// Whether the batch takes a position.
            pub(crate) fn is_positioned(&self) -> bool {
                !self.touched.rooms.is_empty() || !self.touched.users.is_empty() $(|| self.$field.is_positioned())*
            }

            /// The rooms and users whose readers have to look again.
            pub(crate) fn touched(&self, touched: &mut Touched) {
                touched.rooms.extend(&self.touched.rooms);
                touched.users.extend(&self.touched.users);
                $(self.$field.touch(touched);)*
            }
        }

        /// Writes what the batches of a group have in families of one kind: those whose rows carry positions, or
        /// the others.
        pub(crate) async fn apply(scope: &Scope<'_>, group: &[Placed<'_>], positioned: bool) -> Result<(), DbErr> {
            $(if <$family as Family>::POSITIONED == positioned {
                let parts: Vec<_> = group
                    .iter()
                    .filter(|placed| placed.batch.$field.len() > 0)
                    .map(|placed| Part { writes: &placed.batch.$field, position: placed.position })
                    .collect();
                if !parts.is_empty() {
                    <$family as Family>::apply(scope, &parts).await?;
                }
            })*
            Ok(())
        }
    };
}

families! {
    /// Rooms and their heads.
    pub room: RoomWrites,
    /// Events.
    pub event: EventWrites,
    /// How events refer to each other.
    pub graph: GraphWrites,
    /// State snapshots and the present state.
    pub state: StateWrites,
    /// Memberships.
    pub membership: MembershipWrites,
    /// What users see of rooms that this server is not in.
    pub stripped_state: StrippedStateWrites,
    /// What other servers have sent.
    pub inbound: InboundWrites,
    /// Which events notified whom.
    pub notification: NotificationWrites,
    /// Unread counts.
    pub unread: UnreadWrites,
    /// Receipts.
    pub receipt: ReceiptWrites,
    /// Typing.
    pub typing: TypingWrites,
    /// Who is there.
    pub presence: PresenceWrites,
    /// Room aliases.
    pub alias: AliasWrites,
    /// Transaction ids.
    pub transaction: TransactionWrites,
    /// Accounts.
    pub account: AccountWrites,
    /// What users accepted when they registered.
    pub accepted_policy: AcceptedPolicyWrites,
    /// Devices.
    pub device: DeviceWrites,
    /// Access tokens.
    pub access_token: AccessTokenWrites,
    /// Refresh tokens.
    pub refresh_token: RefreshTokenWrites,
    /// Tokens that sign in once.
    pub login_token: LoginTokenWrites,
    /// Where users are told of events while they are away.
    pub pusher: PusherWrites,
    /// Profiles.
    pub profile: ProfileWrites,
    /// User-interactive authentications under way.
    pub uia_session: UiaSessionWrites,
    /// Addresses by which accounts are known.
    pub third_party_id: ThirdPartyIdWrites,
    /// People who are about to show that an address is theirs.
    pub validation_session: ValidationSessionWrites,
    /// Registration tokens.
    pub registration_token: RegistrationTokenWrites,
    /// Filters of clients.
    pub client_filter: ClientFilterWrites,
    /// Account data.
    pub account_data: AccountDataWrites,
    /// What is behind `mxc://` URIs.
    pub media: MediaWrites,
    /// Smaller pictures of pictures.
    pub media_thumbnail: MediaThumbnailWrites,
    /// What web pages say about themselves.
    pub url_preview: UrlPreviewWrites,
    /// Identity keys of devices.
    pub device_key: DeviceKeyWrites,
    /// One-time and fallback keys.
    pub one_time_key: OneTimeKeyWrites,
    /// Dehydrated devices.
    pub dehydrated_device: DehydratedDeviceWrites,
    /// Cross-signing keys.
    pub cross_signing_key: CrossSigningKeyWrites,
    /// Signatures of devices and cross-signing keys.
    pub key_signature: KeySignatureWrites,
    /// Backups of room keys.
    pub key_backup: KeyBackupWrites,
    /// Changes of devices and keys that others hear of.
    pub device_list: DeviceListWrites,
    /// Copies of the device lists of others.
    pub remote_device_list: RemoteDeviceListWrites,
    /// Messages to devices.
    pub to_device: ToDeviceWrites,
    /// The words of events.
    pub search: SearchWrites,
    /// By what people are found.
    pub user_directory: UserDirectoryWrites,
    /// Events that are to be sent later.
    pub delayed_event: DelayedEventWrites,
    /// Connections of sliding sync.
    pub sliding_connection: SlidingConnectionWrites,
    /// Walks through spaces.
    pub space_walk: SpaceWalkWrites,
    /// Tokens by which users prove who they are.
    pub openid_token: OpenidTokenWrites,
    /// What other servers are to be told.
    pub outgoing: OutgoingWrites,
    /// How it stands with telling them.
    pub destination: DestinationWrites,
    /// What application services are told and list.
    pub app_service: AppServiceWrites,
    /// What is done by one process only.
    pub lease: LeaseWrites,
    /// Keys of other servers.
    pub server_key: ServerKeyWrites,
    /// Up to where messages that are too old have been taken away.
    pub retention: RetentionWrites,
    /// Reports.
    pub report: ReportWrites,
    /// New users and state keys.
    pub(crate) intern: InternWrites,
    /// What has expired.
    pub(crate) expiry: ExpiryWrites,
}

/// Where a batch was committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The position of the batch; for a batch that takes none, the last one that the writer knows of.
    pub position: StreamPosition,
}

/// What is to happen between the commit and the wake.
struct AfterCommit(Box<dyn Fn(Committed) + Send + Sync>);

impl std::fmt::Debug for AfterCommit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AfterCommit")
    }
}

/// A batch of a group and the position that it takes, if it takes one.
pub(crate) struct Placed<'a> {
    pub(crate) batch: &'a WriteBatch,
    pub(crate) position: Option<StreamPosition>,
}

impl WriteBatch {
    /// Commits only if the fence of the room still has the value that this batch was built on, and raises it by one.
    ///
    /// A further batch may be built on this one before it is committed, expecting `expected + 1`.
    pub fn fence(&mut self, room: RoomNid, expected: i64) {
        self.fences.push(Fence { room, expected, advances: true });
    }

    /// Commits only if the room does not exist yet. Its fence will be 1.
    pub fn fence_absent(&mut self, room: RoomNid) {
        self.fence(room, ABSENT);
    }

    /// Commits only if the fence of the room still has this value, and leaves it as it is.
    pub fn fence_unchanged(&mut self, room: RoomNid, expected: i64) {
        self.fences.push(Fence { room, expected, advances: false });
    }

    /// Wakes the readers of a room, though no row says so. The batch takes a position for it.
    pub fn touch_room(&mut self, room: RoomNid) {
        self.touched.rooms.push(room);
    }

    /// Wakes the readers of a user, though no row says so. The batch takes a position for it.
    pub fn touch_user(&mut self, user: UserNid) {
        self.touched.users.push(user);
    }

    /// Has the writer call `then` once the batch is on disk, before any reader is woken for it: the place to bring
    /// caches up to date, also when the caller has gone away meanwhile. It must be quick and must not block.
    pub fn after_commit(&mut self, then: impl Fn(Committed) + Send + Sync + 'static) {
        self.after_commit = Some(AfterCommit(Box::new(then)));
    }

    pub(crate) fn call_after_commit(&self, committed: Committed) {
        if let Some(AfterCommit(then)) = &self.after_commit {
            then(committed);
        }
    }

    /// Whether nothing would be written.
    pub fn is_empty(&self) -> bool {
        self.len() == 0 && !self.is_positioned() && !self.fences.iter().any(|fence| fence.advances)
    }

    pub(crate) fn fences(&self) -> &[Fence] {
        &self.fences
    }

    /// Refuses a head without a fence, which would let a stale cache overwrite the room.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        let fenced: BTreeSet<_> = self.fences.iter().filter(|fence| fence.advances).map(|fence| fence.room).collect();
        match self.room.heads.iter().find(|head| !fenced.contains(&head.nid)) {
            Some(head) => Err(StoreError::Unfenced(head.nid)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
