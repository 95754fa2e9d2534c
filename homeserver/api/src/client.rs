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
mod moment;
pub(crate) mod openid;
mod profile;
mod push_rule;
mod receipt;
pub(crate) mod register;
mod relation;
mod report;
mod room;
mod search;
mod session;
mod space;
mod state;
mod sync;
mod tag;
mod thirdparty;
mod to_device;
mod typing;
mod upgrade;
mod user_directory;
mod voip;

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
    relation::routes(routes);
    room::routes(routes);
    state::routes(routes);
    sync::routes(routes);
    to_device::routes(routes);
    typing::routes(routes);
    moment::routes(routes);
    openid::routes(routes);
    report::routes(routes);
    search::routes(routes);
    space::routes(routes);
    tag::routes(routes);
    thirdparty::routes(routes);
    upgrade::routes(routes);
    user_directory::routes(routes);
    voip::routes(routes);
}
