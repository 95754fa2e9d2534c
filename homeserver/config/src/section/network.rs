//! Everybody else: addresses we call, and callers who are too eager.

use std::path::PathBuf;

use crate::read::Section;

/// `[outbound]`: every request to an address that others can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    /// Whether loopback, private and link-local targets are allowed.
    pub allow_private_addresses: bool,
    /// PEM roots that are trusted beside the web's.
    pub extra_ca_certificates: Vec<PathBuf>,
}

impl Outbound {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            allow_private_addresses: section.boolean("allow_private_addresses", false),
            extra_ca_certificates: section.existing_files("extra_ca_certificates"),
        }
    }
}

/// `[rate_limits]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimits {
    /// Whether callers are limited at all.
    pub enabled: bool,
}

impl RateLimits {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self { enabled: section.boolean("enabled", true) }
    }
}
