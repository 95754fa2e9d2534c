//! A server that says what a test wants, and signs it: for what no honest server would say.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use hs_testkit::{Answer, Client, Value, json};
use ruma::{
    CanonicalJsonObject,
    room_version_rules::RoomVersionRules,
    serde::{Base64, base64::Standard},
    signatures::{Ed25519KeyPair, hash_and_sign_event, sign_json},
};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use crate::Authority;

/// A request that the peer was sent.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `GET`, `PUT` …
    pub method: String,
    /// Path and query.
    pub path: String,
    /// The body, `null` where there is none.
    pub body: Value,
}

/// What it answers: a status line's end, headers, and the body as long as somebody reads.
pub type Reply = Box<dyn FnOnce(&mut dyn Write) -> std::io::Result<()> + Send>;
type Handler = dyn Fn(&Asked) -> Option<Reply> + Send + Sync;

/// A server of the test's own, with a name, a certificate and a signing key.
pub struct Peer {
    name: String,
    key: Arc<Ed25519KeyPair>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Peer {
    /// Listens. What `handler` has no answer for is answered as an honest server would: its keys, and `{}`.
    pub fn new(authority: &Authority, handler: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap_or_else(|error| panic!("no port: {error}"));
        let port = listener.local_addr().unwrap_or_else(|error| panic!("no address: {error}")).port();
        let name = format!("localhost:{port}");
        let key = Ed25519KeyPair::from_der(&Ed25519KeyPair::generate(), "peer".to_owned());
        let key = Arc::new(key.unwrap_or_else(|error| panic!("no key: {error}")));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let config = tls(authority);
        let published = keys(&name, &key, i64::MAX / (1 << 12));
        let (record, handler): (_, Arc<Handler>) = (Arc::clone(&asked), Arc::new(handler));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (config, record, handler) = (Arc::clone(&config), Arc::clone(&record), Arc::clone(&handler));
                let published = published.clone();
                // A peer that hangs up early has its reasons.
                thread::spawn(move || serve(stream, config, &record, &*handler, &published).unwrap_or_default());
            }
        });
        Self { name, key, asked }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Its keys, signed, good until a time in milliseconds.
    pub fn keys_until(&self, valid_until_ts: i64) -> Value {
        keys(&self.name, &self.key, valid_until_ts)
    }

    /// An event with hash and signature, as the rules of its room's version have it; as it is where it is too broken.
    pub fn sign_event(&self, event: Value, rules: &RoomVersionRules) -> Value {
        let mut object: CanonicalJsonObject = match serde_json::from_value(event.clone()) {
            Ok(object) => object,
            Err(_) => return event,
        };
        match hash_and_sign_event(&self.name, &*self.key, &mut object, &rules.redaction) {
            Ok(()) => serde_json::to_value(object).unwrap_or(event),
            Err(_) => event,
        }
    }

    /// Asks a server for something, signed; with a body, if there is one.
    pub fn ask(&self, client: &Client, destination: &str, method: &str, uri: &str, body: Option<&Value>) -> Answer {
        let client = client.with_authorization(&self.authorization(destination, method, uri, body));
        let text = body.map(ToString::to_string).unwrap_or_default();
        client.send(method, uri, text.as_bytes())
    }

    /// The `Authorization` header of a request to `destination`.
    pub fn authorization(&self, destination: &str, method: &str, uri: &str, body: Option<&Value>) -> String {
        let mut object = json!({ "origin": self.name, "destination": destination, "method": method, "uri": uri });
        if let Some(body) = body {
            object["content"] = body.clone();
        }
        let signature = signed(&self.name, &self.key, object)["signatures"][&self.name]["ed25519:peer"].clone();
        let signature = signature.as_str().unwrap_or_default();
        format!(
            "X-Matrix origin=\"{}\",destination=\"{destination}\",key=\"ed25519:peer\",sig=\"{signature}\"",
            self.name
        )
    }
}

/// A reply with a JSON body.
pub fn reply_json(status: u16, body: &Value) -> Reply {
    let body = body.to_string();
    Box::new(move |stream| {
        write!(
            stream,
            "HTTP/1.1 {status} Reply\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
    })
}

fn tls(authority: &Authority) -> Arc<ServerConfig> {
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

fn keys(name: &str, key: &Ed25519KeyPair, valid_until_ts: i64) -> Value {
    let public = Base64::<Standard, _>::new(key.public_key()).encode();
    let keys = json!({
        "server_name": name,
        "verify_keys": { "ed25519:peer": { "key": public } },
        "old_verify_keys": {},
        "valid_until_ts": valid_until_ts,
    });
    signed(name, key, keys)
}

fn signed(name: &str, key: &Ed25519KeyPair, object: Value) -> Value {
    let object: Result<CanonicalJsonObject, _> = serde_json::from_value(object);
    let mut object = object.unwrap_or_else(|error| panic!("not canonical: {error}"));
    sign_json(name, key, &mut object).unwrap_or_else(|error| panic!("not signed: {error}"));
    serde_json::to_value(object).unwrap_or_else(|error| panic!("not JSON: {error}"))
}

fn serve(
    stream: TcpStream,
    config: Arc<ServerConfig>,
    record: &Mutex<Vec<Asked>>,
    handler: &Handler,
    published: &Value,
) -> std::io::Result<()> {
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut stream = BufReader::new(StreamOwned::new(connection, stream));
    let asked = read(&mut stream)?;
    record.lock().unwrap_or_else(PoisonError::into_inner).push(asked.clone());
    let reply = handler(&asked).unwrap_or_else(|| {
        let is_keys = asked.path.starts_with("/_matrix/key/v2/server");
        if is_keys { reply_json(200, published) } else { reply_json(200, &json!({ "pdus": {} })) }
    });
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
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(Asked { method, path, body: serde_json::from_slice(&body).unwrap_or_default() })
}
