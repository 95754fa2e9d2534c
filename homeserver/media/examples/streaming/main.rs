//! What files cost beside the disk: 300 MiB go up and come down, through the server and through the barest axum handler
//! that copies a body to disk and back; and what a thousand thumbnails cost that are asked for at once.
//!
//!     cargo build --release -p hs-server
//!     cargo run --release -p hs-media --example streaming [PROGRAM] [MIBIBYTES]
//!
//! Printed are the best of three rounds and how much resident memory each process took on at most. To reach: no less than
//! half of the bare handler's speed, and less than 30 MiB; with thumbnails, memory for as many pictures as are made at a
//! time, and syncs that are answered meanwhile.

#![expect(clippy::print_stdout, reason = "the numbers are what this program is for")]

mod thumbnails;

use std::{
    error::Error,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use axum::{Router, body::Body, extract::Request, routing::get};
use futures_util::StreamExt;
use tempfile::TempDir;
use tokio::{fs::File, io::AsyncWriteExt, net::TcpListener};
use tokio_util::io::ReaderStream;

const ROUNDS: usize = 3;
const BLOCK: usize = 64 << 10;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let program = arguments.next().unwrap_or_else(|| "target/release/heliograph".to_owned());
    if program == "bare" {
        return bare(Path::new(&arguments.next().ok_or("bare FILE")?)).await;
    }
    let size = arguments.next().map_or(Ok(300), |text| text.parse::<usize>())? << 20;
    let folder = tempfile::tempdir()?;
    let bare = measure(&start_bare(&folder)?, size)?;
    let ours = measure(&start_program(&folder, &program)?, size)?;
    for (name, figures) in [("bare axum handler", &bare), ("heliograph", &ours)] {
        let Figures { up, down, memory } = figures;
        println!("{name:>20}: up {up:7.0} MiB/s   down {down:7.0} MiB/s   memory +{memory:.1} MiB");
    }
    println!("{:>20}: up {:7.2}         down {:7.2}", "ratio", ours.up / bare.up, ours.down / bare.down);
    let folder = tempfile::tempdir()?;
    thumbnails::measure(&start_program(&folder, &program)?)
}

/// The other side: a handler that copies to disk and back, and nothing else.
async fn bare(file: &Path) -> Outcome<()> {
    let (to, from) = (file.to_owned(), file.to_owned());
    let upload = async move |request: Request| {
        let mut file = File::create(&to).await.map_err(|error| error.to_string())?;
        let mut body = request.into_body().into_data_stream();
        while let Some(bytes) = body.next().await {
            let bytes = bytes.map_err(|error| error.to_string())?;
            file.write_all(&bytes).await.map_err(|error| error.to_string())?;
        }
        file.flush().await.map_err(|error| error.to_string())
    };
    let download = async move || {
        let file = File::open(&from).await.map_err(|error| error.to_string())?;
        Ok::<_, String>(Body::from_stream(ReaderStream::with_capacity(file, BLOCK)))
    };
    let upload = async move |request: Request| upload(request).await.map(|()| r#"{"content_uri":"mxc://a/b"}"#);
    let router = Router::new().route("/file", get(download).post(upload));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

/// A server that is up, where to send files to, and what answers come from there.
struct Side {
    child: Child,
    address: String,
    token: String,
    upload: &'static str,
    download: fn(&str) -> String,
}

impl Drop for Side {
    fn drop(&mut self) {
        // It may have ended by itself, which is told elsewhere.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start_bare(folder: &TempDir) -> Outcome<Side> {
    let mut command = Command::new(std::env::current_exe()?);
    let mut child = command.arg("bare").arg(folder.path().join("bare")).stdout(Stdio::piped()).spawn()?;
    let mut address = String::new();
    BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut address)?;
    let (address, token) = (address.trim().to_owned(), String::new());
    Ok(Side { child, address, token, upload: "/file", download: |_| "/file".to_owned() })
}

fn start_program(folder: &TempDir, program: &str) -> Outcome<Side> {
    let config = "passwords.hash_cost = \"minimum\"\nrate_limits.enabled = false\nlogging.format = \"json\"\n\
                  media.max_upload_size = \"10 GiB\"\n\
                  listeners = [{ bind = \"127.0.0.1:0\" }]\n";
    fs::write(folder.path().join("config.toml"), config)?;
    let mut command = Command::new(fs::canonicalize(program)?);
    command.args(["serve", "--config", "config.toml"]).current_dir(folder.path());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let mut log = BufReader::new(child.stderr.take().ok_or("no log")?);
    let mut address = None;
    let mut line = String::new();
    while address.is_none() && log.read_line(&mut line)? > 0 {
        let entry: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
        if entry.get("message").is_some_and(|message| message == "listening") {
            address = entry.get("address").and_then(|address| address.as_str()).map(str::to_owned);
        }
        line.clear();
    }
    // The rest of the log has to go somewhere.
    std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
    let mut side = Side {
        child,
        address: address.ok_or("the program does not listen")?,
        token: String::new(),
        upload: "/_matrix/media/v3/upload",
        download: |uri| format!("/_matrix/client/v1/media/download/{}", uri.trim_start_matches("mxc://")),
    };
    let body = br#"{"username":"alice","password":"correct horse battery","auth":{"type":"m.login.dummy"}}"#;
    let registered = send(&side, "/_matrix/client/v3/register", body.len(), &mut |stream| stream.write_all(body))?;
    side.token = text(&registered, "access_token")?;
    Ok(side)
}

struct Figures {
    up: f64,
    down: f64,
    memory: f64,
}

fn measure(side: &Side, size: usize) -> Outcome<Figures> {
    #[expect(clippy::cast_precision_loss, reason = "no file is that large")]
    let mebibytes = size as f64 / f64::from(1 << 20);
    // A small one first, so that what every process needs once is not counted.
    transfer(side, BLOCK, 0)?;
    let before = memory(&side.child, "VmRSS:")?;
    let mut figures = Figures { up: 0.0, down: 0.0, memory: 0.0 };
    for round in 1..=ROUNDS {
        let (up, down) = transfer(side, size, round)?;
        figures.up = figures.up.max(mebibytes / up.as_secs_f64());
        figures.down = figures.down.max(mebibytes / down.as_secs_f64());
    }
    figures.memory = (memory(&side.child, "VmHWM:")? - before).max(0.0);
    Ok(figures)
}

/// Sends a file and gets it back.
fn transfer(side: &Side, size: usize, round: usize) -> Outcome<(Duration, Duration)> {
    let mut block: Vec<u8> = (0..=u8::MAX).cycle().take(BLOCK).collect();
    // Equal files would be one.
    block.splice(..8, (round + size).to_le_bytes());
    let started = Instant::now();
    let uploaded =
        send(side, side.upload, size, &mut |stream| (0..size / BLOCK).try_for_each(|_| stream.write_all(&block)))?;
    let up = started.elapsed();
    let uri = text(&uploaded, "content_uri")?;
    let started = Instant::now();
    let mut stream = connect(side, "GET", &(side.download)(&uri), 0)?;
    let mut buffer = vec![0; BLOCK];
    let mut received = 0;
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        received += count;
    }
    if received < size {
        return Err(format!("only {received} of {size} bytes came back").into());
    }
    Ok((up, started.elapsed()))
}

fn connect(side: &Side, method: &str, path: &str, length: usize) -> Outcome<TcpStream> {
    let mut stream = TcpStream::connect(&side.address)?;
    let token = &side.token;
    let authorization = if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
    let head = "connection: close\r\nhost: localhost\r\n";
    write!(stream, "{method} {path} HTTP/1.1\r\n{head}{authorization}content-length: {length}\r\n\r\n")?;
    Ok(stream)
}

/// Posts a body, and gives back what is said to it.
fn send(
    side: &Side,
    path: &str,
    length: usize,
    body: &mut dyn FnMut(&mut TcpStream) -> std::io::Result<()>,
) -> Outcome<String> {
    let mut stream = connect(side, "POST", path, length)?;
    body(&mut stream)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
    body.ok_or_else(|| format!("not an answer: {answer}").into())
}

fn text(json: &str, key: &str) -> Outcome<String> {
    let value: serde_json::Value = serde_json::from_str(json)?;
    let text = value.get(key).and_then(|text| text.as_str());
    text.map(str::to_owned).ok_or_else(|| format!("no {key} in {json}").into())
}

/// A line of `/proc/…/status`, in MiB.
fn memory(child: &Child, key: &str) -> Outcome<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id()))?;
    let line = status.lines().find_map(|line| line.strip_prefix(key)).ok_or("no such line")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}
