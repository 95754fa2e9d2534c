use http::Request;
use ruma::api::{
    IncomingRequestExt,
    client::{
        device::delete_device,
        session::login::v3::{LoginInfo, Request as LoginRequest},
        uiaa::{AuthData, UserIdentifier},
    },
};
use serde_json::{Value, json};

use super::{Login, Reauthenticated};

fn login(body: &Value) -> Option<LoginInfo> {
    let body = body.to_string();
    let request = Request::post("/_matrix/client/v3/login").body(body.as_bytes()).unwrap();
    Login::<LoginRequest>::try_from_http_request(request, &[]).ok().map(|login| login.0.login_info)
}

fn delete(auth: &Value) -> Option<AuthData> {
    let body = json!({ "auth": auth }).to_string();
    let request = Request::delete("/_matrix/client/v3/devices/A").body(body.as_bytes()).unwrap();
    let request = Reauthenticated::<delete_device::v3::Request>::try_from_http_request(request, &["A"]).ok()?;
    request.0.auth
}

#[test]
fn a_login_without_a_type_is_refused_and_does_not_panic() {
    assert!(login(&json!({})).is_none());
    assert!(login(&json!({ "type": 1 })).is_none());
    assert!(login(&json!([])).is_none());
    let body = json!({ "type": "m.login.password", "user": "alice", "password": "x" });
    assert!(matches!(login(&body), Some(LoginInfo::Password(_))));
}

#[test]
fn a_password_may_come_with_the_old_user() {
    let auth = delete(&json!({ "type": "m.login.password", "user": "alice", "password": "x", "session": "s" }));
    let Some(AuthData::Password(password)) = auth else { panic!("not a password") };
    let UserIdentifier::Matrix(identifier) = password.identifier else { panic!("not a user") };
    assert_eq!((identifier.user.as_str(), password.session.as_deref()), ("alice", Some("s")));
}

#[test]
fn everything_else_is_left_as_it_is() {
    let identifier = json!({ "type": "m.id.user", "user": "bob" });
    let auth = json!({ "type": "m.login.password", "user": "alice", "identifier": identifier, "password": "x" });
    let Some(AuthData::Password(password)) = delete(&auth) else { panic!("not a password") };
    assert!(matches!(password.identifier, UserIdentifier::Matrix(identifier) if identifier.user == "bob"));
    assert!(matches!(delete(&json!({ "type": "m.login.dummy" })), Some(AuthData::Dummy(_))));
    assert!(delete(&Value::Null).is_none());
    assert!(delete(&json!("m.login.dummy")).is_none());
    assert!(delete(&json!({ "type": "m.login.password", "password": "x" })).is_none());
}
