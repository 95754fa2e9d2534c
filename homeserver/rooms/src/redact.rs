//! Taking events back. See <https://spec.matrix.org/v1.19/client-server-api/#redactions>.

use std::{collections::HashSet, sync::Arc};

use hs_core::{
    error::MatrixError,
    pdu::{Draft, is_redacted_by, redacts_of},
};
use hs_storage::EventStatus;
use ruma::{
    EventId, OwnedEventId, RoomId, TransactionId,
    events::{TimelineEventType, room::power_levels::RoomPowerLevels},
};
use serde_json::{json, value::to_raw_value};

use crate::{
    append::Change,
    event::StoredEvent,
    head::RoomHead,
    service::{Actor, Rooms},
    tie::is_tie,
};

impl Rooms {
    /// Takes an event back: one's own, or, with the power to redact, anybody's.
    pub async fn redact(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        event_id: &EventId,
        txn_id: &TransactionId,
        reason: Option<&str>,
    ) -> Result<OwnedEventId, MatrixError> {
        let content = match reason {
            Some(reason) => json!({ "reason": reason }),
            None => json!({}),
        };
        let draft = Draft {
            sender: actor.user_id.clone(),
            kind: TimelineEventType::RoomRedaction,
            state_key: None,
            content: to_raw_value(&content).map_err(MatrixError::internal)?,
            redacts: Some(event_id.to_owned()),
            sent_ts: None,
        };
        self.send_once(actor, room_id, draft, txn_id, &format!("redact {room_id} {event_id}")).await
    }

    /// The event that a redaction takes back, if we have it and the redaction counts.
    pub(crate) async fn redaction_target(
        &self,
        change: &Change,
        redaction: &StoredEvent,
    ) -> Result<Option<Arc<StoredEvent>>, MatrixError> {
        let head = &change.head;
        let Some(target) = redacts_of(&redaction.pdu, &head.rules) else { return Ok(None) };
        let target = self.events.by_id(&target, head.nid, &head.room_id).await?;
        let Some(target) = target.filter(|target| target.redacted_by.is_none()) else { return Ok(None) };
        let levels = self.power_levels_in(change).await?;
        let may_redact_others = levels.user_can_redact_event_of_other(redaction.pdu.sender());
        Ok(is_redacted_by(&target.pdu, &redaction.pdu, may_redact_others, &head.rules).then_some(target))
    }

    /// Leaves out what nobody is to see: what only ties the room's graph together, and redactions that take nothing back. Since room version 3 all of them are let in, and nobody is to see
    /// one before what it is about has come, nor one that its sender may not make.
    pub(crate) async fn without_void(
        &self,
        head: &RoomHead,
        mut events: Vec<Arc<StoredEvent>>,
    ) -> Result<Vec<Arc<StoredEvent>>, MatrixError> {
        events.retain(|event| !is_tie(event));
        if head.rules.authorization.special_case_room_redaction {
            return Ok(events);
        }
        let target_of = |event: &StoredEvent| redacts_of(&event.pdu, &head.rules);
        let targets: Vec<OwnedEventId> = events.iter().filter_map(|event| target_of(event)).collect();
        if targets.is_empty() {
            return Ok(events);
        }
        let targets: Vec<&EventId> = targets.iter().map(AsRef::as_ref).collect();
        let mut gone = self.events.by_ids(&targets, head.nid, &head.room_id).await?;
        gone.retain(|target| target.redacted_by.is_some() && target.status == EventStatus::Accepted);
        let gone: HashSet<&EventId> = gone.iter().map(|target| &**target.pdu.event_id()).collect();
        // One that was taken back itself no longer says of what it was.
        events.retain(|event| target_of(event).is_none_or(|target| gone.contains(&*target)));
        Ok(events)
    }

    /// Refuses a redaction of ours that would not count for the reader's own sake: room versions since 3 let every
    /// redaction in and leave it to each server to ignore it, which would leave our user believing that it worked.
    pub(crate) async fn check_redaction(&self, change: &Change, draft: &Draft) -> Result<(), MatrixError> {
        let Some(target) = redaction_of(draft) else { return Ok(()) };
        let head = &change.head;
        let elsewhere = self.store.event_by_id(&target).await?.is_some_and(|row| row.room != head.nid);
        if elsewhere {
            return Err(MatrixError::invalid_param("That event is in another room"));
        }
        let target = self.events.by_id(&target, head.nid, &head.room_id).await?;
        if target.as_ref().is_some_and(|target| *target.pdu.kind() == TimelineEventType::RoomCreate) {
            return Err(MatrixError::forbidden("The event that made the room cannot be removed"));
        }
        let levels: RoomPowerLevels = self.power_levels_in(change).await?;
        let may = match target {
            Some(target) if *target.pdu.sender() == draft.sender => levels.user_can_redact_own_event(&draft.sender),
            // An event that has not come yet may be redacted in advance by those who may redact anything.
            _ => levels.user_can_redact_event_of_other(&draft.sender),
        };
        if may { Ok(()) } else { Err(MatrixError::forbidden("You may not remove this message")) }
    }
}

/// What a draft wants to take back, if it is a redaction, wherever its author has put it.
fn redaction_of(draft: &Draft) -> Option<OwnedEventId> {
    #[derive(serde::Deserialize)]
    struct Content {
        redacts: Option<OwnedEventId>,
    }
    if draft.kind != TimelineEventType::RoomRedaction {
        return None;
    }
    let in_content = || serde_json::from_str::<Content>(draft.content.get()).ok().and_then(|content| content.redacts);
    draft.redacts.clone().or_else(in_content)
}
