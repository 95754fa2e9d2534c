//! Asking application services: for users and aliases that nobody has made yet, what they know of other networks, and
//! whether they are there.
//!
//! See <https://spec.matrix.org/v1.19/application-service-api/#querying>.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use futures_util::future::join_all;
use hs_accounts::AppService;
use hs_core::error::MatrixError;
use hs_outbound::{OutboundError, Queried};
use ruma::{
    RoomAliasId,
    api::error::{BadStatusErrorData, ErrorKind},
    exports::http::StatusCode,
};
use serde_json::Value;
use tokio::time::{sleep, timeout};

use super::{AppServicesDelivery, AppServicesParts, address_of};

/// How long what a service says of a network is remembered, in milliseconds: clients ask for it often.
const REMEMBERED_MS: i64 = 5 * 60_000;

/// How often a service is asked that does not answer, how long each time, and how long after the one that could not be
/// reached: somebody waits for it.
const TRIES: usize = 3;
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(500);

/// What services have said of networks, by service and network, and when.
pub(super) type Protocols = Mutex<BTreeMap<(String, String), (i64, Value)>>;

/// Somewhere in, or somebody of, another network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// Places.
    Location,
    /// People.
    User,
}

impl Network {
    const fn path(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::User => "user",
        }
    }
}

impl AppServicesDelivery {
    /// Gives those services that care for an alias the opportunity to make it. Fails if none has, and one of them has
    /// not answered at all.
    pub async fn ask_for_alias(&self, alias: &RoomAliasId) -> Result<(), MatrixError> {
        let mut is_silent = false;
        for service in self.parts().accounts.app_service.all().iter().filter(|service| service.wants_alias(alias)) {
            match self.has_made(service, alias).await {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(error) => {
                    tracing::debug!(%error, service = service.id(), "a service was not asked for an alias");
                    is_silent |= matches!(error, OutboundError::Timeout | OutboundError::Unreachable(_));
                }
            }
        }
        if is_silent {
            let message = "The application service that this alias belongs to does not answer: try again later";
            return Err(MatrixError::unknown(message).with_status(StatusCode::REQUEST_TIMEOUT));
        }
        Ok(())
    }

    /// Whether a service has made an alias. What does not answer is asked again.
    async fn has_made(&self, service: &AppService, alias: &RoomAliasId) -> Result<bool, OutboundError> {
        let Some(address) = address_of(service) else { return Ok(false) };
        let mut answered = Err(OutboundError::Timeout);
        for _ in 0..TRIES {
            let asked = self.parts().client.exists(address, Queried::Alias(alias.as_str()));
            answered = timeout(PATIENCE, asked).await.unwrap_or(Err(OutboundError::Timeout));
            match &answered {
                Err(OutboundError::Timeout) => {}
                Err(OutboundError::Unreachable(_)) => sleep(PAUSE).await,
                _ => return answered,
            }
        }
        answered
    }

    /// What all services say of the networks that they know, or of one of them.
    pub async fn protocols(&self, only: Option<&str>) -> BTreeMap<String, Value> {
        let services = self.parts().accounts.app_service.all();
        let asked = services.iter().flat_map(|service| service.protocols().iter().map(move |name| (service, name)));
        let asked = asked.filter(|(_, name)| only.is_none_or(|only| only == *name));
        let answers = join_all(asked.map(async |(service, name)| (name, self.protocol(service, name).await))).await;
        let mut protocols: BTreeMap<String, Value> = BTreeMap::new();
        for (name, answer) in answers {
            let Some(mut answer) = answer.filter(Value::is_object) else { continue };
            match protocols.get_mut(name) {
                // One network that several services know: its parts are all listed.
                Some(known) => {
                    let more = answer.get_mut("instances").and_then(Value::as_array_mut).map(std::mem::take);
                    let instances = known.get_mut("instances").and_then(Value::as_array_mut);
                    if let (Some(instances), Some(more)) = (instances, more) {
                        instances.extend(more);
                    }
                }
                None => drop(protocols.insert(name.clone(), answer)),
            }
        }
        protocols
    }

    /// What one service says of a network.
    async fn protocol(&self, service: &AppService, name: &str) -> Option<Value> {
        let AppServicesParts { client, clock, .. } = self.parts();
        let (now, key) = (clock.now_ms(), (service.id().to_owned(), name.to_owned()));
        if let Some((at, known)) = self.lock_protocols().get(&key)
            && now < at + REMEMBERED_MS
        {
            return Some(known.clone());
        }
        match client.look_up(address_of(service)?, &["protocol", name], &[]).await {
            Ok(mut answer) => {
                name_instances(service, &mut answer);
                self.lock_protocols().insert(key, (now, answer.clone()));
                Some(answer)
            }
            Err(error) => {
                tracing::debug!(%error, service = service.id(), "a service did not tell of a network");
                None
            }
        }
    }

    fn lock_protocols(&self) -> std::sync::MutexGuard<'_, BTreeMap<(String, String), (i64, Value)>> {
        self.0.protocols.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What services find in another network, or, without one, what they know of a Matrix id.
    pub async fn look_up(&self, what: Network, protocol: Option<&str>, query: &[(String, String)]) -> Vec<Value> {
        let AppServicesParts { accounts, client, .. } = self.parts();
        let knows = |service: &AppService| match protocol {
            Some(protocol) => service.protocols().iter().any(|known| known == protocol),
            None => true,
        };
        let mut path = vec![what.path()];
        path.extend(protocol);
        let services = accounts.app_service.all().iter().filter(|service| knows(service));
        let asked = services.filter_map(|service| address_of(service).map(|address| (service, address)));
        let answers = join_all(asked.map(async |(service, address)| {
            let answer = client.look_up(address, &path, query).await;
            answer.inspect_err(|error| tracing::debug!(%error, service = service.id(), "a service found nothing")).ok()
        }));
        let found = answers.await.into_iter().flatten();
        found.filter_map(|answer| if let Value::Array(list) = answer { Some(list) } else { None }).flatten().collect()
    }

    /// Asks a service whether it is there, and says how long that took.
    pub async fn ping(&self, service: &AppService, transaction_id: Option<&str>) -> Result<Duration, MatrixError> {
        let address = address_of(service).ok_or_else(|| {
            MatrixError::new(ErrorKind::UrlNotSet, "The application service has no URL in its registration")
        })?;
        match self.parts().client.ping(address, transaction_id).await {
            Ok(Ok(duration)) => Ok(duration),
            Ok(Err((status, body))) => {
                let mut answer = BadStatusErrorData::new();
                (answer.status, answer.body) = (Some(status), Some(body));
                let message = format!("The application service answered with status {}", status.as_u16());
                Err(MatrixError::new(ErrorKind::BadStatus(answer), message).with_status(StatusCode::BAD_GATEWAY))
            }
            Err(OutboundError::Timeout) => {
                Err(MatrixError::new(ErrorKind::ConnectionTimeout, "The application service did not answer in time"))
            }
            Err(error) => {
                let failed =
                    MatrixError::new(ErrorKind::ConnectionFailed, "The application service could not be reached");
                Err(failed.with_status(StatusCode::BAD_GATEWAY).with_source(error))
            }
        }
    }
}

/// Gives each part of a network the name by which its rooms are asked for in the directory.
fn name_instances(service: &AppService, protocol: &mut Value) {
    let instances = protocol.get_mut("instances").and_then(Value::as_array_mut);
    for instance in instances.into_iter().flatten().filter_map(Value::as_object_mut) {
        if let Some(network) = instance.get("network_id").and_then(Value::as_str) {
            let name = format!("{}|{network}", service.id());
            instance.insert("instance_id".to_owned(), name.into());
        }
    }
}
