//! The rules of `docs/architecture.md` that a program can check: which crate may use which, and how source files look.
//!
//! There is nothing here but tests; `cargo test -p layering` says what is broken and where.

#[cfg(test)]
mod crates;
#[cfg(test)]
mod files;
