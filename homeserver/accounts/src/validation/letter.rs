//! What our mails say.

use std::fmt::Write as _;

use hs_outbound::Mail;
use url::form_urlencoded;

use super::purpose::Purpose;

/// What a mail is to tell.
pub(super) enum Letter<'a> {
    /// By which link it is shown that the address is the reader's.
    Confirm {
        /// What for.
        purpose: Purpose,
        /// The link.
        link: &'a str,
    },
    /// Somebody wanted to use the address for an account, and it has one.
    InUse(&'a str),
    /// Somebody wanted a new password for an account with the address, and there is none.
    NoAccount,
}

impl Letter<'_> {
    /// The mail to an address, from the server with a name.
    pub(super) fn to(&self, address: &str, server_name: &str) -> Mail {
        let (subject, paragraphs, link) = match self {
            Self::Confirm { purpose, link } => {
                let (subject, about) = match purpose {
                    Purpose::Register => (
                        "Confirm your e-mail address",
                        format!("Somebody is making an account on {server_name} with this e-mail address."),
                    ),
                    Purpose::Add => (
                        "Confirm your e-mail address",
                        format!("Somebody is adding this e-mail address to their account on {server_name}."),
                    ),
                    Purpose::ResetPassword => (
                        "Set a new password",
                        format!("Somebody wants a new password for your account on {server_name}."),
                    ),
                };
                let ask = "If that is you, open this link and confirm it there:".to_owned();
                (subject, vec![about, ask], Some(*link))
            }
            Self::InUse(user_id) => {
                let about = format!("Somebody wanted to use this e-mail address for an account on {server_name}.");
                let answer = format!("It belongs to the account {user_id} already, so nothing has changed.");
                ("You have an account already", vec![about, answer], None)
            }
            Self::NoAccount => {
                let about = format!("Somebody wanted a new password for an account on {server_name}.");
                let answer = "No account there has this e-mail address, so nothing has changed. \
                              Perhaps yours has another one, or none."
                    .to_owned();
                ("No account has this address", vec![about, answer], None)
            }
        };
        let last = match self {
            Self::Confirm { purpose: Purpose::ResetPassword, .. } => {
                "If it was not you, do not confirm it: whoever asked would get into your account."
            }
            Self::Confirm { .. } => "If it was not you, do not confirm it: the account would be somebody else's.",
            Self::InUse(_) | Self::NoAccount => "If it was not you, you need do nothing.",
        };
        Mail {
            to: address.to_owned(),
            subject: format!("{subject} ({server_name})"),
            text: text(&paragraphs, link, last),
            html: html(&paragraphs, link, last),
        }
    }
}

/// The address of the page on which a link of ours is confirmed.
pub(super) fn link(base_url: &str, sid: &str, token: &str) -> String {
    let query =
        form_urlencoded::Serializer::new(String::new()).append_pair("sid", sid).append_pair("token", token).finish();
    format!("{base_url}/_matrix/static/client/email?{query}")
}

fn text(paragraphs: &[String], link: Option<&str>, last: &str) -> String {
    let mut parts: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
    parts.extend(link);
    parts.push(last);
    parts.join("\r\n\r\n") + "\r\n"
}

fn html(paragraphs: &[String], link: Option<&str>, last: &str) -> String {
    let mut body = String::new();
    // Writing to a string cannot fail.
    for paragraph in paragraphs {
        let _ = write!(body, "<p>{}</p>", escape(paragraph));
    }
    if let Some(link) = link.map(escape) {
        let _ = write!(body, "<p><a href=\"{link}\">{link}</a></p>");
    }
    format!(
        "<!doctype html><html lang=\"en\"><body style=\"font-family: sans-serif; line-height: 1.5\">\
         {body}<p style=\"color: #666\">{last}</p></body></html>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
