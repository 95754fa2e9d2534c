use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::Once,
    thread,
};

use super::*;

const TIME: Duration = Duration::from_secs(5);

pub(crate) fn fetch(allow_private_addresses: bool) -> Fetch {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::aws_lc_rs::default_provider().install_default().expect("the first provider");
    });
    Fetch::new(&Outbound { allow_private_addresses, extra_ca_certificates: Vec::new() }).expect("a client")
}

/// A server that answers each connection by what `answer` makes of the path.
fn serve(answer: impl Fn(&str) -> String + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            drop(reply(stream, &answer));
        }
    });
    format!("http://{address}")
}

fn reply(mut stream: TcpStream, answer: &impl Fn(&str) -> String) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        request.push(byte[0]);
    }
    let request = String::from_utf8_lossy(&request);
    stream.write_all(answer(request.split(' ').nth(1).unwrap_or_default()).as_bytes())?;
    stream.shutdown(Shutdown::Write)
}

fn page(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn to(place: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nconnection: close\r\nlocation: {place}\r\ncontent-length: 0\r\n\r\n")
}

async fn get(fetch: &Fetch, url: &str) -> Result<Fetched, OutboundError> {
    fetch.get(url.parse().expect("a URL"), "*/*", TIME).await
}

#[tokio::test]
async fn redirects_are_followed_and_no_more_is_read_than_asked_for() {
    let base = serve(|path| if path == "/a" { to("b?c") } else { page(&"x".repeat(100_000)) });
    let fetched = get(&fetch(true), &format!("{base}/a")).await.expect("an answer");
    assert_eq!(fetched.url().as_str(), format!("{base}/b?c"));
    assert_eq!((fetched.content_type(), fetched.content_length()), (Some("text/html"), Some(100_000)));
    assert_eq!(fetched.read_start(70_000).await.expect("a body").len(), 70_000);
}

#[tokio::test]
async fn a_circle_of_redirects_has_an_end() {
    let base = serve(|_| to("/again"));
    let refused = get(&fetch(true), &base).await;
    assert!(matches!(refused, Err(OutboundError::Redirects)), "{refused:?}");
}

#[tokio::test]
async fn what_is_not_public_is_refused_however_it_is_written() {
    let fetch = fetch(false);
    for url in [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1:8080/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "http://user:secret@example.org/",
    ] {
        let refused = get(&fetch, url).await;
        assert!(matches!(refused, Err(OutboundError::Refused(_))), "{url}: {refused:?}");
    }
}

#[tokio::test]
async fn a_name_for_something_private_looks_like_a_name_for_nothing() {
    let base = serve(|_| page("secret")).replace("127.0.0.1", "localhost");
    assert!(get(&fetch(true), &base).await.is_ok());
    let fetch = fetch(false);
    for url in [base.as_str(), "http://nowhere.invalid/"] {
        let refused = get(&fetch, url).await;
        assert!(matches!(refused, Err(OutboundError::Unreachable(_))), "{url}: {refused:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_looked_at_like_the_first_url() {
    let base = serve(|_| to("http://10.0.0.1/secret"));
    // The first place is let through for once; the next one must not be.
    let open = fetch(true);
    let half_open = Fetch { client: open.client, guard: Guard::new(false) };
    let url = base.replace("127.0.0.1", "localhost");
    let refused = get(&half_open, &url).await;
    assert!(matches!(refused, Err(OutboundError::Refused(_))), "{refused:?}");
    let base = serve(|_| to("file:///etc/passwd"));
    let refused = get(&fetch(true), &base).await;
    assert!(matches!(refused, Err(OutboundError::Refused(_))), "{refused:?}");
}

#[tokio::test]
async fn who_never_answers_or_never_ends_is_left() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", silent.local_addr().expect("an address"));
    let time = Duration::from_millis(200);
    let refused = fetch(true).get(url.parse().expect("a URL"), "*/*", time).await;
    assert!(matches!(refused, Err(OutboundError::Timeout)), "{refused:?}");

    let unfinished = serve(|_| {
        thread::sleep(Duration::from_millis(1));
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1000\r\n\r\nonly this".to_owned()
    });
    let fetched = get(&fetch(true), &unfinished).await.expect("an answer");
    assert!(matches!(fetched.read_start(1000).await, Err(OutboundError::Unreachable(_))));
}
