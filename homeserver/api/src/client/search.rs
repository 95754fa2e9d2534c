//! Finding messages.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#server-side-search>.

use std::collections::{BTreeMap, BTreeSet};

use hs_core::error::MatrixError;
use hs_rooms::{Actor, Context, Hit, RoomHead, Search, SearchBy, SearchPage, Seen, Shape};
use ruma::{
    OwnedEventId, OwnedRoomId, OwnedUserId,
    api::client::search::search_events::v3::{
        Criteria, EventContext, GroupingKey, OrderBy, Request, SearchKeys, UserProfile,
    },
    events::{AnyStateEvent, AnyTimelineEvent},
    serde::Raw,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::legacy;
use crate::{
    extract::Authed,
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

/// How many results there are on a page whose client does not say.
const PAGE: u64 = 10;

pub(super) fn routes(routes: &mut Routes) {
    routes.add_json(search_events).rate(Rate::Search);
}

/// The results, with all that clients look for, also where there is nothing.
#[derive(Serialize, Default)]
struct RoomEvents {
    count: usize,
    highlights: Vec<String>,
    results: Vec<OneResult>,
    groups: BTreeMap<&'static str, BTreeMap<String, Group>>,
    state: BTreeMap<OwnedRoomId, Vec<Raw<AnyStateEvent>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_batch: Option<String>,
}

#[derive(Serialize)]
struct OneResult {
    rank: f64,
    result: Raw<AnyTimelineEvent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Surroundings>,
}

#[derive(Serialize)]
struct Surroundings {
    start: String,
    end: String,
    events_before: Vec<Raw<AnyTimelineEvent>>,
    events_after: Vec<Raw<AnyTimelineEvent>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile_info: Option<BTreeMap<OwnedUserId, UserProfile>>,
}

#[derive(Serialize, Default)]
struct Group {
    order: usize,
    results: Vec<OwnedEventId>,
}

/// `POST /_matrix/client/v3/search`
async fn search_events(api: Api, call: Authed<legacy::Search<Request>>) -> Result<Value> {
    let reader = call.actor();
    let Request { next_batch, search_categories } = call.request.0;
    let Some(criteria) = search_categories.room_events else {
        return Ok(json!({ "search_categories": {} }));
    };
    let search = Search {
        term: &criteria.search_term,
        types: types(criteria.keys.as_deref()),
        filter: &criteria.filter,
        by: order(criteria.order_by.as_ref())?,
        limit: usize::try_from(criteria.filter.limit.map_or(PAGE, u64::from)).unwrap_or(usize::MAX),
        from: next_batch.as_deref(),
    };
    let page = api.rooms.search(&reader, &search).await?;
    let results = results(&api, &reader, &criteria, page).await?;
    Ok(json!({ "search_categories": { "room_events": results } }))
}

/// The types of the events that have the texts to look at; all three where the client does not say.
fn types(keys: Option<&[SearchKeys]>) -> Vec<String> {
    let all = [SearchKeys::ContentBody, SearchKeys::ContentName, SearchKeys::ContentTopic];
    let kind = |key: &SearchKeys| match key {
        SearchKeys::ContentBody => Some("m.room.message".to_owned()),
        SearchKeys::ContentName => Some("m.room.name".to_owned()),
        SearchKeys::ContentTopic => Some("m.room.topic".to_owned()),
        _ => None,
    };
    keys.unwrap_or(&all).iter().filter_map(kind).collect::<BTreeSet<_>>().into_iter().collect()
}

fn order(by: Option<&OrderBy>) -> Result<SearchBy> {
    match by {
        None | Some(OrderBy::Rank) => Ok(SearchBy::Rank),
        Some(OrderBy::Recent) => Ok(SearchBy::Recent),
        Some(_) => Err(MatrixError::invalid_param("`order_by` is `rank` or `recent`")),
    }
}

async fn results(api: &Api, reader: &Actor, criteria: &Criteria, page: SearchPage) -> Result<RoomEvents> {
    let SearchPage { hits, count, highlights, next } = page;
    let mut found = RoomEvents { count, highlights, next_batch: next, ..RoomEvents::default() };
    found.groups = groups(criteria, &hits);
    for hit in &hits {
        let context = context(api, reader, &criteria.event_context, hit).await?;
        let result = present(api, &hit.head, reader, std::slice::from_ref(&hit.event)).await?.pop();
        let result = result.ok_or_else(|| MatrixError::internal("an event that was found cannot be shown"))?;
        found.results.push(OneResult { rank: hit.rank, result, context });
    }
    if criteria.include_state == Some(true) {
        for hit in &hits {
            let room_id = &hit.head.room_id;
            if !found.state.contains_key(room_id) {
                let (head, state) = api.rooms.readable_state(reader, room_id).await?;
                let events = api.rooms.state_events(&head, &state).await?;
                found.state.insert(room_id.clone(), api.rooms.present_state(&events, Shape::WithRoom)?);
            }
        }
    }
    Ok(found)
}

/// The results of this page by room and by sender, as far as that was asked for, in the order of the first of each.
fn groups(criteria: &Criteria, hits: &[Hit]) -> BTreeMap<&'static str, BTreeMap<String, Group>> {
    let mut groups = BTreeMap::new();
    for grouping in &criteria.groupings.group_by {
        let (name, key): (_, fn(&Hit) -> String) = match grouping.key {
            Some(GroupingKey::RoomId) => ("room_id", |hit| hit.head.room_id.to_string()),
            Some(GroupingKey::Sender) => ("sender", |hit| hit.event.event.pdu.sender().to_string()),
            _ => continue,
        };
        let mut by_key = BTreeMap::<String, Group>::new();
        for hit in hits {
            let order = by_key.len() + 1;
            let group = by_key.entry(key(hit)).or_insert_with(|| Group { order, ..Group::default() });
            group.results.push(hit.event.event.pdu.event_id().clone());
        }
        groups.insert(name, by_key);
    }
    groups
}

async fn context(api: &Api, reader: &Actor, wanted: &EventContext, hit: &Hit) -> Result<Option<Surroundings>> {
    let count = |number: ruma::UInt| usize::try_from(u64::from(number)).unwrap_or(usize::MAX);
    let (before, after) = (count(wanted.before_limit), count(wanted.after_limit));
    if before == 0 && after == 0 && !wanted.include_profile {
        return Ok(None);
    }
    let context = api.rooms.around(reader, hit, before, after).await?;
    let profile_info = if wanted.include_profile { Some(profiles(api, hit, &context).await?) } else { None };
    Ok(Some(Surroundings {
        start: context.start.to_string(),
        end: context.end.to_string(),
        events_before: present(api, &hit.head, reader, &context.before).await?,
        events_after: present(api, &hit.head, reader, &context.after).await?,
        profile_info,
    }))
}

/// What those who speak were called at the time.
async fn profiles(api: &Api, hit: &Hit, context: &Context) -> Result<BTreeMap<OwnedUserId, UserProfile>> {
    let shown = context.before.iter().chain(&context.after).chain([&context.event]);
    let senders = shown.map(|seen| seen.event.pdu.sender().as_str()).collect();
    let members = api.rooms.members_of(&hit.head, &context.state, senders).await?;
    let profile = members.iter().filter_map(|member| {
        let user_id = OwnedUserId::try_from(member.pdu.state_key()?).ok()?;
        Some((user_id, member.pdu.content_as().unwrap_or_default()))
    });
    Ok(profile.collect())
}

async fn present(api: &Api, head: &RoomHead, reader: &Actor, events: &[Seen]) -> Result<Vec<Raw<AnyTimelineEvent>>> {
    api.rooms.present(head, reader, events, Shape::WithRoom).await
}
