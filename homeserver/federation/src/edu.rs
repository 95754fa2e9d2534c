//! What other servers tell of their users beside events: who types, who has read what, who is there, whose devices
//! changed, and messages for devices. Each server speaks for its own users only.
//! See <https://spec.matrix.org/v1.19/server-server-api/#edus>.

use hs_accounts::RemotePresence;
use hs_core::error::MatrixError;
use hs_rooms::RemoteReceipt;
use ruma::{
    ServerName,
    api::federation::transactions::edu::{DirectDeviceContent, Edu, PresenceContent, ReceiptContent, TypingContent},
    serde::Raw,
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::service::Federation;

/// The most users of whom one EDU tells.
const MAX_USERS: usize = 1000;

#[derive(Deserialize)]
struct Envelope {
    edu_type: String,
    content: Box<RawValue>,
}

impl Federation {
    /// Deals with what came beside the events of a transaction. What cannot be read is passed over.
    pub(crate) async fn receive_edus(&self, origin: &ServerName, edus: Vec<Raw<Edu>>) {
        for edu in edus {
            let Ok(Envelope { edu_type, content }) = serde_json::from_str(edu.json().get()) else { continue };
            if let Err(error) = self.receive_edu(origin, &edu_type, &content).await {
                tracing::info!(%origin, edu_type, error = &error as &dyn std::error::Error, "an EDU is dropped");
            }
        }
    }

    async fn receive_edu(&self, origin: &ServerName, edu_type: &str, content: &RawValue) -> Result<(), MatrixError> {
        match edu_type {
            "m.typing" => self.receive_typing(origin, read(content)?).await,
            "m.receipt" => self.receive_receipts(origin, read(content)?).await,
            "m.presence" => self.receive_presence(origin, read(content)?).await,
            "m.direct_to_device" => self.receive_messages(origin, read(content)?).await,
            "m.device_list_update" => self.device_list_update(origin, content).await,
            "m.signing_key_update" => self.signing_key_update(origin, content).await,
            _ => Ok(()),
        }
    }

    async fn receive_typing(&self, origin: &ServerName, typing: TypingContent) -> Result<(), MatrixError> {
        if typing.user_id.server_name() != origin {
            return Err(not_theirs());
        }
        self.rooms.check_acl(origin, &typing.room_id).await?;
        self.rooms.receive_typing(&typing.room_id, &typing.user_id, typing.typing).await
    }

    async fn receive_receipts(&self, origin: &ServerName, content: ReceiptContent) -> Result<(), MatrixError> {
        for (room_id, receipts) in content.receipts {
            if self.rooms.check_acl(origin, &room_id).await.is_err() {
                continue;
            }
            let own = receipts.read.into_iter().filter(|(user_id, _)| user_id.server_name() == origin);
            let receipts = own.take(MAX_USERS).filter_map(|(user_id, read)| {
                let ts = read.data.ts.map_or_else(|| self.clock.now_ms(), |ts| i64::from(ts.get()));
                // A server that knows of no threads names several events where there were forks: one is enough.
                let event_id = read.event_ids.into_iter().next()?;
                Some(RemoteReceipt { user_id, event_id, thread: read.data.thread, ts })
            });
            self.rooms.receive_receipts(&room_id, receipts.collect()).await?;
        }
        Ok(())
    }

    async fn receive_presence(&self, origin: &ServerName, content: PresenceContent) -> Result<(), MatrixError> {
        let mut updates = Vec::new();
        for update in content.push.into_iter().take(MAX_USERS) {
            if update.user_id.server_name() != origin {
                continue;
            }
            // Nobody would ever see those who share no room with us.
            let Some(user) = self.store.find_user(&update.user_id).await? else { continue };
            if self.rooms.rooms_of(user).await?.joined().next().is_none() {
                continue;
            }
            updates.push(RemotePresence {
                user_id: update.user_id,
                presence: update.presence,
                status_msg: update.status_msg,
                last_active_ago: Some(u64::from(update.last_active_ago)),
                currently_active: update.currently_active,
            });
        }
        self.accounts.presence.set_remote(updates).await
    }

    async fn receive_messages(&self, origin: &ServerName, content: DirectDeviceContent) -> Result<(), MatrixError> {
        if content.sender.server_name() != origin {
            return Err(not_theirs());
        }
        let kind = content.ev_type.to_string();
        self.accounts.to_device.receive(&content.sender, &kind, &content.message_id, &content.messages).await
    }
}

fn read<T: DeserializeOwned>(content: &RawValue) -> Result<T, MatrixError> {
    serde_json::from_str(content.get()).map_err(|error| MatrixError::bad_json(error.to_string()))
}

fn not_theirs() -> MatrixError {
    MatrixError::forbidden("A server speaks for its own users only")
}
