//! What leaves by itself: follows the stream of changes and tells other servers.
//! See <https://spec.matrix.org/v1.19/server-server-api/#transactions>.
//!
//! One process at a time follows ([`Delivery::run`]): it finds out which servers must hear of a change and puts it into
//! their queues. Each server's queue is emptied by a task of its own, one transaction after the other. Queues are in
//! memory. What they held when the process ended is found again, because the position up to which every server was told
//! is written down only once they all were; of a server that does not answer, a row of its own says from where on it is
//! owed.

mod app_service;
mod catch_up;
mod edu;
mod follower;
mod lease;
mod pusher;
mod queue;
mod sender;
mod service;
mod transaction;

pub use self::{
    app_service::{AppServicesDelivery, AppServicesParts, Network},
    pusher::{Push, PushParts},
    queue::DestinationState,
    service::{Delivery, DeliveryParts},
};
