//! The pages themselves: whole documents that ask nobody for anything, under a policy that lets nothing in that is not
//! part of them.

use std::{fmt::Write as _, sync::LazyLock};

use axum::{body::Body, response::Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use hs_accounts::{Confirmation, Purpose};
use hs_config::{Policy, PolicyDocument};
use hs_core::error::MatrixError;
use http::{HeaderValue, StatusCode, header};
use ruma::OwnedUserId;
use sha2::{Digest, Sha256};

use crate::route::Result;

const STYLE: &str = include_str!("page.css");
const DONE: &str = include_str!("done.js");
const LOGIN: &str = include_str!("login.js");

/// Which stage a page is for.
pub(super) enum PageOf<'a> {
    Dummy,
    RegistrationToken,
    Password(OwnedUserId),
    Terms(&'a [Policy]),
    /// Who has an address to confirm.
    Email,
    /// Who was sent a mail, in a session with an id.
    EmailSent(&'a str),
}

/// The languages that somebody reads, best first.
pub(super) struct Language<'a>(Vec<&'a str>);

impl<'a> Language<'a> {
    /// Reads an `Accept-Language` header, whose order is what people mean by it.
    pub(super) fn of(header: &'a str) -> Self {
        Self(header.split(',').filter_map(|part| part.split(';').next()).map(str::trim).collect())
    }

    /// A document in the language that is read best: the same, or one of the same family, or else the first there is.
    fn choose<'d>(&self, documents: &'d [PolicyDocument]) -> Option<&'d PolicyDocument> {
        let family = |language: &str| language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let exact = |wanted: &&str| documents.iter().find(|document| document.language.eq_ignore_ascii_case(wanted));
        let near = |wanted: &&str| documents.iter().find(|document| family(&document.language) == family(wanted));
        self.0.iter().find_map(|wanted| exact(wanted).or_else(|| near(wanted))).or(documents.first())
    }
}

/// The page of a stage.
pub(super) fn stage(
    of: &PageOf<'_>,
    language: &Language<'_>,
    wrong: Option<&str>,
    status: StatusCode,
) -> Result<Response> {
    let (title, about, fields) = match of {
        PageOf::Dummy => ("Nearly done", "Nothing more is needed from you.".to_owned(), String::new()),
        PageOf::RegistrationToken => (
            "Registration token",
            "This server lets in who was invited. Type the token that you were given.".to_owned(),
            field("Registration token", "<input name=\"token\" required autofocus autocomplete=\"off\">"),
        ),
        PageOf::Password(user_id) => (
            "Is it you?",
            format!("Type the password of {} to go on.", escape(user_id.as_str())),
            field(
                "Password",
                "<input name=\"password\" type=\"password\" required autofocus autocomplete=\"current-password\">",
            ),
        ),
        PageOf::Email => (
            "Your e-mail address",
            "Type your address. A mail goes there with a link to confirm it.".to_owned(),
            field("Address", "<input name=\"email\" type=\"email\" required autofocus autocomplete=\"email\">"),
        ),
        PageOf::EmailSent(sid) => (
            "Look into your mail",
            "A mail is on its way. Open the link in it and confirm your address there; then go on here.".to_owned(),
            format!("<input type=\"hidden\" name=\"sid\" value=\"{}\">", escape(sid)),
        ),
        PageOf::Terms(policies) => (
            "Before you begin",
            "Read and accept the documents of this server.".to_owned(),
            policies.iter().map(|policy| checkbox(policy, language)).collect(),
        ),
    };
    let wrong =
        wrong.map_or_else(String::new, |text| format!("<p class=\"wrong\" role=\"alert\">{}</p>", escape(text)));
    let form = format!("<form method=\"post\">{fields}{wrong}<button>Continue</button></form>");
    document(title, &format!("<p>{about}</p>{form}"), None, status)
}

/// What is shown once a stage is complete; it tells the client.
pub(super) fn done() -> Result<Response> {
    document("Thank you", "<p>You can close this page and go on where you came from.</p>", Some(DONE), StatusCode::OK)
}

/// The page that a link in a mail opens: somebody has to press the button, which programs that look for bad mail do not.
pub(super) fn confirm(confirmation: &Confirmation) -> Result<Response> {
    let what_for = match confirmation.purpose {
        Purpose::Register => "a new account on this server",
        Purpose::Add => "an account on this server",
        Purpose::ResetPassword => "a new password for your account on this server",
    };
    let address = escape(&confirmation.address);
    let content = format!(
        "<p>Is {address} your address, and did you ask for {what_for}?</p>\
         <form method=\"post\"><button>Yes, confirm</button></form>\
         <p>If you did not, close this page: nothing happens.</p>"
    );
    document("Confirm your e-mail address", &content, None, StatusCode::OK)
}

/// What is shown once an address is confirmed, with the place that the client wanted to go on to.
pub(super) fn confirmed(confirmation: &Confirmation) -> Result<Response> {
    let next = confirmation.next_link.as_deref().map_or_else(String::new, |link| {
        let link = escape(link);
        format!("<p>Or go on to <a href=\"{link}\" rel=\"noreferrer\">{link}</a></p>")
    });
    let content =
        format!("<p>Your address is confirmed. You can close this page and go on where you came from.</p>{next}");
    document("Thank you", &content, None, StatusCode::OK)
}

/// What is shown where there is nothing to complete.
pub(super) fn refusal(why: &str) -> Result<Response> {
    let text = format!("<p role=\"alert\">{}</p>", escape(why));
    document("This does not work", &text, None, StatusCode::BAD_REQUEST)
}

/// The page that does the whole of a login.
pub(super) fn login() -> Result<Response> {
    let user = field("User name", "<input name=\"user\" required autofocus autocomplete=\"username\">");
    let password = "<input name=\"password\" type=\"password\" required autocomplete=\"current-password\">";
    let fields = format!("{user}{}", field("Password", password));
    let wrong = "<p class=\"wrong\" role=\"alert\"></p>";
    let content = format!(
        "<p>To the account that you have here.</p><form method=\"post\">{fields}{wrong}<button>Sign in</button></form>"
    );
    document("Sign in", &content, Some(LOGIN), StatusCode::OK)
}

fn field(label: &str, input: &str) -> String {
    format!("<label>{label}{input}</label>")
}

fn checkbox(policy: &Policy, language: &Language<'_>) -> String {
    let Some(document) = language.choose(&policy.documents) else { return String::new() };
    let [id, tongue, url, name] =
        [&policy.id, &document.language, &document.url, &document.name].map(|text| escape(text));
    format!(
        "<label class=\"choice\"><input type=\"checkbox\" name=\"accepted\" value=\"{id}\" required>\
         <span lang=\"{tongue}\"><a href=\"{url}\" target=\"_blank\" rel=\"noopener noreferrer\">{name}</a></span></label>"
    )
}

/// Text that is text in HTML, also within quotes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

fn document(title: &str, content: &str, script: Option<&str>, status: StatusCode) -> Result<Response> {
    static STYLE_HASH: LazyLock<String> = LazyLock::new(|| hash_of(STYLE));
    let mut policy = format!(
        "default-src 'none'; style-src '{}'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
        *STYLE_HASH
    );
    let mut html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <style>{STYLE}</style></head><body><main><h1>{title}</h1>{content}</main>"
    );
    if let Some(script) = script {
        // Writing to a string cannot fail.
        let _ = write!(policy, "; script-src '{}'", hash_of(script));
        let _ = write!(html, "<script>{script}</script>");
    }
    html.push_str("</body></html>");
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::try_from(policy).map_err(MatrixError::internal)?);
    Ok(response)
}

fn hash_of(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests;
