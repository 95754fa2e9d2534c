//! What an address is made sure of for.

/// What it is to be shown for that an address is somebody's. What was shown for one thing is good for no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A new account.
    Register,
    /// An account that somebody has.
    Add,
    /// A new password.
    ResetPassword,
}

impl Purpose {
    /// The name in the database.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Add => "add",
            Self::ResetPassword => "reset_password",
        }
    }

    /// The purpose with a name.
    pub(super) fn of(name: &str) -> Option<Self> {
        [Self::Register, Self::Add, Self::ResetPassword].into_iter().find(|purpose| purpose.name() == name)
    }
}
