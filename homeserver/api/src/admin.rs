//! The administration of the server, as far as tools exist that speak it: Synapse's paths.

mod register;

use crate::route::Routes;

/// Every endpoint of the administration.
pub fn routes(routes: &mut Routes) {
    register::routes(routes);
}
