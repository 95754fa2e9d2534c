//! A small export, served: caching, fallbacks, types and the policy.

use std::{fs, path::Path};

use axum::body::to_bytes;

use super::{policy::inline_scripts, *};

struct Answer {
    status: u16,
    headers: http::HeaderMap,
    body: String,
}

async fn get(root: &Path, path: &str) -> Answer {
    get_encoded(root, path, "identity").await
}

async fn get_encoded(root: &Path, path: &str, encoding: &str) -> Answer {
    let request =
        Request::builder().uri(path).header("accept-encoding", encoding).body(Body::empty()).expect("a request");
    let (parts, body) = WebClient::new(root.to_owned()).serve(request).await.into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("a body");
    Answer { status: parts.status.as_u16(), headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

fn export() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, text).expect("written");
    };
    write("index.html", "<!doctype html><script src=\"/a.js\" async></script><script>first()</script>");
    write("login/index.html", "<script id=\"x\">second()</script>");
    write("_next/static/chunks/a1b2.js", "chunk()");
    write("_next/static/media/crypto.wasm", "\0asm");
    write("_next/static/media/crypto.wasm.gz", "packed");
    folder
}

#[tokio::test]
async fn pages_are_never_stale_and_parts_never_asked_for_twice() {
    let folder = export();
    let page = get(folder.path(), "/").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(page.headers["cache-control"], "no-cache");
    let chunk = get(folder.path(), "/_next/static/chunks/a1b2.js").await;
    assert_eq!(chunk.headers["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(get(folder.path(), "/login/").await.body, "<script id=\"x\">second()</script>");
}

#[tokio::test]
async fn any_path_leads_to_the_first_page_but_a_lost_chunk_is_lost() {
    let folder = export();
    let page = get(folder.path(), "/some/where").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("first()"));
    let chunk = get(folder.path(), "/_next/static/chunks/gone.js").await;
    assert_eq!(chunk.status, 404);
    assert_eq!(chunk.headers["cache-control"], "no-cache");
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let folder = export();
    fs::write(folder.path().join("secret"), "secret").expect("written");
    let inner = folder.path().join("login");
    for path in ["/../secret", "/%2e%2e/secret", "/..%2fsecret", "/x/../../secret"] {
        assert!(!get(&inner, path).await.body.contains("secret"), "{path}");
    }
}

#[tokio::test]
async fn wasm_has_its_type_even_when_packed() {
    let folder = export();
    let packed = get_encoded(folder.path(), "/_next/static/media/crypto.wasm", "gzip").await;
    assert_eq!(packed.headers["content-type"], "application/wasm");
    assert_eq!(packed.headers["content-encoding"], "gzip");
    assert_eq!(packed.body, "packed");
}

#[tokio::test]
async fn the_policy_lists_every_inline_script() {
    let folder = export();
    let page = get(folder.path(), "/").await;
    let policy = page.headers["content-security-policy"].to_str().expect("text");
    let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src")).expect("script-src");
    assert_eq!(scripts.matches("'sha256-").count(), 2);
    assert!(!scripts.contains("unsafe-inline"));
    assert!(scripts.contains("'wasm-unsafe-eval'"));
}

#[tokio::test]
async fn a_missing_folder_is_explained() {
    let page = get(Path::new("no/such/folder"), "/").await;
    assert_eq!(page.status, 404);
    assert!(page.body.contains("make web"));
}

#[test]
fn inline_scripts_are_found() {
    let page = "<script src=\"/x.js\"></script><script>a</script><script type=\"module\">b</script><script></script>";
    assert_eq!(inline_scripts(page).collect::<Vec<_>>(), ["a", "b"]);
}
