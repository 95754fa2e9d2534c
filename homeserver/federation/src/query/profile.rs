//! Profiles, with those of other servers kept for a while.
//! See <https://spec.matrix.org/v1.19/server-server-api/#get_matrixfederationv1queryprofile>.

use std::sync::Arc;

use hs_core::error::MatrixError;
use quick_cache::{Weighter, sync::Cache};
use ruma::{OwnedUserId, UserId, api::federation::query::get_profile_information::v1::Request};
use serde_json::{Map, Value};

use crate::service::Federation;

/// How long the profile of another server's user is shown before it is asked for again, in milliseconds.
const KEPT_MS: i64 = 5 * 60 * 1000;
/// How many bytes of profiles are kept.
const KEPT_BYTES: u64 = 8 << 20;
/// The largest profile that any server may hold.
const MAX_PROFILE_BYTES: usize = 64 << 10;

/// The profiles of others that were lately asked for.
pub(crate) struct Profiles(Cache<OwnedUserId, Kept, ByWeight>);

#[derive(Clone)]
struct Kept {
    fields: Arc<Map<String, Value>>,
    bytes: usize,
    asked_ts: i64,
}

#[derive(Clone)]
struct ByWeight;

impl Weighter<OwnedUserId, Kept> for ByWeight {
    fn weight(&self, user_id: &OwnedUserId, kept: &Kept) -> u64 {
        // What is parsed takes about twice the room of what was read.
        (user_id.as_str().len() + 2 * kept.bytes + 128) as u64
    }
}

impl Default for Profiles {
    fn default() -> Self {
        Self(Cache::with_weighter(10_000, KEPT_BYTES, ByWeight))
    }
}

impl Federation {
    /// What a user tells everybody about themselves.
    pub async fn profile(&self, user_id: &UserId) -> Result<Map<String, Value>, MatrixError> {
        if self.is_ours(user_id.server_name()) {
            return self.accounts.profile.get(user_id).await;
        }
        let now = self.clock.now_ms();
        if let Some(kept) = self.profiles.0.get(user_id).filter(|kept| kept.asked_ts + KEPT_MS > now) {
            return Ok(Map::clone(&kept.fields));
        }
        let answer = self.client.request(user_id.server_name(), Request::new(user_id.to_owned())).await?;
        let fields: Map<String, Value> = answer.into_iter().collect();
        let bytes = serde_json::to_string(&fields).map_err(MatrixError::internal)?.len();
        if bytes > MAX_PROFILE_BYTES {
            return Err(MatrixError::not_found("The profile of this user is larger than profiles may be"));
        }
        let kept = Kept { fields: Arc::new(fields), bytes, asked_ts: now };
        self.profiles.0.insert(user_id.to_owned(), kept.clone());
        Ok(Map::clone(&kept.fields))
    }

    /// One field of a user's profile.
    pub async fn profile_field(&self, user_id: &UserId, field: &str) -> Result<Value, MatrixError> {
        let none = || MatrixError::not_found("This user's profile has no such field");
        self.profile(user_id).await?.remove(field).ok_or_else(none)
    }

    /// What another server is told of the profile of a user of ours: all of it, or one field, which may be unset.
    pub async fn profile_for_server(
        &self,
        user_id: &UserId,
        field: Option<&str>,
    ) -> Result<Map<String, Value>, MatrixError> {
        let mut profile = self.accounts.profile.get(user_id).await?;
        if let Some(field) = field {
            profile.retain(|key, _| key == field);
        }
        Ok(profile)
    }
}
