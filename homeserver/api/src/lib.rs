//! HTTP: routes, authentication, errors. Handlers are thin: extract → one service call → typed response.
//!
//! `route.rs` shows how an endpoint is added; `client/discovery.rs` is the smallest worked example.

pub mod admin;
pub mod client;
pub mod edge;
mod endpoint;
pub mod error;
pub mod extract;
mod json;
pub mod limit;
pub mod route;
pub mod router;
pub mod server;
pub mod service;
mod web;

pub use router::router;
pub use service::{Api, Services};
