//! The server under test: the program named by `HELIOGRAPH_BIN`, on a database of its own.

use std::{
    env,
    net::TcpListener,
    path::Path,
    process::{Child, Command},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;
use tokio::{net::TcpStream, time::sleep};

/// A running server; it is killed when the test is done with it.
pub struct Server {
    process: Child,
    folder: TempDir,
    address: String,
}

impl Server {
    /// Starts it, and waits until it answers.
    pub async fn start() -> Result<Self> {
        let program = env::var("HELIOGRAPH_BIN").context("HELIOGRAPH_BIN names the server's program")?;
        let folder = TempDir::new()?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let config = folder.path().join("config.toml");
        std::fs::write(
            &config,
            format!(
                "server_name = \"localhost\"\npublic_base_url = \"http://{address}\"\n\
                 [[listeners]]\nbind = \"{address}\"\napis = [\"client\"]\n\
                 [passwords]\nhash_cost = \"minimum\"\n[rate_limits]\nenabled = false\n[logging]\nlevel = \"warn\"\n"
            ),
        )?;
        let process = Command::new(&program)
            .args(["serve", "--config"])
            .arg(&config)
            .current_dir(folder.path())
            // Variables with this beginning are settings to the server.
            .env_remove("HELIOGRAPH_BIN")
            .spawn()
            .with_context(|| format!("{program} does not start"))?;
        let server = Self { process, folder, address };
        for _ in 0..300 {
            if TcpStream::connect(&server.address).await.is_ok() {
                return Ok(server);
            }
            sleep(Duration::from_millis(100)).await;
        }
        ensure!(false, "the server does not answer");
        Ok(server)
    }

    /// Where clients find it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A place for files that is gone with the server.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _already_gone = self.process.kill();
        let _status = self.process.wait();
    }
}
