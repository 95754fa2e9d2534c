//! What of another server's words reaches a client.

use ruma::api::error::UnknownTokenErrorData;

use super::*;

fn told(status: StatusCode, kind: ErrorKind) -> MatrixError {
    OutboundError::Remote { status, kind: Some(Box::new(kind)), message: "no".to_owned() }.into()
}

#[test]
fn what_another_server_says_of_tokens_never_signs_our_user_out() {
    let unknown = ErrorKind::UnknownToken(UnknownTokenErrorData { soft_logout: false });
    for kind in [unknown, ErrorKind::MissingToken, ErrorKind::Unauthorized, ErrorKind::UserDeactivated] {
        let told = told(StatusCode::UNAUTHORIZED, kind);
        assert_eq!(told.kind(), &ErrorKind::Unknown);
        assert_eq!(told.status(), StatusCode::BAD_GATEWAY);
    }
}

#[test]
fn what_it_says_of_the_thing_asked_for_does() {
    let told = told(StatusCode::IM_A_TEAPOT, ErrorKind::NotFound);
    assert_eq!(told.kind(), &ErrorKind::NotFound);
    assert_eq!(told.status(), StatusCode::NOT_FOUND, "the status is ours to choose");
}
