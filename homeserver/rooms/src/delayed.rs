//! Events that are sent later, unless they are cancelled before.
//!
//! See MSC4140, <https://github.com/matrix-org/matrix-spec-proposals/pull/4140>. They wait in the database, and the
//! commit that sends one also ends its wait: however many processes look after them, each is sent once.

use std::time::Duration;

use hs_core::{error::MatrixError, nid::UserNid, pdu::Draft};
use hs_storage::{DelayedEventRow, DelayedOutcome, TransactionRow, WriteBatch};
use ruma::{
    OwnedEventId, OwnedUserId, RoomId, TransactionId,
    api::error::ErrorKind,
    events::{StateEventType, TimelineEventType},
    exports::http::StatusCode,
};
use serde_json::{Value, json, value::RawValue};
use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

use crate::{
    append::Tries,
    event::Origin,
    service::{Actor, Rooms, not_in_room},
    upgrade::check_tombstone,
};

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// How many are sent before others are looked for.
const BATCH: u64 = 100;
/// How long at most until the database is asked again: another process may have been told of one.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// The longest type or state key.
const MAX_NAME_BYTES: usize = 255;
/// The longest content, as that of any event.
const MAX_CONTENT_BYTES: usize = 65_536;

/// How long and how many events may wait.
#[derive(Clone, Copy, Debug)]
pub struct DelayLimits {
    /// How long at most.
    pub longest: Duration,
    /// How many of one user.
    pub most: u64,
}

impl Default for DelayLimits {
    fn default() -> Self {
        Self { longest: Duration::from_hours(30 * 24), most: 100 }
    }
}

/// Wakes whoever sends delayed events, because there is one more.
#[derive(Default)]
pub(crate) struct Delayed(Notify);

/// What is to be done with an event that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DelayAction {
    /// It begins to wait anew.
    Restart,
    /// It is sent now.
    Send,
    /// It is never sent.
    Cancel,
}

/// A delayed event as its sender sees it.
#[derive(Debug)]
pub struct DelayedEvent(DelayedEventRow);

impl DelayedEvent {
    /// It as JSON, with the names of fields that drafts of the proposal have had.
    pub fn describe(&self) -> Result<Value, MatrixError> {
        let row = &self.0;
        let content: Value = serde_json::from_str(&row.content).map_err(MatrixError::internal)?;
        let mut told = json!({
            "delay_id": row.delay_id,
            "room_id": row.room_id,
            "type": row.event_type,
            "content": content,
            "delay": row.delay_ms,
            "delay_ms": row.delay_ms,
            "running_since": row.scheduled_ts,
            "scheduled_at": row.scheduled_ts,
        });
        let mut add = |key: &str, value: Option<Value>| {
            if let (Some(told), Some(value)) = (told.as_object_mut(), value) {
                told.insert(key.to_owned(), value);
            }
        };
        add("state_key", row.state_key.clone().map(Value::from));
        if let Some(outcome) = &row.outcome {
            add("finalised_ts", Some(outcome.ts.into()));
            add("event_id", outcome.event_id.as_ref().map(|event_id| event_id.as_str().into()));
            let error = outcome.error.as_ref().map(|error| serde_json::from_str(error)).transpose();
            add("error", error.map_err(MatrixError::internal)?);
        }
        Ok(told)
    }
}

/// An event that is to be sent later.
#[derive(Debug)]
pub struct NewDelayed {
    /// Its type.
    pub kind: TimelineEventType,
    /// Its state key, if it is a state event.
    pub state_key: Option<String>,
    /// Its content.
    pub content: Box<RawValue>,
    /// How long it waits.
    pub delay: Duration,
}

impl Rooms {
    /// How long and how many events may wait.
    pub fn delay_limits(&self) -> DelayLimits {
        self.options.delays
    }

    /// Has an event wait. The same transaction id from the same device means the same event. Returns its name among
    /// the delayed events.
    pub async fn delay(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        event: NewDelayed,
        txn_id: Option<&TransactionId>,
    ) -> Result<String, MatrixError> {
        self.check_delayed(&event)?;
        check_tombstone(room_id, &event.kind.to_string(), &event.content)?;
        if !self.known(room_id).await?.is_joined(actor.user) {
            return Err(not_in_room());
        }
        let scope = format!("delay {room_id} {}", event.kind);
        if let (Some(device), Some(txn_id)) = (actor.device(), txn_id)
            && let Some(row) = self.store.transaction(actor.user, device, &scope, txn_id).await?
        {
            return row.response.ok_or_else(|| MatrixError::unknown("This transaction id has another use"));
        }
        self.check_may_wait(actor).await?;
        let delay_id = self.entropy.text::<24>(LETTERS);
        let mut batch = WriteBatch::default();
        if let (Some(device), Some(txn_id)) = (actor.device_id.clone(), txn_id) {
            batch.transaction.rows.push(TransactionRow {
                user: actor.user,
                device,
                scope,
                txn_id: txn_id.to_owned(),
                event: None,
                response: Some(delay_id.clone()),
                created_ts: self.now(),
            });
        }
        batch.delayed_event.create.push(DelayedEventRow {
            delay_id: delay_id.clone(),
            user: actor.user,
            device_id: actor.device_id.clone(),
            room_id: room_id.to_owned(),
            event_type: event.kind.to_string(),
            state_key: event.state_key,
            content: event.content.get().to_owned(),
            delay_ms: i64::try_from(event.delay.as_millis()).unwrap_or(i64::MAX),
            scheduled_ts: self.now(),
            outcome: None,
        });
        self.store.commit(batch).await?;
        self.delayed.0.notify_one();
        Ok(delay_id)
    }

    fn check_delayed(&self, event: &NewDelayed) -> Result<(), MatrixError> {
        let DelayLimits { longest, most } = self.options.delays;
        if most == 0 {
            return Err(MatrixError::forbidden("This server sends no events later"));
        }
        if event.delay.is_zero() {
            return Err(MatrixError::invalid_param("The delay must be longer than nothing"));
        }
        if event.delay > longest {
            let message = format!("An event can wait for at most {} milliseconds", longest.as_millis());
            return Err(MatrixError::forbidden(message));
        }
        let names = [Some(event.kind.to_string()), event.state_key.clone()];
        if names.into_iter().flatten().any(|name| name.len() > MAX_NAME_BYTES || name.contains('\0')) {
            return Err(MatrixError::invalid_param("A type and a state key can have at most 255 bytes, and no zero"));
        }
        if !event.content.get().starts_with('{') {
            return Err(MatrixError::bad_json("The content of an event must be a JSON object"));
        }
        if event.content.get().len() > MAX_CONTENT_BYTES || event.content.get().contains("\\u0000") {
            return Err(MatrixError::too_large(
                "This is too large for an event, or has a character that none can have",
            ));
        }
        Ok(())
    }

    /// Refuses a user who has as many events wait as they may.
    async fn check_may_wait(&self, actor: &Actor) -> Result<(), MatrixError> {
        if self.store.delayed_event_count(actor.user).await? < self.options.delays.most {
            return Ok(());
        }
        let next = self.store.delayed_events_of(actor.user).await?.first().map(DelayedEventRow::send_ts);
        let wait = u64::try_from(next.unwrap_or_default() - self.now()).unwrap_or(1).max(1);
        Err(MatrixError::limit_exceeded(Duration::from_millis(wait)))
    }

    /// The events of a user that wait, in the order in which they will be sent.
    pub async fn delayed_events(&self, actor: &Actor) -> Result<Vec<DelayedEvent>, MatrixError> {
        Ok(self.store.delayed_events_of(actor.user).await?.into_iter().map(DelayedEvent).collect())
    }

    /// One of a user's delayed events, also one that does not wait any more.
    pub async fn delayed_event(&self, actor: &Actor, delay_id: &str) -> Result<DelayedEvent, MatrixError> {
        self.delayed_row(actor, delay_id).await.map(DelayedEvent)
    }

    async fn delayed_row(&self, actor: &Actor, delay_id: &str) -> Result<DelayedEventRow, MatrixError> {
        let row = if delay_id.contains('\0') { None } else { self.store.delayed_event(delay_id).await? };
        row.filter(|row| row.user == actor.user)
            .ok_or_else(|| MatrixError::not_found("You have no delayed event of this name"))
    }

    /// Does something with a delayed event of a user. What has been done already is done.
    pub async fn update_delayed(&self, actor: &Actor, delay_id: &str, action: DelayAction) -> Result<(), MatrixError> {
        let row = self.delayed_row(actor, delay_id).await?;
        if let Some(outcome) = &row.outcome {
            return after(outcome, action);
        }
        let mut batch = WriteBatch::default();
        match action {
            DelayAction::Send => return self.send_delayed(&row).await.map(drop),
            DelayAction::Restart => batch.delayed_event.restart.push((row.delay_id.clone(), self.now())),
            DelayAction::Cancel => {
                let outcome = DelayedOutcome { ts: self.now(), event_id: None, error: None };
                batch.delayed_event.finish.push((row.delay_id.clone(), outcome));
            }
        }
        match self.store.commit(batch).await {
            Ok(_) => {
                self.delayed.0.notify_one();
                Ok(())
            }
            // It was sent, or cancelled, at this very moment.
            Err(error) => match self.delayed_row(actor, delay_id).await?.outcome {
                Some(outcome) => after(&outcome, action),
                None => Err(error.into()),
            },
        }
    }

    /// Sends an event that waits; in the same commit it ceases to.
    async fn send_delayed(&self, row: &DelayedEventRow) -> Result<OwnedEventId, MatrixError> {
        self.check_may_speak(row.user).await?;
        let sender: OwnedUserId = self.user_id(row.user).await?;
        let head = self.known(&row.room_id).await?;
        let content = RawValue::from_string(row.content.clone()).map_err(MatrixError::internal)?;
        let kind = TimelineEventType::from(row.event_type.as_str());
        let draft = match &row.state_key {
            Some(key) => Draft::state(sender, kind, key, content),
            None => Draft::message(sender, kind, content),
        };
        let state_kind = row.state_key.is_some().then(|| StateEventType::from(row.event_type.as_str()));
        if state_kind == Some(StateEventType::RoomCanonicalAlias) {
            self.check_canonical_alias(&head, &draft.content).await?;
        }
        let mut tries = Tries::default();
        loop {
            let mut change = self.open(head.nid).await?;
            self.check_redaction(&change, &draft).await?;
            self.check_relation(&change.head, row.user, &draft).await?;
            let event = self.add(&mut change, draft.clone()).await?;
            event.came_from(Some(Origin::Delay(row.delay_id.clone())));
            let event_id = event.pdu.event_id().clone();
            let outcome = DelayedOutcome { ts: self.now(), event_id: Some(event_id.clone()), error: None };
            change.batch.delayed_event.finish.push((row.delay_id.clone(), outcome));
            if self.commit(change, &mut tries).await? {
                if state_kind == Some(StateEventType::RoomGuestAccess) {
                    self.put_guests_out(head.nid).await?;
                }
                return Ok(event_id);
            }
            // Another change of the room was first, or somebody else has sent or cancelled this event.
            if let Some(outcome) = self.store.delayed_event(&row.delay_id).await?.and_then(|row| row.outcome) {
                return outcome.event_id.ok_or_else(conflict);
            }
        }
    }

    /// Refuses who was locked or suspended by an administrator while the event waited.
    async fn check_may_speak(&self, user: UserNid) -> Result<(), MatrixError> {
        match self.store.account(user).await? {
            Some(account) if account.is_locked || account.is_suspended => Err(MatrixError::new(
                ErrorKind::UserSuspended,
                "This account was locked or suspended by an administrator of the server",
            )),
            _ => Ok(()),
        }
    }

    /// Sends events whose time has come. Runs for ever.
    pub(crate) async fn send_when_due(&self) {
        loop {
            let wait = match self.send_due().await {
                Ok(wait) => wait,
                Err(error) => {
                    tracing::warn!(%error, "cannot look after delayed events; trying again");
                    LOOK_AGAIN
                }
            };
            tokio::select! {
                () = sleep_until(Instant::now() + wait.min(LOOK_AGAIN)) => {}
                () = self.delayed.0.notified() => {}
            }
        }
    }

    /// Sends what is due, in the order of its time. Returns how long until the next.
    async fn send_due(&self) -> Result<Duration, MatrixError> {
        loop {
            let rows = self.store.next_delayed_events(BATCH).await?;
            let Some(first) = rows.first() else { return Ok(LOOK_AGAIN) };
            if first.send_ts() > self.now() {
                return Ok(Duration::from_millis(u64::try_from(first.send_ts() - self.now()).unwrap_or(0)));
            }
            for row in rows.iter().filter(|row| row.send_ts() <= self.now()) {
                self.send_or_give_up(row).await?;
            }
        }
    }

    async fn send_or_give_up(&self, row: &DelayedEventRow) -> Result<(), MatrixError> {
        let Err(error) = self.send_delayed(row).await else { return Ok(()) };
        if error.status().is_server_error() {
            return Err(error);
        }
        let told = json!({ "errcode": error.kind().errcode().as_str(), "error": error.message() }).to_string();
        let outcome = DelayedOutcome { ts: self.now(), event_id: None, error: Some(told) };
        let mut batch = WriteBatch::default();
        batch.delayed_event.finish.push((row.delay_id.clone(), outcome));
        match self.store.commit(batch).await {
            Err(error) if !error.is_conflict() => Err(error.into()),
            // Somebody else has sent or cancelled it meanwhile.
            _ => Ok(()),
        }
    }
}

/// What doing something with an event comes to that does not wait any more.
fn after(outcome: &DelayedOutcome, action: DelayAction) -> Result<(), MatrixError> {
    match (action, &outcome.event_id) {
        (DelayAction::Send, Some(_)) | (DelayAction::Cancel, None) => Ok(()),
        _ => Err(conflict()),
    }
}

fn conflict() -> MatrixError {
    MatrixError::unknown("This event does not wait any more: it was sent, or cancelled")
        .with_status(StatusCode::CONFLICT)
}
