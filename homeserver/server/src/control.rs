//! How commands reach a running server: a socket beside the SQLite file, for the user the server runs as alone.
//!
//! SQLite has room for one process, and a running server remembers sessions; so `heliograph user` does not touch the
//! database behind its back but asks it. On PostgreSQL commands open the database themselves.

use std::{
    fs, io,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use hs_config::Config;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
    time::timeout,
};

use crate::{failure::Failure, node::Node, user::UserTask};

/// The largest request that is read.
const MAX_REQUEST: u64 = 64 * 1024;

/// How long a command may take to be sent or answered.
const PATIENCE: Duration = Duration::from_secs(30);

/// The lines to print, or why it was not done.
type Answer = Result<Vec<String>, String>;

/// Where the socket is; only SQLite files have one.
fn socket_path(config: &Config) -> Option<PathBuf> {
    let mut path = config.database.file()?.as_os_str().to_owned();
    path.push(".socket");
    Some(PathBuf::from(path))
}

/// Does what commands ask for, until the node closes.
pub(crate) fn start(node: &Arc<Node>, config: &Config) {
    let Some(path) = socket_path(config) else { return };
    // The lock on the database is ours, so a socket that is there was left behind.
    let bound = remove(&path).and_then(|()| UnixListener::bind(&path)).and_then(|listener| {
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        Ok((listener, fs::metadata(&path)?.uid()))
    });
    match bound {
        Ok((listener, owner)) => node.spawn(serve(listener, owner, Arc::clone(node), path)),
        Err(error) => {
            let path = path.display();
            tracing::warn!(%error, %path, "no control socket: `heliograph user` works only while the server is down");
        }
    }
}

async fn serve(listener: UnixListener, owner: u32, node: Arc<Node>, path: PathBuf) {
    while let Some(accepted) = node.unless_closing(listener.accept()).await {
        let Ok((stream, _)) = accepted else { continue };
        let is_ours = stream.peer_cred().is_ok_and(|peer| peer.uid() == owner || peer.uid() == 0);
        if is_ours {
            // One after the other: commands are few, and somebody at a terminal waits for each.
            if let Err(error) = answer(stream, &node).await {
                tracing::debug!(%error, "a command was not answered");
            }
        }
    }
    if let Err(error) = remove(&path) {
        tracing::warn!(%error, "the control socket was left behind");
    }
}

async fn answer(mut stream: UnixStream, node: &Node) -> io::Result<()> {
    let mut request = Vec::new();
    timeout(PATIENCE, (&mut stream).take(MAX_REQUEST).read_to_end(&mut request)).await??;
    let answer: Answer = match serde_json::from_slice::<UserTask>(&request) {
        Ok(task) => node.perform(task).await.map_err(|error| error.message().to_owned()),
        Err(_) => Err("the server is of another release than this command: use the same program".to_owned()),
    };
    stream.write_all(&serde_json::to_vec(&answer)?).await?;
    stream.shutdown().await
}

/// Asks the running server. `None` if none can be asked.
pub(crate) async fn ask(config: &Config, task: &UserTask) -> Option<Result<Vec<String>, Failure>> {
    let mut stream = UnixStream::connect(socket_path(config)?).await.ok()?;
    let answer = timeout(PATIENCE, exchange(&mut stream, task)).await.unwrap_or_else(|elapsed| Err(elapsed.into()));
    Some(match answer {
        Ok(answer) => answer.map_err(Failure::new),
        Err(error) => Err(Failure::because("the running server did not answer", error, "look at its log")),
    })
}

async fn exchange(stream: &mut UnixStream, task: &UserTask) -> io::Result<Answer> {
    stream.write_all(&serde_json::to_vec(task)?).await?;
    stream.shutdown().await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(serde_json::from_slice(&answer)?)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
