//! The real S3 client, and a store in this process that speaks as much of S3 as it asks for.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    response::Response,
};
use bytes::Bytes;
use futures_util::TryStreamExt;
use http::{Method, StatusCode, header};
use object_store::aws::AmazonS3Builder;
use tokio::net::TcpListener;
use url::form_urlencoded;

use super::Bucket;
use crate::blob::{Blobs, hash::ContentHash};

/// When files were made that are old, and when those that are not, for longer than anybody runs this.
const LONG_AGO: [&str; 2] = ["Wed, 01 Jan 2020 00:00:00 GMT", "2020-01-01T00:00:00.000Z"];
const JUST_NOW: [&str; 2] = ["Fri, 01 Jan 2100 00:00:00 GMT", "2100-01-01T00:00:00.000Z"];

/// What lies in the bucket `heliograph`, and what was asked of it.
#[derive(Default)]
struct Inner {
    files: BTreeMap<String, (Bytes, bool)>,
    parts: BTreeMap<u32, Bytes>,
    puts: usize,
}

type Shared = Arc<Mutex<Inner>>;

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    assert!(head.headers[header::AUTHORIZATION].to_str().unwrap().starts_with("AWS4-HMAC-SHA256 Credential=key/"));
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let query: BTreeMap<String, String> =
        form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let key = head.uri.path().strip_prefix("/heliograph").unwrap().trim_start_matches('/').to_owned();
    let mut inner = shared.lock().unwrap();
    let mut response = Response::new(Body::empty());
    response.headers_mut().insert(header::ETAG, "\"e\"".parse().unwrap());
    match head.method {
        Method::PUT if query.contains_key("partNumber") => {
            inner.parts.insert(query["partNumber"].parse().unwrap(), body);
        }
        Method::PUT => {
            inner.puts += 1;
            inner.files.insert(key, (body, false));
        }
        Method::POST if query.contains_key("uploads") => {
            *response.body_mut() = "<R><UploadId>1</UploadId></R>".into();
        }
        Method::POST => {
            let whole: Vec<u8> = std::mem::take(&mut inner.parts).into_values().flatten().collect();
            inner.files.insert(key, (whole.into(), false));
            *response.body_mut() = "<R><ETag>e</ETag></R>".into();
        }
        Method::GET if key.is_empty() => *response.body_mut() = list(&inner, &query["prefix"]).into(),
        Method::DELETE => {
            inner.files.remove(&key);
            *response.status_mut() = StatusCode::NO_CONTENT;
        }
        _ => match inner.files.get(&key) {
            None => *response.status_mut() = StatusCode::NOT_FOUND,
            Some((bytes, is_old)) => {
                let date = if *is_old { LONG_AGO } else { JUST_NOW };
                response.headers_mut().insert(header::LAST_MODIFIED, date[0].parse().unwrap());
                give(&mut response, bytes, head.headers.get(header::RANGE).map(|range| range.to_str().unwrap()));
            }
        },
    }
    response
}

fn give(response: &mut Response, bytes: &Bytes, range: Option<&str>) {
    let mut part = bytes.clone();
    if let Some((start, end)) = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-')) {
        let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
        part = bytes.slice(start..=end);
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let text = format!("bytes {start}-{end}/{}", bytes.len());
        response.headers_mut().insert(header::CONTENT_RANGE, text.parse().unwrap());
    }
    response.headers_mut().insert(header::CONTENT_LENGTH, part.len().into());
    *response.body_mut() = part.into();
}

fn list(inner: &Inner, prefix: &str) -> String {
    let found = inner.files.iter().filter(|(key, _)| key.starts_with(prefix));
    let found = found.map(|(key, (bytes, is_old))| {
        let date = if *is_old { LONG_AGO } else { JUST_NOW };
        let (size, date) = (bytes.len(), date[1]);
        format!("<Contents><Key>{key}</Key><LastModified>{date}</LastModified><Size>{size}</Size></Contents>")
    });
    format!("<ListBucketResult>{}</ListBucketResult>", found.collect::<String>())
}

async fn store() -> (Blobs, Shared) {
    // The first test decides; the others find the provider installed.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let shared = Shared::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
    tokio::task::spawn_local(async move { axum::serve(listener, router).await.unwrap() });
    let builder = AmazonS3Builder::new().with_endpoint(endpoint).with_allow_http(true).with_region("here");
    let builder = builder.with_access_key_id("key").with_secret_access_key("secret");
    (Blobs::Bucket(Bucket::build(builder, "heliograph", "media").unwrap()), shared)
}

async fn keep(blobs: &Blobs, content: &Bytes) -> ContentHash {
    let mut incoming = blobs.incoming();
    incoming.write(content.clone()).await.unwrap();
    let received = incoming.finish().await.unwrap();
    let hash = received.hash.clone();
    blobs.keep(received).await.unwrap();
    hash
}

async fn read(blobs: &Blobs, hash: &ContentHash, range: std::ops::Range<u64>) -> Vec<u8> {
    let parts: Vec<Bytes> = blobs.read(hash, range).await.unwrap().try_collect().await.unwrap();
    parts.concat()
}

#[tokio::test]
async fn files_go_to_a_bucket_and_come_back() {
    let local = tokio::task::LocalSet::new();
    local
        .run_until(async {
            let (blobs, shared) = store().await;
            let small = Bytes::from_static(b"0123456789");
            let hash = keep(&blobs, &small).await;
            assert_eq!(keep(&blobs, &small).await, hash);
            assert_eq!(shared.lock().unwrap().puts, 1, "equal files are one file");
            assert_eq!(shared.lock().unwrap().files.keys().collect::<Vec<_>>(), [&format!("media/{}", hash.path())]);
            assert_eq!(read(&blobs, &hash, 2..5).await, b"234");
            assert_eq!(read(&blobs, &hash, 3..3).await, b"");
            let large: Bytes = (0..20_000_000_u32).map(|number| number.to_le_bytes()[1]).collect();
            let of_large = keep(&blobs, &large).await;
            assert_eq!(read(&blobs, &of_large, 0..large.len() as u64).await, large);
            let mut whole = Vec::new();
            std::io::Read::read_to_end(&mut blobs.file(&of_large).await.unwrap(), &mut whole).unwrap();
            assert_eq!(whole, large);
        })
        .await;
}

#[tokio::test]
async fn only_what_is_old_goes_from_a_bucket() {
    const HOUR: std::time::Duration = std::time::Duration::from_hours(1);
    let local = tokio::task::LocalSet::new();
    local
        .run_until(async {
            let (blobs, shared) = store().await;
            let content = Bytes::from_static(b"content");
            let hash = keep(&blobs, &content).await;
            let age = || shared.lock().unwrap().files.values_mut().for_each(|(_, is_old)| *is_old = true);
            assert_eq!(blobs.list(hash.as_str().split_at(2).0).await.unwrap(), std::slice::from_ref(&hash));
            assert!(!blobs.remove(&hash, HOUR).await.unwrap(), "it is new");
            age();
            keep(&blobs, &content).await;
            assert_eq!(shared.lock().unwrap().puts, 2);
            assert!(!blobs.remove(&hash, HOUR).await.unwrap(), "it was kept again");
            age();
            assert!(blobs.remove(&hash, HOUR).await.unwrap());
            assert!(!blobs.remove(&hash, HOUR).await.unwrap());
            assert!(shared.lock().unwrap().files.is_empty());
        })
        .await;
}
