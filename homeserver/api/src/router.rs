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
use http::StatusCode;
use serde_json::json;

use crate::{client, edge::edge, error, route::Routes, service::Api};

/// Everything that a listener with these `apis` answers.
pub fn router(api: &Api, apis: &[ApiKind]) -> Router {
    let mut routes = Routes::default();
    if apis.contains(&ApiKind::Client) {
        client::routes(&mut routes);
    }
    routes
        .into_router(api)
        .route("/health", get(health).with_state(api.clone()))
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn(edge))
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

async fn unknown_path(_: Request) -> Response {
    error::response(MatrixError::unrecognized("There is no such endpoint here"))
}

async fn wrong_method(_: Request) -> Response {
    let error = MatrixError::unrecognized("This endpoint has no such method");
    error::response(error.with_status(StatusCode::METHOD_NOT_ALLOWED))
}
