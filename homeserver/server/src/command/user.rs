//! `heliograph user`

use std::{
    io::{self, BufRead, IsTerminal},
    sync::Arc,
};

use clap::{Args, Subcommand};
use hs_config::Config;
use tokio_util::sync::CancellationToken;

use super::{ConfigFile, runtime, say};
use crate::{control, failure::Failure, node::Node, user::UserTask};

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Make an account. The password is asked for, or read from standard input
    Create {
        #[command(flatten)]
        user: UserName,
        /// Make it an administrator of this server
        #[arg(long)]
        admin: bool,
        #[command(flatten)]
        file: ConfigFile,
    },
    /// List all accounts
    List(ConfigFile),
    /// Give an account another password, and end all its sessions
    SetPassword(UserAndFile),
    /// Close an account for good: its name can never be used again
    Deactivate(UserAndFile),
    /// Make somebody an administrator of this server
    GrantAdmin(UserAndFile),
    /// Make somebody an ordinary user again
    RevokeAdmin(UserAndFile),
}

#[derive(Debug, Args)]
pub(super) struct UserName {
    /// The user: alice, or @alice:example.org
    #[arg(value_name = "NAME")]
    name: String,
}

#[derive(Debug, Args)]
pub(super) struct UserAndFile {
    #[command(flatten)]
    user: UserName,
    #[command(flatten)]
    file: ConfigFile,
}

impl UserCommand {
    /// Does it, and prints what came of it.
    pub(super) fn run(self) -> Result<(), Failure> {
        let (file, task) = self.into_task()?;
        let config = Arc::new(file.load()?);
        let lines = runtime()?.block_on(perform(config, task))?;
        lines.iter().try_for_each(|line| say(line))
    }

    fn into_task(self) -> Result<(ConfigFile, UserTask), Failure> {
        Ok(match self {
            Self::List(file) => (file, UserTask::List),
            Self::Create { user, admin, file } => {
                (file, UserTask::Create { name: user.name, password: read_new_password()?, is_admin: admin })
            }
            Self::SetPassword(UserAndFile { user, file }) => {
                (file, UserTask::SetPassword { name: user.name, password: read_new_password()? })
            }
            Self::Deactivate(UserAndFile { user, file }) => (file, UserTask::Deactivate { name: user.name }),
            Self::GrantAdmin(UserAndFile { user, file }) => {
                (file, UserTask::SetAdmin { name: user.name, is_admin: true })
            }
            Self::RevokeAdmin(UserAndFile { user, file }) => {
                (file, UserTask::SetAdmin { name: user.name, is_admin: false })
            }
        })
    }
}

/// A running server does it, if there is one that has the database to itself; otherwise we do.
async fn perform(config: Arc<Config>, task: UserTask) -> Result<Vec<String>, Failure> {
    if let Some(answer) = control::ask(&config, &task).await {
        return answer;
    }
    let node = Node::build(config, CancellationToken::new()).await?;
    let done = node.perform(task).await;
    node.close().await;
    done.map_err(|error| Failure::new(error.message()))
}

/// Asks twice without echo at a terminal; reads one line where there is none.
fn read_new_password() -> Result<String, Failure> {
    let cannot_read =
        |error| Failure::because("no password could be read", error, "type it, or send it to standard input");
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map_err(cannot_read)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let password = rpassword::prompt_password("New password: ").map_err(cannot_read)?;
    let again = rpassword::prompt_password("Once more: ").map_err(cannot_read)?;
    if password == again { Ok(password) } else { Err(Failure::new("the two passwords differ: try again")) }
}
