//! What is new.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#syncing>.

use hs_core::error::MatrixError;
use hs_rooms::Actor;
use hs_sync::{SyncRequest, response::Response};
use ruma::api::client::{filter::FilterDefinition, sync::sync_events};

use crate::{
    extract::Authed,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(sync_events).guests().long_poll();
}

/// `GET /_matrix/client/v3/sync`
async fn sync_events(api: Api, call: Authed<sync_events::v3::Request>) -> Result<Response> {
    // On the heap, and gone again: a request that waits for news should be small.
    let (actor, request) = Box::pin(understand(api.clone(), call)).await?;
    api.sync.respond(&actor, &request).await
}

/// Who asks, and for what: tokens and filters read, a filter's id replaced by the filter.
async fn understand(api: Api, call: Authed<sync_events::v3::Request>) -> Result<(Actor, Box<SyncRequest>)> {
    use sync_events::v3::Filter;
    let actor = call.actor();
    let sync_events::v3::Request { filter, since, full_state, set_presence, timeout, use_state_after, .. } =
        call.request;
    let since = since.map(|token| token.parse()).transpose();
    let since = since.map_err(|_| MatrixError::invalid_param("`since` is not a token of this server"))?;
    let filter = match filter {
        Some(Filter::FilterDefinition(filter)) => filter,
        // ruma takes for an id whatever it cannot read as a filter.
        Some(Filter::FilterId(id)) if id.starts_with('{') => {
            return Err(MatrixError::not_json("`filter` is neither a filter nor the id of one"));
        }
        Some(Filter::FilterId(id)) => api.accounts.filter.get(actor.user, &id).await?,
        None => FilterDefinition::default(),
    };
    let timeout = timeout.unwrap_or_default();
    Ok((actor, Box::new(SyncRequest { since, timeout, filter, full_state, set_presence, use_state_after })))
}
