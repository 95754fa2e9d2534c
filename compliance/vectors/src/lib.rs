//! What the server makes of events in every room version, compared byte by byte: with the specification's own test
//! vectors, and with `events.json`, which `generate.py` calculates from the specification's text without our code.

#[cfg(test)]
mod events;
#[cfg(test)]
mod specification;
