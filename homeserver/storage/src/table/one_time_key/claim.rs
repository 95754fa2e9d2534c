//! Claims: who gets which key, decided by the writer.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use hs_core::nid::UserNid;
use ruma::OwnedDeviceId;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};

use crate::{
    entity::{fallback_key, one_time_key},
    table::select_in,
};

/// Somebody asks for a key of a device. Clones share the answer.
#[derive(Clone, Debug)]
pub struct KeyClaim {
    /// Whose device.
    pub user: UserNid,
    /// Which.
    pub device_id: OwnedDeviceId,
    /// What kind of key.
    pub algorithm: String,
    answer: Arc<Mutex<Option<ClaimedKey>>>,
}

/// The answer to a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedKey {
    /// The name of the key.
    pub key_id: String,
    /// The key, as JSON.
    pub key: String,
}

impl KeyClaim {
    /// A claim without an answer.
    pub fn new(user: UserNid, device_id: OwnedDeviceId, algorithm: String) -> Self {
        Self { user, device_id, algorithm, answer: Arc::default() }
    }

    /// The key, once the batch has been committed; `None` where the device has none of this kind.
    pub fn answer(&self) -> Option<ClaimedKey> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A transaction that is run again overwrites what it answered before.
    fn settle(&self, key: Option<ClaimedKey>) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = key;
    }

    fn source(&self) -> Source<'_> {
        (self.user, self.device_id.as_str(), &self.algorithm)
    }
}

/// Where a key is to come from: a device and a kind of key.
type Source<'a> = (UserNid, &'a str, &'a str);

/// Answers claims in their order, each with the oldest one-time key that is left, or else with the fallback key.
pub(super) async fn settle<'a>(
    tx: &DatabaseTransaction,
    claims: impl Iterator<Item = &'a KeyClaim>,
) -> Result<(), DbErr> {
    let mut sources = BTreeMap::<Source<'_>, Vec<&KeyClaim>>::new();
    for claim in claims {
        sources.entry(claim.source()).or_default().push(claim);
    }
    let mut unanswered = BTreeMap::new();
    for (source, claims) in sources {
        let mut keys = take(tx, source, claims.len()).await?.into_iter();
        for claim in claims {
            let key = keys.next();
            if key.is_none() {
                unanswered.entry(source).or_insert_with(Vec::new).push(claim);
            }
            claim.settle(key);
        }
    }
    fall_back(tx, unanswered).await
}

/// Takes the oldest keys away. Those that another process is just taking are passed over.
async fn take(
    tx: &DatabaseTransaction,
    (user, device_id, algorithm): Source<'_>,
    count: usize,
) -> Result<Vec<ClaimedKey>, DbErr> {
    use one_time_key::{Column, Entity};
    let of_source =
        Column::UserNid.eq(user.get()).and(Column::DeviceId.eq(device_id)).and(Column::Algorithm.eq(algorithm));
    let oldest = Entity::find()
        .filter(of_source.clone())
        .order_by_asc(Column::CreatedTs)
        .order_by_asc(Column::KeyId)
        .limit(u64::try_from(count).unwrap_or(u64::MAX))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(tx)
        .await?;
    if oldest.is_empty() {
        return Ok(Vec::new());
    }
    let taken = oldest.iter().map(|model| model.key_id.as_str());
    Entity::delete_many().filter(of_source).filter(Column::KeyId.is_in(taken)).exec(tx).await?;
    Ok(oldest.into_iter().map(|model| ClaimedKey { key_id: model.key_id, key: model.key }).collect())
}

/// Answers with fallback keys, and remembers that they have been used.
async fn fall_back(tx: &DatabaseTransaction, claims: BTreeMap<Source<'_>, Vec<&KeyClaim>>) -> Result<(), DbErr> {
    use fallback_key::{Column, Entity};
    if claims.is_empty() {
        return Ok(());
    }
    let mut users: Vec<i64> = claims.keys().map(|(user, ..)| user.get()).collect();
    users.dedup();
    for model in select_in(tx, Entity::find(), Column::UserNid, users).await? {
        let source = (UserNid(model.user_nid), model.device_id.as_str(), model.algorithm.as_str());
        let Some(claims) = claims.get(&source) else { continue };
        if !model.used {
            let update = Entity::update_many().col_expr(Column::Used, Expr::value(true));
            let key = Column::UserNid.eq(model.user_nid).and(Column::DeviceId.eq(model.device_id.as_str()));
            update.filter(key).filter(Column::Algorithm.eq(model.algorithm.as_str())).exec(tx).await?;
        }
        for claim in claims {
            claim.settle(Some(ClaimedKey { key_id: model.key_id.clone(), key: model.key.clone() }));
        }
    }
    Ok(())
}
