//! Whom people ask who have a question about this server.
//! See <https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixsupport>.

use ruma::{OwnedUserId, UserId};

use crate::read::Section;

/// `[support]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// A page with help.
    pub page: Option<String>,
    /// Who looks after the server.
    pub admin: Contact,
    /// To whom it is told that something is not safe.
    pub security: Contact,
}

/// How somebody is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// By their Matrix id.
    pub matrix_id: Option<OwnedUserId>,
    /// By e-mail.
    pub email: Option<String>,
}

impl Contact {
    /// Whether there is any way.
    pub fn is_reachable(&self) -> bool {
        self.matrix_id.is_some() || self.email.is_some()
    }
}

impl Support {
    pub(super) fn read(section: &mut Section<'_>) -> Self {
        let email = |section: &mut Section<'_>, key| {
            section.parsed(key, None, "an e-mail address", |text| match text {
                "" => Ok(None),
                _ if text.contains('@') => Ok(Some(text.to_owned())),
                _ => Err(format!("found {text:?}: write an e-mail address")),
            })
        };
        let matrix_id = |section: &mut Section<'_>, key| {
            section.parsed(key, None, "a Matrix id", |text| match text {
                "" => Ok(None),
                _ => UserId::parse(text)
                    .map(Some)
                    .map_err(|_| format!("found {text:?}: write an id such as \"@me:example.org\"")),
            })
        };
        Self {
            page: section.parsed("page", None, "the URL of a page", |text| match text {
                "" => Ok(None),
                _ if text.starts_with("https://") || text.starts_with("http://") => Ok(Some(text.to_owned())),
                _ => Err(format!("found {text:?}: write a URL that begins with https://")),
            }),
            admin: Contact { matrix_id: matrix_id(section, "admin_matrix_id"), email: email(section, "admin_email") },
            security: Contact {
                matrix_id: matrix_id(section, "security_matrix_id"),
                email: email(section, "security_email"),
            },
        }
    }
}
