//! Application services: who they are, what belongs to them, and as whom they may act.
//!
//! See <https://spec.matrix.org/v1.19/application-service-api/>.

use std::{collections::HashMap, sync::Arc};

use hs_config::{ApplicationService, Namespace};
use hs_core::error::MatrixError;
use ruma::{OwnedServerName, OwnedUserId, RoomAliasId, RoomId, ServerName, UserId, api::error::ErrorKind};
use url::Url;

use crate::token::TokenHash;

/// An application service as this server knows it.
#[derive(Debug)]
pub struct AppService {
    registration: ApplicationService,
    server_name: OwnedServerName,
    /// The user who acts for it where nobody else is named.
    pub sender: OwnedUserId,
}

impl AppService {
    /// What it is called.
    pub fn id(&self) -> &str {
        &self.registration.id
    }

    /// Where it is, if it wants to be told anything.
    pub fn url(&self) -> Option<&Url> {
        self.registration.url.as_ref()
    }

    /// By what we prove to it who we are.
    pub fn hs_token(&self) -> &str {
        &self.registration.hs_token
    }

    /// Whether it wants to hear of receipts, typing and presence.
    pub fn receives_ephemeral(&self) -> bool {
        self.registration.receive_ephemeral
    }

    /// The other networks that it knows.
    pub fn protocols(&self) -> &[String] {
        &self.registration.protocols
    }

    /// Whether it may act as this user, or make it: one of ours in its namespace, or its own.
    pub fn controls(&self, user_id: &UserId) -> bool {
        *user_id == self.sender || self.claims(user_id)
    }

    /// Whether a user of ours is in its namespace.
    fn claims(&self, user_id: &UserId) -> bool {
        user_id.server_name() == self.server_name && contain(&self.registration.namespaces.users, user_id.as_str())
    }

    /// Whether an alias is in its namespace.
    pub fn wants_alias(&self, alias: &RoomAliasId) -> bool {
        contain(&self.registration.namespaces.aliases, alias.as_str())
    }

    /// Whether it cares for any alias.
    pub fn has_aliases(&self) -> bool {
        !self.registration.namespaces.aliases.is_empty()
    }

    /// Whether a room is in its namespace.
    pub fn wants_room(&self, room_id: &RoomId) -> bool {
        contain(&self.registration.namespaces.rooms, room_id.as_str())
    }

    /// Whether what this user does is kept to the limits that everybody has.
    pub fn limits(&self, user_id: &UserId) -> bool {
        self.registration.rate_limited && *user_id != self.sender
    }

    /// Whether nobody else may have this user.
    fn reserves_user(&self, user_id: &UserId) -> bool {
        let namespace = self.registration.namespaces.users.iter().filter(|namespace| namespace.is_exclusive);
        *user_id == self.sender || namespace.into_iter().any(|namespace| namespace.contains(user_id.as_str()))
    }

    /// Whether nobody else may have this alias.
    fn reserves_alias(&self, alias: &RoomAliasId) -> bool {
        let mut namespace = self.registration.namespaces.aliases.iter().filter(|namespace| namespace.is_exclusive);
        namespace.any(|namespace| namespace.contains(alias.as_str()))
    }
}

/// All application services of this server.
#[derive(Debug, Default)]
pub struct AppServices {
    services: Vec<Arc<AppService>>,
    by_token: HashMap<TokenHash, Arc<AppService>>,
}

impl AppServices {
    pub(crate) fn new(registrations: &[ApplicationService], server_name: &ServerName) -> Result<Self, MatrixError> {
        let mut services = Vec::with_capacity(registrations.len());
        for registration in registrations {
            let sender = UserId::parse(format!("@{}:{server_name}", registration.sender_localpart));
            services.push(Arc::new(AppService {
                registration: registration.clone(),
                server_name: server_name.to_owned(),
                sender: sender.map_err(MatrixError::internal)?,
            }));
        }
        let token = |service: &Arc<AppService>| TokenHash::of(&service.registration.as_token);
        let by_token = services.iter().map(|service| (token(service), Arc::clone(service))).collect();
        Ok(Self { services, by_token })
    }

    /// All of them.
    pub fn all(&self) -> &[Arc<AppService>] {
        &self.services
    }

    /// The one with this name.
    pub fn get(&self, id: &str) -> Option<&Arc<AppService>> {
        self.services.iter().find(|service| service.id() == id)
    }

    /// The one that has this token.
    pub fn by_token(&self, token: &str) -> Option<&Arc<AppService>> {
        if self.services.is_empty() { None } else { self.by_token.get(&TokenHash::of(token)) }
    }

    /// The ones that may act as this user.
    pub fn controlling<'a>(&'a self, user_id: &'a UserId) -> impl Iterator<Item = &'a Arc<AppService>> {
        self.services.iter().filter(|service| service.controls(user_id))
    }

    /// Refuses a user whom somebody must not make: one that another service reserves, or, for a service, one outside
    /// its namespace.
    pub fn check_user(&self, user_id: &UserId, maker: Option<&AppService>) -> Result<(), MatrixError> {
        match maker {
            Some(service) if !service.controls(user_id) => {
                Err(MatrixError::exclusive("This user is not in the namespace of the application service"))
            }
            None if self.services.iter().any(|service| service.reserves_user(user_id)) => {
                Err(MatrixError::exclusive("This user name is reserved for an application service"))
            }
            _ => Ok(()),
        }
    }

    /// Refuses an alias that somebody must not make or remove, in the same way.
    pub fn check_alias(&self, alias: &RoomAliasId, maker: Option<&AppService>) -> Result<(), MatrixError> {
        match maker {
            Some(service) if !service.wants_alias(alias) => {
                Err(MatrixError::exclusive("This alias is not in the namespace of the application service"))
            }
            None if self.services.iter().any(|service| service.reserves_alias(alias)) => {
                Err(MatrixError::exclusive("This alias is reserved for an application service"))
            }
            _ => Ok(()),
        }
    }
}

/// What those hear who want to act as somebody whom their application service does not control.
pub(crate) fn not_controlled() -> MatrixError {
    MatrixError::forbidden("The application service cannot act as this user")
}

/// A device that the user does not have.
pub(crate) fn unknown_device() -> MatrixError {
    MatrixError::new(ErrorKind::UnknownDevice, "This user has no such device")
}

fn contain(namespaces: &[Namespace], name: &str) -> bool {
    namespaces.iter().any(|namespace| namespace.contains(name))
}
