//! A room that the user has left: what happened there up to the departure.

use hs_core::{error::MatrixError, nid::RoomOrder};
use hs_rooms::{Actor, RoomHead, UserRoom};
use ruma::{api::client::sync::sync_events::v3::LeftRoom, events::AnyRoomAccountDataEvent, serde::Raw};

use crate::{
    joined::{Excerpt, into_state},
    service::Sync,
    v3::Stretch,
};

/// How many events of a room to send to a client that does not say.
const TIMELINE_LIMIT: usize = 10;

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
        let departure = self.rooms.events(head, &[user_room.event]).await?.pop();
        let Some(end) = departure.and_then(|event| event.order) else { return Ok(None) };
        let since = stretch.since.filter(|_| stretch.is_news(user_room.position));
        let after = match since {
            Some(since) => Some(self.rooms.order_at(head, since).await?),
            None => None,
        };
        let filter = &stretch.filter().timeline;
        let limit = filter.limit.and_then(|limit| usize::try_from(u64::from(limit)).ok()).unwrap_or(TIMELINE_LIMIT);
        let (events, limited) = self.rooms.latest(head, actor, (after, end), limit, filter).await?;
        let first = events.first().and_then(|seen| seen.event.order);
        let before = first.map_or(end, |first| RoomOrder(first.get() - 1));
        let excerpt = Excerpt { events, limited, before, end };
        let mut room = LeftRoom::new();
        room.timeline = self.timeline(actor, head, &excerpt).await?;
        let state = self.state(actor, stretch, head, &excerpt, since).await?;
        room.state = into_state(state, stretch.request.use_state_after);
        room.account_data.events = data;
        Ok(Some(room))
    }
}
