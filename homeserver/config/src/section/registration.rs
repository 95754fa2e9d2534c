//! Who may make an account and what they have to accept, how passwords are stored, and how long a sign-in is good.

use std::{fmt, time::Duration};

use url::Url;

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
    /// Whether whoever makes an account has to have an e-mail address.
    pub requires_email: bool,
    /// What whoever makes an account has to accept.
    pub terms: Vec<Policy>,
}

/// `terms = [{ id = …, version = …, documents = [ … ] }]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What it is, such as `privacy_policy`.
    pub id: String,
    /// Which version of it.
    pub version: String,
    /// It in each of its languages.
    pub documents: Vec<PolicyDocument>,
}

/// `documents = [{ language = …, name = …, url = … }]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyDocument {
    /// The language, as in `en` or `pt-BR`.
    pub language: String,
    /// What it is called in that language.
    pub name: String,
    /// Where it can be read.
    pub url: String,
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
            requires_email: section.boolean("requires_email", false),
            terms: Policy::read_all(section),
        }
    }
}

impl Policy {
    fn read_all(section: &mut Section<'_>) -> Vec<Self> {
        let policies = section.optional_sections("terms", |section| Self {
            id: section.required("id", "a name such as \"privacy_policy\""),
            version: section.required("version", "a version such as \"1.0\""),
            documents: section.sections("documents", PolicyDocument::read),
        });
        for (index, policy) in policies.iter().enumerate() {
            if policies.iter().take(index).any(|other| other.id == policy.id) {
                section
                    .problem(&format!("terms.{index}.id"), format!("{:?} is there already: write another", policy.id));
            }
        }
        policies
    }
}

impl PolicyDocument {
    fn read(section: &mut Section<'_>) -> Self {
        let document = Self {
            language: section.required("language", "a language such as \"en\""),
            name: section.required("name", "a name such as \"Privacy policy\""),
            url: section.required("url", "the address of the document"),
        };
        if document.language == "version" {
            section.problem("language", "found \"version\", which is no language".to_owned());
        }
        let is_address = Url::parse(&document.url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if !is_address && !section.has_problem("url") {
            let message = format!("found {:?}: write an address that begins with https://", document.url);
            section.problem("url", message);
        }
        document
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registration")
            .field("mode", &self.mode)
            .field("guests", &self.guests)
            .field("shared_secret", &self.shared_secret.as_ref().map(|_| "…"))
            .field("requires_email", &self.requires_email)
            .field("terms", &self.terms)
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

/// `[access_tokens]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessTokens {
    /// How long one is good that its client cannot refresh; `None` until it is revoked.
    pub lifetime: Option<Duration>,
    /// How long one is good that its client refreshes.
    pub refreshable_lifetime: Duration,
}

impl AccessTokens {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        Self {
            lifetime: section.duration_or_unlimited("lifetime", None),
            refreshable_lifetime: section.duration("refreshable_lifetime", Duration::from_hours(1)),
        }
    }
}
