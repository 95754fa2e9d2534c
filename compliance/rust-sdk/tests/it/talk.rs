//! What people expect of encryption, from the first sign-in to a new telephone.

use anyhow::{Context, Result, ensure};
use matrix_sdk::{
    encryption::recovery::RecoveryState,
    ruma::{
        RoomId,
        api::client::{
            keys::upload_keys::v3::Request as UploadKeys,
            room::create_room::v3::{Request as CreateRoom, RoomPreset},
            session::login::v3::{LoginInfo, Password, Request as Login},
            uiaa::{MatrixUserIdentifier, UserIdentifier},
        },
        encryption::DeviceKeys,
        serde::Raw,
    },
};

use crate::{
    nio::Nio,
    person::{Person, until},
    server::Server,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_people_talk_verify_restore_and_refuse_a_forged_device() -> Result<()> {
    let server = Server::start().await?;
    let url = server.url();
    let alice = Person::sign_up(&url, "alice").await?;
    let bob = Person::sign_up(&url, "bob").await?;
    let mut carol = Nio::sign_up(&url, "carol", server.folder()).await?;
    let recovery_key = alice.client.encryption().recovery().enable().wait_for_backups_to_upload().await?;

    // An encrypted room of two libraries.
    let mut room = CreateRoom::new();
    room.preset = Some(RoomPreset::PrivateChat);
    let carol_id = "@carol:localhost".try_into()?;
    room.invite = vec![bob.id().to_owned(), carol_id];
    let room = alice.client.create_room(room).await?;
    room.enable_encryption().await?;
    let room = room.room_id().to_owned();
    bob.join(&room).await?;
    carol.join(&room).await?;
    everybody_reads_everybody(&room, &alice, &bob, &mut carol).await?;

    // Alice and Bob compare emoji; from then on each trusts the other.
    ensure!(!alice.trusts(bob.id()).await?, "nobody is verified at first");
    alice.verify(&bob).await?;
    until("Alice to trust Bob", || async { Ok(alice.trusts(bob.id()).await?.then_some(())) }).await?;
    until("Bob to trust Alice", || async { Ok(bob.trusts(alice.id()).await?.then_some(())) }).await?;

    // A device that Alice did not sign is not one of hers.
    a_forged_device_is_refused(&url, &alice, &bob).await?;

    // A new telephone, first with the recovery key, then by comparing emoji with the old one.
    alice.client.encryption().backups().wait_for_steady_state().await?;
    let telephone = Person::sign_in(&url, "alice").await?;
    telephone.client.encryption().recovery().recover(&recovery_key).await?;
    telephone.client.encryption().backups().download_room_keys_for_room(&room).await?;
    let history = telephone.history(&room).await?;
    for words in ["hello from alice", "hello from bob", "hello from carol"] {
        ensure!(history.iter().any(|text| text == words), "{words:?} cannot be read on the new device: {history:?}");
    }
    let state = telephone.client.encryption().recovery().state();
    ensure!(state == RecoveryState::Enabled, "recovery is {state:?}");

    let tablet = Person::sign_in(&url, "alice").await?;
    tablet.verify_device(&alice).await?;
    let device = tablet.client.device_id().context("a device")?;
    until("the tablet to be verified", || async {
        let device = bob.client.encryption().get_device(alice.id(), device).await?;
        Ok(device.filter(|device| device.is_verified_with_cross_signing()).map(|_| ()))
    })
    .await?;
    bob.say(&room, "to all your devices").await?;
    for device in [&alice, &telephone, &tablet] {
        device.hears(&room, "to all your devices").await?;
    }
    Ok(())
}

async fn everybody_reads_everybody(room: &RoomId, alice: &Person, bob: &Person, carol: &mut Nio) -> Result<()> {
    alice.say(room, "hello from alice").await?;
    bob.hears(room, "hello from alice").await?;
    carol.hears("hello from alice").await?;
    bob.say(room, "hello from bob").await?;
    alice.hears(room, "hello from bob").await?;
    carol.hears("hello from bob").await?;
    carol.say(room, "hello from carol").await?;
    alice.hears(room, "hello from carol").await?;
    bob.hears(room, "hello from carol").await
}

/// Somebody who knows Alice's password, but not her keys, signs in and shows Bob's keys as those of a new device of hers.
async fn a_forged_device_is_refused(url: &str, alice: &Person, bob: &Person) -> Result<()> {
    let thief = matrix_sdk::Client::new(url.parse()?).await?;
    let who = UserIdentifier::Matrix(MatrixUserIdentifier::new("alice".to_owned()));
    let password = Password::new(who, "correct horse battery staple".to_owned());
    let mut login = Login::new(LoginInfo::Password(password));
    login.device_id = Some("FORGED".into());
    let session = thief.send(login).await?;
    thief.matrix_auth().restore_session((&session).into(), Default::default()).await?;

    let theirs = bob.client.encryption().get_own_device().await?.context("Bob's device")?;
    let forged = serde_json::json!({
        "user_id": alice.id(),
        "device_id": "FORGED",
        "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
        "keys": {
            "curve25519:FORGED": theirs.curve25519_key().context("a key")?.to_base64(),
            "ed25519:FORGED": theirs.ed25519_key().context("a key")?.to_base64(),
        },
        "signatures": { alice.id(): { "ed25519:FORGED": "0".repeat(86) } },
    });
    let mut upload = UploadKeys::new();
    upload.device_keys = Some(Raw::<DeviceKeys>::from_json(serde_json::value::to_raw_value(&forged)?));
    // The server may refuse the forgery or leave it to the clients; either way Bob does not believe it.
    let _refused_or_not = thief.send(upload).await;
    bob.client.encryption().request_user_identity(alice.id()).await?;
    let found = bob.client.encryption().get_device(alice.id(), "FORGED".into()).await?;
    ensure!(found.is_none(), "Bob takes the forged device for one of Alice's");
    Ok(())
}
