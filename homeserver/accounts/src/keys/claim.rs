//! Claiming one-time keys, in order to begin to talk with a device.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysclaim>.

use std::collections::BTreeMap;

use hs_core::error::MatrixError;
use hs_storage::{KeyClaim, WriteBatch};
use ruma::{
    OneTimeKeyAlgorithm, OneTimeKeyId, OneTimeKeyName, OwnedDeviceId, OwnedUserId,
    api::client::keys::claim_keys::v3::Response, serde::Raw,
};
use serde_json::value::RawValue;

use super::Keys;
use crate::text;

impl Keys {
    /// One key of each of these devices, which nobody else gets. Devices that have none are left out.
    pub async fn claim(
        &self,
        wanted: &BTreeMap<OwnedUserId, BTreeMap<OwnedDeviceId, OneTimeKeyAlgorithm>>,
    ) -> Result<Response, MatrixError> {
        let users = self.local_users(wanted.keys()).await?;
        let mut batch = WriteBatch::default();
        for (user, user_id) in &users {
            for (device_id, algorithm) in wanted.get(*user_id).into_iter().flatten() {
                if text::may_be_key(device_id.as_str()) && text::may_be_key(algorithm.as_str()) {
                    let claim = KeyClaim::new(*user, device_id.clone(), algorithm.to_string());
                    batch.one_time_key.claim.push(claim);
                }
            }
        }
        let claims = batch.one_time_key.claim.clone();
        if !claims.is_empty() {
            self.recount(&mut batch, users.keys().copied().collect());
            self.context.store.commit(batch).await?;
        }
        let mut response = Response::new(BTreeMap::new());
        for claim in claims {
            let (Some(key), Some(user_id)) = (claim.answer(), users.get(&claim.user)) else { continue };
            let algorithm = OneTimeKeyAlgorithm::from(claim.algorithm);
            let id = OneTimeKeyId::from_parts(algorithm, <&OneTimeKeyName>::from(key.key_id.as_str()));
            let key = RawValue::from_string(key.key).map_err(MatrixError::internal)?;
            let devices = response.one_time_keys.entry((*user_id).to_owned()).or_default();
            devices.entry(claim.device_id).or_default().insert(id, Raw::from_json(key));
        }
        Ok(response)
    }
}
