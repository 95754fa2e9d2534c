//! Filters that clients upload once and then name in their requests.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#filtering>.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{ClientFilterRow, WriteBatch};
use ruma::api::client::filter::FilterDefinition;
use sha2::{Digest, Sha256};

use crate::{context::Context, text};

const MAX_FILTER_BYTES: usize = 64 * 1024;

/// The subject of filters. See the [module](self).
pub struct Filters {
    context: Context,
}

impl Filters {
    pub(crate) fn new(context: Context) -> Self {
        Self { context }
    }

    /// Keeps a filter for a user and answers its id, which is the same for the same filter.
    pub async fn create(&self, user: UserNid, filter: &FilterDefinition) -> Result<String, MatrixError> {
        let definition = serde_json::to_string(filter).map_err(MatrixError::internal)?;
        if definition.len() > MAX_FILTER_BYTES {
            return Err(MatrixError::too_large("This filter is too large to keep"));
        }
        let filter_id = filter_id(&definition);
        if self.context.store.client_filter(user, &filter_id).await?.is_none() {
            let mut batch = WriteBatch::default();
            batch.client_filter.add.push(ClientFilterRow { user, filter_id: filter_id.clone(), definition });
            self.context.store.commit(batch).await?;
        }
        Ok(filter_id)
    }

    /// One of a user's filters.
    pub async fn get(&self, user: UserNid, filter_id: &str) -> Result<FilterDefinition, MatrixError> {
        let none = || MatrixError::not_found("You have no filter with this id");
        if !text::may_be_key(filter_id) {
            return Err(none());
        }
        let definition = self.context.store.client_filter(user, filter_id).await?.ok_or_else(none)?;
        serde_json::from_str(&definition).map_err(MatrixError::internal)
    }
}

/// The id of a filter: so much of its hash that no two of a user's filters share it. It never begins with `{`, by which
/// a request tells an id from a filter.
fn filter_id(definition: &str) -> String {
    let hash: [u8; 32] = Sha256::digest(definition).into();
    let (id, _) = hash.split_at(12);
    URL_SAFE_NO_PAD.encode(id)
}
