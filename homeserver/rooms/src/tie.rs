//! Rooms whose graph frays: whoever forks it again and again makes every event of ours large and every state dear. Where
//! it has more ends than one event of ours names, we tie them together by an event that nobody sees, as other servers do.

use std::sync::LazyLock;

use hs_core::{dag, error::MatrixError, nid::RoomNid, pdu::Draft};
use ruma::events::{MessageLikeEventType, TimelineEventType};
use serde_json::value::RawValue;

use crate::{
    append::{Change, Tries},
    event::StoredEvent,
    service::Rooms,
};

/// By what type Synapse knows these events; its clients are not shown them either.
const KIND: &str = "org.matrix.dummy_event";
/// The most ends of a graph that count, where nobody of ours may tie them: of more, those that came last.
pub(crate) const MAX_ENDS: usize = 50;

/// Whether an event only ties ends together.
pub(crate) fn is_tie(event: &StoredEvent) -> bool {
    static TIE: LazyLock<TimelineEventType> = LazyLock::new(|| TimelineEventType::from(KIND));
    *event.pdu.kind() == *TIE && event.state_key.is_none()
}

impl Rooms {
    /// Ties the ends of a room's graph together, if there are too many and somebody of ours may.
    pub(crate) async fn tie_ends(&self, room: RoomNid) -> Result<(), MatrixError> {
        let head = self.head(room).await?;
        if head.extremities.len() <= dag::MAX_PARENTS {
            return Ok(());
        }
        let levels = self.power_levels_in(&Change::of(&head)).await?;
        let members: Vec<_> = head.local_joined().collect();
        let members = self.store.user_ids(&members).await?;
        let may_send = |user: &&ruma::OwnedUserId| levels.user_can_send_message(user, MessageLikeEventType::from(KIND));
        let Some(sender) = members.iter().find(may_send) else { return Ok(()) };
        let content = RawValue::from_string("{}".to_owned()).map_err(MatrixError::internal)?;
        let draft = Draft::message(sender.clone(), TimelineEventType::from(KIND), content);
        let mut tries = Tries::default();
        loop {
            let mut change = self.open(room).await?;
            if change.head.extremities.len() <= dag::MAX_PARENTS {
                return Ok(());
            }
            self.add(&mut change, draft.clone()).await?;
            if self.commit(change, &mut tries).await? {
                return Ok(());
            }
        }
    }
}
