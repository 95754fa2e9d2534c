//! Pages for clients that cannot authenticate by themselves:
//! <https://spec.matrix.org/v1.19/client-server-api/#fallback>.

use hs_testkit::{Answer, Client, json};

use crate::{on_each_database, setup};

const REGISTER: &str = "/_matrix/client/v3/register";
const PASSWORD: &str = "correct horse battery";
const TERMS: &str = r#"[
    { id = "terms", version = "2", documents = [
        { language = "en", name = "Terms of <service>", url = "https://example.org/terms?a=1&b=2" },
        { language = "fr", name = "Conditions d'utilisation", url = "https://example.org/conditions" },
    ] },
    { id = "privacy", version = "1.0", documents = [
        { language = "en", name = "Privacy policy", url = "https://example.org/privacy" },
    ] },
]"#;

fn page(stage: &str, session: &str) -> String {
    format!("/_matrix/client/v3/auth/{stage}/fallback/web?session={session}")
}

/// A page that asks nobody but us for anything, and that nobody can put into theirs.
#[track_caller]
fn check(answer: &Answer, status: u16, says: &str) {
    assert_eq!(answer.status, status, "{}", answer.text);
    assert!(answer.text.contains(says), "{says}: {}", answer.text);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    let policy = answer.header("content-security-policy").expect("a policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(!answer.text.contains("src=") && !answer.text.contains("<link"), "{}", answer.text);
}

fn begin(client: &Client, name: &str) -> String {
    let challenge = client.post(REGISTER, json!({ "username": name, "password": PASSWORD, "device_id": "PHONE" }));
    assert_eq!(challenge.status, 401, "{}", challenge.text);
    challenge.body["session"].as_str().expect("a session").to_owned()
}

#[test]
fn a_token_and_the_terms_are_given_on_pages() {
    on_each_database(|setup| {
        let server = setup.with("registration.mode", "token").with_raw("registration.terms", TERMS).start();
        let client = server.client();
        let session = begin(&client, "alice");
        let token_page = page("m.login.registration_token", &session);
        check(&client.get(&token_page), 200, "name=\"token\"");
        check(&client.send("POST", &token_page, b"token=wrong"), 401, "This registration token is not valid");
        let terms_page = page("m.login.terms", &session);
        let shown = client.get(&terms_page);
        check(&shown, 200, "https://example.org/terms?a=1&amp;b=2");
        assert!(shown.text.contains("Terms of &lt;service&gt;") && shown.text.contains("Privacy policy"));
        check(&client.send("POST", &terms_page, b"accepted=terms"), 400, "Accept each of the documents");
        let done = client.send("POST", &terms_page, b"accepted=terms&accepted=privacy");
        check(&done, 200, "window.onAuthDone");
        assert!(done.header("content-security-policy").is_some_and(|policy| policy.contains("script-src 'sha256-")));
        // The client goes on by the session alone; the token is still missing.
        let auth = json!({ "auth": { "session": session } });
        let challenge = client.post(REGISTER, auth);
        assert_eq!((challenge.status, &challenge.body["completed"]), (401, &json!(["m.login.terms"])));
        // Nobody proves with one stage's page what another one is about.
        client.get(&page("m.login.password", &session)).refused(404, "M_UNRECOGNIZED");
        client.get(&page("m.login.recaptcha", &session)).refused(404, "M_UNRECOGNIZED");
        check(&client.get(&page("m.login.terms", "made-up")), 400, "has expired");
        client.get("/_matrix/client/v3/auth/m.login.terms/fallback/web").refused(400, "M_MISSING_PARAM");
        let large = "accepted=x&".repeat(10_000);
        client.send("POST", &terms_page, large.as_bytes()).refused(413, "M_TOO_LARGE");
    });
}

#[test]
fn a_password_is_given_on_a_page() {
    let server = setup().start();
    let alice = server.register("alice");
    let path = format!("/_matrix/client/v3/devices/{}", alice.device_id);
    let session = alice.delete(&path).body["session"].as_str().expect("a session").to_owned();
    let password_page = page("m.login.password", &session);
    check(&server.client().get(&password_page), 200, "@alice:localhost");
    check(&server.client().send("POST", &password_page, b"password=guess"), 403, "The password is wrong");
    let auth = json!({ "auth": { "session": session } }).to_string();
    assert_eq!(alice.send("DELETE", &path, auth.as_bytes()).status, 401);
    let form = format!("password={}", PASSWORD.replace(' ', "+"));
    check(&server.client().send("POST", &password_page, form.as_bytes()), 200, "authDone");
    alice.send("DELETE", &path, auth.as_bytes()).ok();
    check(&server.client().get(&password_page), 400, "has expired");
}

#[test]
fn somebody_who_registers_goes_on_by_the_session_alone() {
    let server = setup().start();
    let client = server.client();
    let session = begin(&client, "alice");
    let dummy_page = page("m.login.dummy", &session).replace("/v3/", "/r0/");
    check(&client.get(&dummy_page), 200, "Continue");
    check(&client.send("POST", &dummy_page, b""), 200, "authDone");
    let registered = client.post(REGISTER, json!({ "auth": { "session": session } })).ok();
    assert_eq!((&registered["user_id"], &registered["device_id"]), (&json!("@alice:localhost"), &json!("PHONE")));
}

#[test]
fn the_whole_of_a_login_is_on_a_page() {
    let server = setup().start();
    for path in ["/_matrix/static/client/login/", "/_matrix/static/client/login?device_id=PHONE"] {
        let answer = server.client().get(path);
        check(&answer, 200, "window.matrixLogin.onLogin(response)");
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("script-src 'sha256-") && policy.contains("connect-src 'self'"), "{policy}");
    }
}
