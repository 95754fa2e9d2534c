//! Requests as another server sends them: TLS, and HTTP/1.1 with one request per connection.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
};

use hs_testkit::Value;
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use crate::Authority;

/// A request that a server was sent.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `GET`, `PUT` …
    pub method: String,
    /// Path and query.
    pub path: String,
    /// The server that asks, by its own account; empty where it does not say.
    pub origin: String,
    /// The body, `null` where there is none.
    pub body: Value,
    /// The body as it came.
    pub(crate) bytes: Vec<u8>,
    /// The headers as they came, without those that are about the connection.
    pub(crate) headers: BTreeMap<String, String>,
}

/// What is answered: a status line's end, headers, and the body as long as somebody reads.
pub type Reply = Box<dyn FnOnce(&mut dyn Write) -> std::io::Result<()> + Send>;

/// Answers what comes to a port, each on a thread of its own. Without a reply the connection is closed.
pub(crate) fn listen(
    authority: &Authority,
    listener: TcpListener,
    answer: impl Fn(Asked) -> Option<Reply> + Send + Sync + 'static,
) {
    let (config, answer) = (tls(authority), Arc::new(answer));
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (config, answer) = (Arc::clone(&config), Arc::clone(&answer));
            // Who hangs up early has their reasons.
            thread::spawn(move || serve(stream, config, &*answer).unwrap_or_default());
        }
    });
}

/// What a server of a test named `localhost` shows.
pub(crate) fn tls(authority: &Authority) -> Arc<ServerConfig> {
    let files = authority.certify(&["localhost"]);
    let chain = CertificateDer::pem_file_iter(files.certificate).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = chain.unwrap_or_else(|error| panic!("no certificate: {error}"));
    let key = PrivateKeyDer::from_pem_file(files.private_key).unwrap_or_else(|error| panic!("no key: {error}"));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key));
    Arc::new(config.unwrap_or_else(|error| panic!("no TLS: {error}")))
}

fn serve(stream: TcpStream, config: Arc<ServerConfig>, answer: &dyn Fn(Asked) -> Option<Reply>) -> std::io::Result<()> {
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut stream = BufReader::new(StreamOwned::new(connection, stream));
    let Some(reply) = answer(read(&mut stream)?) else { return Ok(()) };
    let stream = stream.get_mut();
    reply(stream)?;
    stream.flush()?;
    stream.conn.send_close_notify();
    stream.flush()
}

fn read(stream: &mut impl BufRead) -> std::io::Result<Asked> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let mut words = line.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes)?;
    headers.retain(|name, _| !matches!(name.as_str(), "content-length" | "connection"));
    let body = serde_json::from_slice(&bytes).unwrap_or_default();
    let origin = headers.get("authorization").map(|header| origin(header)).unwrap_or_default();
    Ok(Asked { method, path, origin, body, bytes, headers })
}

/// The origin in an `X-Matrix` header.
fn origin(authorization: &str) -> String {
    let parts = authorization.trim_start_matches("X-Matrix ").split(',');
    let mut origins = parts.filter_map(|part| part.trim().strip_prefix("origin="));
    origins.next().unwrap_or_default().trim_matches('"').to_owned()
}
