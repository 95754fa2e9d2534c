//! Profiles: what our users tell everybody about themselves.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#profiles>.

use std::{collections::BTreeSet, sync::Arc};

use hs_core::{error::MatrixError, nid::UserNid};
use hs_storage::{ProfileRow, StoreError, WriteBatch};
use ruma::{OwnedMxcUri, UserId, api::error::ErrorKind};
use serde_json::{Map, Value};

use self::{
    field::{MAX_PROFILE_BYTES, check_key, check_value},
    words::words,
};
use crate::{context::Context, remembered::Remembered, session::Session};

mod field;
mod words;

/// How many users' names and avatars are kept in memory.
const CACHED_PROFILES: usize = 20_000;
/// How often a change is built again because another one came first.
const ATTEMPTS: usize = 5;

/// What of a profile goes into membership events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberProfile {
    /// The display name.
    pub displayname: Option<String>,
    /// The avatar.
    pub avatar_url: Option<OwnedMxcUri>,
}

/// Whether a change of a profile has to be told to the rooms of the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "rooms have to be told of another name or avatar"]
pub enum Changed {
    /// The profile reads as before, or what changed is not in membership events.
    NothingForRooms,
    /// The display name or the avatar is another one.
    MemberProfile,
}

/// The subject of profiles. See the [module](self).
pub struct Profiles {
    context: Context,
    cache: Remembered<UserNid, Arc<MemberProfile>>,
}

impl Profiles {
    pub(crate) fn new(context: Context) -> Self {
        let cache = Remembered::new(CACHED_PROFILES, context.clock.clone());
        Self { context, cache }
    }

    /// The whole profile of a user of ours.
    pub async fn get(&self, user_id: &UserId) -> Result<Map<String, Value>, MatrixError> {
        let account = self.context.account(user_id).await?.ok_or_else(unknown_user)?;
        Ok(self.context.store.profile(account.user).await?.fields)
    }

    /// One field of the profile of a user of ours.
    pub async fn field(&self, user_id: &UserId, key: &str) -> Result<Value, MatrixError> {
        let mut fields = self.get(user_id).await?;
        fields.remove(key).ok_or_else(|| MatrixError::not_found("This user's profile has no such field"))
    }

    /// Name and avatar of a user of ours, for membership events. Cheap: they are kept in memory.
    pub async fn member_profile(&self, user: UserNid) -> Result<Arc<MemberProfile>, MatrixError> {
        let load = async || {
            let row = self.context.store.profile(user).await?;
            Ok::<_, StoreError>(Some((user, Arc::new(member_profile(&row.fields)))))
        };
        Ok(self.cache.get_or_load(user, load).await?.unwrap_or_default())
    }

    /// Sets a field of the profile of whoever is signed in.
    pub async fn set(
        &self,
        session: &Session,
        user_id: &UserId,
        key: &str,
        value: Value,
    ) -> Result<Changed, MatrixError> {
        own(session, user_id)?;
        check_key(key)?;
        let value = check_value(key, value)?;
        self.change(session.user, key, value).await
    }

    /// Takes a field out of the profile of whoever is signed in. One that is not there is as good as taken out.
    pub async fn remove(&self, session: &Session, user_id: &UserId, key: &str) -> Result<Changed, MatrixError> {
        own(session, user_id)?;
        check_key(key)?;
        self.change(session.user, key, None).await
    }

    /// Adds the end of a user's profile to a batch. [`Profiles::forget`] it once that is committed.
    pub(crate) async fn clear(&self, batch: &mut WriteBatch, user: UserNid) -> Result<(), MatrixError> {
        let row = self.context.store.profile(user).await?;
        batch.profile.put.push(ProfileRow { fields: Map::new(), ..row });
        batch.user_directory.words.push((user, BTreeSet::new()));
        Ok(())
    }

    /// Reads the profile of this user anew when it is next used.
    pub(crate) fn forget(&self, user: UserNid) {
        self.cache.forget(user);
    }

    /// Reads all profiles anew when they are next used.
    pub(crate) fn forget_all(&self) {
        self.cache.forget_all();
    }

    async fn change(&self, user: UserNid, key: &str, value: Option<Value>) -> Result<Changed, MatrixError> {
        for _ in 0..ATTEMPTS {
            let mut row = self.context.store.profile(user).await?;
            let before = member_profile(&row.fields);
            if row.fields.get(key) == value.as_ref() {
                return Ok(Changed::NothingForRooms);
            }
            match &value {
                Some(value) => row.fields.insert(key.to_owned(), value.clone()),
                None => row.fields.remove(key),
            };
            check_size(&row.fields)?;
            let after = member_profile(&row.fields);
            let mut batch = WriteBatch::default();
            if key == "displayname" {
                let user_id = self.context.user_id(user).await?;
                batch.user_directory.words.push((user, words(&user_id, &row.fields)));
            }
            batch.profile.put.push(row);
            // Other processes hear of it by the wake.
            batch.touch_user(user);
            let committed = self.context.store.commit(batch).await;
            self.forget(user);
            match committed {
                Ok(_) if before == after => return Ok(Changed::NothingForRooms),
                Ok(_) => return Ok(Changed::MemberProfile),
                Err(StoreError::Conflict | StoreError::Duplicate(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(MatrixError::unknown("Your profile is being changed from elsewhere: try again"))
    }
}

/// Adds the first profile of a new user to a batch.
pub(crate) fn begin(batch: &mut WriteBatch, user: UserNid, user_id: &UserId, display_name: &str) {
    let fields = Map::from_iter([("displayname".to_owned(), Value::from(display_name))]);
    batch.user_directory.words.push((user, words(user_id, &fields)));
    batch.profile.put.push(ProfileRow { user, fields, version: 0 });
}

fn own(session: &Session, user_id: &UserId) -> Result<(), MatrixError> {
    if session.user_id == user_id {
        return Ok(());
    }
    Err(MatrixError::forbidden("You can only change your own profile"))
}

fn check_size(fields: &Map<String, Value>) -> Result<(), MatrixError> {
    let size = serde_json::to_string(fields).map_err(MatrixError::internal)?.len();
    if size >= MAX_PROFILE_BYTES {
        let message = "A profile must stay below 64 KiB: remove a field first";
        return Err(MatrixError::new(ErrorKind::ProfileTooLarge, message));
    }
    Ok(())
}

fn member_profile(fields: &Map<String, Value>) -> MemberProfile {
    let text = |key| fields.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    MemberProfile { displayname: text("displayname"), avatar_url: text("avatar_url").map(OwnedMxcUri::from) }
}

fn unknown_user() -> MatrixError {
    MatrixError::not_found("There is no such user here")
}
