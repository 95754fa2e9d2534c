//! The server-server API, a file per chapter of <https://spec.matrix.org/v1.19/server-server-api/>.

mod backfill;
mod event;
pub(crate) mod key;
mod media;
mod membership;
mod query;
mod state;
mod third_party;
mod transaction;
mod version;

use crate::route::Routes;

/// Every endpoint of the server-server API.
pub fn routes(routes: &mut Routes) {
    backfill::routes(routes);
    event::routes(routes);
    key::routes(routes);
    media::routes(routes);
    membership::routes(routes);
    query::routes(routes);
    state::routes(routes);
    third_party::routes(routes);
    transaction::routes(routes);
    version::routes(routes);
}
