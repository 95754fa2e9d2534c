//! Pushers: where users want to be told of events while no client of theirs is listening.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#push-notifications>.

use std::{collections::HashSet, sync::Arc};

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{PusherKey, PusherRow, StoreError, WriteBatch};
use ruma::serde::JsonObject;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{context::Context, remembered::Remembered, session::Session, text};

/// The most pushers of one user. A person has a handful of devices.
const MAX_PUSHERS: usize = 100;
/// What the specification says of the length of keys.
const MAX_KEY_BYTES: usize = 512;
const MAX_APP_ID_BYTES: usize = 64;
const MAX_DEFINITION_BYTES: usize = 16 << 10;
/// The one place of a gateway that may be asked.
const GATEWAY_PATH: &str = "/_matrix/push/v1/notify";
/// Stands for nobody in particular. Users are numbered from one.
const EVERYBODY: UserNid = UserNid(0);

/// What a client says of a pusher.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewPusher {
    /// `http`; other kinds are not served.
    pub kind: String,
    /// The kind of app that it reaches.
    pub app_id: String,
    /// Where that app is, in the words of its gateway.
    pub pushkey: String,
    /// What the app is called.
    pub app_display_name: String,
    /// What the device is called.
    pub device_display_name: String,
    /// Which of the device's sets of rules it goes by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_tag: Option<String>,
    /// In which language the user wants to be told.
    pub lang: String,
    /// The URL of the gateway, the format of what it gets, and whatever the app wants to find there again.
    pub data: JsonObject,
}

impl NewPusher {
    fn text(&self, key: &str) -> Option<&str> {
        self.data.get(key).and_then(Value::as_str)
    }

    /// Where the gateway is.
    pub fn url(&self) -> &str {
        self.text("url").unwrap_or_default()
    }

    /// Whether the gateway is to be told no more than which event it is.
    pub fn wants_id_only(&self) -> bool {
        self.text("format") == Some("event_id_only")
    }

    /// What the gateway gets to see of the data: all but its own URL.
    pub fn shown_data(&self) -> JsonObject {
        let mut data = self.data.clone();
        data.remove("url");
        data
    }

    fn check(&self) -> Result<(), MatrixError> {
        if self.kind != "http" {
            return Err(MatrixError::invalid_param(format!(
                "Pushers of the kind {:?} are not offered here",
                self.kind
            )));
        }
        if self.pushkey.is_empty() || self.app_id.is_empty() {
            return Err(MatrixError::missing_param("A pusher needs a pushkey and an app_id"));
        }
        let url =
            self.text("url").ok_or_else(|| MatrixError::missing_param("`data` must have the URL of the gateway"))?;
        let path = url.strip_prefix("https://").and_then(|rest| rest.find('/').and_then(|slash| rest.get(slash..)));
        if path != Some(GATEWAY_PATH) {
            let message = format!("The URL of a gateway begins with https:// and ends with {GATEWAY_PATH}");
            return Err(MatrixError::invalid_param(message));
        }
        Ok(())
    }
}

/// The subject of pushers. See the [module](self).
pub struct Pushers {
    context: Context,
    users: Remembered<(), Arc<HashSet<UserNid>>>,
}

impl Pushers {
    pub(crate) fn new(context: Context) -> Self {
        let users = Remembered::new(1, context.clock.clone());
        Self { context, users }
    }

    /// The pushers of a user, as they were set.
    pub async fn list(&self, user: UserNid) -> Result<Vec<NewPusher>, MatrixError> {
        let rows = self.context.store.pushers(user).await?;
        rows.iter().map(definition).collect()
    }

    /// Sets a pusher of whoever is signed in. Unless it is to be `appended`, the app is nobody else's from now on.
    pub async fn set(&self, session: &Session, pusher: &NewPusher, appended: bool) -> Result<(), MatrixError> {
        pusher.check()?;
        let key = key_of(session, &pusher.app_id, &pusher.pushkey)?;
        let definition = serde_json::to_string(pusher).map_err(MatrixError::internal)?;
        text::check("A pusher", &definition, MAX_DEFINITION_BYTES)?;
        let own = self.context.store.pushers(session.user).await?;
        if own.len() >= MAX_PUSHERS && own.iter().all(|row| row.key != key) {
            return Err(MatrixError::invalid_param(format!("A user can have at most {MAX_PUSHERS} pushers")));
        }
        let mut batch = WriteBatch::default();
        if !appended {
            batch.pusher.remove_others.push(key.clone());
        }
        batch.pusher.set.push(PusherRow {
            key,
            device_id: session.device()?.to_owned(),
            definition,
            created_ts: self.context.clock.now_ms(),
            // From now on, and nothing of before.
            position: self.context.store.position(),
            // Not told yet, and no reason to wake anybody for.
            badge: -1,
            claimed_ts: 0,
            failing_ts: None,
        });
        self.commit(batch).await
    }

    /// Takes a pusher of whoever is signed in away, if there is such a one.
    pub async fn remove(&self, session: &Session, app_id: &str, pushkey: &str) -> Result<(), MatrixError> {
        let mut batch = WriteBatch::default();
        batch.pusher.remove.push(key_of(session, app_id, pushkey)?);
        self.commit(batch).await
    }

    /// The users who have pushers: far fewer than those who do not. A first pusher that was set in another process is
    /// noticed within half a minute.
    pub async fn users(&self) -> Result<Arc<HashSet<UserNid>>, MatrixError> {
        let load = async || {
            let users = self.context.store.users_with_pushers().await?;
            Ok::<_, MatrixError>(Some((EVERYBODY, Arc::new(users.into_iter().collect()))))
        };
        Ok(self.users.get_or_load((), load).await?.unwrap_or_default())
    }

    async fn commit(&self, batch: WriteBatch) -> Result<(), MatrixError> {
        let committed = self.context.store.commit(batch).await;
        self.users.forget(EVERYBODY);
        Ok(committed.map(drop)?)
    }

    /// Reads anew who has pushers when it is next asked for.
    pub(crate) fn forget_all(&self) {
        self.users.forget_all();
    }
}

/// What a client said of a pusher when it set it.
pub fn definition(row: &PusherRow) -> Result<NewPusher, MatrixError> {
    let definition = serde_json::from_str(&row.definition);
    Ok(definition.map_err(|error| StoreError::Corrupt(format!("pusher.definition: {error}")))?)
}

fn key_of(session: &Session, app_id: &str, pushkey: &str) -> Result<PusherKey, MatrixError> {
    text::check("A pushkey", pushkey, MAX_KEY_BYTES)?;
    text::check("An app_id", app_id, MAX_APP_ID_BYTES)?;
    Ok(PusherKey { user: session.user, app_id: app_id.to_owned(), pushkey: pushkey.to_owned() })
}
