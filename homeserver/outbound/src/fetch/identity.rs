//! Asking identity servers to whom an e-mail address or a telephone number belongs, and leaving invitations with them
//! for those whom nobody knows yet. See <https://spec.matrix.org/v1.19/identity-service-api/>.

use std::{collections::HashMap, time::Duration};

use http::{HeaderValue, header};
use ruma::{
    OwnedUserId,
    serde::{Base64, base64::UrlSafe},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::{Fetch, Fetched, classify};
use crate::error::OutboundError;

/// How much of an answer is read.
const MAX_ANSWER: usize = 64 << 10;
/// How long an identity server may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// An identity server, and the token by which it knows our user.
#[derive(Clone, Copy)]
pub struct IdentityServer<'a> {
    /// Its host name, with a port if it has one of its own.
    pub name: &'a str,
    /// The user's access token there.
    pub token: &'a str,
}

/// An address of a person outside of Matrix.
#[derive(Clone, Copy)]
pub struct ThirdPartyId<'a> {
    /// What kind of address: `email` or `msisdn`.
    pub medium: &'a str,
    /// The address.
    pub address: &'a str,
}

/// What an identity server says of an invitation that it keeps.
#[derive(Debug, Deserialize)]
pub struct StoredInvite {
    /// By what it will be known.
    pub token: String,
    /// What to call the invited in the room, instead of by their address.
    pub display_name: String,
    /// The keys of which one will sign for the invited.
    pub public_keys: Vec<InviteKey>,
}

/// A key that signs for somebody who was invited by address.
#[derive(Debug, Deserialize)]
pub struct InviteKey {
    /// The key.
    pub public_key: String,
    /// Where to ask whether it is still good.
    pub key_validity_url: String,
}

#[derive(Deserialize)]
struct HashDetails {
    lookup_pepper: String,
    algorithms: Vec<String>,
}

#[derive(Deserialize)]
struct Mappings {
    /// Some servers name addresses of nobody as well.
    #[serde(default)]
    mappings: HashMap<String, Option<OwnedUserId>>,
}

#[derive(Deserialize)]
struct Validity {
    valid: bool,
}

impl Fetch {
    /// The user to whom an address belongs, if the identity server knows of one. It learns the address only as far as
    /// it insists on it.
    pub async fn find_by_address(
        &self,
        server: IdentityServer<'_>,
        id: ThirdPartyId<'_>,
    ) -> Result<Option<OwnedUserId>, OutboundError> {
        let details: HashDetails = self.identity(server, "hash_details", None).await?;
        let knows = |algorithm: &str| details.algorithms.iter().any(|known| known == algorithm);
        let ThirdPartyId { medium, address } = id;
        let (algorithm, wanted) = if knows("sha256") {
            let hash = Sha256::digest(format!("{address} {medium} {}", details.lookup_pepper));
            ("sha256", Base64::<UrlSafe, _>::new(hash.to_vec()).encode())
        } else if knows("none") {
            ("none", format!("{address} {medium}"))
        } else {
            return Err(OutboundError::Malformed("it can be asked in no way that we know".to_owned()));
        };
        let body = json!({ "addresses": [wanted], "algorithm": algorithm, "pepper": details.lookup_pepper });
        let Mappings { mut mappings } = self.identity(server, "lookup", Some(&body)).await?;
        Ok(mappings.remove(&wanted).flatten())
    }

    /// Leaves an invitation with an identity server.
    pub async fn store_invite(
        &self,
        server: IdentityServer<'_>,
        invite: &Value,
    ) -> Result<StoredInvite, OutboundError> {
        self.identity(server, "store-invite", Some(invite)).await
    }

    /// Whether a key by which an identity server signed is still good, asked where the room says.
    pub async fn is_key_valid(&self, url: &str, public_key: &str) -> Result<bool, OutboundError> {
        let mut url = Url::parse(url).map_err(|_| OutboundError::Refused("That is not an address"))?;
        url.query_pairs_mut().append_pair("public_key", public_key);
        let answer = self.get_securely(url, "application/json", PATIENCE).await?;
        Ok(read::<Validity>(answer).await?.valid)
    }

    /// Asks an identity server in the name of a user.
    pub(crate) async fn identity<T: DeserializeOwned>(
        &self,
        server: IdentityServer<'_>,
        what: &str,
        body: Option<&Value>,
    ) -> Result<T, OutboundError> {
        let url = self.identity_url(server.name, what)?;
        self.identity_at(url, server, body).await
    }

    /// The same, at an address of the identity server's that is made already.
    pub(crate) async fn identity_at<T: DeserializeOwned>(
        &self,
        url: Url,
        server: IdentityServer<'_>,
        body: Option<&Value>,
    ) -> Result<T, OutboundError> {
        let request = match body {
            Some(body) => {
                self.client.post(url.clone()).header(header::CONTENT_TYPE, "application/json").body(body.to_string())
            }
            None => self.client.get(url.clone()),
        };
        let response = request.bearer_auth(server.token).timeout(PATIENCE).send().await.map_err(classify)?;
        read(Fetched { url, response }).await
    }

    /// Asks an identity server in the name of this server: whoever signs the request is `authorization`.
    pub(crate) async fn identity_as_server(
        &self,
        url: Url,
        body: Vec<u8>,
        authorization: HeaderValue,
    ) -> Result<(), OutboundError> {
        let request = self.client.post(url.clone()).header(header::CONTENT_TYPE, "application/json");
        let request = request.header(header::AUTHORIZATION, authorization).body(body).timeout(PATIENCE);
        let response = request.send().await.map_err(classify)?;
        read::<Value>(Fetched { url, response }).await.map(drop)
    }

    /// Where an identity server does something.
    pub(crate) fn identity_url(&self, server: &str, what: &str) -> Result<Url, OutboundError> {
        let url = Url::parse(&format!("https://{server}/_matrix/identity/v2/{what}"))
            .map_err(|_| OutboundError::Refused("That is not the name of an identity server"))?;
        self.check(&url, &["https"])?;
        Ok(url)
    }
}

async fn read<T: DeserializeOwned>(answer: Fetched) -> Result<T, OutboundError> {
    let status = answer.status();
    if !status.is_success() {
        let message = "the identity server does not do what it was asked to".to_owned();
        return Err(OutboundError::Remote { status, kind: None, message });
    }
    let body = answer.read_start(MAX_ANSWER).await?;
    serde_json::from_slice(&body).map_err(|error| OutboundError::Malformed(error.to_string()))
}
