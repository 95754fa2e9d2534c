use std::{
    fs::File,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

use hs_config::{Config, MediaStorage};
use hs_core::{
    clock::Clock,
    entropy::Entropy,
    signing::{ServerIdentity, SigningKey},
};
use hs_outbound::{FederationClient, Fetch};
use hs_storage::{MediaFile, MediaRow, Store, WriteBatch};
use ruma::server_name;
use tempfile::TempDir;

use super::Swept;
use crate::{Media, Settings, blob::hash::ContentHash};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const START: i64 = 1_700_000_000_000;

struct Fixture {
    media: Media,
    store: Store,
    clock: Clock,
    folder: TempDir,
}

impl Fixture {
    async fn new(config: &str) -> Self {
        // The first test decides; the others find the provider installed.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let config = Config::parse("config.toml", config, []).unwrap();
        let (clock, entropy) = (Clock::manual(START), Entropy::seeded(1));
        let (store, folder) = (Store::memory().await.unwrap(), TempDir::new().unwrap());
        let key = SigningKey::from_seed([1; 32]).unwrap();
        let identity = Arc::new(ServerIdentity::new(config.server_name.clone(), key));
        let client =
            FederationClient::new(identity, &config.federation, &config.outbound, clock.clone(), entropy.clone());
        let fetch = Fetch::new(&config.outbound).unwrap();
        let mut settings = Settings { server_name: config.server_name, media: config.media };
        settings.media.storage = MediaStorage::Folder(folder.path().to_owned());
        let media = Media::new(store.clone(), settings, fetch, client.unwrap(), clock.clone(), entropy).unwrap();
        Self { media, store, clock, folder }
    }

    /// A file of another server that was last looked at that many days ago.
    async fn remote(&self, media_id: &str, content: &[u8], unused_for: i64) -> ContentHash {
        let (hash, size) = self.media.keep(content.to_vec()).await.unwrap();
        let file =
            MediaFile { hash: hash.to_string(), size: size.try_into().unwrap(), content_type: None, file_name: None };
        let mut batch = WriteBatch::default();
        let used_ts = START - unused_for * DAY_MS;
        let (row, _) = self.media.new_row(None);
        batch.media.create.push(MediaRow {
            server_name: server_name!("elsewhere.org").to_owned(),
            media_id: media_id.to_owned(),
            file: Some(file),
            used_ts,
            ..row
        });
        self.store.commit(batch).await.unwrap();
        self.age(&hash);
        hash
    }

    fn place(&self, hash: &ContentHash) -> std::path::PathBuf {
        self.folder.path().join(hash.path())
    }

    fn age(&self, hash: &ContentHash) {
        let file = File::open(self.place(hash)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    }

    fn has(&self, hash: &ContentHash) -> bool {
        Path::exists(&self.place(hash))
    }
}

#[tokio::test]
async fn what_nobody_looks_at_goes_and_what_somebody_needs_stays() {
    let fixture = Fixture::new("media.remote_unused = \"30 d\"").await;
    let old = fixture.remote("old", b"old", 31).await;
    let shared = fixture.remote("shared", b"shared", 40).await;
    fixture.remote("other", b"shared", 5).await;
    let fresh = fixture.remote("fresh", b"fresh", 29).await;
    assert_eq!(fixture.media.drop_unused().await.unwrap(), Swept { uris: 2, files: 1 });
    assert_eq!([&old, &shared, &fresh].map(|hash| fixture.has(hash)), [false, true, true]);
    assert_eq!(fixture.media.drop_unused().await.unwrap(), Swept::default());
    fixture.clock.advance(Duration::from_hours(26 * 24));
    assert_eq!(fixture.media.drop_unused().await.unwrap(), Swept { uris: 2, files: 2 });
}

#[tokio::test]
async fn there_is_no_more_of_other_servers_than_was_configured() {
    let fixture = Fixture::new("media.remote_total = \"25 B\"\nmedia.remote_unused = \"unlimited\"").await;
    let [first, second, third, fourth] = [
        fixture.remote("a", b"aaaaaaaaaa", 400).await,
        fixture.remote("b", b"bbbbbbbbbb", 3).await,
        fixture.remote("c", b"cccccccccc", 2).await,
        fixture.remote("d", b"dddddddddd", 1).await,
    ];
    assert_eq!(fixture.media.drop_unused().await.unwrap(), Swept { uris: 2, files: 2 });
    assert_eq!([&first, &second, &third, &fourth].map(|hash| fixture.has(hash)), [false, false, true, true]);
    assert_eq!(fixture.media.drop_unused().await.unwrap(), Swept::default());
}

#[tokio::test]
async fn content_without_a_uri_is_swept_up_once_it_has_lain_still() {
    let fixture = Fixture::new("").await;
    let kept = fixture.remote("kept", b"kept", 1).await;
    let (orphan, _) = fixture.media.keep(b"orphan".to_vec()).await.unwrap();
    assert_eq!(fixture.media.sweep().await.unwrap().files, 0, "its row may be on its way");
    fixture.age(&orphan);
    assert_eq!(fixture.media.sweep().await.unwrap().files, 1);
    assert_eq!([&kept, &orphan].map(|hash| fixture.has(hash)), [true, false]);
}
