//! Coming and going where other servers are concerned, in both roles.
//! See <https://spec.matrix.org/v1.19/server-server-api/#joining-rooms> and the sections after it.
//!
//! Where users of ours are in a room, what they and we may do is done here. Otherwise some server that is in the room
//! makes a template of the event, we complete and sign it, and that server lets it in.

mod check;
mod invite;
mod join;
mod knock;
mod leave;
mod serve;
mod third_party;
mod via;

pub use self::{
    serve::Address,
    third_party::{AddressInvite, BoundInvite},
};
