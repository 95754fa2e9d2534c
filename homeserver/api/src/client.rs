//! The client-server API, a file per chapter of <https://spec.matrix.org/v1.19/client-server-api/>.

mod discovery;

use crate::route::Routes;

/// Every endpoint of the client-server API.
pub fn routes(routes: &mut Routes) {
    discovery::routes(routes);
}
