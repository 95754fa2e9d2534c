//! Who may make an account, and how passwords are stored.

use std::fmt;

use crate::read::{Named, Section};

/// `[registration]`
#[derive(Clone, PartialEq, Eq)]
pub struct Registration {
    /// Who may make an account.
    pub mode: RegistrationMode,
    /// Whether guests may look around without an account.
    pub guests: bool,
    /// Enables the shared-secret registration endpoint of the administration API, where set.
    pub shared_secret: Option<String>,
}

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationMode {
    /// Everybody.
    Open,
    /// Those who were given a registration token.
    Token,
    /// Nobody; administrators make accounts.
    Closed,
}

impl Named for RegistrationMode {
    const NAMES: &'static [(&'static str, Self)] =
        &[("open", Self::Open), ("token", Self::Token), ("closed", Self::Closed)];
}

impl Registration {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            mode: section.named("mode", RegistrationMode::Open),
            guests: section.boolean("guests", false),
            shared_secret: Some(section.string("shared_secret", "")).filter(|secret| !secret.is_empty()),
        }
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registration")
            .field("mode", &self.mode)
            .field("guests", &self.guests)
            .field("shared_secret", &self.shared_secret.as_ref().map(|_| "…"))
            .finish()
    }
}

/// `[passwords]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passwords {
    /// How much work a password hash is.
    pub hash_cost: HashCost,
}

/// How much work a password hash is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashCost {
    /// What is recommended for passwords of people.
    Standard,
    /// As little as possible; for tests only.
    Minimum,
}

impl Named for HashCost {
    const NAMES: &'static [(&'static str, Self)] = &[("standard", Self::Standard), ("minimum", Self::Minimum)];
}

impl Passwords {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self { hash_cost: section.named("hash_cost", HashCost::Standard) }
    }
}
