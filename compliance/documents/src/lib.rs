//! The documentation as something that can be wrong: its reference of the configuration is written by a program, its
//! links must lead somewhere, its commands and settings must exist.

mod reference;

#[cfg(test)]
mod blocks;
#[cfg(test)]
mod links;
#[cfg(test)]
mod pages;

pub use reference::reference;
