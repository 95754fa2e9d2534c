//! Which server made a request. See <https://spec.matrix.org/v1.19/server-server-api/#request-authentication>.

use hs_core::{
    error::MatrixError,
    signing::{XMatrixError, x_matrix},
};
use http::{HeaderMap, Request, StatusCode};
use ruma::{CanonicalJsonValue, OwnedServerName, api::federation::authentication::XMatrix};

use super::{Keys, WantedKeys};

impl Keys {
    /// What a request says of where it comes from, before its body has been read. Refuses servers with which we have
    /// nothing to do, and requests that are meant for others.
    pub fn claims(&self, headers: &HeaderMap) -> Result<Vec<XMatrix>, MatrixError> {
        if !self.0.config.enabled {
            return Err(MatrixError::forbidden("This server does not talk to other servers"));
        }
        let claims = x_matrix(headers).map_err(|error| match error {
            XMatrixError::Missing => MatrixError::unauthorized(
                "The request must be signed by a server: it has no X-Matrix in its Authorization header",
            ),
            XMatrixError::Malformed => {
                MatrixError::unauthorized(error.to_string()).with_status(StatusCode::BAD_REQUEST)
            }
        })?;
        for claim in &claims {
            if !self.0.config.permits(&claim.origin) {
                return Err(MatrixError::forbidden("This server does not talk to your server"));
            }
            if claim.destination.as_deref().is_some_and(|destination| destination != self.0.identity.name()) {
                return Err(MatrixError::unauthorized(format!(
                    "The request is signed for another server: this one is {}",
                    self.0.identity.name()
                )));
            }
            if claim.origin == self.0.identity.name() {
                return Err(MatrixError::unauthorized("This server does not ask itself"));
            }
        }
        Ok(claims)
    }

    /// Which of the claims is true. The body must be the bytes that came.
    pub async fn authenticate(
        &self,
        claims: &[XMatrix],
        request: &Request<impl AsRef<[u8]> + Sync>,
    ) -> Result<OwnedServerName, MatrixError> {
        let now = self.now();
        let mut wanted = WantedKeys::default();
        for claim in claims {
            wanted.add(&claim.origin, claim.key.clone(), now);
        }
        let ring = self.find(wanted).await?;
        let mut reason = None;
        for claim in claims {
            let keys = ring.good_at([&claim.origin], Some(now));
            match claim.verify_http_request(request, self.0.identity.name(), &keys) {
                Ok(()) => return Ok(claim.origin.clone()),
                Err(error) => reason = Some((claim, error)),
            }
        }
        if let Some(error) = not_canonical(request.body().as_ref()) {
            return Err(MatrixError::bad_json(format!("The body cannot be signed, it is not canonical JSON: {error}")));
        }
        Err(match reason {
            Some((claim, error)) => MatrixError::unauthorized(format!(
                "The signature of {} with the key {} does not hold: {error}",
                claim.origin, claim.key
            )),
            None => MatrixError::unauthorized("The request must be signed by a server"),
        })
    }
}

/// What keeps a JSON body from being signed.
fn not_canonical(body: &[u8]) -> Option<serde_json::Error> {
    serde_json::from_slice::<serde::de::IgnoredAny>(body).ok()?;
    serde_json::from_slice::<CanonicalJsonValue>(body).err()
}
