//! A mail server that is spoken to in private.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
};

use hs_testkit::{MailServer, Manners};
use rustls::{ServerConnection, StreamOwned};

use crate::{Authority, incoming::tls};

/// A mail server named `localhost`, with a certificate.
pub struct SecureMail {
    mail: MailServer,
    port: u16,
}

impl SecureMail {
    /// Starts one: private from the first word, or once the other side asks for it.
    pub fn start(authority: &Authority, begins_openly: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap_or_else(|error| panic!("no port: {error}"));
        let port = listener.local_addr().unwrap_or_else(|error| panic!("no address: {error}")).port();
        let (config, mail) = (tls(authority), MailServer::start(Manners::Takes));
        let server = Self { mail: mail.clone(), port };
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (config, mail) = (Arc::clone(&config), mail.clone());
                thread::spawn(move || -> std::io::Result<()> {
                    if begins_openly {
                        begin_openly(&stream)?;
                    }
                    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
                    mail.converse(StreamOwned::new(connection, stream), !begins_openly)
                });
            }
        });
        server
    }

    /// Where it is.
    pub fn address(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// What it was given.
    pub fn mail(&self) -> &MailServer {
        &self.mail
    }
}

/// Says hello, and that it can be private, until it is to be.
fn begin_openly(mut stream: &TcpStream) -> std::io::Result<()> {
    stream.write_all(b"220 mail.test\r\n")?;
    for line in BufReader::new(stream).lines() {
        if line?.eq_ignore_ascii_case("STARTTLS") {
            return stream.write_all(b"220 go on\r\n");
        }
        stream.write_all(b"250-mail.test\r\n250 STARTTLS\r\n")?;
    }
    Ok(())
}
