//! Somebody on `matrix-rust-sdk`, whose client syncs all the time.

use std::{
    future::Future,
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use matrix_sdk::{
    Client, Room, RoomState,
    config::SyncSettings,
    encryption::{
        BackupDownloadStrategy, EncryptionSettings,
        verification::{SasVerification, Verification, VerificationRequest},
    },
    room::MessagesOptions,
    ruma::{
        OwnedRoomId, RoomId, UserId,
        api::client::{
            account::register::v3::Request as Register,
            uiaa::{AuthData, Dummy},
        },
        events::{
            key::verification::VerificationMethod,
            room::message::{MessageType, OriginalSyncRoomMessageEvent, RoomMessageEventContent, SyncRoomMessageEvent},
        },
    },
};
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};

const PASSWORD: &str = "correct horse battery staple";
const PATIENCE: Duration = Duration::from_secs(60);

/// A person at one of their devices.
pub struct Person {
    pub client: Client,
    heard: Arc<Mutex<Vec<(OwnedRoomId, String)>>>,
    syncing: JoinHandle<()>,
}

/// Waits until something is there.
pub async fn until<T, F: Future<Output = Result<Option<T>>>>(what: &str, mut look: impl FnMut() -> F) -> Result<T> {
    let search = async {
        loop {
            if let Some(found) = look().await? {
                return Ok(found);
            }
            sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(PATIENCE, search).await.map_err(|_| anyhow!("waited in vain for {what}"))?
}

impl Person {
    /// Makes an account and signs in; the client makes its cross-signing identity by itself.
    pub async fn sign_up(url: &str, name: &str) -> Result<Self> {
        let client = client(url).await?;
        let mut request = Register::new();
        request.username = Some(name.to_owned());
        request.password = Some(PASSWORD.to_owned());
        request.auth = Some(AuthData::Dummy(Dummy::new()));
        client.matrix_auth().register(request).await?;
        Self::at(client).await
    }

    /// Signs in on a new device.
    pub async fn sign_in(url: &str, name: &str) -> Result<Self> {
        let client = client(url).await?;
        client.matrix_auth().login_username(name, PASSWORD).initial_device_display_name("new device").send().await?;
        Self::at(client).await
    }

    async fn at(client: Client) -> Result<Self> {
        let heard: Arc<Mutex<Vec<_>>> = Arc::default();
        let hear = Arc::clone(&heard);
        client.add_event_handler(move |event: OriginalSyncRoomMessageEvent, room: Room| {
            let hear = Arc::clone(&hear);
            async move {
                if let MessageType::Text(text) = event.content.msgtype {
                    hear.lock().expect("the list").push((room.room_id().to_owned(), text.body));
                }
            }
        });
        client.sync_once(SyncSettings::default()).await?;
        client.encryption().wait_for_e2ee_initialization_tasks().await;
        let sync = client.clone();
        let syncing = tokio::spawn(async move {
            let _ends_with_the_test = sync.sync(SyncSettings::default()).await;
        });
        Ok(Self { client, heard, syncing })
    }

    pub fn id(&self) -> &UserId {
        self.client.user_id().expect("who signed in has an id")
    }

    /// The room, once the client knows that the person is in it.
    pub async fn room(&self, room: &RoomId) -> Result<Room> {
        let find = || async { Ok(self.client.get_room(room).filter(|room| room.state() == RoomState::Joined)) };
        until("a room", find).await
    }

    /// Accepts the invitation to a room.
    pub async fn join(&self, room: &RoomId) -> Result<Room> {
        until("an invitation", || async { Ok(self.client.get_room(room)) }).await?.join().await?;
        self.room(room).await
    }

    pub async fn say(&self, room: &RoomId, words: &str) -> Result<()> {
        self.room(room).await?.send(RoomMessageEventContent::text_plain(words)).await?;
        Ok(())
    }

    /// Waits until words have arrived and could be read.
    pub async fn hears(&self, room: &RoomId, words: &str) -> Result<()> {
        let look = || async {
            let heard = self.heard.lock().expect("the list");
            Ok(heard.iter().any(|(place, text)| place == room && text == words).then_some(()))
        };
        until(&format!("{:?} to reach {}", words, self.id()), look).await
    }

    /// What can be read of a room's history on this device, newest first.
    pub async fn history(&self, room: &RoomId) -> Result<Vec<String>> {
        let page = self.room(room).await?.messages(MessagesOptions::backward()).await?;
        let texts = page.chunk.into_iter().filter_map(|event| {
            let message = event.raw().deserialize_as_unchecked::<SyncRoomMessageEvent>().ok()?;
            Some(message.as_original()?.content.body().to_owned())
        });
        Ok(texts.collect())
    }

    /// Whether this person has verified another.
    pub async fn trusts(&self, other: &UserId) -> Result<bool> {
        let identity = self.client.encryption().get_user_identity(other).await?;
        Ok(identity.is_some_and(|identity| identity.is_verified()))
    }

    /// Both compare emoji, in the room that the two share for it.
    pub async fn verify(&self, other: &Self) -> Result<()> {
        let identity = self.client.encryption().request_user_identity(other.id()).await?;
        let identity = identity.with_context(|| format!("{} has no identity", other.id()))?;
        let asked = identity.request_verification_with_methods(vec![VerificationMethod::SasV1]).await?;
        // A first request goes to a new conversation, into which the other has to come.
        if let Some(room) = asked.room_id() {
            other.join(room).await?;
        }
        self.compare(other, asked).await
    }

    /// The same between two devices of one person, device to device.
    pub async fn verify_device(&self, other: &Self) -> Result<()> {
        let device = other.client.device_id().context("a device")?;
        let find = || async { Ok(self.client.encryption().get_device(self.id(), device).await?) };
        let device = until("the other device", find).await?;
        // Whoever is asked by a device that it does not know yet takes the question for a mistake.
        let own = self.client.device_id().context("a device")?;
        let knows = || async { Ok(other.client.encryption().get_device(self.id(), own).await?.map(|_| ())) };
        until("the other device to know this one", knows).await?;
        let asked = device.request_verification_with_methods(vec![VerificationMethod::SasV1]).await?;
        self.compare(other, asked).await
    }

    async fn compare(&self, other: &Self, asked: VerificationRequest) -> Result<()> {
        let flow = asked.flow_id();
        let find = || async { Ok(other.client.encryption().get_verification_request(self.id(), flow).await) };
        until("a request to verify", find).await?.accept().await?;
        until("the request to be accepted", || async { Ok(asked.is_ready().then_some(())) }).await?;
        let mine = asked.start_sas().await?.context("the other cannot compare emoji")?;
        let find = || async {
            let found = other.client.encryption().get_verification(self.id(), flow).await;
            Ok(match found {
                Some(Verification::SasV1(sas)) => Some(sas),
                _ => None,
            })
        };
        let theirs = until("the comparison to begin", find).await?;
        theirs.accept().await?;
        let shown = || async { Ok((mine.can_be_presented() && theirs.can_be_presented()).then_some(())) };
        until("emoji", shown).await?;
        let names = |sas: &SasVerification| sas.emoji().map(|emoji| emoji.map(|emoji| emoji.description));
        ensure!(names(&mine).is_some() && names(&mine) == names(&theirs), "the two see different emoji");
        mine.confirm().await?;
        theirs.confirm().await?;
        until("both to agree", || async { Ok((mine.is_done() && theirs.is_done()).then_some(())) }).await
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        self.syncing.abort();
    }
}

async fn client(url: &str) -> Result<Client> {
    let settings = EncryptionSettings {
        auto_enable_cross_signing: true,
        auto_enable_backups: true,
        backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
    };
    let builder = Client::builder().homeserver_url(url).with_encryption_settings(settings);
    match builder.build().await {
        Ok(client) => Ok(client),
        Err(error) => bail!("no client: {error}"),
    }
}
