//! A handler's request type is its route.
//!
//! A chapter of the specification is one file with its handlers and one `routes` function:
//!
//! ```ignore
//! pub(super) fn routes(routes: &mut Routes) {
//!     routes.add(create_room).rate(Rate::Create);
//!     routes.add(sync_events).long_poll();
//! }
//!
//! async fn create_room(api: Api, call: Authed<create_room::v3::Request>) -> Result<create_room::v3::Response> {
//!     api.rooms.create(&call.session, call.request).await
//! }
//! ```
//!
//! A handler of [`Routes::add_raw`] is given the body as it arrives, and answers with whatever it likes: files.
//!
//! Method and paths (all of them: `r0`, `v3`, `unstable`) come from ruma's metadata, the way to authenticate from the
//! second argument's type (see [`crate::extract`]). Handlers are erased to one boxed function each as early as possible,
//! so that axum's and tower's generics are compiled once instead of two hundred times.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    response::Response,
    routing::{MethodFilter, MethodRouter},
};
use bytes::BytesMut;
use futures_util::future::{BoxFuture, FutureExt, ready};
use hs_core::error::MatrixError;
use http::{HeaderValue, Method, StatusCode, header};
use ruma::api::{IncomingRequest, Metadata, OutgoingResponseExt, path_builder::PathBuilder};
use serde::Serialize;
use tokio::time::timeout;
use tower::Service;

use crate::{
    error,
    extract::{Access, Call, Caller, Doors, Incoming, Raw},
    limit::Rate,
    service::Api,
};

/// What handlers return.
pub type Result<T> = std::result::Result<T, MatrixError>;

type Reply = BoxFuture<'static, Result<Response>>;
type Run = dyn Fn(Api, Incoming, Caller) -> Reply + Send + Sync;

/// The endpoints of a listener.
#[derive(Default)]
pub struct Routes {
    list: Vec<Route>,
}

/// One endpoint and its rules. The defaults suit most; what differs is said when the endpoint is added.
pub struct Route {
    paths: BTreeSet<String>,
    method: Method,
    rules: Rules,
    run: Arc<Run>,
}

#[derive(Clone, Copy)]
struct Rules {
    access: Access,
    doors: Doors,
    rate: Option<Rate>,
    body: BodyRule,
    long_poll: bool,
    cached: Option<Duration>,
}

/// What is done with a body before the handler is called.
#[derive(Clone, Copy)]
enum BodyRule {
    /// It is read, and must be JSON.
    Json,
    /// Nothing: the handler reads it.
    Raw,
}

impl Routes {
    /// Adds the endpoint that `handler` serves.
    pub fn add<C, H, F>(&mut self, handler: H) -> &mut Route
    where
        C: Call,
        H: Fn(Api, C) -> F + Send + Sync + 'static,
        F: Future<Output = Result<<C::Request as IncomingRequest>::OutgoingResponse>> + Send + 'static,
    {
        let run = move |api: Api, incoming: Incoming, caller: Caller| -> Reply {
            match incoming.parse::<C::Request>().and_then(|request| C::admit(request, caller)) {
                Ok(call) => {
                    // Mapped and not awaited in a block, which would hold the handler's future twice.
                    handler(api, call).map(|answered| answered.and_then(encode)).boxed()
                }
                Err(error) => ready(Err(error)).boxed(),
            }
        };
        self.push(<C::Request as Metadata>::METHOD, all_paths::<C::Request>(), C::ACCESS, Arc::new(run))
    }

    /// Adds an endpoint whose body, or answer, is a file: `handler` reads and writes it as it comes and goes. The body
    /// in the request itself is empty. It may take as long as it likes, so the handler must see to those who dawdle.
    pub fn add_raw<C, H, F>(&mut self, handler: H) -> &mut Route
    where
        C: Call,
        H: Fn(Api, C, Raw) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Response>> + Send + 'static,
    {
        let run = move |api: Api, mut incoming: Incoming, caller: Caller| -> Reply {
            let raw = incoming.take_raw();
            match incoming.parse::<C::Request>().and_then(|request| C::admit(request, caller)) {
                Ok(call) => handler(api, call, raw).boxed(),
                Err(error) => ready(Err(error)).boxed(),
            }
        };
        let route = self.push(<C::Request as Metadata>::METHOD, all_paths::<C::Request>(), C::ACCESS, Arc::new(run));
        route.rules.body = BodyRule::Raw;
        route.rules.long_poll = true;
        route
    }

    /// Adds an endpoint that answers with a type of our own, where ruma's would leave out what clients look for.
    pub fn add_json<C, H, F, T>(&mut self, handler: H) -> &mut Route
    where
        C: Call,
        H: Fn(Api, C) -> F + Send + Sync + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
        T: Serialize,
    {
        let run = move |api: Api, incoming: Incoming, caller: Caller| -> Reply {
            match incoming.parse::<C::Request>().and_then(|request| C::admit(request, caller)) {
                Ok(call) => {
                    handler(api, call).map(|answered| answered.and_then(|response| encode_json(&response))).boxed()
                }
                Err(error) => ready(Err(error)).boxed(),
            }
        };
        self.push(<C::Request as Metadata>::METHOD, all_paths::<C::Request>(), C::ACCESS, Arc::new(run))
    }

    fn push(&mut self, method: Method, paths: BTreeSet<String>, access: Access, run: Arc<Run>) -> &mut Route {
        let rules =
            Rules { access, doors: Doors::default(), rate: None, body: BodyRule::Json, long_poll: false, cached: None };
        self.list.push(Route { paths, method, rules, run });
        let last = self.list.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "the element was pushed two lines above")]
        &mut self.list[last]
    }

    /// Every (path, method) pair, for tests and for the table of what is covered.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Method)> {
        self.list.iter().flat_map(|route| route.paths.iter().map(|path| (path.as_str(), &route.method)))
    }

    pub(crate) fn into_router(self, api: &Api) -> Router {
        let mut paths = BTreeMap::<String, MethodRouter>::new();
        for Route { paths: route_paths, method, rules, run } in self.list {
            let Ok(filter) = MethodFilter::try_from(method) else {
                continue;
            };
            let endpoint = Endpoint { rules, run, api: api.clone() };
            for path in route_paths {
                let methods = paths.remove(&path).unwrap_or_default();
                paths.insert(path, methods.on_service(filter, endpoint.clone()));
            }
        }
        paths.into_iter().fold(Router::new(), |router, (path, methods)| router.route(&path, methods))
    }
}

impl Route {
    /// A further path of the same endpoint, in axum's syntax.
    pub fn also(&mut self, path: &str) -> &mut Self {
        self.paths.insert(path.to_owned());
        self
    }

    /// Guests may call it, too.
    pub fn guests(&mut self) -> &mut Self {
        self.rules.doors.guests = true;
        self
    }

    /// Whoever calls it says something, comes somewhere or changes how they look: not for accounts that are suspended.
    /// See <https://spec.matrix.org/v1.19/client-server-api/#account-suspension>.
    pub fn speaks(&mut self) -> &mut Self {
        self.rules.doors.speaks = true;
        self
    }

    /// Those whose accounts are locked may call it, too: they may sign out.
    pub fn locked(&mut self) -> &mut Self {
        self.rules.doors.locked = true;
        self
    }

    /// Counts calls against a limit.
    pub fn rate(&mut self, rate: Rate) -> &mut Self {
        self.rules.rate = Some(rate);
        self
    }

    /// The answer is the same for everybody, and anybody may keep it for this long.
    pub fn cached(&mut self, time: Duration) -> &mut Self {
        self.rules.cached = Some(time);
        self
    }

    /// It may take as long as it likes: it waits for something to happen.
    pub fn long_poll(&mut self) -> &mut Self {
        self.rules.long_poll = true;
        self
    }
}

/// Every path of an endpoint. An empty state key may be left out, with or without the slash before it.
fn all_paths<R: Metadata>() -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for path in R::PATH_BUILDER.all_paths() {
        paths.insert(path.to_owned());
        if let Some(without_key) = path.strip_suffix("/{state_key}") {
            paths.insert(without_key.to_owned());
            paths.insert(format!("{without_key}/"));
        }
    }
    paths
}

/// A typed answer as an HTTP response.
pub(crate) fn encode<R: OutgoingResponseExt>(response: R) -> Result<Response> {
    let response = response.try_into_http_response::<BytesMut>().map_err(MatrixError::internal)?;
    Ok(response.map(|body| Body::from(body.freeze())))
}

fn encode_json<T: Serialize>(response: &T) -> Result<Response> {
    let body = serde_json::to_vec(response).map_err(MatrixError::internal)?;
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

/// A route as a tower service: the one type that axum is instantiated with.
#[derive(Clone)]
struct Endpoint {
    rules: Rules,
    run: Arc<Run>,
    api: Api,
}

impl Endpoint {
    async fn answer(self, request: Request) -> Result<Response> {
        let (run, api, cached) = (Arc::clone(&self.run), self.api.clone(), self.rules.cached);
        // On the heap, and gone again: whoever waits for news should not hold what it took to get here.
        let (incoming, caller) = Box::pin(self.admit(request)).await?;
        let mut response = run(api, incoming, caller).await?;
        if let Some(time) = cached {
            let value = HeaderValue::try_from(format!("public, max-age={}", time.as_secs()));
            response.headers_mut().insert(header::CACHE_CONTROL, value.map_err(MatrixError::internal)?);
        }
        Ok(response)
    }

    /// Finds out who asks and what, and refuses what must not get any further.
    async fn admit(self, request: Request) -> Result<(Incoming, Caller)> {
        let Self { rules, api, .. } = self;
        let (mut parts, body) = request.into_parts();
        let mut caller = Caller::identify(&api, &mut parts, rules.access, rules.doors).await?;
        if let Some(rate) = rules.rate {
            api.limiter.check(rate, &caller)?;
        }
        // Nothing is read for servers with which we have nothing to do.
        let claims = match rules.access {
            Access::Server => Some(api.federation.keys.claims(&parts.headers)?),
            _ => None,
        };
        let mut incoming = match rules.body {
            BodyRule::Json => {
                let limits = &api.config;
                let is_server = claims.is_some();
                let limit = if is_server { limits.federation.max_body_size } else { limits.http.max_body_size };
                Incoming::read(parts, body, limit).await?
            }
            BodyRule::Raw => Incoming::unread(parts, body).await?,
        };
        if let Some(claims) = claims {
            let origin = api.federation.keys.authenticate(&claims, &incoming.signed()).await?;
            tracing::Span::current().record("user", origin.as_str());
            api.delivery.heard_from(&origin).await;
            caller.origin = Some(origin);
        }
        if matches!(rules.body, BodyRule::Json) {
            incoming.require_json()?;
        }
        Ok((incoming, caller))
    }

    async fn answer_in_time(self, request: Request) -> Response {
        let limit = self.api.config.http.request_timeout;
        let answered = timeout(limit, self.answer(request)).await;
        answered.unwrap_or_else(|_| Err(too_slow(limit))).unwrap_or_else(error::response)
    }
}

fn too_slow(limit: Duration) -> MatrixError {
    MatrixError::unknown(format!("The request was not finished after {} seconds: try again", limit.as_secs()))
        .with_status(StatusCode::GATEWAY_TIMEOUT)
}

impl Service<Request> for Endpoint {
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, std::result::Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<std::result::Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let endpoint = self.clone();
        if self.rules.long_poll {
            endpoint.answer(request).map(|answered| Ok(answered.unwrap_or_else(error::response))).boxed()
        } else {
            endpoint.answer_in_time(request).map(Ok).boxed()
        }
    }
}

#[cfg(test)]
mod tests;
