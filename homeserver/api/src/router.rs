//! One axum router per listener, with what that listener offers.

use axum::{
    Json, Router,
    extract::{Request, State},
    middleware::from_fn,
    response::{IntoResponse, Response},
    routing::get,
};
use hs_config::ApiKind;
use hs_core::error::MatrixError;
use http::{Method, StatusCode, header};
use serde_json::json;

use crate::{
    admin, client,
    edge::{edge, is_api_path},
    error,
    route::Routes,
    server,
    service::Api,
    web::WebClient,
};

/// Everything that a listener with these `apis` answers.
pub fn router(api: &Api, apis: &[ApiKind]) -> Router {
    let mut routes = Routes::default();
    if apis.contains(&ApiKind::Client) {
        client::routes(&mut routes);
    }
    if apis.contains(&ApiKind::Client) || apis.contains(&ApiKind::Federation) {
        client::openid::userinfo_routes(&mut routes);
        server::key::well_known_routes(&mut routes);
    }
    if apis.contains(&ApiKind::Federation) {
        server::routes(&mut routes);
    }
    if apis.contains(&ApiKind::Admin) {
        admin::routes(&mut routes);
    }
    let mut router = routes.into_router(api).route("/health", get(health).with_state(api.clone()));
    if apis.contains(&ApiKind::Metrics) {
        router = router.route("/metrics", get(metrics).with_state(api.clone()));
    }
    let web = apis.contains(&ApiKind::Web).then(|| WebClient::new(api.config.web.root.clone()));
    router
        .fallback(move |request: Request| fallback(web.clone(), request))
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn(edge))
}

/// What matched no route is a file of the web client, or nothing.
async fn fallback(web: Option<WebClient>, request: Request) -> Response {
    let is_read = request.method() == Method::GET || request.method() == Method::HEAD;
    match web {
        Some(web) if is_read && !is_api_path(request.uri().path()) => web.serve(request).await,
        _ => error::response(MatrixError::unrecognized("There is no such endpoint here")),
    }
}

async fn metrics(State(api): State<Api>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], (api.metrics)()).into_response()
}

async fn health(State(api): State<Api>) -> Response {
    match (api.probe)().await {
        Ok(()) => Json(json!({ "status": "ok" })).into_response(),
        Err(cause) => error::response(
            MatrixError::unknown("The database cannot be reached")
                .with_status(StatusCode::SERVICE_UNAVAILABLE)
                .with_source(cause),
        ),
    }
}

async fn wrong_method(_: Request) -> Response {
    let error = MatrixError::unrecognized("This endpoint has no such method");
    error::response(error.with_status(StatusCode::METHOD_NOT_ALLOWED))
}
