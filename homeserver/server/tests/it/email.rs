//! E-mail addresses of accounts: shown to be somebody's by a mail, and good for signing in and for a new password.
//! <https://spec.matrix.org/v1.19/client-server-api/#adding-account-administrative-contact-information>

use hs_testkit::{Answer, Client, MailServer, Manners, Server, Setup, Value, json};

use crate::{on_each_database, setup};

const REGISTER: &str = "/_matrix/client/v3/register";
const LOGIN: &str = "/_matrix/client/v3/login";
const RESET: &str = "/_matrix/client/v3/account/password";
const ADDRESSES: &str = "/_matrix/client/v3/account/3pid";
const PASSWORD: &str = "correct horse battery";
const ADDRESS: &str = "alice@example.org";

fn sending(setup: Setup, mail: &MailServer) -> Setup {
    let server = format!("127.0.0.1:{}", mail.address().port());
    setup.with("email.server", &server).with("email.encryption", "none").with("email.from", "Tea <tea@localhost>")
}

fn ask(client: &Client, what_for: &str, address: &str, secret: &str, attempt: u32) -> Answer {
    let body = json!({ "client_secret": secret, "email": address, "send_attempt": attempt });
    client.post(&format!("/_matrix/client/v3/{what_for}/email/requestToken"), body)
}

fn proof(sid: &Value, secret: &str) -> Value {
    json!({ "sid": sid, "client_secret": secret })
}

fn stage(sid: &Value, secret: &str, session: &Value) -> Value {
    json!({ "type": "m.login.email.identity", "threepid_creds": proof(sid, secret), "session": session })
}

fn by_password(user: &str) -> Value {
    json!({ "type": "m.login.password", "identifier": { "type": "m.id.user", "user": user }, "password": PASSWORD })
}

/// Opens the link of a mail and presses the button.
#[track_caller]
fn confirm(client: &Client, link: &str) {
    let page = client.get(link);
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("<form method=\"post\">"), "{}", page.text);
    let done = client.send("POST", link, b"");
    assert_eq!(done.status, 200, "{}", done.text);
    assert!(done.text.contains("confirmed"), "{}", done.text);
}

/// Gives an account an address.
#[track_caller]
fn add(person: &Client, mail: &MailServer, name: &str, address: &str) {
    let sid = &ask(person, "account/3pid", address, name, 1).ok()["sid"];
    let count = mail.letters_to(address).len().max(1);
    confirm(person, &mail.wait_for(address, count).link());
    let mut body = proof(sid, name);
    body["auth"] = by_password(name);
    person.post(&format!("{ADDRESSES}/add"), body).ok();
}

#[track_caller]
fn addresses(person: &Client) -> Vec<String> {
    let listed = person.get(ADDRESSES).ok();
    let listed = listed["threepids"].as_array().expect("a list");
    listed.iter().map(|id| id["address"].as_str().expect("an address").to_owned()).collect()
}

fn with_alice(setup: Setup) -> (MailServer, Server, Client) {
    let mail = MailServer::start(Manners::Takes);
    let server = sending(setup, &mail).start();
    let alice = server.register("alice");
    add(&alice, &mail, "alice", ADDRESS);
    (mail, server, alice)
}

#[test]
fn an_account_is_made_with_an_address() {
    on_each_database(|setup| {
        let mail = MailServer::start(Manners::Takes);
        let server = sending(setup, &mail).with_raw("registration.requires_email", "true").start();
        let client = server.client();
        let mut wanted = json!({ "username": "alice", "password": PASSWORD });
        let challenge = client.post(REGISTER, wanted.clone());
        assert_eq!(challenge.body["flows"], json!([{ "stages": ["m.login.email.identity"] }]));
        let session = challenge.body["session"].clone();
        wanted["auth"] = json!({ "type": "m.login.dummy", "session": session });
        assert_eq!(client.post(REGISTER, wanted.clone()).status, 401);

        let sid = &ask(&client, "register", " Alice@Example.ORG", "monkeys", 1).ok()["sid"];
        let letter = mail.wait_for(ADDRESS, 1);
        assert_eq!(letter.from, "tea@localhost");
        for part in ["Auto-Submitted: auto-generated", "text/plain", "text/html", "Message-ID: <"] {
            assert!(letter.data.contains(part), "{part}: {}", letter.data);
        }
        // To open the link is not enough, nor to know half of what the client knows.
        assert_eq!(client.get(&letter.link()).status, 200);
        wanted["auth"] = stage(sid, "monkeys", &session);
        let early = client.post(REGISTER, wanted.clone());
        assert_eq!((early.status, early.body["errcode"].as_str()), (401, Some("M_THREEPID_AUTH_FAILED")));
        confirm(&client, &letter.link());
        wanted["auth"] = stage(sid, "others", &session);
        assert_eq!(client.post(REGISTER, wanted.clone()).body["errcode"], "M_THREEPID_AUTH_FAILED");

        wanted["auth"] = stage(sid, "monkeys", &session);
        let alice = client.with_session(&client.post(REGISTER, wanted.clone()).ok());
        assert_eq!(addresses(&alice), [ADDRESS]);
        // The answer may get lost; what was shown makes no second account.
        assert_eq!(client.post(REGISTER, wanted.clone()).ok()["user_id"], "@alice:localhost");
        wanted["username"] = json!("bob");
        wanted["auth"] = stage(sid, "monkeys", &Value::Null);
        assert_eq!(client.post(REGISTER, wanted).body["errcode"], "M_THREEPID_AUTH_FAILED");
        server.assert_sound();
    });
}

#[test]
fn who_does_not_know_how_confirms_an_address_on_pages() {
    on_each_database(|setup| {
        let mail = MailServer::start(Manners::Takes);
        let server = sending(setup, &mail).with_raw("registration.requires_email", "true").start();
        let client = server.client();
        let mut wanted = json!({ "username": "alice", "password": PASSWORD });
        let session = client.post(REGISTER, wanted.clone()).body["session"].as_str().expect("a session").to_owned();
        let page = format!("/_matrix/client/v3/auth/m.login.email.identity/fallback/web?session={session}");
        assert!(client.get(&page).text.contains("name=\"email\""));
        let wrong = client.send("POST", &page, b"email=alice");
        assert!(wrong.status == 400 && wrong.text.contains("name=\"email\""), "{}", wrong.text);
        let sent = client.send("POST", &page, b"email=alice%40example.org");
        let sid = sent.text.split("name=\"sid\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let typed = format!("sid={}", sid.expect("a session"));
        let early = client.send("POST", &page, typed.as_bytes());
        assert!(early.status == 400 && early.text.contains("open the link"), "{}", early.text);
        confirm(&client, &mail.wait_for(ADDRESS, 1).link());
        let done = client.send("POST", &page, typed.as_bytes());
        assert!(done.status == 200 && done.text.contains("Thank you"), "{}", done.text);
        wanted["auth"] = json!({ "session": session });
        let alice = client.with_session(&client.post(REGISTER, wanted).ok());
        assert_eq!(addresses(&alice), [ADDRESS]);
        server.assert_sound();
    });
}

#[test]
fn an_address_is_offered_where_mail_is_sent_and_asked_for_where_it_has_to_be() {
    let mail = MailServer::start(Manners::Takes);
    let server = sending(setup(), &mail).start();
    let challenge = server.client().post(REGISTER, json!({ "username": "alice", "password": PASSWORD }));
    let flows = json!([{ "stages": ["m.login.dummy"] }, { "stages": ["m.login.email.identity"] }]);
    assert_eq!(challenge.body["flows"], flows);
    let alice = server.register("alice");
    let capabilities = alice.get("/_matrix/client/v3/capabilities").ok();
    assert_eq!(capabilities["capabilities"]["m.3pid_changes"], json!({ "enabled": true }));
    let refused = setup().with_raw("registration.requires_email", "true").run(&["config", "check"], "");
    assert!(!refused.status.success());
}

#[test]
fn an_address_is_added_and_taken_away() {
    on_each_database(|setup| {
        let (mail, server, alice) = with_alice(setup);
        let listed = alice.get(ADDRESSES).ok();
        assert_eq!(
            (&listed["threepids"][0]["medium"], &listed["threepids"][0]["address"]),
            (&json!("email"), &json!(ADDRESS))
        );
        assert!(listed["threepids"][0]["validated_at"].as_i64() <= listed["threepids"][0]["added_at"].as_i64());
        let sign_in = json!({ "type": "m.login.password", "password": PASSWORD,
            "identifier": { "type": "m.id.thirdparty", "medium": "email", "address": "ALICE@example.org" } });
        assert_eq!(server.client().post(LOGIN, sign_in.clone()).ok()["user_id"], "@alice:localhost");
        let old = json!({ "type": "m.login.password", "password": PASSWORD, "medium": "email", "address": ADDRESS });
        assert_eq!(server.client().post(LOGIN, old).ok()["user_id"], "@alice:localhost");

        // Without the password nothing is added, and what was confirmed waits.
        let sid = &ask(&alice, "account/3pid", "second@example.org", "again", 1).ok()["sid"];
        confirm(&alice, &mail.wait_for("second@example.org", 1).link());
        let unproved = alice.post(&format!("{ADDRESSES}/add"), proof(sid, "again"));
        assert_eq!((unproved.status, addresses(&alice).len()), (401, 1));
        let mut body = proof(sid, "again");
        body["auth"] = by_password("alice");
        alice.post(&format!("{ADDRESSES}/add"), body.clone()).ok();
        alice.post(&format!("{ADDRESSES}/add"), body).refused(400, "M_THREEPID_AUTH_FAILED");
        assert_eq!(addresses(&alice), [ADDRESS, "second@example.org"]);

        let gone = json!({ "medium": "email", "address": "Alice@example.org" });
        let delete = format!("{ADDRESSES}/delete");
        server.register("bob").post(&delete, gone.clone()).refused(404, "M_THREEPID_NOT_FOUND");
        assert_eq!(alice.post(&delete, gone.clone()).ok(), json!({ "id_server_unbind_result": "no-support" }));
        alice.post(&delete, gone).refused(404, "M_THREEPID_NOT_FOUND");
        assert_eq!(addresses(&alice), ["second@example.org"]);
        server.client().post(LOGIN, sign_in).refused(403, "M_FORBIDDEN");
        server.assert_sound();
    });
}

#[test]
fn a_forgotten_password_is_set_anew_by_mail() {
    on_each_database(|setup| {
        let (mail, server, alice) = with_alice(setup);
        let client = server.client();
        let sid = &ask(&client, "account/password", ADDRESS, "reset", 1).ok()["sid"];
        let letter = mail.wait_for(ADDRESS, 2);
        assert!(letter.data.contains("Set a new password"), "{}", letter.data);
        let mut body = json!({ "new_password": "staple battery horse" });
        let challenge = client.post(RESET, body.clone());
        assert_eq!(
            (challenge.status, &challenge.body["flows"]),
            (401, &json!([{ "stages": ["m.login.email.identity"] }]))
        );
        body["auth"] = stage(sid, "reset", &challenge.body["session"]);
        assert_eq!(client.post(RESET, body.clone()).body["errcode"], "M_THREEPID_AUTH_FAILED");
        confirm(&client, &letter.link());

        // What was shown for one thing is good for no other.
        let mut elsewhere = proof(sid, "reset");
        elsewhere["auth"] = by_password("alice");
        alice.post(&format!("{ADDRESSES}/add"), elsewhere).refused(400, "M_THREEPID_AUTH_FAILED");
        client.post(RESET, body.clone()).ok();
        alice.get("/_matrix/client/v3/account/whoami").refused(401, "M_UNKNOWN_TOKEN");
        let login = |password| {
            let user = json!({ "type": "m.id.user", "user": "alice" });
            client.post(LOGIN, json!({ "type": "m.login.password", "identifier": user, "password": password }))
        };
        login(PASSWORD).refused(403, "M_FORBIDDEN");
        login("staple battery horse").ok();
        // Neither the authentication nor the link is good a second time.
        assert_eq!(client.post(RESET, body.clone()).status, 401);
        body["auth"] = stage(sid, "reset", &Value::Null);
        assert_eq!(client.post(RESET, body).body["errcode"], "M_THREEPID_AUTH_FAILED");
        assert_eq!(client.send("POST", &letter.link(), b"").status, 400);
        server.assert_sound();
    });
}

#[test]
fn who_asks_does_not_learn_whose_address_it_is() {
    let (mail, server, _alice) = with_alice(setup());
    let client = server.client();
    for (what_for, address, says) in [
        ("register", ADDRESS, "@alice:localhost already"),
        ("account/3pid", ADDRESS, "@alice:localhost already"),
        ("account/password", "nobody@example.org", "No account there"),
    ] {
        let count = mail.letters_to(address).len();
        let answer = ask(&client, what_for, address, "curious", 1).ok();
        assert!(answer["sid"].is_string() && answer.as_object().is_some_and(|answer| answer.len() == 1));
        let letter = mail.wait_for(address, count + 1);
        assert!(letter.data.contains(says) && !letter.data.contains("token="), "{}", letter.data);
    }
}

#[test]
fn two_accounts_cannot_have_one_address() {
    on_each_database(|setup| {
        let mail = MailServer::start(Manners::Takes);
        let server = sending(setup, &mail).start();
        let people = [server.register("alice"), server.register("bob")];
        let sids = [1, 2].map(|count: usize| {
            let name = ["alice", "bob"][count - 1];
            let sid = ask(&people[count - 1], "account/3pid", ADDRESS, name, 1).ok()["sid"].clone();
            confirm(&people[count - 1], &mail.wait_for(ADDRESS, count).link());
            sid
        });
        let body = |index: usize, name: &str| {
            let mut body = proof(&sids[index], name);
            body["auth"] = by_password(name);
            body
        };
        people[0].post(&format!("{ADDRESSES}/add"), body(0, "alice")).ok();
        people[1].post(&format!("{ADDRESSES}/add"), body(1, "bob")).refused(400, "M_THREEPID_IN_USE");
        assert_eq!((addresses(&people[0]).len(), addresses(&people[1]).len()), (1, 0));
        server.assert_sound();
    });
}

#[test]
fn a_further_mail_needs_a_further_attempt_and_there_is_an_end_to_them() {
    let mail = MailServer::start(Manners::Takes);
    let server = sending(setup(), &mail).start();
    let client = server.client();
    let asked = |attempt| ask(&client, "register", ADDRESS, "monkeys", attempt);
    let first = asked(1).ok()["sid"].clone();
    let old = mail.wait_for(ADDRESS, 1).link();
    assert_eq!(asked(1).ok()["sid"], first);
    assert_eq!(asked(2).ok()["sid"], first);
    let new = mail.wait_for(ADDRESS, 2).link();
    assert_eq!(client.send("POST", &old, b"").status, 400, "only the newest mail counts");
    assert_eq!(client.send("POST", &new.replace("token=", "token=x"), b"").status, 400);
    for attempt in 3_u32..=10 {
        asked(attempt).ok();
        mail.wait_for(ADDRESS, attempt as usize);
    }
    asked(11).refused(429, "M_LIMIT_EXCEEDED");
    ask(&client, "register", ADDRESS, "another", 1).refused(429, "M_LIMIT_EXCEEDED");
    confirm(&client, &mail.wait_for(ADDRESS, 10).link());
    assert_eq!(asked(12).ok()["sid"], first, "it is confirmed: no more mail is needed");
}

#[test]
fn what_is_no_address_gets_no_mail() {
    let mail = MailServer::start(Manners::Takes);
    let server = sending(setup(), &mail).start();
    let client = server.client();
    for address in [
        "",
        "alice",
        "alice@example.org\r\nBcc: eve@example.org",
        "alice@example.org>\r\nRCPT TO:<eve@example.org",
        "Alice <alice@example.org>",
        "alice@example.org,eve@example.org",
        "alice@\u{0}example.org",
        "ali\u{212a}e@example.org",
    ] {
        ask(&client, "register", address, "monkeys", 1).refused(400, "M_INVALID_PARAM");
    }
    let mut body = json!({ "client_secret": "monkeys", "email": ADDRESS, "send_attempt": 1 });
    for link in ["javascript:alert(1)", "data:text/html,hello", "nowhere"] {
        body["next_link"] = json!(link);
        client.post("/_matrix/client/v3/register/email/requestToken", body.clone()).refused(400, "M_INVALID_PARAM");
    }
    body["next_link"] = json!("https://app.example.org/?a=\"><script>&b");
    client.post("/_matrix/client/v3/register/email/requestToken", body).ok();
    let page = client.send("POST", &mail.wait_for(ADDRESS, 1).link(), b"");
    assert!(page.text.contains("https://app.example.org/?a=") && !page.text.contains("<script>"), "{}", page.text);
    assert_eq!(mail.letters_to("eve@example.org").len(), 0);
}

#[test]
fn who_closes_their_account_leaves_no_address_behind() {
    on_each_database(|setup| {
        let (mail, server, alice) = with_alice(setup);
        let closed = alice.post("/_matrix/client/v3/account/deactivate", json!({ "auth": by_password("alice") })).ok();
        assert_eq!(closed, json!({ "id_server_unbind_result": "success" }));
        let bob = server.register("bob");
        let sid = &ask(&bob, "account/3pid", ADDRESS, "bob", 1).ok()["sid"];
        confirm(&bob, &mail.wait_for(ADDRESS, 2).link());
        let mut body = proof(sid, "bob");
        body["auth"] = by_password("bob");
        bob.post(&format!("{ADDRESSES}/add"), body).ok();
        assert_eq!(addresses(&bob), [ADDRESS]);
        server.assert_sound();
    });
}

#[test]
fn a_mail_server_that_does_not_work_keeps_nobody_waiting() {
    for manners in [Manners::Hangs, Manners::Refuses] {
        let mail = MailServer::start(manners);
        let server = sending(setup(), &mail).start();
        let client = server.client();
        let begun = std::time::Instant::now();
        for name in ["alice", "bob", "carol", "dan", "eve", "frank"] {
            ask(&client, "register", &format!("{name}@example.org"), name, 1).ok();
        }
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
        if manners == Manners::Refuses {
            let log = server.log_with("the mail server takes no mail");
            assert!(!log.contains("token="), "{log}");
            assert_eq!(server.log().matches("the mail server takes no mail").count(), 1);
        }
        assert!(server.stop().success());
    }
}
