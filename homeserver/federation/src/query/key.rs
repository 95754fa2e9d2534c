//! The keys of devices, asked of every server that has some of the users, all at once.
//! See <https://spec.matrix.org/v1.19/server-server-api/#end-to-end-encryption>.

use std::{
    collections::{BTreeMap, HashSet},
    future::ready,
    time::Duration,
};

use futures_util::{StreamExt, stream::FuturesUnordered};
use hs_accounts::Session;
use hs_core::{error::MatrixError, nid::UserNid};
use hs_outbound::{Bounds, OutboundError};
use ruma::{
    OneTimeKeyAlgorithm, OwnedDeviceId, OwnedServerName, OwnedUserId, UInt, UserId,
    api::{
        client::keys::{claim_keys::v3 as claim, get_keys::v3 as query},
        federation::{
            device::get_devices::v1 as devices_there,
            keys::{claim_keys::v1 as claim_there, get_keys::v1 as query_there},
        },
    },
    encryption::DeviceKeys,
    serde::Raw,
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::service::Federation;

/// How long a client lets us wait for other servers where it does not say.
const USUAL_PATIENCE: Duration = Duration::from_secs(10);
/// The longest that we wait for other servers, whatever a client says.
const MAX_PATIENCE: Duration = Duration::from_secs(30);
/// Of how many users the lists are asked for one by one.
const MAX_RESYNCS: usize = 10;
/// How much JSON with keys a server may answer with.
const MAX_ANSWER_BYTES: usize = 32 << 20;

/// Users and which of their devices are asked about; all, where there is none.
type Devices = BTreeMap<OwnedUserId, Vec<OwnedDeviceId>>;
/// A kind of key for each of some devices of some users.
type Claims = BTreeMap<OwnedUserId, BTreeMap<OwnedDeviceId, OneTimeKeyAlgorithm>>;

impl Federation {
    /// The keys of users, of all servers. Servers that do not answer in time are named as failures.
    pub async fn query_keys(&self, session: &Session, request: query::Request) -> Result<query::Response, MatrixError> {
        let (mut known, mut others) = self.split(request.device_keys);
        let bounds = bounds(request.timeout);
        self.use_copies(&mut known, &mut others, bounds.time).await?;
        let mut response = self.accounts.keys.query(Some(session.user), &known).await?;
        let mut answers: FuturesUnordered<_> = others
            .into_iter()
            .map(async |(server, devices)| {
                let wanted = devices.clone();
                let answer = self.client.request_within(&server, query_there::Request::new(devices), bounds).await;
                (server, wanted, answer)
            })
            .collect();
        while let Some((server, wanted, answer)) = answers.next().await {
            match answer {
                Ok(answer) => take_keys(&mut response, &wanted, answer),
                Err(error) => drop(response.failures.insert(server.to_string(), failure(&error))),
            }
        }
        Ok(response)
    }

    /// Moves those of other servers' users to the known ones of whose devices we have a copy, or can have one: because
    /// they share a room with users of ours, their servers tell us of changes.
    async fn use_copies(
        &self,
        known: &mut Devices,
        others: &mut BTreeMap<OwnedServerName, Devices>,
        patience: Duration,
    ) -> Result<(), MatrixError> {
        let ids: Vec<OwnedUserId> = others.values().flat_map(BTreeMap::keys).cloned().collect();
        let users = self.store.find_users(&ids.iter().map(|id| &**id).collect::<Vec<_>>()).await?;
        let nids: Vec<UserNid> = users.values().copied().collect();
        let copied = self.store.remote_device_lists(&nids).await?.into_iter().map(|copy| copy.user);
        let mut copied: HashSet<UserNid> = copied.collect();
        let shared = self.store.users_in_our_rooms(&nids).await?;
        let missing: HashSet<UserNid> = shared.into_iter().filter(|user| !copied.contains(user)).collect();
        let wanted =
            ids.iter().filter_map(|id| Some((*users.get(&**id)?, id))).filter(|(user, _)| missing.contains(user));
        // Many at once are asked about in one request, which is no copy to keep, but quick.
        if missing.len() <= MAX_RESYNCS {
            let resyncs: FuturesUnordered<_> =
                wanted.map(async |(user, id)| self.resync(user, id).await.is_ok().then_some(user)).collect();
            let resynced = resyncs.filter_map(ready).collect::<Vec<_>>();
            copied.extend(timeout(patience, resynced).await.unwrap_or_default());
        }
        for devices in others.values_mut() {
            let (ours, theirs) = std::mem::take(devices)
                .into_iter()
                .partition(|(id, _)| users.get(&**id).is_some_and(|user| copied.contains(user)));
            *devices = theirs;
            known.append(&mut { ours });
        }
        others.retain(|_, devices| !devices.is_empty());
        Ok(())
    }

    /// One key of each of these devices, which nobody else gets. Servers that do not answer in time are named.
    pub async fn claim_keys(&self, request: claim::Request) -> Result<claim::Response, MatrixError> {
        let (ours, others) = self.split(request.one_time_keys);
        let mut response = self.accounts.keys.claim(&ours).await?;
        let bounds = bounds(request.timeout);
        let mut answers: FuturesUnordered<_> = others
            .into_iter()
            .map(async |(server, claims)| {
                let wanted = claims.clone();
                let answer = self.client.request_within(&server, claim_there::Request::new(claims), bounds).await;
                (server, wanted, answer)
            })
            .collect();
        while let Some((server, wanted, answer)) = answers.next().await {
            match answer {
                Ok(answer) => take_claimed(&mut response, &wanted, answer),
                Err(error) => drop(response.failures.insert(server.to_string(), failure(&error))),
            }
        }
        Ok(response)
    }

    /// What another server may see of the keys of users of ours.
    pub async fn keys_for_server(&self, mut wanted: Devices) -> Result<query_there::Response, MatrixError> {
        wanted.retain(|user_id, _| self.is_ours(user_id.server_name()));
        let found = self.accounts.keys.query(None, &wanted).await?;
        let mut response = query_there::Response::new(found.device_keys);
        response.master_keys = found.master_keys;
        response.self_signing_keys = found.self_signing_keys;
        Ok(response)
    }

    /// The devices of a user of ours, for a server that keeps a copy of the list.
    pub async fn devices_for_server(&self, user_id: &UserId) -> Result<devices_there::Response, MatrixError> {
        let unknown = || MatrixError::not_found("There is no such user here");
        let list = self.accounts.keys.device_list(user_id).await?.ok_or_else(unknown)?;
        let stream_id = UInt::try_from(list.position.get()).map_err(MatrixError::internal)?;
        let mut response = devices_there::Response::new(user_id.to_owned(), stream_id);
        response.devices = list
            .devices
            .into_iter()
            .map(|(device_id, keys)| {
                let mut device = devices_there::UserDevice::new(device_id, keys);
                device.device_display_name = display_name(&device.keys);
                device
            })
            .collect();
        response.master_key = list.master_key;
        response.self_signing_key = list.self_signing_key;
        Ok(response)
    }

    /// Keys of devices of ours for users of another server.
    pub async fn claim_for_server(&self, wanted: Claims) -> Result<claim_there::Response, MatrixError> {
        Ok(claim_there::Response::new(self.accounts.keys.claim(&wanted).await?.one_time_keys))
    }

    /// What is asked about our users, and what about those of others, by server.
    fn split<T>(
        &self,
        wanted: BTreeMap<OwnedUserId, T>,
    ) -> (BTreeMap<OwnedUserId, T>, BTreeMap<OwnedServerName, BTreeMap<OwnedUserId, T>>) {
        let mut ours = BTreeMap::new();
        let mut others = BTreeMap::<_, BTreeMap<_, _>>::new();
        for (user_id, what) in wanted {
            if self.is_ours(user_id.server_name()) {
                ours.insert(user_id, what);
            } else {
                others.entry(user_id.server_name().to_owned()).or_default().insert(user_id, what);
            }
        }
        (ours, others)
    }
}

/// Takes what was asked for out of an answer: a server speaks for its own users only.
fn take_keys(response: &mut query::Response, wanted: &Devices, mut answer: query_there::Response) {
    for (user_id, device_ids) in wanted {
        let mut devices = answer.device_keys.remove(user_id).unwrap_or_default();
        devices.retain(|device_id, _| device_ids.is_empty() || device_ids.contains(device_id));
        response.device_keys.insert(user_id.clone(), devices);
        response.master_keys.extend(answer.master_keys.remove(user_id).map(|key| (user_id.clone(), key)));
        response.self_signing_keys.extend(answer.self_signing_keys.remove(user_id).map(|key| (user_id.clone(), key)));
    }
}

fn take_claimed(response: &mut claim::Response, wanted: &Claims, mut answer: claim_there::Response) {
    for (user_id, devices) in wanted {
        let Some(mut claimed) = answer.one_time_keys.remove(user_id) else { continue };
        claimed.retain(|device_id, _| devices.contains_key(device_id));
        response.one_time_keys.insert(user_id.clone(), claimed);
    }
}

/// What a device is called, where its user gave it a name.
fn display_name(keys: &Raw<DeviceKeys>) -> Option<String> {
    #[derive(Deserialize)]
    struct Keys {
        #[serde(default)]
        unsigned: Unsigned,
    }
    #[derive(Default, Deserialize)]
    struct Unsigned {
        device_display_name: Option<String>,
    }
    keys.deserialize_as_unchecked::<Keys>().ok()?.unsigned.device_display_name
}

fn bounds(asked: Option<Duration>) -> Bounds {
    Bounds { time: asked.unwrap_or(USUAL_PATIENCE).min(MAX_PATIENCE), body: MAX_ANSWER_BYTES }
}

/// What a client is told of a server that has no answer.
fn failure(error: &OutboundError) -> Value {
    json!({ "status": 503, "errcode": "M_UNREACHABLE", "message": error.to_string() })
}
