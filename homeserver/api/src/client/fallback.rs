//! Pages for clients that do not know how to authenticate in some way: one for each stage of user-interactive
//! authentication, and one for the whole of a login. And the page that the links in our mails open.
//!
//! See <https://spec.matrix.org/v1.19/client-server-api/#fallback> and
//! <https://spec.matrix.org/v1.19/client-server-api/#login-fallback>.

mod email;
mod page;

use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    response::Response,
};
use hs_accounts::Typed;
use hs_core::error::MatrixError;
use http::{HeaderMap, StatusCode, header};
use ruma::{
    api::{
        auth_scheme::NoAuthentication,
        client::uiaa::{AuthType, get_uiaa_fallback_page},
    },
    exports::serde_html_form,
};
use serde::Deserialize;
use tokio::time::timeout;

use self::page::{Language, PageOf, done, login, stage};
use crate::{
    endpoint::{endpoint, query},
    extract::{Public, Raw},
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

/// The longest form that somebody fills in.
const MAX_FORM: usize = 8 << 10;
/// How long it may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn routes(routes: &mut Routes) {
    routes.add_raw(get_uiaa_fallback_page);
    let sent = routes.add_raw(send_fallback_page).rate(Rate::Login);
    sent.also("/_matrix/client/r0/auth/{auth_type}/fallback/web");
    email::routes(routes);
    routes.add_raw(get_login_page).also("/_matrix/static/client/login");
}

/// A filled in form of a stage's page.
struct SendFallbackPage {
    auth_type: AuthType,
    session: String,
}

#[derive(Deserialize)]
struct Asked {
    session: String,
}

endpoint!(
    SendFallbackPage,
    POST,
    "/_matrix/client/v3/auth/{auth_type}/fallback/web",
    NoAuthentication,
    |request, path| {
        let Asked { session } = query(request)?;
        Ok(Self { auth_type: path.first().copied().unwrap_or_default().into(), session })
    }
);

/// What a form says. Which of it matters depends on the page.
#[derive(Default, Deserialize)]
struct Form {
    #[serde(default)]
    token: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    accepted: Vec<String>,
    #[serde(default)]
    email: String,
    /// The session in which a mail was sent.
    #[serde(default)]
    sid: String,
}

/// The request for the page with a login.
struct GetLoginPage;

endpoint!(GetLoginPage, GET, "/_matrix/static/client/login/", NoAuthentication, |_, _| Ok(Self));

/// `GET /_matrix/client/v3/auth/{authType}/fallback/web`
async fn get_uiaa_fallback_page(
    api: Api,
    call: Public<get_uiaa_fallback_page::v3::Request>,
    raw: Raw,
) -> Result<Response> {
    let get_uiaa_fallback_page::v3::Request { auth_type, session, .. } = call.request;
    show(&api, &auth_type, &session, &raw.headers, None).await
}

/// `POST /_matrix/client/v3/auth/{authType}/fallback/web`
async fn send_fallback_page(api: Api, call: Public<SendFallbackPage>, raw: Raw) -> Result<Response> {
    let SendFallbackPage { auth_type, session } = call.request;
    let form = read(raw.body).await?;
    let policies = api.accounts.uia.policies();
    let typed = match &auth_type {
        AuthType::Dummy => Typed::Nothing,
        AuthType::RegistrationToken => Typed::RegistrationToken(form.token.trim()),
        AuthType::Password => Typed::Password(&form.password),
        AuthType::EmailIdentity if form.sid.is_empty() => {
            return send_mail(&api, &auth_type, &session, &raw.headers, &form.email).await;
        }
        AuthType::EmailIdentity => Typed::Confirmed(&form.sid),
        AuthType::Terms if policies.iter().all(|policy| form.accepted.contains(&policy.id)) => Typed::Acceptance,
        AuthType::Terms => {
            let error = MatrixError::missing_param("Accept each of the documents to go on");
            return show(&api, &auth_type, &session, &raw.headers, Some(&error)).await;
        }
        _ => return Err(no_page()),
    };
    match api.accounts.uia.complete(&session, typed).await {
        Ok(()) => done(),
        Err(error) if error.status().is_server_error() => Err(error),
        Err(error) if matches!(typed, Typed::Confirmed(_)) => {
            let of = PageOf::EmailSent(&form.sid);
            stage(&of, &Language::of(""), Some(error.message()), error.status())
        }
        Err(error) => show(&api, &auth_type, &session, &raw.headers, Some(&error)).await,
    }
}

/// Sends a mail, and shows the page of those who wait for it.
async fn send_mail(
    api: &Api,
    auth_type: &AuthType,
    session: &str,
    headers: &HeaderMap,
    email: &str,
) -> Result<Response> {
    match api.accounts.uia.send_mail(session, email).await {
        Ok(sid) => stage(&PageOf::EmailSent(&sid), &Language::of(""), None, StatusCode::OK),
        Err(error) if error.status().is_server_error() => Err(error),
        Err(error) => show(api, auth_type, session, headers, Some(&error)).await,
    }
}

/// The page of a stage, with what was wrong about the last attempt.
async fn show(
    api: &Api,
    auth_type: &AuthType,
    session: &str,
    headers: &HeaderMap,
    wrong: Option<&MatrixError>,
) -> Result<Response> {
    let uia = &api.accounts.uia;
    let owner = match uia.owner(session).await {
        Ok(owner) => owner,
        Err(error) if error.status().is_server_error() => return Err(error),
        Err(error) => return page::refusal(error.message()),
    };
    let of = match (auth_type, owner) {
        (AuthType::Dummy, _) => PageOf::Dummy,
        (AuthType::RegistrationToken, _) => PageOf::RegistrationToken,
        (AuthType::Password, Some(user_id)) => PageOf::Password(user_id),
        (AuthType::EmailIdentity, _) if api.accounts.validation.sends_mail() => PageOf::Email,
        (AuthType::Terms, _) if !uia.policies().is_empty() => PageOf::Terms(uia.policies()),
        _ => return Err(no_page()),
    };
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let status = wrong.map_or(StatusCode::OK, MatrixError::status);
    stage(&of, &Language::of(accepted.unwrap_or_default()), wrong.map(MatrixError::message), status)
}

async fn read(body: Body) -> Result<Form> {
    let slow = |_| MatrixError::unknown("The form did not arrive in time: try again");
    let large = |_| MatrixError::too_large("This is more than the form has room for");
    let bytes = timeout(PATIENCE, to_bytes(body, MAX_FORM)).await.map_err(slow)?.map_err(large)?;
    serde_html_form::from_bytes(&bytes).map_err(|_| MatrixError::bad_json("This is not the form of the page"))
}

/// `GET /_matrix/static/client/login/`
async fn get_login_page(_: Api, _: Public<GetLoginPage>, _: Raw) -> Result<Response> {
    login()
}

fn no_page() -> MatrixError {
    MatrixError::unrecognized("There is no page for this way to authenticate")
}
