//! What stands between a server and the others, and lets through what a test wants: the network's faults.

use std::{
    io::Write,
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use hs_testkit::note_call;

use crate::{
    Authority,
    incoming::{Asked, Reply, listen},
    network::free_port,
};

/// What becomes of a request to a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives, and is answered.
    Pass,
    /// It never arrives.
    Lost,
    /// It arrives, and the answer never does: whoever asked will ask again.
    Unanswered,
    /// It arrives twice.
    Twice,
    /// It arrives after a while.
    Late(Duration),
}

type Judge = Box<dyn FnMut(&Asked) -> Fate + Send>;

/// Listens in the name of a server, and passes on to it what comes from other servers.
pub struct Proxy {
    port: u16,
    plain: u16,
    judge: Arc<Mutex<Judge>>,
}

impl Proxy {
    /// Lets everything through.
    pub(crate) fn new(authority: &Authority) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap_or_else(|error| panic!("no port: {error}"));
        let port = listener.local_addr().unwrap_or_else(|error| panic!("no address: {error}")).port();
        let plain = free_port();
        let server = SocketAddr::from(([127, 0, 0, 1], plain));
        let judge: Arc<Mutex<Judge>> = Arc::new(Mutex::new(Box::new(|_: &Asked| Fate::Pass)));
        let judged = Arc::clone(&judge);
        // The tests of whole servers are many; what they say to each other belongs to all of them.
        let test = thread::current().name().unwrap_or("interop").to_owned();
        listen(authority, listener, move |asked| {
            note_call(&test, &asked.method, &asked.path);
            let fate = judged.lock().unwrap_or_else(PoisonError::into_inner)(&asked);
            match fate {
                Fate::Pass => pass_on(server, &asked),
                Fate::Lost => None,
                Fate::Unanswered => {
                    read_to_end(pass_on(server, &asked)?);
                    None
                }
                Fate::Twice => {
                    read_to_end(pass_on(server, &asked)?);
                    pass_on(server, &asked)
                }
                Fate::Late(time) => {
                    thread::sleep(time);
                    pass_on(server, &asked)
                }
            }
        });
        Self { port, plain, judge }
    }

    /// Decides from now on what becomes of each request.
    pub fn judge(&self, judge: impl FnMut(&Asked) -> Fate + Send + 'static) {
        *self.judge.lock().unwrap_or_else(PoisonError::into_inner) = Box::new(judge);
    }

    /// Lets everything through again.
    pub fn calm(&self) {
        self.judge(|_| Fate::Pass);
    }

    /// Where it listens, with TLS.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Where the server listens, without.
    pub(crate) fn plain_port(&self) -> u16 {
        self.plain
    }
}

/// Asks the server; what it answers is read while it is passed back. A server that is not there says nothing.
fn pass_on(server: SocketAddr, asked: &Asked) -> Option<Reply> {
    let mut upstream = TcpStream::connect(server).ok()?;
    let headers = asked.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect::<Vec<_>>().concat();
    let (method, path, length) = (&asked.method, &asked.path, asked.bytes.len());
    let head = format!("{method} {path} HTTP/1.1\r\n{headers}connection: close\r\ncontent-length: {length}\r\n\r\n");
    upstream.write_all(&[head.as_bytes(), &asked.bytes].concat()).ok()?;
    Some(Box::new(move |out| std::io::copy(&mut upstream, out).map(drop)))
}

/// Waits for an answer that nobody will hear.
fn read_to_end(reply: Reply) {
    // A server that is killed meanwhile has no end.
    let _ = reply(&mut std::io::sink());
}
