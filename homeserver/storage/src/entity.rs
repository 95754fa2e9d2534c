//! The tables as SeaORM sees them: one file each, no logic. What they mean to the rest of the server is in `table`.

#![expect(unreachable_pub, reason = "SeaORM's derives need the parts of an entity to be public")]
#![expect(clippy::struct_field_names, reason = "fields are called as the columns are")]

pub(crate) mod access_token;
pub(crate) mod account;
pub(crate) mod account_data;
pub(crate) mod backward_extremity;
pub(crate) mod client_filter;
pub(crate) mod counter;
pub(crate) mod cross_signing_key;
pub(crate) mod current_state;
pub(crate) mod dehydrated_device;
pub(crate) mod device;
pub(crate) mod device_key;
pub(crate) mod device_list;
pub(crate) mod early_redaction;
pub(crate) mod event;
pub(crate) mod event_auth;
pub(crate) mod fallback_key;
pub(crate) mod inbound;
pub(crate) mod inbound_transaction;
pub(crate) mod key_backup_session;
pub(crate) mod key_backup_version;
pub(crate) mod key_signature;
pub(crate) mod media;
pub(crate) mod media_thumbnail;
pub(crate) mod membership;
pub(crate) mod one_time_key;
pub(crate) mod openid_token;
pub(crate) mod presence;
pub(crate) mod profile;
pub(crate) mod public_room;
pub(crate) mod receipt;
pub(crate) mod registration_token;
pub(crate) mod remote_device_list;
pub(crate) mod report;
pub(crate) mod room;
pub(crate) mod room_alias;
pub(crate) mod server_key;
pub(crate) mod server_meta;
pub(crate) mod sliding_connection;
pub(crate) mod space_walk;
pub(crate) mod state_key;
pub(crate) mod state_snapshot;
pub(crate) mod stream_head;
pub(crate) mod stripped_state;
pub(crate) mod to_device;
pub(crate) mod transaction_id;
pub(crate) mod typing;
pub(crate) mod uia_session;
pub(crate) mod unread;
pub(crate) mod url_preview;
pub(crate) mod user_directory_word;
pub(crate) mod user_id;
