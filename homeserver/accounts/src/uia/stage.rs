//! The stages of user-interactive authentication that we know, and when a set of them is enough.
//!
//! Pure: what a client has proved is a [`StageSet`], what an endpoint asks for is a list of flows, and the question is
//! whether the one contains a line of the other.

use std::borrow::Cow;

use ruma::api::client::uiaa::{AuthData, AuthFlow, AuthType};

/// One thing to prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing at all; for servers that anybody may join.
    Dummy,
    /// A registration token.
    RegistrationToken,
    /// The password of the account.
    Password,
    /// That the documents of the server are accepted.
    Terms,
    /// That an e-mail address is theirs.
    Email,
}

/// A way to authenticate: stages, which may be completed in any order.
pub type Flow = Cow<'static, [Stage]>;

/// Ways to authenticate, of which the client picks one.
pub type Flows<'a> = &'a [Flow];

impl Stage {
    const ALL: [Self; 5] = [Self::Dummy, Self::RegistrationToken, Self::Password, Self::Terms, Self::Email];

    /// The bit that stands for this stage in the database. Never reused.
    const fn bit(self) -> i64 {
        match self {
            Self::Dummy => 1,
            Self::RegistrationToken => 2,
            Self::Password => 4,
            Self::Terms => 8,
            Self::Email => 16,
        }
    }

    /// The stage that a client attempts, where we know it.
    pub(super) fn attempted(auth: &AuthData) -> Option<Self> {
        match auth {
            AuthData::Dummy(_) => Some(Self::Dummy),
            AuthData::RegistrationToken(_) => Some(Self::RegistrationToken),
            AuthData::Password(_) => Some(Self::Password),
            AuthData::Terms(_) => Some(Self::Terms),
            AuthData::EmailIdentity(_) => Some(Self::Email),
            _ => None,
        }
    }

    fn auth_type(self) -> AuthType {
        match self {
            Self::Dummy => AuthType::Dummy,
            Self::RegistrationToken => AuthType::RegistrationToken,
            Self::Password => AuthType::Password,
            Self::Terms => AuthType::Terms,
            Self::Email => AuthType::EmailIdentity,
        }
    }
}

/// The stages that a session has completed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct StageSet(i64);

impl StageSet {
    /// The set that the database remembers.
    pub(super) const fn from_bits(bits: i64) -> Self {
        Self(bits)
    }

    /// The form for the database, where sets are united bit by bit so that two stages completed at once both count.
    pub(super) const fn bits(self) -> i64 {
        self.0
    }

    pub(super) const fn with(self, stage: Stage) -> Self {
        Self(self.0 | stage.bit())
    }

    pub(super) const fn contains(self, stage: Stage) -> bool {
        self.0 & stage.bit() != 0
    }

    /// Whether every stage of some flow is completed.
    pub(super) fn satisfies(self, flows: Flows<'_>) -> bool {
        flows.iter().any(|flow| flow.iter().all(|stage| self.contains(*stage)))
    }

    /// The names of the completed stages, for the client.
    pub(super) fn auth_types(self) -> Vec<AuthType> {
        Stage::ALL.into_iter().filter(|stage| self.contains(*stage)).map(Stage::auth_type).collect()
    }
}

/// Whether `stage` is part of any flow: one that is not cannot be completed here.
pub(super) fn offers(flows: Flows<'_>, stage: Stage) -> bool {
    flows.iter().any(|flow| flow.contains(&stage))
}

/// The flows as the client reads them.
pub(super) fn auth_flows(flows: Flows<'_>) -> Vec<AuthFlow> {
    flows.iter().map(|flow| AuthFlow::new(flow.iter().map(|stage| stage.auth_type()).collect())).collect()
}

#[cfg(test)]
mod tests;
