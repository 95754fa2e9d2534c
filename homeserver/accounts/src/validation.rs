//! Showing that an address is one's own: a mail goes there, its link opens a page, and who presses the button there has
//! read the mail. Only that counts and not the opening, since programs that look for bad mail open links, too.
//!
//! Whether an address is known here is told to nobody but who reads its mail: the answer is the same in any case.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3account3pidemailrequesttoken>.

use std::{fmt, time::Duration};

use hs_core::{error::MatrixError, nid::UserNid};
use hs_outbound::{IdentityServer, IdentityServers, Mail, Mailer, Proof};
use hs_storage::{
    StoreError, ThirdPartyIdChange, ThirdPartyIdRow, ValidationSessionChange, ValidationSessionRow, WriteBatch,
};
use ruma::{OwnedUserId, api::error::ErrorKind};
use serde::{Deserialize, Serialize};
use url::Url;

use self::{letter::Letter, purpose::Purpose};
use crate::{
    context::Context,
    text,
    token::{Purpose as TokenPurpose, Token, TokenHash},
};

pub(crate) mod address;
mod letter;
pub(crate) mod purpose;

/// The only kind of address that accounts have here.
pub(crate) const EMAIL: &str = "email";

/// How long somebody may take to read their mail and to go on, in milliseconds.
const LIFETIME_MS: i64 = 24 * 60 * 60 * 1000;
/// How many mails go to one address within [`HOUR_MS`].
const MAILS_PER_HOUR: i64 = 10;
const HOUR_MS: i64 = 60 * 60 * 1000;
/// The longest link to go on to.
const MAX_LINK_BYTES: usize = 2048;
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// By what means people are reached outside of Matrix.
#[derive(Clone, Default)]
pub struct Contact {
    /// Sends mail; absent where none is sent.
    pub mailer: Option<Mailer>,
    /// Asks identity servers; absent where none is asked.
    pub identity: Option<IdentityServers>,
    /// Where clients reach this server, without a slash at the end: what links in mails begin with.
    pub base_url: String,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

/// Somebody wants a mail.
#[derive(Clone, Copy)]
pub struct TokenRequest<'a> {
    /// What for.
    pub purpose: Purpose,
    /// What the client will prove with that it was the one who asked.
    pub client_secret: &'a str,
    /// The address, as it was written.
    pub email: &'a str,
    /// A further mail is sent only for a higher number than before.
    pub send_attempt: i64,
    /// Where to go when it is done.
    pub next_link: Option<&'a str>,
}

/// What a client names that has had an address validated.
#[derive(Clone, Copy)]
pub struct Credentials<'a> {
    /// The session, here or with an identity server.
    pub sid: &'a str,
    /// That it is the client's own.
    pub client_secret: &'a str,
    /// The identity server and the token there, where it was one that validated.
    pub identity_server: Option<(&'a str, &'a str)>,
}

/// What the page of a mail's link shows.
pub struct Confirmation {
    /// The address.
    pub address: String,
    /// What for.
    pub purpose: Purpose,
    /// Where to go when it is done.
    pub next_link: Option<String>,
}

/// An address that is somebody's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Validated {
    /// The session of ours, which is to be used up with it.
    pub(crate) sid: Option<String>,
    pub(crate) address: String,
    /// When that was shown, in milliseconds.
    pub(crate) shown_ts: i64,
}

impl Validated {
    /// Uses the session up: what was shown in it counts once.
    pub(crate) fn spend(&self, batch: &mut WriteBatch) {
        batch.validation_session.changes.extend(self.sid.clone().map(ValidationSessionChange::Spend));
    }

    /// Makes the address one of a user's.
    pub(crate) fn add_to(&self, batch: &mut WriteBatch, user: UserNid, now_ts: i64) {
        let Self { address, shown_ts: validated_ts, .. } = self.clone();
        let row = ThirdPartyIdRow { medium: EMAIL.to_owned(), address, user, validated_ts, added_ts: now_ts };
        batch.third_party_id.changes.push(ThirdPartyIdChange::Add(row));
    }
}

/// The subject of making sure of addresses. See the [module](self).
pub struct Validations {
    context: Context,
    contact: Contact,
}

impl Validations {
    pub(crate) fn new(context: Context, contact: Contact) -> Self {
        Self { context, contact }
    }

    /// Whether people can show here that an address is theirs, by a mail or by an identity server.
    pub fn is_possible(&self) -> bool {
        self.sends_mail() || self.contact.identity.as_ref().is_some_and(IdentityServers::trusts_any)
    }

    /// Whether mail is sent.
    pub fn sends_mail(&self) -> bool {
        self.contact.mailer.is_some()
    }

    /// Asks identity servers, if any is asked.
    pub(crate) fn identity_servers(&self) -> Option<&IdentityServers> {
        self.contact.identity.as_ref()
    }

    /// Sends a mail with a link, and answers the id of the session in which it was asked for.
    pub async fn request_token(&self, request: TokenRequest<'_>) -> Result<String, MatrixError> {
        let Some(mailer) = &self.contact.mailer else {
            return Err(MatrixError::new(ErrorKind::ThreepidMediumNotSupported, "This server sends no mail"));
        };
        let address = address::canonical(request.email)
            .ok_or_else(|| MatrixError::invalid_param("`email` is not an address that this server can write to"))?;
        if let Some(link) = request.next_link {
            check_link(link)?;
        }
        let now = self.context.clock.now_ms();
        let sessions = self.context.store.validation_sessions(EMAIL, &address).await?;
        let existing = sessions.iter().find(|row| is_of(row, &request));
        if let Some(existing) = existing
            && (existing.validated_ts.is_some() || request.send_attempt <= existing.send_attempt)
        {
            return Ok(existing.sid.clone());
        }
        let recent = sessions.iter().filter(|row| row.sent_ts > now.saturating_sub(HOUR_MS));
        if recent.map(|row| row.mails).sum::<i64>() >= MAILS_PER_HOUR {
            return Err(MatrixError::limit_exceeded(Duration::from_hours(1)));
        }
        let token = Token::generate(TokenPurpose::Validation, &self.context.entropy);
        let row = ValidationSessionRow {
            sid: existing.map_or_else(|| self.context.entropy.text::<24>(LETTERS), |row| row.sid.clone()),
            client_secret: request.client_secret.to_owned(),
            medium: EMAIL.to_owned(),
            address: address.clone(),
            purpose: request.purpose.name().to_owned(),
            token_hash: token.hash().as_bytes().to_vec(),
            send_attempt: request.send_attempt,
            next_link: request.next_link.map(ToOwned::to_owned),
            mails: 1,
            sent_ts: now,
            expires_ts: now.saturating_add(LIFETIME_MS),
            validated_ts: None,
        };
        let sid = row.sid.clone();
        let change = match existing {
            Some(_) => ValidationSessionChange::SendAgain(row),
            None => ValidationSessionChange::Begin(row),
        };
        let mut batch = WriteBatch::default();
        batch.validation_session.changes.push(change);
        match self.context.store.commit(batch).await {
            Ok(_) => {}
            // The client has asked twice at once: the other request sends the mail.
            Err(StoreError::Duplicate(_) | StoreError::Conflict) => {
                return self.asked_already(&address, &request).await;
            }
            Err(error) => return Err(error.into()),
        }
        let link = letter::link(&self.contact.base_url, &sid, &token.into_secret());
        if mailer.send(self.mail(request.purpose, &address, &link).await?) {
            return Ok(sid);
        }
        Err(MatrixError::limit_exceeded(Duration::from_mins(1)))
    }

    /// The mail with a link, or that which says why there is none.
    async fn mail(&self, purpose: Purpose, address: &str, link: &str) -> Result<Mail, MatrixError> {
        let owner = self.owner(address).await?;
        let letter = match (purpose, &owner) {
            (Purpose::Register | Purpose::Add, Some(user_id)) => Letter::InUse(user_id.as_str()),
            (Purpose::ResetPassword, None) => Letter::NoAccount,
            (purpose, _) => Letter::Confirm { purpose, link },
        };
        Ok(letter.to(address, self.context.server_name.as_str()))
    }

    async fn asked_already(&self, address: &str, request: &TokenRequest<'_>) -> Result<String, MatrixError> {
        let sessions = self.context.store.validation_sessions(EMAIL, address).await?;
        let found = sessions.into_iter().find(|row| is_of(row, request)).map(|row| row.sid);
        found.ok_or_else(|| MatrixError::unknown("This validation is over: begin again"))
    }

    /// What a link in a mail is about.
    pub async fn confirmation(&self, sid: &str, token: &str) -> Result<Confirmation, MatrixError> {
        let row = self.live(sid).await?.filter(|row| row.token_hash == TokenHash::of(token).as_bytes());
        let row = row.ok_or_else(stale)?;
        let purpose = Purpose::of(&row.purpose).ok_or_else(stale)?;
        Ok(Confirmation { address: row.address, purpose, next_link: row.next_link })
    }

    /// Takes note that who opened a link in a mail has confirmed it.
    pub async fn confirm(&self, sid: &str, token: &str) -> Result<Confirmation, MatrixError> {
        let confirmation = self.confirmation(sid, token).await?;
        let hash = TokenHash::of(token).as_bytes().to_vec();
        let mut batch = WriteBatch::default();
        let change = ValidationSessionChange::Validate(sid.to_owned(), hash, self.context.clock.now_ms());
        batch.validation_session.changes.push(change);
        match self.context.store.commit(batch).await {
            // Whoever presses the button twice has still pressed it.
            Ok(_) | Err(StoreError::Conflict) => Ok(confirmation),
            Err(error) => Err(error.into()),
        }
    }

    /// The address that a client has had validated for a purpose, by us or by an identity server whose word we take.
    pub(crate) async fn validated(
        &self,
        purpose: Purpose,
        credentials: Credentials<'_>,
    ) -> Result<Option<Validated>, MatrixError> {
        if let Some(row) = self.live(credentials.sid).await? {
            let is_own = row.client_secret == credentials.client_secret && row.purpose == purpose.name();
            let shown_ts = row.validated_ts.filter(|_| is_own);
            return Ok(shown_ts.map(|shown_ts| Validated { sid: Some(row.sid), address: row.address, shown_ts }));
        }
        let Some((name, token)) = credentials.identity_server else { return Ok(None) };
        let servers = self.contact.identity.as_ref().filter(|servers| servers.trusts(name));
        let servers = servers.ok_or_else(|| not_trusted(name))?;
        let proof = Proof { sid: credentials.sid, client_secret: credentials.client_secret };
        let found = servers.validated(IdentityServer { name, token }, proof).await?;
        let found = found.filter(|found| found.medium == EMAIL);
        Ok(found.and_then(|found| {
            let address = address::canonical(&found.address)?;
            Some(Validated { sid: None, address, shown_ts: found.validated_at })
        }))
    }

    /// Whose an address is here.
    pub(crate) async fn owner(&self, address: &str) -> Result<Option<OwnedUserId>, MatrixError> {
        match self.context.store.third_party_id(EMAIL, address).await? {
            Some(row) => Ok(Some(self.context.user_id(row.user).await?)),
            None => Ok(None),
        }
    }

    async fn live(&self, sid: &str) -> Result<Option<ValidationSessionRow>, MatrixError> {
        if !text::may_be_key(sid) {
            return Ok(None);
        }
        let row = self.context.store.validation_session(sid).await?;
        Ok(row.filter(|row| row.expires_ts > self.context.clock.now_ms()))
    }
}

/// Refuses an identity server whose word is not taken.
pub(crate) fn not_trusted(name: &str) -> MatrixError {
    MatrixError::new(ErrorKind::ServerNotTrusted, format!("This server does not trust the identity server {name:?}"))
}

/// Refuses an address that belongs to an account.
pub(crate) fn in_use() -> MatrixError {
    MatrixError::new(ErrorKind::ThreepidInUse, "This address belongs to an account already")
}

fn is_of(row: &ValidationSessionRow, request: &TokenRequest<'_>) -> bool {
    row.client_secret == request.client_secret && row.purpose == request.purpose.name()
}

/// People are offered to go on to a page of the web, and to nothing else.
fn check_link(link: &str) -> Result<(), MatrixError> {
    text::check("`next_link`", link, MAX_LINK_BYTES)?;
    let is_page = Url::parse(link).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if is_page { Ok(()) } else { Err(MatrixError::invalid_param("`next_link` is not the address of a page")) }
}

fn stale() -> MatrixError {
    MatrixError::unknown("This link is not good any more: use that in the newest mail, or ask for another")
}
