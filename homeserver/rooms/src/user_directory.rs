//! Finding people. See <https://spec.matrix.org/v1.19/client-server-api/#user-directory>.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use hs_accounts::MemberProfile;
use hs_core::{error::MatrixError, nid::EventNid, search};
use hs_storage::EventRow;
use ruma::{OwnedMxcUri, OwnedUserId, UserId};
use serde::Deserialize;

use crate::service::{Actor, Rooms};

/// The most people of an answer.
const MAX_RESULTS: usize = 100;
/// How many are compared, so that the best of them come first.
const CANDIDATES: u64 = 500;
/// The most words that are looked for.
const MAX_WORDS: usize = 8;

/// Somebody who was found.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who it is.
    pub user_id: OwnedUserId,
    /// Name and picture.
    pub profile: Arc<MemberProfile>,
}

/// What a membership says of who has it.
#[derive(Deserialize)]
struct Membership {
    content: Profile,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Profile {
    displayname: Option<String>,
    avatar_url: Option<OwnedMxcUri>,
}

impl Rooms {
    /// Users whose name or id has words that begin like those of `term`, the best first, as far as the reader may know of
    /// them; and whether there are more than `limit`. Users of other servers are known by what they are called where the
    /// reader can meet them.
    pub async fn find_people(
        &self,
        reader: &Actor,
        term: &str,
        limit: usize,
    ) -> Result<(Vec<Person>, bool), MatrixError> {
        let limit = limit.clamp(1, MAX_RESULTS);
        let words = wanted_words(term);
        let found = self.store.find_people(reader.user, &words, CANDIDATES).await?;
        let (users, memberships): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        let user_ids = self.store.user_ids(&users).await?;
        let met = user_ids.iter().zip(&memberships).filter(|(user_id, _)| !self.is_local(user_id));
        let mut met = self.as_members(&met.map(|(_, membership)| *membership).collect::<Vec<_>>()).await?;
        let mut people = Vec::with_capacity(users.len());
        for ((user, membership), user_id) in users.into_iter().zip(memberships).zip(user_ids) {
            let profile = if self.is_local(&user_id) {
                self.accounts.profile.member_profile(user).await?
            } else {
                let Some(profile) = met.remove(&membership) else { continue };
                Arc::new(profile)
            };
            if let Some(fitness) = fitness(&words, &user_id, &profile) {
                people.push((fitness, Person { user_id, profile }));
            }
        }
        people.sort_by_cached_key(|(fitness, person)| (Reverse(*fitness), person.user_id.clone()));
        let limited = people.len() > limit;
        Ok((people.into_iter().take(limit).map(|(_, person)| person).collect(), limited))
    }

    /// What memberships say of those who have them.
    async fn as_members(&self, memberships: &[EventNid]) -> Result<HashMap<EventNid, MemberProfile>, MatrixError> {
        let profile = |row: EventRow| {
            let Profile { displayname, avatar_url } =
                serde_json::from_str::<Membership>(&row.json).map(|membership| membership.content).unwrap_or_default();
            (row.nid, MemberProfile { displayname, avatar_url })
        };
        Ok(self.store.events(memberships).await?.into_iter().map(profile).collect())
    }
}

/// The words of what somebody typed, who may also have typed a whole user id.
fn wanted_words(term: &str) -> Vec<String> {
    let term = term.trim();
    let term = <&UserId>::try_from(term).map_or(term, UserId::localpart);
    let words: BTreeSet<String> = search::words(term).into_iter().collect();
    words.into_iter().take(MAX_WORDS).collect()
}

/// How well somebody fits: whole words count more than beginnings, and people who say who they are more than others.
/// `None` if they do not: they are called like this elsewhere, where the reader is not.
fn fitness(words: &[String], user_id: &UserId, profile: &MemberProfile) -> Option<u32> {
    let own = search::words_of_person(user_id, profile.displayname.as_deref().unwrap_or_default());
    if !words.iter().all(|word| own.iter().any(|own| own.starts_with(word.as_str()))) {
        return None;
    }
    let whole = words.iter().filter(|word| own.contains(*word)).count();
    let fit = u32::try_from(whole * 3 + words.len()).unwrap_or(u32::MAX);
    let factor = |is_there: bool| if is_there { 12 } else { 10 };
    Some(fit.saturating_mul(factor(profile.displayname.is_some())).saturating_mul(factor(profile.avatar_url.is_some())))
}
