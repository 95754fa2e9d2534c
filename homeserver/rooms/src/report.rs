//! Reports to the administrators. See <https://spec.matrix.org/v1.19/client-server-api/#reporting-content>.

use hs_core::error::MatrixError;
use hs_storage::{ReportRow, WriteBatch};
use ruma::{EventId, OwnedEventId, OwnedRoomId, OwnedUserId, RoomId, UserId};

use crate::service::{Actor, Rooms};

/// The longest reason.
const MAX_REASON_BYTES: usize = 16 * 1024;
/// The alphabet of the names of reports.
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// What a report is about.
#[derive(Default)]
struct Subject {
    room: Option<OwnedRoomId>,
    event: Option<OwnedEventId>,
    user: Option<OwnedUserId>,
}

impl Rooms {
    /// Reports an event that the reporter can see in a room of theirs.
    pub async fn report_event(
        &self,
        actor: &Actor,
        room_id: &RoomId,
        event_id: &EventId,
        reason: &str,
    ) -> Result<(), MatrixError> {
        let (head, event) = self.event(actor, room_id, event_id).await?;
        if !head.is_joined(actor.user) {
            return Err(MatrixError::not_found("There is no such event, or you are not in its room"));
        }
        let user = Some(event.event.pdu.sender().clone());
        let subject = Subject { room: Some(room_id.to_owned()), event: Some(event_id.to_owned()), user };
        self.report(actor, subject, reason).await
    }

    /// Reports a room as a whole, whether the reporter is in it or not.
    pub async fn report_room(&self, actor: &Actor, room_id: &RoomId, reason: &str) -> Result<(), MatrixError> {
        if self.find(room_id).await?.is_none() {
            return Err(MatrixError::not_found("This server does not know this room"));
        }
        let subject = Subject { room: Some(room_id.to_owned()), ..Subject::default() };
        self.report(actor, subject, reason).await
    }

    /// Reports a user.
    pub async fn report_user(&self, actor: &Actor, user_id: &UserId, reason: &str) -> Result<(), MatrixError> {
        let is_known = if self.is_local(user_id) {
            self.accounts.user.find(user_id).await?.is_some()
        } else {
            self.store.find_user(user_id).await?.is_some()
        };
        if !is_known {
            return Err(MatrixError::not_found("This server does not know this user"));
        }
        let subject = Subject { user: Some(user_id.to_owned()), ..Subject::default() };
        self.report(actor, subject, reason).await
    }

    async fn report(&self, actor: &Actor, about: Subject, reason: &str) -> Result<(), MatrixError> {
        if reason.len() > MAX_REASON_BYTES || reason.contains('\0') {
            let message = format!("A reason may have {MAX_REASON_BYTES} bytes and no NUL character");
            return Err(MatrixError::invalid_param(message));
        }
        let Subject { room: room_id, event: event_id, user: user_id } = about;
        let mut batch = WriteBatch::default();
        batch.report.rows.push(ReportRow {
            id: self.entropy.text::<18>(LETTERS),
            created_ts: self.now(),
            reporter: actor.user,
            room_id,
            event_id,
            user_id,
            reason: reason.to_owned(),
        });
        self.store.commit(batch).await?;
        tracing::info!(reporter = %actor.user_id, "something was reported");
        Ok(())
    }
}
