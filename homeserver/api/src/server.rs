//! The server-server API, a file per chapter of <https://spec.matrix.org/v1.19/server-server-api/>.

pub(crate) mod key;
mod media;
mod query;
mod version;

use crate::route::Routes;

/// Every endpoint of the server-server API.
pub fn routes(routes: &mut Routes) {
    key::routes(routes);
    media::routes(routes);
    query::routes(routes);
    version::routes(routes);
}
