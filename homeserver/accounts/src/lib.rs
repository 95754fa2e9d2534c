//! People, devices and their private data. Knows nothing of rooms.
//!
//! [`Accounts`] is the way in; its fields are the subjects, a file each.

mod account_data;
mod accounts;
mod app_service;
mod blocking;
mod context;
mod cross_signing;
mod dehydrated;
mod device;
mod filter;
mod key_backup;
mod keys;
mod openid;
mod password;
mod presence;
mod profile;
mod push_rules;
mod pusher;
mod registration_token;
mod remembered;
mod session;
mod text;
mod third_party_id;
mod to_device;
mod token;
mod uia;
mod user;
mod username;
mod validation;

pub use account_data::AccountData;
pub use accounts::{Accounts, Settings, Subjects};
pub use app_service::{AppService, AppServices};
pub use blocking::{Blocked, Blocking};
pub use cross_signing::{CrossSigning, NewCrossSigningKeys, signature::SignatureFailures};
pub use dehydrated::{DehydratedDevices, NewDehydratedDevice};
pub use device::Devices;
pub use filter::Filters;
pub use hs_storage::{DeviceRow, RegistrationTokenRow};
pub use key_backup::{BackedUpKeys, BackupPart, BackupState, KeyBackup};
pub use keys::{KeyCounts, Keys, query::DeviceList, upload::NewKeys};
pub use openid::Openid;
pub use presence::{Presence, RemotePresence, Syncing};
pub use profile::{Changed, MemberProfile, Profiles};
pub use push_rules::{Change as PushRuleChange, PushRules, UserRuleset};
pub use pusher::{NewPusher, Pushers, definition};
pub use registration_token::RegistrationTokens;
pub use session::{NewDevice, Session, Sessions, SignedIn, login::Identifier, refresh::Refreshed};
pub use third_party_id::ThirdPartyIds;
pub use to_device::{MESSAGES_AT_A_TIME, Messaged, ToDevice};
pub use token::Token;
pub use uia::{AuthStage, Authorized, Flow, Flows, Operation, Uia, page::Typed};
pub use user::{Account, Users, create::Registered, register::Registering, standing::Restriction};
pub use validation::{Confirmation, Contact, Credentials, TokenRequest, Validations, purpose::Purpose};
