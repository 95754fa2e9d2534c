//! Whom users do not want to hear of, and whether they let themselves be invited.
//!
//! Both are account data that clients write; what they mean is looked up for nearly every event that is read, so it is
//! kept in memory.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#ignoring-users> and
//! <https://spec.matrix.org/v1.19/client-server-api/#invite-permission>.

use std::{collections::HashSet, sync::Arc};

use hs_core::{error::MatrixError, nid::UserNid};
use ruma::{OwnedUserId, UserId, serde::JsonObject};
use serde::Deserialize;

use crate::{context::Context, remembered::Remembered};

const IGNORED: &str = "m.ignored_user_list";
const INVITES: &str = "m.invite_permission_config";
/// How many users' lists are kept in memory.
const CACHED: usize = 20_000;
/// Stands for nobody in particular. Users are numbered from one.
const EVERYBODY: UserNid = UserNid(0);

/// Whom one user does not want to hear of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocked {
    ignored: HashSet<OwnedUserId>,
    invites: bool,
}

impl Blocked {
    /// Whether the user does not want to hear of another one.
    pub fn ignores(&self, user: &UserId) -> bool {
        !self.ignored.is_empty() && self.ignored.contains(user)
    }

    /// Whether the user ignores nobody.
    pub fn ignores_nobody(&self) -> bool {
        self.ignored.is_empty()
    }

    /// Whether the user wants no invitations at all.
    pub fn blocks_invites(&self) -> bool {
        self.invites
    }
}

/// The subject of blocking. See the [module](self).
pub struct Blocking {
    context: Context,
    cache: Remembered<UserNid, Arc<Blocked>>,
    /// Those who have a list of ignored users.
    ignoring: Remembered<(), Arc<HashSet<UserNid>>>,
}

#[derive(Deserialize)]
struct IgnoredContent {
    ignored_users: JsonObject,
}

#[derive(Deserialize)]
struct InviteContent {
    default_action: Option<String>,
}

impl Blocking {
    pub(crate) fn new(context: Context) -> Self {
        let cache = Remembered::new(CACHED, context.clock.clone());
        let ignoring = Remembered::new(1, context.clock.clone());
        Self { context, cache, ignoring }
    }

    /// Whom a user does not want to hear of. Cheap: it is kept in memory.
    pub async fn of(&self, user: UserNid) -> Result<Arc<Blocked>, MatrixError> {
        let load = async || Ok::<_, MatrixError>(Some((user, Arc::new(self.read(user).await?))));
        Ok(self.cache.get_or_load(user, load).await?.unwrap_or_default())
    }

    /// The users who have ever ignored anybody: few, so that an event need not be held against everybody's list.
    pub async fn ignoring(&self) -> Result<Arc<HashSet<UserNid>>, MatrixError> {
        let load = async || {
            let users = self.context.store.users_with_account_data(IGNORED).await?;
            Ok::<_, MatrixError>(Some((EVERYBODY, Arc::new(users.into_iter().collect()))))
        };
        Ok(self.ignoring.get_or_load((), load).await?.unwrap_or_default())
    }

    async fn read(&self, user: UserNid) -> Result<Blocked, MatrixError> {
        let store = &self.context.store;
        // What a client wrote may be anything: what is no list ignores nobody.
        let ignored = store.account_data(user, None, IGNORED).await?;
        let ignored = ignored.and_then(|row| row.content.deserialize_as_unchecked::<IgnoredContent>().ok());
        let ignored = ignored.into_iter().flat_map(|content| content.ignored_users.into_iter().map(|(user, _)| user));
        let invites = store.account_data(user, None, INVITES).await?;
        let invites = invites.and_then(|row| row.content.deserialize_as_unchecked::<InviteContent>().ok());
        Ok(Blocked {
            ignored: ignored.filter_map(|user| OwnedUserId::try_from(user).ok()).collect(),
            invites: invites.is_some_and(|content| content.default_action.as_deref() == Some("block")),
        })
    }

    /// A piece of account data was written: if it is one of these, it is read anew.
    pub(crate) fn written(&self, user: UserNid, data_type: &str) {
        if data_type == IGNORED || data_type == INVITES {
            self.forget(user);
            self.ignoring.forget(EVERYBODY);
        }
    }

    /// Reads the lists of this user anew when they are next used.
    pub(crate) fn forget(&self, user: UserNid) {
        self.cache.forget(user);
    }

    /// Reads all lists anew when they are next used.
    pub(crate) fn forget_all(&self) {
        self.cache.forget_all();
        self.ignoring.forget_all();
    }
}
