//! From an HTTP request to a typed call: who asks, and what.
//!
//! The type of a handler's second argument says who may call it: [`Public`] anybody, [`Authed`] whoever has an access
//! token, [`MaybeAuthed`] either, [`Service`] application services, [`Admin`] administrators of this server,
//! [`ServerAuthed`] other servers.

mod caller;
mod incoming;

use std::sync::Arc;

use hs_accounts::{AppService, Session};
use hs_core::error::MatrixError;
use hs_rooms::Actor;
use ruma::{DeviceId, OwnedServerName, UserId, api::IncomingRequest};

pub(crate) use self::caller::Doors;
pub use self::{
    caller::{Caller, Client},
    incoming::{Incoming, Raw},
};

/// Who may call an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody; a token is only handed on.
    Public,
    /// Anybody; a token must be valid if there is one.
    Optional,
    /// Whoever has an access token.
    Session,
    /// Application services.
    Service,
    /// Administrators of this server.
    Admin,
    /// Other servers, who sign what they ask.
    Server,
}

/// The second argument of a handler: a request together with who made it.
pub trait Call: Sized + Send + 'static {
    /// The request; its type is the route.
    type Request: IncomingRequest + Send;

    /// Who may call.
    const ACCESS: Access;

    /// Puts the two together. [`Access`] has been checked already.
    fn admit(request: Self::Request, caller: Caller) -> Result<Self, MatrixError>;
}

/// A request that anybody may make.
pub struct Public<R> {
    /// What is asked for.
    pub request: R,
    /// Where it came from.
    pub client: Client,
    /// An access token that came along, which has not been looked at.
    pub token: Option<String>,
}

impl<R: IncomingRequest + Send + 'static> Call for Public<R> {
    type Request = R;
    const ACCESS: Access = Access::Public;

    fn admit(request: R, caller: Caller) -> Result<Self, MatrixError> {
        Ok(Self { request, client: caller.client, token: caller.token })
    }
}

/// A request of somebody who is signed in.
pub struct Authed<R> {
    /// What is asked for.
    pub request: R,
    /// Who asks.
    pub session: Arc<Session>,
    /// Where it came from.
    pub client: Client,
}

impl<R> Authed<R> {
    /// The user who asks.
    pub fn user_id(&self) -> &UserId {
        &self.session.user_id
    }

    /// The user and the device, as the room engine wants to know them.
    pub fn actor(&self) -> Actor {
        actor(&self.session)
    }

    /// The device the request came from.
    pub fn device_id(&self) -> &DeviceId {
        &self.session.device_id
    }
}

fn actor(session: &Session) -> Actor {
    Actor {
        user_id: session.user_id.clone(),
        user: session.user,
        device_id: Some(session.device_id.clone()),
        is_guest: session.is_guest,
    }
}

impl<R: IncomingRequest + Send + 'static> Call for Authed<R> {
    type Request = R;
    const ACCESS: Access = Access::Session;

    fn admit(request: R, caller: Caller) -> Result<Self, MatrixError> {
        let session = caller.session.ok_or_else(caller::no_token)?;
        Ok(Self { request, session, client: caller.client })
    }
}

/// A request that anybody may make, with a different answer for those who are signed in.
pub struct MaybeAuthed<R> {
    /// What is asked for.
    pub request: R,
    /// Who asks, where they told us.
    pub session: Option<Arc<Session>>,
    /// Where it came from.
    pub client: Client,
}

impl<R> MaybeAuthed<R> {
    /// The user and the device, where they told us, as the room engine wants to know them.
    pub fn actor(&self) -> Option<Actor> {
        self.session.as_deref().map(actor)
    }
}

impl<R: IncomingRequest + Send + 'static> Call for MaybeAuthed<R> {
    type Request = R;
    const ACCESS: Access = Access::Optional;

    fn admit(request: R, caller: Caller) -> Result<Self, MatrixError> {
        Ok(Self { request, session: caller.session, client: caller.client })
    }
}

/// A request that only application services may make.
pub struct Service<R> {
    /// What is asked for.
    pub request: R,
    /// Who asks.
    pub service: Arc<AppService>,
    /// As whom.
    pub session: Arc<Session>,
}

impl<R: IncomingRequest + Send + 'static> Call for Service<R> {
    type Request = R;
    const ACCESS: Access = Access::Service;

    fn admit(request: R, caller: Caller) -> Result<Self, MatrixError> {
        let session = caller.session.ok_or_else(caller::no_token)?;
        let service = session.app_service.clone().ok_or_else(caller::no_service)?;
        Ok(Self { request, service, session })
    }
}

/// A request that only administrators of this server may make.
pub struct Admin<R> {
    /// What is asked for.
    pub request: R,
    /// Who asks.
    pub session: Arc<Session>,
}

impl<R: IncomingRequest + Send + 'static> Call for Admin<R> {
    type Request = R;
    const ACCESS: Access = Access::Admin;

    fn admit(request: R, caller: Caller) -> Result<Self, MatrixError> {
        let session = caller.session.ok_or_else(caller::no_token)?;
        Ok(Self { request, session })
    }
}

/// A request of another server, signed by it and meant for us.
pub struct ServerAuthed<R> {
    /// What is asked for.
    pub request: R,
    /// Which server asks.
    pub origin: OwnedServerName,
}

impl<R: IncomingRequest + Send + 'static> Call for ServerAuthed<R> {
    type Request = R;
    const ACCESS: Access = Access::Server;

    fn admit(request: R, caller: Caller) -> Result<Self, MatrixError> {
        let unsigned = || MatrixError::unauthorized("The request must be signed by a server");
        Ok(Self { request, origin: caller.origin.ok_or_else(unsigned)? })
    }
}
