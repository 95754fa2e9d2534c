//! The state of a room as numbers: which event stands at which place.

pub mod delta;
pub mod hash;
pub mod layers;

use rustc_hash::FxBuildHasher;

use crate::nid::{EventNid, StateKeyNid};

/// A room's state: for each (type, state key) the event that stands there. Cheap to clone, clones share their parts.
pub type StateMap = imbl::GenericHashMap<StateKeyNid, EventNid, FxBuildHasher, imbl::shared_ptr::DefaultSharedPtr>;
