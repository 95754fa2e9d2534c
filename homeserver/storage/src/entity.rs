//! The tables as SeaORM sees them: one file each, no logic. What they mean to the rest of the server is in `table`.

#![expect(unreachable_pub, reason = "SeaORM's derives need the parts of an entity to be public")]
#![expect(clippy::struct_field_names, reason = "fields are called as the columns are")]

pub(crate) mod access_token;
pub(crate) mod account;
pub(crate) mod account_data;
pub(crate) mod client_filter;
pub(crate) mod counter;
pub(crate) mod current_state;
pub(crate) mod device;
pub(crate) mod event;
pub(crate) mod media;
pub(crate) mod media_thumbnail;
pub(crate) mod membership;
pub(crate) mod profile;
pub(crate) mod receipt;
pub(crate) mod registration_token;
pub(crate) mod room;
pub(crate) mod room_alias;
pub(crate) mod server_meta;
pub(crate) mod state_key;
pub(crate) mod state_snapshot;
pub(crate) mod stream_head;
pub(crate) mod transaction_id;
pub(crate) mod typing;
pub(crate) mod uia_session;
pub(crate) mod unread;
pub(crate) mod url_preview;
pub(crate) mod user_id;
