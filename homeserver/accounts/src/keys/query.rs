//! Whose devices have which keys, as far as the asker may see.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysquery>.

use std::collections::{BTreeMap, HashMap, HashSet};

use hs_core::{
    error::MatrixError,
    nid::{StreamPosition, UserNid},
};
use hs_storage::{CrossSigningKeyRow, KeySignatureRow};
use ruma::{
    CanonicalJsonObject, OwnedDeviceId, OwnedUserId, UserId,
    api::client::keys::get_keys::v3::Response,
    encryption::{CrossSigningKey, DeviceKeys, KeyUsage},
    serde::Raw,
};
use serde_json::value::RawValue;

use super::{Keys, signed::Signed};

/// The signatures that were added to keys, by whose key and which.
type Signatures = HashMap<(UserNid, String), Vec<KeySignatureRow>>;

/// The devices of a user with what they publish.
#[derive(Debug)]
pub struct DeviceList {
    /// When any of it changed last.
    pub position: StreamPosition,
    /// The identity keys of the devices that have any.
    pub devices: BTreeMap<OwnedDeviceId, Raw<DeviceKeys>>,
    /// The root of the user's trust.
    pub master_key: Option<Raw<CrossSigningKey>>,
    /// What signs the user's own devices.
    pub self_signing_key: Option<Raw<CrossSigningKey>>,
}

impl Keys {
    /// The keys of users whose devices are written down here: of the devices that are named, or of all. Without an
    /// asker, what everybody may see, other servers included.
    pub async fn query(
        &self,
        asker: Option<UserNid>,
        wanted: &BTreeMap<OwnedUserId, Vec<OwnedDeviceId>>,
    ) -> Result<Response, MatrixError> {
        let users = self.known_users(wanted.keys()).await?;
        let nids: Vec<UserNid> = users.keys().copied().collect();
        let (signatures, signers) = self.signatures(&nids, asker).await?;
        let mut response = Response::new();
        response.device_keys.extend(wanted.keys().map(|user_id| (user_id.clone(), BTreeMap::new())));
        self.add_devices(&mut response, &users, wanted, &signatures, &signers).await?;
        for row in self.context.store.cross_signing_keys(&nids).await? {
            let Some(user_id) = users.get(&row.user) else { continue };
            let list = match row.usage {
                KeyUsage::Master => &mut response.master_keys,
                KeyUsage::SelfSigning => &mut response.self_signing_keys,
                // Whom somebody trusts is nobody else's business.
                KeyUsage::UserSigning if Some(row.user) == asker => &mut response.user_signing_keys,
                _ => continue,
            };
            list.insert((*user_id).to_owned(), cross_signing_key(&row, &signatures, &signers)?);
        }
        Ok(response)
    }

    /// The devices of a user of ours, with their keys, as other servers keep a copy of them; `None` for a stranger.
    pub async fn device_list(&self, user_id: &UserId) -> Result<Option<DeviceList>, MatrixError> {
        let Some(user) = self.context.user(user_id).await? else { return Ok(None) };
        if self.context.store.account(user).await?.is_none() {
            return Ok(None);
        }
        // Read first: what changes meanwhile is announced once more.
        let position = self.context.store.device_list_position(user).await?;
        let wanted = BTreeMap::from([(user_id.to_owned(), Vec::new())]);
        let mut keys = self.query(None, &wanted).await?;
        Ok(Some(DeviceList {
            position,
            devices: keys.device_keys.remove(user_id).unwrap_or_default(),
            master_key: keys.master_keys.remove(user_id),
            self_signing_key: keys.self_signing_keys.remove(user_id),
        }))
    }

    async fn add_devices(
        &self,
        response: &mut Response,
        users: &BTreeMap<UserNid, &UserId>,
        wanted: &BTreeMap<OwnedUserId, Vec<OwnedDeviceId>>,
        signatures: &Signatures,
        signers: &HashMap<UserNid, OwnedUserId>,
    ) -> Result<(), MatrixError> {
        let nids: Vec<UserNid> = users.keys().copied().collect();
        let devices = self.context.store.devices_of(&nids).await?;
        let names: HashMap<_, _> =
            devices.into_iter().filter_map(|row| Some(((row.user, row.device_id), row.display_name?))).collect();
        for row in self.context.store.device_keys(&nids).await? {
            let Some(user_id) = users.get(&row.user) else { continue };
            let Some(wanted) = wanted.get(*user_id) else { continue };
            if !wanted.is_empty() && !wanted.contains(&row.device_id) {
                continue;
            }
            let mut keys = Signed::stored(&row.keys)?;
            add_signatures(&mut keys, row.user, row.device_id.as_str(), signatures, signers);
            let name = names.get(&(row.user, row.device_id.clone()));
            let name = name.map(|name| ("device_display_name".to_owned(), name.as_str().into()));
            keys.insert("unsigned", CanonicalJsonObject::from_iter(name));
            let list = response.device_keys.entry((*user_id).to_owned()).or_default();
            list.insert(row.device_id, raw(&keys)?);
        }
        Ok(())
    }

    /// The added signatures that the asker may see, and who made them.
    async fn signatures(
        &self,
        users: &[UserNid],
        asker: Option<UserNid>,
    ) -> Result<(Signatures, HashMap<UserNid, OwnedUserId>), MatrixError> {
        let mut signatures = Signatures::new();
        let mut signers = HashSet::new();
        for row in self.context.store.key_signatures(users, asker).await? {
            signers.insert(row.signer);
            signatures.entry((row.user, row.key_id.clone())).or_default().push(row);
        }
        let signers: Vec<UserNid> = signers.into_iter().collect();
        let ids = self.context.store.user_ids(&signers).await?;
        Ok((signatures, signers.into_iter().zip(ids).collect()))
    }
}

fn cross_signing_key(
    row: &CrossSigningKeyRow,
    signatures: &Signatures,
    signers: &HashMap<UserNid, OwnedUserId>,
) -> Result<Raw<CrossSigningKey>, MatrixError> {
    let mut key = Signed::stored(&row.key)?;
    add_signatures(&mut key, row.user, &row.public_key, signatures, signers);
    raw(&key)
}

fn add_signatures(
    signed: &mut Signed,
    user: UserNid,
    key_id: &str,
    signatures: &Signatures,
    signers: &HashMap<UserNid, OwnedUserId>,
) {
    for row in signatures.get(&(user, key_id.to_owned())).into_iter().flatten() {
        if let Some(signer) = signers.get(&row.signer) {
            signed.add_signature(signer, &row.signer_key_id, &row.signature);
        }
    }
}

fn raw<T>(signed: &Signed) -> Result<Raw<T>, MatrixError> {
    RawValue::from_string(signed.to_json()?).map(Raw::from_json).map_err(MatrixError::internal)
}
