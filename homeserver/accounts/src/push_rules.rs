//! Push rules: what each user wants to be told about.
//!
//! They are kept as the account data `m.push_rules`, from the first change on; until then a user has the server's
//! defaults and no row.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#push-rules-api>.

use std::{collections::HashSet, sync::Arc};

use hs_core::{
    error::MatrixError,
    nid::{StreamPosition, UserNid},
};
use hs_storage::{AccountDataRow, StoreError, WriteBatch};
use ruma::{
    RoomId, UserId,
    serde::{JsonObject, Raw},
};

use crate::{context::Context, remembered::Remembered, session::Session};

mod ruleset;

pub use ruleset::{Change, UserRuleset};

/// The type of the account data.
pub(crate) const DATA_TYPE: &str = "m.push_rules";
/// How many users' rules are kept in memory.
const CACHED_RULESETS: usize = 10_000;
/// A user's rules are evaluated for every event of their rooms, so there is an end to them.
const MAX_BYTES: usize = 256 * 1024;
/// Stands for nobody in particular. Users are numbered from one.
const EVERYBODY: UserNid = UserNid(0);
/// How often a change is built again because another one came first.
const ATTEMPTS: usize = 5;

/// The subject of push rules. See the [module](self).
pub struct PushRules {
    context: Context,
    cache: Remembered<UserNid, Arc<UserRuleset>>,
    customised: Remembered<(), Arc<HashSet<UserNid>>>,
}

impl PushRules {
    pub(crate) fn new(context: Context) -> Self {
        let cache = Remembered::new(CACHED_RULESETS, context.clock.clone());
        let customised = Remembered::new(1, context.clock.clone());
        Self { context, cache, customised }
    }

    /// The push rules of a user. Cheap: they are kept in memory.
    pub async fn ruleset(&self, user: UserNid) -> Result<Arc<UserRuleset>, MatrixError> {
        let load = async || {
            let user_id = self.context.user_id(user).await?;
            let (ruleset, _) = self.read(user, &user_id).await?;
            Ok::<_, MatrixError>(Some((user, Arc::new(ruleset))))
        };
        let ruleset = self.cache.get_or_load(user, load).await?;
        ruleset.ok_or_else(|| MatrixError::internal("the rules of a user were loaded and are not there"))
    }

    /// The users who have ever changed their rules. For all others an event means what it means by default, which the
    /// room engine works out once for all of them. The first change of a user in another process is noticed within half a
    /// minute.
    pub async fn customised(&self) -> Result<Arc<HashSet<UserNid>>, MatrixError> {
        let load = async || {
            let users = self.context.store.users_with_account_data(DATA_TYPE).await?;
            Ok::<_, MatrixError>(Some((EVERYBODY, Arc::new(users.into_iter().collect()))))
        };
        Ok(self.customised.get_or_load((), load).await?.unwrap_or_default())
    }

    /// The content of the user's `m.push_rules` account data.
    pub async fn content(&self, user: UserNid) -> Result<Raw<JsonObject>, MatrixError> {
        encode(&*self.ruleset(user).await?)
    }

    /// Makes one change to the rules of whoever is signed in. Their clients hear of it by `/sync`.
    pub async fn change(&self, session: &Session, change: Change) -> Result<(), MatrixError> {
        self.rewrite(session.user, &session.user_id, |before| Ok(Some(before.apply(change.clone())?))).await
    }

    /// Makes the rules that a user has about one room count for another one as well, which takes its place.
    pub async fn follow(&self, user: UserNid, user_id: &UserId, from: &RoomId, to: &RoomId) -> Result<(), MatrixError> {
        self.rewrite(user, user_id, |before| Ok(before.following(from, to))).await
    }

    /// Replaces a user's rules by what `change` makes of them, if it makes anything of them.
    async fn rewrite(
        &self,
        user: UserNid,
        user_id: &UserId,
        change: impl Fn(UserRuleset) -> Result<Option<UserRuleset>, MatrixError> + Send + Sync,
    ) -> Result<(), MatrixError> {
        for _ in 0..ATTEMPTS {
            let (before, position) = self.read(user, user_id).await?;
            let Some(after) = change(before)? else { return Ok(()) };
            let content = encode(&after)?;
            if content.json().get().len() > MAX_BYTES {
                return Err(MatrixError::too_large("You have too many push rules: remove some first"));
            }
            let mut batch = WriteBatch::default();
            batch.account_data.unchanged.push((user, None, DATA_TYPE.to_owned(), position));
            batch.account_data.rows.push(AccountDataRow {
                user,
                room: None,
                data_type: DATA_TYPE.to_owned(),
                content,
                position: StreamPosition::default(),
            });
            let committed = self.context.store.commit(batch).await;
            self.forget(user);
            self.customised.forget(EVERYBODY);
            match committed {
                Ok(_) => return Ok(()),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(MatrixError::unknown("Your push rules are being changed from elsewhere: try again"))
    }

    /// Reads the rules of this user anew when they are next used.
    pub(crate) fn forget(&self, user: UserNid) {
        self.cache.forget(user);
    }

    /// Reads all rules anew when they are next used.
    pub(crate) fn forget_all(&self) {
        self.cache.forget_all();
        self.customised.forget_all();
    }

    /// The rules as the database has them, and when they were written; position 0 where they never were.
    async fn read(&self, user: UserNid, user_id: &UserId) -> Result<(UserRuleset, StreamPosition), MatrixError> {
        match self.context.store.account_data(user, None, DATA_TYPE).await? {
            Some(row) => {
                let stored = row.content.json().get();
                Ok((UserRuleset::from_stored(user_id, stored).map_err(MatrixError::internal)?, row.position))
            }
            None => Ok((UserRuleset::server_default(user_id), StreamPosition::default())),
        }
    }
}

fn encode(ruleset: &UserRuleset) -> Result<Raw<JsonObject>, MatrixError> {
    let content = Raw::new(&ruleset.content()).map_err(MatrixError::internal)?;
    Ok(content.cast_unchecked())
}
