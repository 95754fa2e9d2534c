//! Telling a push gateway. See <https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify>.

use std::time::Duration;

use http::{StatusCode, header};
use serde::Deserialize;
use url::Url;

use super::{Fetch, Fetched, classify};
use crate::error::OutboundError;

/// How much of an answer is read.
const MAX_ANSWER: usize = 64 << 10;

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    rejected: Vec<String>,
}

impl Fetch {
    /// Tells the gateway at this URL of something. Answers with the keys of apps that are not there any more.
    pub async fn notify(
        &self,
        gateway: Url,
        notification: &serde_json::Value,
        time: Duration,
    ) -> Result<Vec<String>, OutboundError> {
        self.check(&gateway, &["https"])?;
        let request = self.client.post(gateway.clone()).header(header::CONTENT_TYPE, "application/json");
        let response = request.body(notification.to_string()).timeout(time).send().await.map_err(classify)?;
        let status = response.status();
        if status != StatusCode::OK {
            let message = "the gateway did not take a notification".to_owned();
            return Err(OutboundError::Remote { status, kind: None, message });
        }
        let body = Fetched { url: gateway, response }.read_start(MAX_ANSWER).await?;
        let answer: Answer =
            serde_json::from_slice(&body).map_err(|error| OutboundError::Malformed(error.to_string()))?;
        Ok(answer.rejected)
    }
}
