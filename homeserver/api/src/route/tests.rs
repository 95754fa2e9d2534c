//! Requests through the whole stack, with a chapter made for the purpose.

use std::{net::SocketAddr, sync::Arc};

use axum::{body::to_bytes, extract::ConnectInfo, middleware::from_fn};
use hs_accounts::{Accounts, Contact, NewDevice, Registered, Settings};
use hs_config::{Config, MediaStorage};
use hs_core::{
    clock::Clock,
    entropy::Entropy,
    error::MatrixError,
    signing::{ServerIdentity, SigningKey},
};
use hs_delivery::{AppServicesDelivery, AppServicesParts, Delivery, DeliveryParts};
use hs_federation::{Federation, FederationParts};
use hs_media::Media;
use hs_outbound::{AppServiceClient, FederationClient, Fetch};
use hs_rooms::{Rooms, RoomsOptions};
use hs_storage::Store;
use hs_sync::Sync;
use http::{HeaderMap, Request as HttpRequest};
use ruma::api::client::{
    account::whoami, profile::get_profile, state::get_state_event_for_key, typing::create_typing_event,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

use super::*;
use crate::{
    Services,
    edge::edge,
    extract::{Authed, Public},
    limit::Limiter,
};

/// A server with one person and one guest; their access tokens.
struct Fixture {
    api: Api,
    alice: String,
    guest: String,
    _media: TempDir,
}

impl Fixture {
    async fn new() -> Self {
        let text = "http.max_body_size = \"64 KiB\"\nregistration.guests = true\npasswords.hash_cost = \"minimum\"";
        let config = Arc::new(Config::parse("config.toml", text, []).expect("valid"));
        let (clock, entropy) = (Clock::manual(1_000_000), Entropy::seeded(1));
        let settings = Settings {
            server_name: config.server_name.clone(),
            registration: config.registration.clone(),
            passwords: config.passwords.clone(),
            access_tokens: config.access_tokens.clone(),
            presence: config.presence.enabled,
            app_services: Vec::new(),
            contact: Contact::default(),
        };
        let store = Store::memory().await.expect("a database");
        let accounts = Accounts::new(store.clone(), settings, clock.clone(), entropy.clone()).expect("accounts");
        let key = SigningKey::from_seed(entropy.bytes()).expect("a key");
        let identity = Arc::new(ServerIdentity::new(config.server_name.clone(), key));
        let options = RoomsOptions::default();
        let (shared, random) = (Arc::clone(&identity), entropy.clone());
        let rooms = Rooms::new(store.clone(), accounts.clone(), shared, clock.clone(), random, options);
        let sync = Sync::new(
            store.clone(),
            accounts.clone(),
            rooms.clone(),
            clock.clone(),
            entropy.clone(),
            CancellationToken::new(),
        );
        // The first test decides; the others find the provider installed.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let fetch = Fetch::new(&config.outbound).expect("a client");
        let folder = TempDir::new().expect("a folder");
        let mut of_media = config.media.clone();
        of_media.storage = MediaStorage::Folder(folder.path().to_owned());
        let of_media = hs_media::Settings { server_name: config.server_name.clone(), media: of_media };
        let client = FederationClient::new(
            Arc::clone(&identity),
            &config.federation,
            &config.outbound,
            clock.clone(),
            entropy.clone(),
        )
        .expect("a client");
        let media =
            Media::new(store.clone(), of_media, fetch.clone(), client.clone(), clock.clone(), Entropy::seeded(2))
                .expect("media");
        let device = Some(NewDevice::default());
        let alice = accounts.user.create_directly("alice", "correct horse", false, device).await.expect("an account");
        let guest = accounts.user.register_guest(None).await.expect("a guest");
        let token = |registered: Registered| registered.session.expect("a session").access_token.into_secret();
        let delivery = Delivery::new(DeliveryParts {
            config: Arc::clone(&config),
            store: store.clone(),
            accounts: accounts.clone(),
            rooms: rooms.clone(),
            client: client.clone(),
            clock: clock.clone(),
            entropy: entropy.clone(),
        });
        let app_services = AppServicesDelivery::new(AppServicesParts {
            store: store.clone(),
            accounts: accounts.clone(),
            rooms: rooms.clone(),
            client: AppServiceClient::new(&config.outbound).expect("a client"),
            clock: clock.clone(),
            entropy: entropy.clone(),
            is_shared: false,
        });
        let federation = Federation::new(FederationParts {
            config: Arc::clone(&config),
            identity,
            store,
            accounts: accounts.clone(),
            rooms: rooms.clone(),
            client,
            fetch,
            clock: clock.clone(),
            entropy,
            tasks: TaskTracker::new(),
            closing: CancellationToken::new(),
        });
        let services = Services {
            config,
            clock: clock.clone(),
            accounts,
            rooms,
            federation,
            delivery,
            app_services,
            media,
            sync,
            limiter: Limiter::new(true, clock),
            metrics: Arc::new(String::new),
            probe: Arc::new(|| ready(Ok(())).boxed()),
        };
        Self { api: Api::new(services), alice: token(alice), guest: token(guest), _media: folder }
    }
}

async fn whoami(_: Api, call: Authed<whoami::v3::Request>) -> Result<whoami::v3::Response> {
    Ok(whoami::v3::Response::new(call.user_id().to_owned(), call.session.is_guest))
}

async fn set_typing(_: Api, _: Authed<create_typing_event::v3::Request>) -> Result<create_typing_event::v3::Response> {
    Ok(create_typing_event::v3::Response::new())
}

async fn get_profile(_: Api, _: Public<get_profile::v3::Request>) -> Result<get_profile::v3::Response> {
    panic!("a bug in a handler")
}

async fn get_state(
    _: Api,
    call: Authed<get_state_event_for_key::v3::Request>,
) -> Result<get_state_event_for_key::v3::Response> {
    let seen = serde_json::value::to_raw_value(&json!({ "state_key": call.request.state_key }));
    Ok(get_state_event_for_key::v3::Response::new(seen.map_err(MatrixError::internal)?))
}

async fn send(method: &str, path: &str, token: Option<&str>, body: &[u8]) -> (u16, HeaderMap, Value) {
    let mut routes = Routes::default();
    routes.add(whoami).rate(Rate::Search);
    routes.add(set_typing);
    routes.add(get_profile);
    routes.add(get_state);
    let Fixture { api, alice, guest, _media } = Fixture::new().await;
    let router = routes.into_router(&api).layer(from_fn(edge));
    let real = |text: &str| text.replace("{alice}", &alice).replace("{guest}", &guest);

    let mut request = HttpRequest::builder().method(method).uri(real(path));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {}", real(token)));
    }
    let peer = ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 1)));
    let request = request.extension(peer).body(Body::from(body.to_vec())).expect("a request");
    let response = router.oneshot(request).await.expect("infallible");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("a body");
    (parts.status.as_u16(), parts.headers, serde_json::from_slice(&body).unwrap_or_default())
}

const TYPING: &str = "/_matrix/client/v3/rooms/!r:localhost/typing/@alice:localhost";

async fn refused(method: &str, path: &str, token: Option<&str>, body: &[u8]) -> (u16, String) {
    let (status, headers, body) = send(method, path, token, body).await;
    assert_eq!(headers["access-control-allow-origin"], "*", "errors can be read by browsers, too");
    assert!(!body["error"].as_str().expect("a sentence").is_empty());
    (status, body["errcode"].as_str().expect("an errcode").to_owned())
}

#[tokio::test]
async fn the_token_may_come_in_the_header_or_the_query() {
    let path = "/_matrix/client/v3/account/whoami";
    let (status, headers, body) = send("GET", path, Some("{alice}"), b"").await;
    assert_eq!((status, &body["user_id"]), (200, &json!("@alice:localhost")));
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert!(headers.contains_key("x-request-id"));
    assert_eq!(send("GET", &format!("{path}?access_token={{alice}}"), None, b"").await.0, 200);
}

#[tokio::test]
async fn tokens_are_checked() {
    let path = "/_matrix/client/v3/account/whoami";
    assert_eq!(refused("GET", path, None, b"").await, (401, "M_MISSING_TOKEN".into()));
    assert_eq!(refused("GET", path, Some("stolen"), b"").await, (401, "M_UNKNOWN_TOKEN".into()));
    assert_eq!(refused("GET", path, Some(""), b"").await, (401, "M_MISSING_TOKEN".into()));
    assert_eq!(refused("GET", path, Some("{guest}"), b"").await, (403, "M_GUEST_ACCESS_FORBIDDEN".into()));
    assert_eq!(refused("PUT", TYPING, None, b"not even JSON").await.0, 401, "the token goes before the body");
}

#[tokio::test]
async fn bodies_are_checked() {
    let token = Some("{alice}");
    assert_eq!(send("PUT", TYPING, token, br#"{"typing":false}"#).await.0, 200);
    assert_eq!(refused("PUT", TYPING, token, b"{\"typing\":").await, (400, "M_NOT_JSON".into()));
    assert_eq!(refused("PUT", TYPING, token, b"nonsense").await, (400, "M_NOT_JSON".into()));
    assert_eq!(refused("PUT", TYPING, token, b"{\"typing\":\"\xff\"}").await, (400, "M_NOT_JSON".into()));
    assert_eq!(refused("PUT", TYPING, token, br#"{"typing":"yes"}"#).await, (400, "M_BAD_JSON".into()));
    assert_eq!(refused("PUT", TYPING, token, b"").await, (400, "M_BAD_JSON".into()));
    let nested = [b"[".repeat(1_000), b"]".repeat(1_000)].concat();
    assert_eq!(refused("PUT", TYPING, token, &nested).await, (400, "M_BAD_JSON".into()));
    assert_eq!(refused("PUT", TYPING, token, &vec![b' '; 65 * 1024]).await, (413, "M_TOO_LARGE".into()));
}

#[tokio::test]
async fn paths_are_checked() {
    let path = "/_matrix/client/v3/rooms/not-a-room/typing/@alice:localhost";
    assert_eq!(refused("PUT", path, Some("{alice}"), br#"{"typing":false}"#).await, (400, "M_INVALID_PARAM".into()));
    let path = "/_matrix/client/v3/rooms/%ff/typing/@alice:localhost";
    assert_eq!(refused("PUT", path, Some("{alice}"), br#"{"typing":false}"#).await, (400, "M_INVALID_PARAM".into()));
}

#[tokio::test]
async fn an_empty_state_key_has_a_path_of_its_own() {
    for path in [
        "/_matrix/client/v3/rooms/!r:localhost/state/m.room.name/",
        "/_matrix/client/v3/rooms/!r:localhost/state/m.room.name",
    ] {
        let (status, _, body) = send("GET", path, Some("{alice}"), b"").await;
        assert_eq!((status, body), (200, json!({ "state_key": "" })), "{path}");
    }
}

#[tokio::test]
async fn a_panic_stays_within_its_request() {
    let path = "/_matrix/client/v3/profile/@alice:localhost";
    assert_eq!(refused("GET", path, None, b"").await, (500, "M_UNKNOWN".into()));
}

#[tokio::test]
async fn preflights_need_no_token() {
    let (status, headers, _) = send("OPTIONS", TYPING, None, b"").await;
    assert_eq!(status, 204);
    assert_eq!(headers["access-control-allow-headers"], "X-Requested-With, Content-Type, Authorization");
    assert!(headers["access-control-allow-methods"].to_str().expect("text").contains("PUT"));
}
