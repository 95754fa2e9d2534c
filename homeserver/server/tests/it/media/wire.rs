//! Requests and answers that are bytes, with any headers, and requests that break off.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    thread,
    time::Duration,
};

use hs_testkit::{Client, Server, Value};

/// Somebody who sends and gets files.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    pub(super) address: SocketAddr,
    pub(super) token: String,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&self.body)))
    }

    /// Fails the test unless the request was refused in this way, with a sentence for people.
    #[track_caller]
    pub(super) fn refused(&self, status: u16, errcode: &str) {
        let body = self.json();
        assert_eq!((self.status, body["errcode"].as_str()), (status, Some(errcode)), "{body}");
        assert!(body["error"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
    }
}

impl Wire {
    /// The same person as `client`.
    pub(super) fn of(server: &Server, client: &Client) -> Self {
        let address = (0..100).find_map(|_| {
            // The line is in the log a moment after the server was found.
            address_in(&server.log()).or_else(|| {
                thread::sleep(Duration::from_millis(10));
                None
            })
        });
        Self { address: address.expect("an address in the log"), token: client.token() }
    }

    /// Sends the start of a request: head, and as much of the body as is given.
    pub(super) fn begin(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_mins(1))).expect("a timeout");
        let authorization = format!("Bearer {}", self.token);
        let known = if self.token.is_empty() { None } else { Some(("authorization", authorization.as_str())) };
        let lines = known.iter().chain(headers).map(|(name, value)| format!("{name}: {value}\r\n"));
        let lines = lines.collect::<String>();
        let head = format!("{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{lines}\r\n");
        stream.write_all(&[head.as_bytes(), body].concat()).expect("sent");
        stream
    }

    pub(super) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let length = body.len().to_string();
        let headers = [headers, &[("content-length", length.as_str())]].concat();
        finish(self.begin(method, path, &headers, body))
    }

    pub(super) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.ask("GET", path, headers, b"")
    }

    /// Uploads a file and gives back its URI.
    #[track_caller]
    pub(super) fn upload(&self, content_type: &str, query: &str, body: &[u8]) -> String {
        let headers = [("content-type", content_type)];
        let headers = if content_type.is_empty() { &[] } else { headers.as_slice() };
        let reply = self.ask("POST", &format!("/_matrix/media/v3/upload{query}"), headers, body);
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
        reply.json()["content_uri"].as_str().expect("a URI").to_owned()
    }
}

fn address_in(log: &str) -> Option<SocketAddr> {
    let mut entries = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let listening = entries.find(|entry| entry["message"] == "listening")?;
    listening["address"].as_str()?.parse().ok()
}

/// Reads the answer to its end.
pub(super) fn finish(mut stream: TcpStream) -> Reply {
    let mut answer = Vec::new();
    // A server that refuses before it has read everything may close the connection hard.
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("an answer");
    let body = answer.split_off(end + 4);
    let head = String::from_utf8(answer).expect("a head in ASCII");
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    Reply { status, headers, body }
}
