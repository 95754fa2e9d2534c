//! A room that the user has left: what happened there up to the departure.

use std::sync::Arc;

use hs_core::{error::MatrixError, nid::RoomOrder};
use hs_rooms::{Actor, RoomHead, Seen, StoredEvent, UserRoom};
use ruma::{
    events::{AnyRoomAccountDataEvent, StateEventType, room::member::MembershipState},
    serde::Raw,
};

use crate::{
    joined::{Excerpt, into_state, limit_of, without_gap},
    response::LeftRoom,
    service::Sync,
    v3::Stretch,
};

impl Sync {
    /// What a user may still see of a room that they have left; `None` if nothing.
    pub(crate) async fn left_room(
        &self,
        actor: &Actor,
        stretch: &Stretch<'_>,
        head: &RoomHead,
        user_room: &UserRoom,
        data: Vec<Raw<AnyRoomAccountDataEvent>>,
    ) -> Result<Option<LeftRoom>, MatrixError> {
        let Some(departure) = self.rooms.events(head, &[user_room.event]).await?.pop() else { return Ok(None) };
        let Some(end) = departure.order else {
            return self.left_outside(actor, stretch, head, departure, data).await;
        };
        // What the client has already, if it was in the room then; who came and went since has nothing yet.
        let since = match stretch.since.filter(|_| !stretch.request.full_state) {
            Some(since) if self.was_joined(actor, head, user_room, since).await? => Some(since),
            _ => None,
        };
        let after = match since {
            Some(since) => Some(self.rooms.order_at(head, since).await?),
            None => None,
        };
        let filter = &stretch.filter().timeline;
        let limit = limit_of(filter);
        let (events, limited) = self.rooms.latest(head, actor, (after, end), limit, filter).await?;
        let (events, limited) = without_gap(events, limited);
        let first = events.first().and_then(|seen| seen.event.order);
        let before = first.map_or(end, |first| RoomOrder(first.get() - 1));
        let excerpt = Excerpt { events, limited, before, end };
        let timeline = self.timeline(actor, stretch, head, &excerpt).await?;
        let mut room = LeftRoom { timeline, ..LeftRoom::default() };
        if self.has_been_in(actor, head, &departure).await? {
            let state = self.state(actor, stretch, head, &excerpt, since).await?;
            room.state = into_state(state, stretch.request.use_state_after);
        }
        room.account_data.events = data;
        Ok(Some(room))
    }

    /// An invitation that was turned down or taken back, in a room of which we know nothing else.
    async fn left_outside(
        &self,
        actor: &Actor,
        stretch: &Stretch<'_>,
        head: &RoomHead,
        departure: Arc<StoredEvent>,
        data: Vec<Raw<AnyRoomAccountDataEvent>>,
    ) -> Result<Option<LeftRoom>, MatrixError> {
        let end = head.last_order;
        let events = vec![Seen { event: departure, membership: MembershipState::Leave }];
        let excerpt = Excerpt { events, limited: false, before: end, end };
        let timeline = self.timeline(actor, stretch, head, &excerpt).await?;
        let mut room = LeftRoom { timeline, ..LeftRoom::default() };
        room.account_data.events = data;
        Ok(Some(room))
    }

    /// Whether a departure was one from inside: who turns an invitation down has never seen the room's state.
    pub(crate) async fn has_been_in(
        &self,
        actor: &Actor,
        head: &RoomHead,
        departure: &StoredEvent,
    ) -> Result<bool, MatrixError> {
        let key = self.rooms.state_key(&StateEventType::RoomMember, actor.user_id.as_str()).await?;
        let before = self.rooms.state_before(departure).await?;
        let Some(nid) = key.and_then(|key| before.get(key)) else { return Ok(false) };
        Ok(self.membership_of(head, nid).await? == MembershipState::Join)
    }
}
