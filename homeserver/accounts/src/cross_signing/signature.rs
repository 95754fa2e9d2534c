//! Signatures that users put on their own devices and keys, and on the master keys of others.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keyssignaturesupload>.

use std::collections::{BTreeMap, HashMap};

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{CrossSigningKeyRow, DeviceKeyRow, KeySignatureRow, WriteBatch};
use ruma::{OwnedUserId, UserId, api::client::keys::upload_signatures::v3::SignedKeys, encryption::KeyUsage};

use super::CrossSigning;
use crate::{
    keys::{
        CROSS_SIGNING, device_changed,
        signed::{KnownKeys, Signed, cross_signing_key_id, invalid_signature, signing_key_id},
    },
    session::Session,
    text,
};

/// The keys whose signatures were not taken, and why, by user and key.
pub type SignatureFailures = BTreeMap<OwnedUserId, BTreeMap<String, MatrixError>>;

/// What the database knows of the users concerned.
struct Known {
    users: HashMap<OwnedUserId, UserNid>,
    devices: Vec<DeviceKeyRow>,
    keys: Vec<CrossSigningKeyRow>,
}

/// What is signed, and who may sign it.
struct Target {
    signed: Signed,
    signers: KnownKeys,
}

impl CrossSigning {
    /// Takes signatures of whoever is signed in. Each key stands for itself: the others are taken if one is refused.
    pub async fn sign(
        &self,
        session: &Session,
        signed: &BTreeMap<OwnedUserId, SignedKeys>,
    ) -> Result<SignatureFailures, MatrixError> {
        let known = self.known(session, signed).await?;
        let mut batch = WriteBatch::default();
        let mut failures = SignatureFailures::new();
        for (user_id, keys) in signed {
            for (key_id, object) in keys {
                match known.take(&mut batch, session, user_id, key_id, object.get()) {
                    Ok(()) if *user_id == session.user_id => {
                        let is_device = known.devices.iter().any(|row| row.device_id == key_id);
                        let key_id = if is_device { key_id } else { CROSS_SIGNING };
                        device_changed(&mut batch, session.user, key_id, self.context.clock.now_ms());
                    }
                    Ok(()) => {}
                    Err(error) => drop(failures.entry(user_id.clone()).or_default().insert(key_id.to_owned(), error)),
                }
            }
        }
        if !batch.is_empty() {
            self.context.store.commit(batch).await?;
        }
        Ok(failures)
    }

    async fn known(&self, session: &Session, signed: &BTreeMap<OwnedUserId, SignedKeys>) -> Result<Known, MatrixError> {
        let store = &self.context.store;
        let user_ids: Vec<&UserId> =
            signed.keys().map(|user| &**user).filter(|user| text::may_be_key(user.as_str())).collect();
        let users = store.find_users(&user_ids).await?;
        let mut nids: Vec<UserNid> = users.values().copied().chain([session.user]).collect();
        nids.sort_unstable();
        nids.dedup();
        // Signatures on the devices of others mean nothing, so only the signer's own are of interest.
        let devices = store.device_keys(&[session.user]).await?;
        Ok(Known { users, devices, keys: store.cross_signing_keys(&nids).await? })
    }
}

impl Known {
    /// Adds the signatures on an object to a batch, if it is what was published and they are valid.
    fn take(
        &self,
        batch: &mut WriteBatch,
        session: &Session,
        user_id: &OwnedUserId,
        key_id: &str,
        object: &str,
    ) -> Result<(), MatrixError> {
        let none = || MatrixError::not_found("There is no such key");
        let user = *self.users.get(user_id).ok_or_else(none)?;
        let target = self.target(session, user, key_id)?.ok_or_else(none)?;
        let object = Signed::parse(object, key_id)?;
        if !object.says_the_same(&target.signed) {
            return Err(MatrixError::invalid_param("This is not the key that was published"));
        }
        let published = target.signed.signatures_of(&session.user_id);
        let mut signatures = object.signatures_of(&session.user_id);
        signatures.retain(|signature| !published.contains(signature));
        if signatures.is_empty() {
            return Err(invalid_signature("There is no new signature of yours on this key"));
        }
        for (signer, signature) in &signatures {
            let Some(public_key) = target.signers.get(signer) else {
                return Err(invalid_signature(format!("{signer} is not a key with which you can sign this")));
            };
            if !object.is_signed_by(public_key, signature) {
                return Err(invalid_signature(format!("The signature of {signer} is not valid")));
            }
        }
        batch.key_signature.add.extend(signatures.into_iter().map(|(signer_key_id, signature)| KeySignatureRow {
            user,
            key_id: key_id.to_owned(),
            signer: session.user,
            signer_key_id,
            signature,
        }));
        if user != session.user {
            batch.device_list.changed_for.push((user, session.user));
        }
        Ok(())
    }

    /// A device or key that the session's user may sign: their own devices with the self-signing key, their own master
    /// key with their devices, and the master keys of others with the user-signing key.
    fn target(&self, session: &Session, user: UserNid, key_id: &str) -> Result<Option<Target>, MatrixError> {
        let own = |usage: KeyUsage| {
            let row = self.keys.iter().find(|row| row.user == session.user && row.usage == usage);
            row.map(|row| (cross_signing_key_id(&row.public_key), row.public_key.clone()))
        };
        if let Some(row) = self.devices.iter().find(|row| row.user == user && row.device_id == key_id) {
            let signers = own(KeyUsage::SelfSigning).into_iter().collect();
            return Ok(Some(Target { signed: Signed::stored(&row.keys)?, signers }));
        }
        let is_master =
            |row: &&CrossSigningKeyRow| row.user == user && row.public_key == key_id && row.usage == KeyUsage::Master;
        let Some(row) = self.keys.iter().find(is_master) else { return Ok(None) };
        let mut signers = KnownKeys::new();
        if user == session.user {
            for row in &self.devices {
                let key = Signed::stored(&row.keys)?.signing_key(&row.device_id).map(ToOwned::to_owned);
                signers.extend(key.map(|key| (signing_key_id(&row.device_id), key)));
            }
        } else {
            signers.extend(own(KeyUsage::UserSigning));
        }
        Ok(Some(Target { signed: Signed::stored(&row.key)?, signers }))
    }
}
