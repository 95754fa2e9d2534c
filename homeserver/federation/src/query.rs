//! Questions about users, rooms and keys: ours are answered here, those of others by their servers.
//! See <https://spec.matrix.org/v1.19/server-server-api/#querying-for-information>.

mod alias;
mod key;
mod profile;
mod public_room;
mod space;

pub use self::space::{SpacePage, SpaceQuery, SpaceView};
pub(crate) use self::{profile::Profiles, space::Spaces};
