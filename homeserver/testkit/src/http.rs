//! The smallest HTTP client that can ask everything: one connection per request, and nothing that it would hide.

use std::{
    env,
    fs::{File, OpenOptions},
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::LazyLock,
    thread,
    time::Duration,
};

use serde_json::{Value, json};

/// Longer than any long-poll of a test.
const PATIENCE: Duration = Duration::from_mins(1);

/// Somebody who talks to the server, signed in or not.
#[derive(Clone, Debug)]
pub struct Client {
    address: SocketAddr,
    token: Option<String>,
    authorization: Option<String>,
    /// Who is signed in; empty where nobody is.
    pub user_id: String,
    /// With which device; empty where nobody is signed in.
    pub device_id: String,
}

/// What the server said.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body, where it is JSON; else null.
    pub body: Value,
    /// The body as text.
    pub text: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body of a success. Anything else fails the test.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status == 200, "expected a success, found {} {}", self.status, self.text);
        self.body
    }

    /// Fails the test unless the request was refused in this way; every refusal has a sentence for people.
    #[track_caller]
    pub fn refused(self, status: u16, errcode: &str) -> Value {
        assert_eq!((self.status, self.body["errcode"].as_str()), (status, Some(errcode)), "{}", self.text);
        assert!(self.body["error"].as_str().is_some_and(|text| !text.is_empty()), "{}", self.text);
        self.body
    }

    /// A header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Client {
    /// Somebody who is not signed in, at the server with this address.
    pub fn at(address: SocketAddr) -> Self {
        Self { address, token: None, authorization: None, user_id: String::new(), device_id: String::new() }
    }

    /// Makes an account and gives back somebody who is signed in to it.
    #[must_use]
    pub fn register(&self, username: &str) -> Self {
        let auth = json!({ "type": "m.login.dummy" });
        let body = json!({ "username": username, "password": "correct horse battery", "auth": auth });
        let registered = self.post("/_matrix/client/v3/register", body).ok();
        self.with_session(&registered)
    }

    /// The same server, with the access token out of an answer of `login` or `register`.
    #[must_use]
    pub fn with_session(&self, signed_in: &Value) -> Self {
        let text = |key: &str| signed_in[key].as_str().unwrap_or_default().to_owned();
        let mut client = self.with_token(&text("access_token"));
        client.user_id = text("user_id");
        client.device_id = text("device_id");
        client
    }

    /// The same server, with this access token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        let authorization = Some(format!("Bearer {token}"));
        Self { token: Some(token.to_owned()), authorization, ..self.clone() }
    }

    /// The same server, asked with another `Authorization` header: as other servers ask.
    #[must_use]
    pub fn with_authorization(&self, header: &str) -> Self {
        Self { token: None, authorization: Some(header.to_owned()), ..self.clone() }
    }

    /// Where the server is.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The access token.
    pub fn token(&self) -> String {
        self.token.clone().unwrap_or_default()
    }

    /// GET
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, b"")
    }

    /// POST
    pub fn post(&self, path: &str, body: impl Into<Value>) -> Answer {
        self.send("POST", path, body.into().to_string().as_bytes())
    }

    /// PUT
    pub fn put(&self, path: &str, body: impl Into<Value>) -> Answer {
        self.send("PUT", path, body.into().to_string().as_bytes())
    }

    /// DELETE
    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, b"")
    }

    /// Uploads a file, and gives back its `mxc:` URI.
    pub fn upload(&self, content_type: &str, bytes: &[u8]) -> String {
        let header = format!("content-type: {content_type}\r\n");
        let answer = self.exchange_with("POST", "/_matrix/media/v3/upload", &header, bytes);
        let answer = answer.unwrap_or_else(|error| panic!("a file cannot be uploaded: {error}")).ok();
        answer["content_uri"].as_str().unwrap_or_else(|| panic!("no URI in {answer}")).to_owned()
    }

    /// Any method and any body, valid or not.
    pub fn send(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.exchange(method, path, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// Like [`Client::send`], where the connection may break: while a server is being killed.
    pub fn exchange(&self, method: &str, path: &str, body: &[u8]) -> std::io::Result<Answer> {
        self.exchange_with(method, path, "", body)
    }

    fn exchange_with(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> std::io::Result<Answer> {
        if let Some(test) = thread::current().name() {
            note_call(test, method, path);
        }
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let authorization = self.authorization.as_ref().map(|header| format!("authorization: {header}\r\n"));
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}{}\r\n",
            self.address,
            body.len(),
            authorization.unwrap_or_default(),
        );
        stream.write_all(&[head.as_bytes(), body].concat())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        parse(&answer).ok_or_else(|| std::io::Error::other("the answer is cut off or not HTTP"))
    }
}

/// Writes down which test makes which request, where `TEST_CALLS` names a file: by that it is known which
/// endpoints are tested. Tests run on threads of their names.
pub fn note_call(test: &str, method: &str, path: &str) {
    static FILE: LazyLock<Option<File>> = LazyLock::new(|| {
        let file = env::var_os("TEST_CALLS")?;
        OpenOptions::new().create(true).append(true).open(file).ok()
    });
    if let Some(mut file) = FILE.as_ref() {
        // One write for each line, so that those of several tests do not mix.
        let line = format!("{test}\t{method}\t{path}\n");
        file.write_all(line.as_bytes()).unwrap_or_else(|error| panic!("the list of calls cannot be written: {error}"));
    }
}

fn parse(answer: &[u8]) -> Option<Answer> {
    let (mut head, length) = Answer::head_of(answer)?;
    let chunked = head.header("transfer-encoding") == Some("chunked");
    let rest = answer.get(length..)?;
    head.fill(if chunked { unchunk(rest)? } else { rest.to_vec() });
    Some(head)
}

impl Answer {
    /// The first answer of several on one connection, and how many bytes it took; `None` until it is complete.
    pub(crate) fn first_of(received: &[u8]) -> Option<(Self, usize)> {
        let (mut head, start) = Self::head_of(received)?;
        let length: usize = head.header("content-length")?.parse().ok()?;
        head.fill(received.get(start..start + length)?.to_vec());
        Some((head, start + length))
    }

    /// Status and headers, and how many bytes they took.
    fn head_of(answer: &[u8]) -> Option<(Self, usize)> {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut response = httparse::Response::new(&mut headers);
        let httparse::Status::Complete(length) = response.parse(answer).ok()? else { return None };
        let headers = response
            .headers
            .iter()
            .map(|header| (header.name.to_ascii_lowercase(), String::from_utf8_lossy(header.value).into_owned()));
        let headers = headers.collect();
        Some((
            Self { status: response.code?, headers, body: Value::Null, text: String::new(), bytes: Vec::new() },
            length,
        ))
    }

    fn fill(&mut self, body: Vec<u8>) {
        self.text = String::from_utf8_lossy(&body).into_owned();
        self.body = serde_json::from_str(&self.text).unwrap_or_default();
        self.bytes = body;
    }
}

fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let httparse::Status::Complete((length, size)) = httparse::parse_chunk_size(rest).ok()? else { return None };
        if size == 0 {
            return Some(body);
        }
        let end = length.checked_add(usize::try_from(size).ok()?)?;
        body.extend_from_slice(rest.get(length..end)?);
        rest = rest.get(end + 2..)?;
    }
}
