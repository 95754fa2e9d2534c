//! A mail server that keeps what it is given.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener},
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
    time::Duration,
};

/// How long a mail may be under way.
const PATIENCE: Duration = Duration::from_secs(30);

/// A mail as it arrived.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Whom it says it comes from.
    pub from: String,
    /// To whom it goes.
    pub to: Vec<String>,
    /// Headers and parts, with long lines and unusual letters as they were before they were encoded.
    pub data: String,
}

impl Letter {
    /// The first link in it, without the scheme and the host.
    pub fn link(&self) -> String {
        let start = self.data.find("http").unwrap_or_else(|| panic!("no link in {}", self.data));
        let link = self.data[start..].split_whitespace().next().unwrap_or_default();
        let path = link.splitn(4, '/').nth(3).unwrap_or_else(|| panic!("no path in {link}"));
        format!("/{path}")
    }
}

/// How a mail server treats who speaks to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manners {
    /// It takes every mail.
    Takes,
    /// It takes none.
    Refuses,
    /// It never says a word.
    Hangs,
}

/// A mail server on the loopback address.
#[derive(Clone)]
pub struct MailServer {
    address: SocketAddr,
    manners: Manners,
    letters: Arc<(Mutex<Vec<Letter>>, Condvar)>,
}

impl MailServer {
    /// Starts one.
    pub fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap_or_else(|error| panic!("no port: {error}"));
        let address = listener.local_addr().unwrap_or_else(|error| panic!("no address: {error}"));
        let server = Self { address, manners, letters: Arc::default() };
        let kept = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = kept.clone();
                thread::spawn(move || match manners {
                    // Until the other side has had enough.
                    Manners::Hangs => BufReader::new(stream).lines().map_while(Result::ok).for_each(drop),
                    Manners::Takes | Manners::Refuses => drop(server.converse(stream, true)),
                });
            }
        });
        server
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The mails to an address so far.
    pub fn letters_to(&self, address: &str) -> Vec<Letter> {
        let letters = self.letters.0.lock().unwrap_or_else(PoisonError::into_inner);
        letters.iter().filter(|letter| letter.to.iter().any(|to| to == address)).cloned().collect()
    }

    /// The `count`th mail to an address, once it has come.
    pub fn wait_for(&self, address: &str, count: usize) -> Letter {
        let letters = self.letters.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_to = |letter: &&Letter| letter.to.iter().any(|to| to == address);
        let waited = self
            .letters
            .1
            .wait_timeout_while(letters, PATIENCE, |letters| letters.iter().filter(is_to).count() < count);
        let (letters, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let found = letters.iter().filter(is_to).nth(count - 1).cloned();
        found.unwrap_or_else(|| panic!("there are fewer than {count} mails to {address}: {letters:?}"))
    }

    /// Speaks with whoever is at the other end of a connection, until they have said all. Where the connection has been
    /// greeted before, it is not greeted again.
    pub fn converse(&self, stream: impl Read + Write, greets: bool) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        if greets {
            say(&mut stream, "220 mail.test")?;
        }
        let mut letter = Letter { from: String::new(), to: Vec::new(), data: String::new() };
        while let Some(line) = hear(&mut stream)? {
            let address = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
            let answer = match line.to_ascii_uppercase().as_str() {
                command if command.starts_with("EHLO") => "250-mail.test\r\n250 AUTH PLAIN",
                command if command.starts_with("AUTH PLAIN ") => "235 welcome",
                command if command.starts_with("MAIL") && self.manners == Manners::Refuses => "451 not today",
                command if command.starts_with("MAIL") => {
                    letter = Letter { from: address, to: Vec::new(), data: String::new() };
                    "250 ok"
                }
                command if command.starts_with("RCPT") => {
                    letter.to.push(address);
                    "250 ok"
                }
                "DATA" => {
                    say(&mut stream, "354 go on")?;
                    while let Some(line) = hear(&mut stream)?.filter(|line| line != ".") {
                        letter.data.push_str(&line);
                        letter.data.push('\n');
                    }
                    self.keep(Letter { data: decode(&letter.data), ..letter.clone() });
                    "250 kept"
                }
                "QUIT" => return say(&mut stream, "221 bye"),
                _ => "250 ok",
            };
            say(&mut stream, answer)?;
        }
        Ok(())
    }

    fn keep(&self, letter: Letter) {
        self.letters.0.lock().unwrap_or_else(PoisonError::into_inner).push(letter);
        self.letters.1.notify_all();
    }
}

fn say(stream: &mut BufReader<impl Read + Write>, line: &str) -> std::io::Result<()> {
    let stream = stream.get_mut();
    stream.write_all(format!("{line}\r\n").as_bytes())?;
    stream.flush()
}

fn hear(stream: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut line = String::new();
    let length = stream.read_line(&mut line)?;
    Ok((length > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
}

/// Takes the quoted-printable encoding from text of ASCII; what is not encoded stays as it is.
fn decode(text: &str) -> String {
    let mut parts = text.split('=');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let byte = part.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        match (part.strip_prefix('\n'), byte) {
            (Some(rest), _) => decoded.push_str(rest),
            (None, Some(byte)) => {
                decoded.push(char::from(byte));
                decoded.push_str(&part[2..]);
            }
            (None, None) => {
                decoded.push('=');
                decoded.push_str(part);
            }
        }
    }
    decoded
}
