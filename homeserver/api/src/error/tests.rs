//! The bodies and headers that clients read.

use std::time::Duration;

use axum::body::to_bytes;
use ruma::api::client::uiaa::{AuthFlow, AuthType, UiaaInfo};
use serde_json::{Value, json};

use super::*;

async fn body(response: Response) -> Value {
    let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    serde_json::from_slice(&bytes).expect("JSON")
}

#[tokio::test]
async fn a_standard_error() {
    let response = response(MatrixError::forbidden("No"));
    assert_eq!(response.status(), 403);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(body(response).await, json!({ "errcode": "M_FORBIDDEN", "error": "No" }));
}

#[tokio::test]
async fn a_limit_says_when_to_come_back() {
    let response = response(MatrixError::limit_exceeded(Duration::from_millis(1_500)));
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "2");
    let body = body(response).await;
    assert_eq!(body["errcode"], "M_LIMIT_EXCEEDED");
    assert_eq!(body["retry_after_ms"], 1_500);
}

#[tokio::test]
async fn a_challenge_lists_its_flows() {
    let mut info = UiaaInfo::new(vec![AuthFlow::new(vec![AuthType::Dummy])]);
    info.session = Some("abc".to_owned());
    let response = response(MatrixError::challenge(info));
    assert_eq!(response.status(), 401);
    let expected = json!({ "flows": [{ "stages": ["m.login.dummy"] }], "completed": [], "session": "abc" });
    assert_eq!(body(response).await, expected);
}

#[tokio::test]
async fn a_cause_is_kept_from_the_client() {
    let response = response(MatrixError::internal(std::io::Error::other("the disk is on fire")));
    assert_eq!(response.status(), 500);
    let failure = response.extensions().get::<Failure>().expect("the failure").clone();
    assert_eq!(failure.cause().as_deref(), Some("the disk is on fire"));
    assert!(!body(response).await.to_string().contains("fire"));
}
