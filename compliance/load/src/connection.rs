//! One connection of one client, kept alive: requests on it follow one another, as a browser's would.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Method, Request, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::{net::TcpStream, time::timeout};

use crate::Failure;

/// The longest that a server may think, in a request that is not a long-poll.
const PATIENCE: Duration = Duration::from_mins(10);

/// A connection, opened when it is first used and again when the server closes it.
pub(crate) struct Connection {
    address: Arc<str>,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Connection {
    pub(crate) fn new(address: Arc<str>) -> Self {
        Self { address, sender: None }
    }

    pub(crate) fn address(&self) -> Arc<str> {
        Arc::clone(&self.address)
    }

    /// Asks, and gives the body of an answer that says 200.
    pub(crate) async fn ask(
        &mut self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Result<Bytes, Failure> {
        let (status, answer) = self.exchange(method.clone(), path, token, body).await?;
        if status == 200 {
            return Ok(answer);
        }
        let text = String::from_utf8_lossy(&answer);
        Err(format!("{method} {path} was answered {status}: {text}").into())
    }

    /// Asks, and reads the answer as JSON.
    pub(crate) async fn json<T: DeserializeOwned>(
        &mut self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Result<T, Failure> {
        Ok(serde_json::from_slice(&self.ask(method, path, token, body).await?)?)
    }

    /// Asks, and gives the status and the body.
    pub(crate) async fn exchange(
        &mut self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Result<(u16, Bytes), Failure> {
        let body = body.map(serde_json::to_vec).transpose()?.map_or_else(Bytes::new, Bytes::from);
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, &*self.address);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.header(header::CONTENT_TYPE, "application/json").body(Full::new(body))?;
        let sender = self.sender().await?;
        let answer = timeout(PATIENCE, async {
            let answer = sender.send_request(request).await?;
            let status = answer.status().as_u16();
            Ok::<_, hyper::Error>((status, answer.into_body().collect().await?.to_bytes()))
        });
        Ok(answer.await.map_err(|_| format!("{path}: no answer within {} s", PATIENCE.as_secs()))??)
    }

    async fn sender(&mut self) -> Result<&mut SendRequest<Full<Bytes>>, Failure> {
        let is_open = match &mut self.sender {
            Some(sender) => sender.ready().await.is_ok(),
            None => false,
        };
        if !is_open {
            self.sender = Some(open(&self.address).await?);
        }
        self.sender.as_mut().ok_or_else(|| "no connection".into())
    }
}

#[expect(clippy::disallowed_methods, reason = "the task ends with the connection")]
async fn open(address: &str) -> Result<SendRequest<Full<Bytes>>, Failure> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}
