//! The keys of devices, and cross-signing.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#key-management-api>.

use std::collections::BTreeMap;

use hs_accounts::{NewCrossSigningKeys, NewKeys};
use hs_core::{error::MatrixError, sync::token::SyncToken};
use ruma::api::client::keys::{
    claim_keys, get_key_changes, get_keys, upload_keys,
    upload_signatures::{self, v3::Failure},
    upload_signing_keys,
};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::json;

use super::legacy::{KeyQuery, Reauthenticated};
use crate::{
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    // Clients and tests from before the first version of the specification still use the unstable paths.
    routes.add(upload_keys).guests().also("/_matrix/client/unstable/keys/upload");
    routes.add_json(get_keys).guests().also("/_matrix/client/unstable/keys/query");
    routes.add(claim_keys).guests().also("/_matrix/client/unstable/keys/claim");
    routes.add(get_key_changes).guests().also("/_matrix/client/unstable/keys/changes");
    routes.add(upload_signing_keys).rate(Rate::Login);
    routes.add(upload_signatures);
}

/// `POST /_matrix/client/v3/keys/upload`
async fn upload_keys(api: Api, call: Authed<upload_keys::v3::Request>) -> Result<upload_keys::v3::Response> {
    let upload_keys::v3::Request { device_keys, one_time_keys, fallback_keys } = call.request;
    let keys = NewKeys { device_keys, one_time_keys, fallback_keys };
    let counts = api.accounts.keys.upload(&call.session, &keys).await?;
    Ok(upload_keys::v3::Response::new(counts.one_time.clone()))
}

/// `POST /_matrix/client/v3/keys/query`
async fn get_keys(api: Api, call: Authed<KeyQuery<get_keys::v3::Request>>) -> Result<FoundKeys> {
    let KeyQuery(request) = call.request;
    Ok(FoundKeys(api.federation.query_keys(&call.session, request).await?))
}

/// Keys, and the servers that did not tell theirs. That there is none of these is said, too.
struct FoundKeys(get_keys::v3::Response);

impl Serialize for FoundKeys {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("device_keys", &self.0.device_keys)?;
        map.serialize_entry("failures", &self.0.failures)?;
        if !self.0.master_keys.is_empty() {
            map.serialize_entry("master_keys", &self.0.master_keys)?;
        }
        if !self.0.self_signing_keys.is_empty() {
            map.serialize_entry("self_signing_keys", &self.0.self_signing_keys)?;
        }
        if !self.0.user_signing_keys.is_empty() {
            map.serialize_entry("user_signing_keys", &self.0.user_signing_keys)?;
        }
        map.end()
    }
}

/// `POST /_matrix/client/v3/keys/claim`
async fn claim_keys(api: Api, call: Authed<claim_keys::v3::Request>) -> Result<claim_keys::v3::Response> {
    api.federation.claim_keys(call.request).await
}

/// `GET /_matrix/client/v3/keys/changes`
async fn get_key_changes(
    api: Api,
    call: Authed<get_key_changes::v3::Request>,
) -> Result<get_key_changes::v3::Response> {
    let parse = |name: &str, token: &str| {
        let token = token.parse::<SyncToken>();
        token.map_err(|_| MatrixError::invalid_param(format!("`{name}` is not a token of this server")))
    };
    let from = parse("from", &call.request.from)?;
    parse("to", &call.request.to)?;
    let lists = api.sync.key_changes(&call.actor(), from).await?;
    Ok(get_key_changes::v3::Response::new(lists.changed, lists.left))
}

/// `POST /_matrix/client/v3/keys/device_signing/upload`
async fn upload_signing_keys(
    api: Api,
    call: Authed<Reauthenticated<upload_signing_keys::v3::Request>>,
) -> Result<upload_signing_keys::v3::Response> {
    let Reauthenticated(request) = call.request;
    let upload_signing_keys::v3::Request { auth, master_key, self_signing_key, user_signing_key } = request;
    let keys = NewCrossSigningKeys { master_key, self_signing_key, user_signing_key };
    api.accounts.cross_signing.upload(&call.session, &keys, auth.as_ref()).await?;
    Ok(upload_signing_keys::v3::Response::new())
}

/// `POST /_matrix/client/v3/keys/signatures/upload`
async fn upload_signatures(
    api: Api,
    call: Authed<upload_signatures::v3::Request>,
) -> Result<upload_signatures::v3::Response> {
    let mut response = upload_signatures::v3::Response::new();
    for (user_id, keys) in api.accounts.cross_signing.sign(&call.session, &call.request.signed_keys).await? {
        let failures = keys.into_iter().map(|(key_id, error)| Ok((key_id, failure(&error)?)));
        response.failures.insert(user_id, failures.collect::<Result<BTreeMap<_, _>>>()?);
    }
    Ok(response)
}

/// ruma can only read failures, not make them.
fn failure(error: &MatrixError) -> Result<Failure> {
    let failure = json!({ "errcode": error.kind().errcode().as_str(), "error": error.message() });
    serde_json::from_value(failure).map_err(MatrixError::internal)
}
