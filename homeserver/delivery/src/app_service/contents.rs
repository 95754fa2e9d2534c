//! What an application service is told next.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use hs_core::{
    error::MatrixError,
    nid::{RoomNid, RoomOrder, StreamPosition},
};
use hs_outbound::Queried;
use hs_rooms::{Actor, RoomHead, Seen, Shape, StoredEvent, Window};
use ruma::{
    events::{AnyTimelineEvent, room::member::MembershipState},
    serde::Raw,
};
use serde::Serialize;

use super::{
    AppServicesDelivery, AppServicesParts, address_of,
    interest::{Covered, Interest},
};

/// How many events are looked at in a room, and go into a transaction.
const PAGE: usize = 100;

/// What there is to tell.
pub(super) struct Contents {
    /// The transaction, if there is anything.
    pub(super) transaction: Option<String>,
    /// Up to which position it reaches.
    pub(super) until: StreamPosition,
}

#[derive(Serialize)]
struct Transaction {
    events: Vec<Raw<AnyTimelineEvent>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ephemeral: Vec<serde_json::Value>,
}

/// An event and its place in the stream.
type Placed = ((StreamPosition, RoomOrder), Arc<RoomHead>, Arc<StoredEvent>);

impl AppServicesDelivery {
    /// Puts together what came after a position and up to another, or as much of it as goes into one transaction.
    pub(super) async fn contents(
        &self,
        interest: &mut Interest,
        candidates: Option<&BTreeSet<RoomNid>>,
        (since, until): (StreamPosition, StreamPosition),
    ) -> Result<Contents, MatrixError> {
        let AppServicesParts { store, rooms, .. } = self.parts();
        let candidates = match candidates {
            Some(candidates) => candidates.iter().copied().collect(),
            None => store.rooms_active_since(since).await?,
        };
        let mut covered = Covered::default();
        let mut heads = Vec::with_capacity(candidates.len());
        let mut found: Vec<Placed> = Vec::new();
        let mut until = until;
        for room in candidates {
            let head = rooms.head(room).await?;
            let is_covered = covered.is(interest, store, &head).await?;
            let (events, reached) = self.events_of(&head, (since, until)).await?;
            until = until.min(reached);
            for event in events {
                let (Some(position), Some(order)) = (event.position(), event.order) else { continue };
                if is_covered || interest.concerns(&event) {
                    found.push(((position, order), Arc::clone(&head), event));
                }
            }
            if is_covered {
                heads.push(head);
            }
        }
        found.sort_by_key(|(place, ..)| *place);
        found.retain(|((position, _), ..)| *position <= until);
        if let Some(((next, _), ..)) = found.get(PAGE) {
            // Whole commits only; one that fills a page by itself goes all the same.
            let next = *next;
            let whole = found.partition_point(|((position, _), ..)| *position < next);
            if whole > 0 {
                found.truncate(whole);
                until = StreamPosition(next.get() - 1);
            } else {
                found.retain(|((position, _), ..)| *position <= next);
                until = next;
            }
        }
        let ephemeral = if interest.service.receives_ephemeral() {
            self.ephemeral(interest, &mut covered, &heads, (since, until)).await?
        } else {
            Vec::new()
        };
        if found.is_empty() && ephemeral.is_empty() {
            return Ok(Contents { transaction: None, until });
        }
        self.ask_for_members(interest, &found).await;
        let events = self.written(interest, &found).await?;
        let transaction = serde_json::to_string(&Transaction { events, ephemeral }).map_err(MatrixError::internal)?;
        Ok(Contents { transaction: Some(transaction), until })
    }

    /// The events of a room after a position, oldest first, and up to which position they are all there.
    async fn events_of(
        &self,
        head: &Arc<RoomHead>,
        (since, until): (StreamPosition, StreamPosition),
    ) -> Result<(Vec<Arc<StoredEvent>>, StreamPosition), MatrixError> {
        let rooms = &self.parts().rooms;
        let news = rooms.news(head, since, until, PAGE).await?;
        if !news.limited {
            return Ok((news.events, until));
        }
        let after = rooms.order_at(head, since).await?;
        let mut events = rooms.window(head, Window::after(after, PAGE * 2)).await?;
        let Some(last) = events.last().and_then(|event| event.position()) else { return Ok((events, until)) };
        // The events of the last commit may not all be there. No commit fills a page of this length.
        events.retain(|event| event.position().is_some_and(|position| position > since && position < last));
        Ok((events, StreamPosition(last.get() - 1).min(until)))
    }

    /// A service is asked for its users whom nobody has made yet: it may want to.
    async fn ask_for_members(&self, interest: &Interest, found: &[Placed]) {
        let AppServicesParts { accounts, client, .. } = self.parts();
        let Some(address) = address_of(&interest.service) else { return };
        for (.., event) in found {
            let Some(user_id) = interest.member(event) else { continue };
            if let Ok(None) = accounts.user.find(user_id).await
                && let Err(error) = client.exists(address, Queried::User(user_id.as_str())).await
            {
                tracing::debug!(%error, service = interest.service.id(), "an application service was not asked for a user");
            }
        }
    }

    async fn written(&self, interest: &Interest, found: &[Placed]) -> Result<Vec<Raw<AnyTimelineEvent>>, MatrixError> {
        let AppServicesParts { store, rooms, .. } = self.parts();
        let user_id = interest.service.sender.clone();
        let Some(user) = store.find_user(&user_id).await? else { return Ok(Vec::new()) };
        let reader = Actor { user_id, user, device_id: None, is_guest: false };
        let mut by_room: BTreeMap<RoomNid, Vec<usize>> = BTreeMap::new();
        for (place, (_, head, _)) in found.iter().enumerate() {
            by_room.entry(head.nid).or_default().push(place);
        }
        let mut written: BTreeMap<usize, Raw<AnyTimelineEvent>> = BTreeMap::new();
        for places in by_room.into_values() {
            let of_room: Vec<&Placed> = places.iter().filter_map(|place| found.get(*place)).collect();
            let Some((_, head, _)) = of_room.first() else { continue };
            let seen = |(.., event): &&Placed| Seen { event: Arc::clone(event), membership: MembershipState::Join };
            let events: Vec<Seen> = of_room.iter().map(seen).collect();
            let events = rooms.present(head, &reader, &events, Shape::WithRoom).await?;
            written.extend(places.into_iter().zip(events));
        }
        Ok(written.into_values().collect())
    }
}
