//! Keys: our own, and those of others as far as we know them.
//! See <https://spec.matrix.org/v1.19/server-server-api/#retrieving-server-keys>.

use std::collections::BTreeMap;

use hs_core::error::MatrixError;
use http::Request;
use ruma::{
    IdParseError, OwnedServerName, OwnedServerSigningKeyId,
    api::{
        IncomingRequest, Metadata,
        error::DeserializationError,
        federation::discovery::{
            discover_homeserver, get_remote_server_keys, get_remote_server_keys_batch, get_server_keys,
        },
    },
};

use crate::{
    extract::Public,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    // Servers from before version 1.6 ask for one key in the path.
    routes.add(get_server_keys).also("/_matrix/key/v2/server/").also("/_matrix/key/v2/server/{key_id}");
    routes.add(get_remote_server_keys).also("/_matrix/key/v2/query/{server_name}/{key_id}");
    routes.add(get_remote_server_keys_batch);
}

/// Who looks for the server of a domain asks where its clients ask, so listeners for clients have this as well.
pub(crate) fn well_known_routes(routes: &mut Routes) {
    routes.add(discover_homeserver);
}

/// `GET /.well-known/matrix/server`
async fn discover_homeserver(
    api: Api,
    _: Public<discover_homeserver::Request>,
) -> Result<discover_homeserver::Response> {
    let server = api.config.federation.server.clone();
    let server = server.ok_or_else(|| MatrixError::not_found("Nobody else speaks for this server"))?;
    Ok(discover_homeserver::Response::new(server))
}

/// `GET /_matrix/key/v2/server`
async fn get_server_keys(api: Api, _: Public<OwnKeys>) -> Result<get_server_keys::v2::Response> {
    Ok(get_server_keys::v2::Response::new(api.federation.keys.publish()?))
}

/// `GET /_matrix/key/v2/query/{serverName}`
async fn get_remote_server_keys(api: Api, call: Public<KeyQuery>) -> Result<get_remote_server_keys::v2::Response> {
    let KeyQuery { server_name, key_id, minimum_valid_until_ts } = call.request;
    let at_ts = minimum_valid_until_ts.unwrap_or_else(|| api.clock.now_ms());
    let keys = key_id.map(|id| (id, at_ts)).into_iter().collect();
    let found = api.federation.keys.notarise(BTreeMap::from([(server_name, keys)]), at_ts).await?;
    Ok(get_remote_server_keys::v2::Response::new(found))
}

/// `POST /_matrix/key/v2/query`
async fn get_remote_server_keys_batch(
    api: Api,
    call: Public<get_remote_server_keys_batch::v2::Request>,
) -> Result<get_remote_server_keys_batch::v2::Response> {
    let now = api.clock.now_ms();
    let queries = call.request.server_keys.into_iter().map(|(server, keys)| {
        let keys = keys.into_iter().map(|(id, criteria)| {
            let at_ts = criteria.minimum_valid_until_ts.map_or(now, |moment| moment.get().into());
            (id, at_ts)
        });
        (server, keys.collect())
    });
    let found = api.federation.keys.notarise(queries.collect(), now).await?;
    Ok(get_remote_server_keys_batch::v2::Response::new(found))
}

/// A question for our own keys, or for one of them: the answer has them all.
struct OwnKeys;

impl Metadata for OwnKeys {
    const METHOD: http::Method = get_server_keys::v2::Request::METHOD;
    const RATE_LIMITED: bool = get_server_keys::v2::Request::RATE_LIMITED;
    type Authentication = <get_server_keys::v2::Request as Metadata>::Authentication;
    type PathBuilder = <get_server_keys::v2::Request as Metadata>::PathBuilder;
    const PATH_BUILDER: Self::PathBuilder = get_server_keys::v2::Request::PATH_BUILDER;
}

impl IncomingRequest for OwnKeys {
    type EndpointError = <get_server_keys::v2::Request as IncomingRequest>::EndpointError;
    type OutgoingResponse = get_server_keys::v2::Response;

    fn try_from_http_request_inner(_: Request<&[u8]>, _: &[&str]) -> std::result::Result<Self, DeserializationError> {
        Ok(Self)
    }
}

/// A question for the keys of a server, or for one of them.
struct KeyQuery {
    server_name: OwnedServerName,
    key_id: Option<OwnedServerSigningKeyId>,
    minimum_valid_until_ts: Option<i64>,
}

impl Metadata for KeyQuery {
    const METHOD: http::Method = get_remote_server_keys::v2::Request::METHOD;
    const RATE_LIMITED: bool = get_remote_server_keys::v2::Request::RATE_LIMITED;
    type Authentication = <get_remote_server_keys::v2::Request as Metadata>::Authentication;
    type PathBuilder = <get_remote_server_keys::v2::Request as Metadata>::PathBuilder;
    const PATH_BUILDER: Self::PathBuilder = get_remote_server_keys::v2::Request::PATH_BUILDER;
}

impl IncomingRequest for KeyQuery {
    type EndpointError = <get_remote_server_keys::v2::Request as IncomingRequest>::EndpointError;
    type OutgoingResponse = get_remote_server_keys::v2::Response;

    fn try_from_http_request_inner(
        request: Request<&[u8]>,
        path_args: &[&str],
    ) -> std::result::Result<Self, DeserializationError> {
        let mut args = path_args.iter().copied();
        let server_name = args.next().ok_or(IdParseError::Empty)?.try_into()?;
        let key_id = args.next().map(OwnedServerSigningKeyId::try_from).transpose()?;
        let query = request.uri().query().unwrap_or_default();
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        let until = pairs.find(|(key, _)| key == "minimum_valid_until_ts");
        Ok(Self { server_name, key_id, minimum_valid_until_ts: until.and_then(|(_, until)| until.parse().ok()) })
    }
}
