//! The administration of the server, as far as tools exist that speak it: Synapse's paths.

mod media;
mod register;

use crate::route::Routes;

/// Every endpoint of the administration.
pub fn routes(routes: &mut Routes) {
    media::routes(routes);
    register::routes(routes);
}
