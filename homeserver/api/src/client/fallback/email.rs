//! The page that the link in a mail opens. Opening it does nothing yet: programs that look for bad mail open links, too.

use axum::response::Response;
use ruma::api::auth_scheme::NoAuthentication;
use serde::Deserialize;

use super::page::{confirm, confirmed, refusal};
use crate::{
    endpoint::{endpoint, query},
    extract::{Public, Raw},
    limit::Rate,
    route::{Result, Routes},
    service::Api,
};

pub(super) fn routes(routes: &mut Routes) {
    routes.add_raw(get_email_page);
    routes.add_raw(confirm_email).rate(Rate::Login);
}

/// The request for the page.
#[derive(Deserialize)]
struct GetEmailPage {
    sid: String,
    token: String,
}

endpoint!(GetEmailPage, GET, "/_matrix/static/client/email", NoAuthentication, |request, _| query(request));

/// Somebody has pressed its button.
#[derive(Deserialize)]
struct ConfirmEmail {
    sid: String,
    token: String,
}

endpoint!(ConfirmEmail, POST, "/_matrix/static/client/email", NoAuthentication, |request, _| query(request));

/// `GET /_matrix/static/client/email`
async fn get_email_page(api: Api, call: Public<GetEmailPage>, _: Raw) -> Result<Response> {
    match api.accounts.validation.confirmation(&call.request.sid, &call.request.token).await {
        Ok(confirmation) => confirm(&confirmation),
        Err(error) if error.status().is_server_error() => Err(error),
        Err(error) => refusal(error.message()),
    }
}

/// `POST /_matrix/static/client/email`
async fn confirm_email(api: Api, call: Public<ConfirmEmail>, _: Raw) -> Result<Response> {
    match api.accounts.validation.confirm(&call.request.sid, &call.request.token).await {
        Ok(confirmation) => confirmed(&confirmation),
        Err(error) if error.status().is_server_error() => Err(error),
        Err(error) => refusal(error.message()),
    }
}
