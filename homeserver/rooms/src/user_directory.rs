//! Finding people. See <https://spec.matrix.org/v1.19/client-server-api/#user-directory>.

use std::{cmp::Reverse, collections::BTreeSet, sync::Arc};

use hs_accounts::MemberProfile;
use hs_core::{error::MatrixError, search};
use ruma::{OwnedUserId, UserId};

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

impl Rooms {
    /// Users of ours whose name or id has words that begin like those of `term`, the best first, as far as the reader may
    /// know of them; and whether there are more than `limit`.
    pub async fn find_people(
        &self,
        reader: &Actor,
        term: &str,
        limit: usize,
    ) -> Result<(Vec<Person>, bool), MatrixError> {
        let limit = limit.clamp(1, MAX_RESULTS);
        let words = self.wanted_words(term);
        let found = self.store.find_people(reader.user, &words, CANDIDATES).await?;
        let mut people = Vec::with_capacity(found.len());
        for (user, user_id) in found.iter().zip(self.store.user_ids(&found).await?) {
            let profile = self.accounts.profile.member_profile(*user).await?;
            people.push((fitness(&words, &user_id, &profile), Person { user_id, profile }));
        }
        people.sort_by_cached_key(|(fitness, person)| (Reverse(*fitness), person.user_id.clone()));
        let limited = people.len() > limit;
        Ok((people.into_iter().take(limit).map(|(_, person)| person).collect(), limited))
    }

    /// The words of what somebody typed, who may also have typed a whole user id of ours.
    fn wanted_words(&self, term: &str) -> Vec<String> {
        let server = format!(":{}", self.identity.name());
        let term = term.trim();
        let term = term.strip_suffix(server.as_str()).filter(|id| id.starts_with('@')).unwrap_or(term);
        let words: BTreeSet<String> = search::words(term).into_iter().collect();
        words.into_iter().take(MAX_WORDS).collect()
    }
}

/// How well somebody fits: whole words count more than beginnings, and people who say who they are more than others.
fn fitness(words: &[String], user_id: &UserId, profile: &MemberProfile) -> u32 {
    let name = profile.displayname.as_deref().unwrap_or_default();
    let own: BTreeSet<String> = search::words(name).into_iter().chain(search::words(user_id.localpart())).collect();
    let whole = words.iter().filter(|word| own.contains(*word)).count();
    let fit = u32::try_from(whole * 3 + words.len()).unwrap_or(u32::MAX);
    let factor = |is_there: bool| if is_there { 12 } else { 10 };
    fit.saturating_mul(factor(profile.displayname.is_some())).saturating_mul(factor(profile.avatar_url.is_some()))
}
