//! Somebody on `matrix-nio`, a Python program beside this file. It speaks with the test in lines.

use std::{env, path::Path, process::Stdio};

use anyhow::{Context, Result, ensure};
use matrix_sdk::ruma::RoomId;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::{Duration, timeout},
};

/// Long enough for the slowest machine to start Python.
const PATIENCE: Duration = Duration::from_secs(90);

/// The running program.
pub struct Nio {
    _process: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Nio {
    /// Signs somebody up. The Python that has the library is named by `NIO_PYTHON`.
    pub async fn sign_up(url: &str, name: &str, folder: &Path) -> Result<Self> {
        let python = env::var("NIO_PYTHON").context("NIO_PYTHON names a Python that has matrix-nio[e2e]")?;
        let mut process = Command::new(python)
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/person.py"))
            .args([url, name])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let input = process.stdin.take().context("its input")?;
        let output = BufReader::new(process.stdout.take().context("its output")?).lines();
        let mut nio = Self { _process: process, input, output };
        nio.expect("ready").await?;
        Ok(nio)
    }

    pub async fn join(&mut self, room: &RoomId) -> Result<()> {
        self.tell(&format!("join {room}")).await?;
        self.expect("joined").await
    }

    pub async fn say(&mut self, room: &RoomId, words: &str) -> Result<()> {
        self.tell(&format!("say {room} {words}")).await?;
        self.expect("said").await
    }

    pub async fn hears(&mut self, words: &str) -> Result<()> {
        self.tell(&format!("hear {words}")).await?;
        self.expect("heard").await
    }

    async fn tell(&mut self, line: &str) -> Result<()> {
        self.input.write_all(format!("{line}\n").as_bytes()).await?;
        Ok(())
    }

    async fn expect(&mut self, word: &str) -> Result<()> {
        let said =
            timeout(PATIENCE, self.output.next_line()).await.with_context(|| format!("no {word} from nio"))??;
        ensure!(said.as_deref() == Some(word), "nio said {said:?} instead of {word}");
        Ok(())
    }
}
