//! What the Matrix specification decides, as plain functions of their arguments: no clock, no database, no async.

pub mod clock;
pub mod entropy;
pub mod error;
pub mod nid;
