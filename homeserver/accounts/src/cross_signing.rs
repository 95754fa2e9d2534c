//! Cross-signing: the keys with which users vouch for their own devices and for each other.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#cross-signing>.

use std::sync::Arc;

use hs_core::error::MatrixError;
use hs_storage::{CrossSigningKeyRow, StoreError, WriteBatch};
use ruma::{
    api::client::uiaa::AuthData,
    encryption::{CrossSigningKey, KeyUsage},
    serde::{Base64, Raw, base64::Standard},
};

use crate::{
    context::Context,
    keys::{
        CROSS_SIGNING, device_changed,
        signed::{KnownKeys, Signed, cross_signing_key_id, invalid_signature, known_keys},
    },
    session::{Session, already_spent},
    text,
    uia::{Authorized, Operation, Uia},
};

pub(crate) mod signature;

const MAX_KEY_BYTES: usize = 16 << 10;
const PUBLIC_KEY_BYTES: usize = 32;

/// The subject of cross-signing. See the [module](self).
pub struct CrossSigning {
    context: Context,
    uia: Arc<Uia>,
}

/// Cross-signing keys as a client sends them.
#[derive(Clone, Debug, Default)]
pub struct NewCrossSigningKeys {
    /// The root of a user's trust.
    pub master_key: Option<Raw<CrossSigningKey>>,
    /// What signs the user's own devices.
    pub self_signing_key: Option<Raw<CrossSigningKey>>,
    /// What signs the master keys of others.
    pub user_signing_key: Option<Raw<CrossSigningKey>>,
}

/// A key that has the right form.
struct Candidate {
    usage: KeyUsage,
    public_key: String,
    key: Signed,
}

impl CrossSigning {
    pub(crate) fn new(context: Context, uia: Arc<Uia>) -> Self {
        Self { context, uia }
    }

    /// Publishes the cross-signing keys of whoever is signed in. The first ones are free; replacing them needs proof
    /// that it is really the user.
    pub async fn upload(
        &self,
        session: &Session,
        keys: &NewCrossSigningKeys,
        auth: Option<&AuthData>,
    ) -> Result<(), MatrixError> {
        let stored = self.context.store.cross_signing_keys(&[session.user]).await?;
        let uploaded = self.check(session, keys, &stored).await?;
        let is_known = |candidate: &Candidate| {
            stored.iter().any(|row| row.usage == candidate.usage && row.public_key == candidate.public_key)
        };
        if uploaded.iter().all(is_known) {
            return Ok(());
        }
        let master = stored.iter().find(|row| row.usage == KeyUsage::Master);
        let authorized = match master {
            Some(_) => Some(self.authorize(session, auth).await?),
            None => None,
        };
        let mut batch = WriteBatch::default();
        if let Some(authorized) = &authorized {
            authorized.consume(&mut batch, self.context.clock.now_ms(), None);
        }
        batch.cross_signing_key.master_unchanged.push((session.user, master.map(|row| row.public_key.clone())));
        replace(&mut batch, session, &stored, uploaded, self.context.clock.now_ms())?;
        match self.context.store.commit(batch).await {
            Ok(_) => Ok(()),
            Err(StoreError::Conflict) => Err(already_spent()),
            Err(error) => Err(error.into()),
        }
    }

    async fn authorize(&self, session: &Session, auth: Option<&AuthData>) -> Result<Authorized, MatrixError> {
        let name = "POST /keys/device_signing/upload";
        self.uia.authorize(&Operation::by_password(name, session), auth).await
    }

    /// The keys, if each has the right form and those below the master key are signed by it.
    async fn check(
        &self,
        session: &Session,
        keys: &NewCrossSigningKeys,
        stored: &[CrossSigningKeyRow],
    ) -> Result<Vec<Candidate>, MatrixError> {
        let given = [
            (KeyUsage::Master, &keys.master_key),
            (KeyUsage::SelfSigning, &keys.self_signing_key),
            (KeyUsage::UserSigning, &keys.user_signing_key),
        ];
        let given = given.into_iter().filter_map(|(usage, key)| Some((usage, key.as_ref()?)));
        let mut candidates = given.map(|(usage, key)| candidate(session, usage, key)).collect::<Result<Vec<_>, _>>()?;
        let uploaded = candidates.iter().find(|candidate| candidate.usage == KeyUsage::Master);
        let stored = stored.iter().find(|row| row.usage == KeyUsage::Master).map(|row| row.public_key.clone());
        let Some(master) = uploaded.map(|candidate| candidate.public_key.clone()).or(stored) else {
            return Err(MatrixError::missing_param("There is no master_key yet: send one along"));
        };
        let devices = self.context.store.device_keys(&[session.user]).await?;
        for candidate in &candidates {
            if devices.iter().any(|row| row.device_id == candidate.public_key.as_str()) {
                return Err(MatrixError::forbidden("One of these keys is called like one of your devices"));
            }
        }
        let master_id = cross_signing_key_id(&master);
        let mut known = known_keys(&devices, &[])?;
        known.insert(master_id.clone(), master);
        for candidate in &mut candidates {
            check_signatures(session, candidate, &known, &master_id)?;
        }
        Ok(candidates)
    }
}

/// A key as it was sent, if it says whose it is and what for.
fn candidate(session: &Session, usage: KeyUsage, key: &Raw<CrossSigningKey>) -> Result<Candidate, MatrixError> {
    let name = format!("{usage}_key");
    text::check(&name, key.json().get(), MAX_KEY_BYTES)?;
    let key = Signed::parse(key.json().get(), &name)?;
    if key.text("user_id") != Some(session.user_id.as_str()) {
        return Err(MatrixError::invalid_param(format!("{name} must have your own user_id")));
    }
    if !key.texts("usage").contains(&usage.as_str()) {
        return Err(MatrixError::invalid_param(format!("{name} must have the usage {usage}")));
    }
    let mut keys = key.keys();
    let (Some((id, public_key)), None) = (keys.next(), keys.next()) else {
        return Err(MatrixError::invalid_param(format!("{name} must have exactly one key")));
    };
    let bytes = Base64::<Standard>::parse(public_key);
    if id != cross_signing_key_id(public_key) || !bytes.is_ok_and(|bytes| bytes.as_bytes().len() == PUBLIC_KEY_BYTES) {
        return Err(MatrixError::invalid_param(format!("{name} must have an ed25519 key that is called like itself")));
    }
    let public_key = public_key.to_owned();
    drop(keys);
    Ok(Candidate { usage, public_key, key })
}

fn check_signatures(
    session: &Session,
    candidate: &mut Candidate,
    known: &KnownKeys,
    master_id: &str,
) -> Result<(), MatrixError> {
    let signatures = candidate.key.keep_signatures(&session.user_id, known)?;
    if candidate.usage != KeyUsage::Master && !signatures.iter().any(|id| id == master_id) {
        return Err(invalid_signature(format!("{}_key must be signed by the master key", candidate.usage)));
    }
    Ok(())
}

/// Adds the keys to a batch. With the master key goes what it had signed, unless it comes anew.
fn replace(
    batch: &mut WriteBatch,
    session: &Session,
    stored: &[CrossSigningKeyRow],
    uploaded: Vec<Candidate>,
    now: i64,
) -> Result<(), MatrixError> {
    let is_new_master = |candidate: &Candidate| {
        candidate.usage == KeyUsage::Master && !stored.iter().any(|row| row.public_key == candidate.public_key)
    };
    if uploaded.iter().any(is_new_master) {
        batch.cross_signing_key.remove_all.push(session.user);
    }
    if uploaded.iter().any(|candidate| candidate.usage != KeyUsage::UserSigning) {
        device_changed(batch, session.user, CROSS_SIGNING, now);
    } else {
        // Nobody else can see it.
        batch.device_list.changed_for.push((session.user, session.user));
    }
    batch.key_signature.prune.push(session.user);
    for Candidate { usage, public_key, key } in uploaded {
        let key = key.to_json()?;
        batch.cross_signing_key.set.push(CrossSigningKeyRow { user: session.user, usage, public_key, key });
    }
    Ok(())
}
