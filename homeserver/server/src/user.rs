//! What an administrator of the machine can do with accounts: the same, whether the server runs or not.

use hs_core::error::MatrixError;
use hs_rooms::Actor;
use ruma::{OwnedUserId, UserId};
use serde::{Deserialize, Serialize};

use crate::node::Node;

/// Something to do. It can be sent to a running server, see [`crate::control`].
#[derive(Serialize, Deserialize)]
pub(crate) enum UserTask {
    /// Make an account.
    Create { name: String, password: String, is_admin: bool },
    /// List all accounts.
    List,
    /// Give an account another password and end its sessions.
    SetPassword { name: String, password: String },
    /// Close an account for good.
    Deactivate { name: String },
    /// Make somebody an administrator, or no longer one.
    SetAdmin { name: String, is_admin: bool },
}

/// How many accounts are read at a time.
const PAGE: u64 = 1_000;

impl Node {
    /// Does it, and gives back the lines to print.
    pub(crate) async fn perform(&self, task: UserTask) -> Result<Vec<String>, MatrixError> {
        let users = &self.accounts.user;
        let line = match task {
            UserTask::List => return self.list_users().await,
            UserTask::Create { name, password, is_admin } => {
                let registered = users.create_directly(localpart(&name), &password, is_admin, None).await?;
                format!("{} has an account now", registered.user_id)
            }
            UserTask::SetPassword { name, password } => {
                let user_id = self.user_id(&name)?;
                users.set_password(&user_id, &password).await?;
                format!("{user_id} has a new password and is signed out everywhere")
            }
            UserTask::Deactivate { name } => {
                let user_id = self.user_id(&name)?;
                self.accounts.deactivate(&user_id).await?;
                if let Some(user) = users.find(&user_id).await? {
                    let actor = Actor { user_id: user_id.clone(), user, device_id: None, is_guest: false };
                    self.federation.leave_all(&actor).await?;
                }
                format!("the account of {user_id} is closed")
            }
            UserTask::SetAdmin { name, is_admin } => {
                let user_id = self.user_id(&name)?;
                users.set_admin(&user_id, is_admin).await?;
                let is = if is_admin { "is an administrator now" } else { "is no administrator any more" };
                format!("{user_id} {is}")
            }
        };
        Ok(vec![line])
    }

    async fn list_users(&self) -> Result<Vec<String>, MatrixError> {
        let mut lines = Vec::new();
        let mut after = None;
        loop {
            let page = self.accounts.user.list(after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(lines) };
            after = Some(last.user);
            lines.extend(page.iter().map(|account| {
                let marks = [
                    (account.is_admin, "administrator"),
                    (account.is_guest, "guest"),
                    (account.is_deactivated, "deactivated"),
                ];
                let marks = marks.iter().filter(|(is_so, _)| *is_so).map(|(_, mark)| format!("  {mark}"));
                format!("{}{}", account.user_id, marks.collect::<String>())
            }));
        }
    }

    /// `alice`, `@alice` and `@alice:this.server` are all the same person.
    fn user_id(&self, name: &str) -> Result<OwnedUserId, MatrixError> {
        let user_id = if name.starts_with('@') && name.contains(':') {
            UserId::parse(name)
        } else {
            UserId::parse_with_server_name(localpart(name), self.server_name())
        };
        user_id.map_err(|_| MatrixError::invalid_username(format!("{name:?} is not the name of a user")))
    }
}

fn localpart(name: &str) -> &str {
    name.strip_prefix('@').unwrap_or(name)
}
