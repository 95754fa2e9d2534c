//! The client-server API, a file per chapter of <https://spec.matrix.org/v1.19/client-server-api/>.

mod account;
mod account_data;
mod alias;
mod dehydrated_device;
mod device;
mod directory;
mod discovery;
mod event;
mod filter;
mod key_backup;
mod keys;
mod legacy;
mod media;
mod membership;
mod message;
mod profile;
mod push_rule;
mod receipt;
pub(crate) mod register;
mod room;
mod session;
mod state;
mod sync;
mod to_device;
mod typing;

use crate::route::Routes;

/// Every endpoint of the client-server API.
pub fn routes(routes: &mut Routes) {
    account::routes(routes);
    account_data::routes(routes);
    dehydrated_device::routes(routes);
    device::routes(routes);
    discovery::routes(routes);
    filter::routes(routes);
    key_backup::routes(routes);
    keys::routes(routes);
    profile::routes(routes);
    push_rule::routes(routes);
    register::routes(routes);
    session::routes(routes);
    alias::routes(routes);
    directory::routes(routes);
    event::routes(routes);
    media::routes(routes);
    membership::routes(routes);
    message::routes(routes);
    receipt::routes(routes);
    room::routes(routes);
    state::routes(routes);
    sync::routes(routes);
    to_device::routes(routes);
    typing::routes(routes);
}
