//! The documents that whoever registers has to accept.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#terms-of-service-at-registration>.

use std::collections::BTreeMap;

use hs_config::Policy;
use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::AcceptedPolicyRow;
use ruma::api::client::uiaa::{LoginTermsParams, PolicyDefinition, PolicyTranslation};
use serde_json::{Value, json};

/// The documents, as clients are shown them.
pub(crate) struct Terms {
    policies: Vec<Policy>,
    /// What a challenge says of them.
    params: Value,
    /// Which versions of which documents these are. What is accepted is what was presented.
    presented: String,
}

impl Terms {
    pub(crate) fn new(policies: Vec<Policy>) -> Result<Self, MatrixError> {
        let definitions = policies.iter().map(|policy| {
            let translations = policy.documents.iter().map(|document| {
                (document.language.clone(), PolicyTranslation::new(document.name.clone(), document.url.clone()))
            });
            (policy.id.clone(), PolicyDefinition::new(policy.version.clone(), translations.collect()))
        });
        let params = LoginTermsParams::new(definitions.collect());
        let versions: BTreeMap<_, _> = policies.iter().map(|policy| (&policy.id, &policy.version)).collect();
        let presented = serde_json::to_string(&versions).map_err(MatrixError::internal)?;
        let params = serde_json::to_value(params).map_err(MatrixError::internal)?;
        Ok(Self { policies, params: json!({ "m.login.terms": params }), presented })
    }

    /// Whether there is nothing to accept.
    pub(crate) fn is_empty(&self) -> bool {
        self.policies.is_empty()
    }

    /// The documents themselves.
    pub(crate) fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The parameters of a challenge.
    pub(super) fn params(&self) -> &Value {
        &self.params
    }

    /// The documents of now, in the form that is remembered.
    pub(super) fn presented(&self) -> &str {
        &self.presented
    }
}

/// What a user has accepted, out of the form in which it was remembered.
pub(super) fn accepted(user: UserNid, presented: &str, now_ts: i64) -> Vec<AcceptedPolicyRow> {
    let versions: BTreeMap<String, String> = serde_json::from_str(presented).unwrap_or_default();
    let row = |(policy_id, version)| AcceptedPolicyRow { user, policy_id, version, accepted_ts: now_ts };
    versions.into_iter().map(row).collect()
}
