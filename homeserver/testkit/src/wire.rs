//! Connections that stay open, for many requests at once without a thread for each.

use std::io::{Error, Result};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::http::{Answer, Client};

/// A connection of somebody who asks one thing after the other.
pub struct Wire {
    stream: TcpStream,
    head: String,
    received: Vec<u8>,
}

impl Wire {
    /// Connects to the client's server.
    pub async fn open(client: &Client) -> Result<Self> {
        let stream = TcpStream::connect(client.address()).await?;
        stream.set_nodelay(true)?;
        let head = format!("host: {}\r\nauthorization: Bearer {}\r\n", client.address(), client.token());
        Ok(Self { stream, head, received: Vec::new() })
    }

    /// Asks, and waits for the answer.
    pub async fn ask(&mut self, method: &str, path: &str, body: &str) -> Result<Answer> {
        let head = &self.head;
        let request = format!("{method} {path} HTTP/1.1\r\n{head}content-length: {}\r\n\r\n{body}", body.len());
        self.stream.write_all(request.as_bytes()).await?;
        loop {
            if let Some((answer, length)) = Answer::first_of(&self.received) {
                self.received.drain(..length);
                return Ok(answer);
            }
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Err(Error::other("the connection was closed before the answer"));
            }
        }
    }
}
