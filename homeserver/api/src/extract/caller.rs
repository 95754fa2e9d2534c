//! Who asks: the access token, the session behind it, and the address the request came from.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::extract::ConnectInfo;
use hs_accounts::Session;
use hs_core::error::MatrixError;
use http::{HeaderMap, header, request::Parts};
use ruma::{OwnedDeviceId, OwnedServerName, UserId, api::error::ErrorKind};

use super::Access;
use crate::service::Api;

/// Everything known of who asks.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The session of the access token; always there where the endpoint asks for it.
    pub session: Option<Arc<Session>>,
    /// The server that signed the request; always there where the endpoint asks for it.
    pub origin: Option<OwnedServerName>,
    /// Where the request came from.
    pub client: Client,
    /// The access token of a request that needs none.
    pub token: Option<String>,
}

/// Where a request came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The address, as far as the reverse proxies that we trust tell the truth.
    pub ip: IpAddr,
    /// What the client says it is.
    pub user_agent: Option<String>,
}

/// Who is let through besides those with an account in good standing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Doors {
    /// Guests are.
    pub(crate) guests: bool,
    /// Those whose account is locked are.
    pub(crate) locked: bool,
    /// Those whose account is suspended are not.
    pub(crate) speaks: bool,
}

impl Caller {
    /// Finds out who asks, and refuses those who may not.
    pub(crate) async fn identify(
        api: &Api,
        parts: &mut Parts,
        access: Access,
        doors: Doors,
    ) -> Result<Self, MatrixError> {
        let client = Client::of(parts, &api.config.http.trusted_proxies);
        let session = match access {
            // What a server signs is the body, too, which has not been read yet.
            Access::Public | Access::Server => None,
            Access::Optional => match access_token(parts)? {
                Some(token) => Some(authenticate(api, &token, parts, &client).await?),
                None => None,
            },
            Access::Session | Access::Service | Access::Admin => {
                let token = access_token(parts)?.ok_or_else(no_token)?;
                Some(authenticate(api, &token, parts, &client).await?)
            }
        };
        if let Some(session) = &session {
            tracing::Span::current().record("user", session.user_id.as_str());
            if access == Access::Admin && !session.is_admin {
                return Err(MatrixError::forbidden("Only administrators of this server may do that"));
            }
            if session.is_locked && !doors.locked {
                return Err(MatrixError::new(
                    ErrorKind::UserLocked,
                    "This account has been locked by an administrator of the server",
                ));
            }
            if session.is_suspended && doors.speaks {
                return Err(MatrixError::new(
                    ErrorKind::UserSuspended,
                    "This account is suspended by an administrator of the server: you may read and leave, no more",
                ));
            }
            if session.is_guest && !doors.guests {
                return Err(MatrixError::guest_access_forbidden("Guests may not do that: make an account first"));
            }
        }
        let token = if access == Access::Public { access_token(parts).ok().flatten() } else { None };
        Ok(Self { session, origin: None, client, token })
    }
}

async fn authenticate(api: &Api, token: &str, parts: &Parts, client: &Client) -> Result<Arc<Session>, MatrixError> {
    if let Some(service) = api.accounts.app_service.by_token(token) {
        let wished = |name: &str| {
            let mut pairs = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        let user_id = wished("user_id").map(UserId::parse).transpose();
        let user_id = user_id.map_err(|_| MatrixError::invalid_param("`user_id` is not a user id"))?;
        let device_id = wished("device_id").filter(|id| !id.is_empty()).map(OwnedDeviceId::from);
        return api.accounts.session.masquerade(service, user_id.as_deref(), device_id.as_deref()).await;
    }
    let session = api.accounts.session.authenticate(token).await?;
    api.accounts.session.touch(&session, Some(client.ip), client.user_agent.as_deref());
    Ok(session)
}

/// What those hear who call what is meant for application services.
pub(super) fn no_service() -> MatrixError {
    MatrixError::forbidden("Only application services may do that")
}

pub(super) fn no_token() -> MatrixError {
    MatrixError::missing_token("This needs an access token: sign in, and send it as \"Authorization: Bearer …\"")
}

/// The access token of a request: from the header, or from the deprecated query parameter.
fn access_token(parts: &Parts) -> Result<Option<String>, MatrixError> {
    if let Some(value) = parts.headers.get(header::AUTHORIZATION) {
        let token = value.to_str().ok().and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
        });
        return match token {
            Some(token) if !token.is_empty() => Ok(Some(token)),
            _ => Err(MatrixError::missing_token(
                "The Authorization header has no access token: write \"Authorization: Bearer …\"",
            )),
        };
    }
    let query = parts.uri.query().unwrap_or_default();
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    Ok(pairs
        .into_iter()
        .find(|(key, token)| key == "access_token" && !token.is_empty())
        .map(|(_, token)| token.into_owned()))
}

impl Client {
    /// Reads the peer's address, and believes `X-Forwarded-For` as far as it was written by proxies we trust.
    pub(crate) fn of(parts: &Parts, trusted_proxies: &[IpAddr]) -> Self {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let ip =
            if trusted_proxies.contains(&peer) { forwarded_for(&parts.headers, trusted_proxies, peer) } else { peer };
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Self { ip, user_agent: user_agent.map(|text| text.chars().take(256).collect()) }
    }
}

/// The last address in the chain that is not one of our proxies; what stands before it, anybody could have written.
fn forwarded_for(headers: &HeaderMap, trusted_proxies: &[IpAddr], peer: IpAddr) -> IpAddr {
    let values = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let chain = values.flat_map(|value| value.split(',')).map(|address| address.trim().parse::<IpAddr>());
    let mut nearest = peer;
    for address in chain.collect::<Vec<_>>().into_iter().rev() {
        let Ok(address) = address else { break };
        nearest = address.to_canonical();
        if !trusted_proxies.contains(&nearest) {
            break;
        }
    }
    nearest
}
