//! The table: written for people, and read again by the test that holds the program to it.

use std::{collections::BTreeSet, fmt::Write};

use crate::{
    calls::Calls,
    endpoint::{Endpoint, Side, all},
};

/// How many tests are named for an endpoint.
const NAMED: usize = 2;

const APIS: [(&str, &str); 5] = [
    ("client-server", "Client-server API"),
    ("server-server", "Server-server API"),
    ("application-service", "Application service API"),
    ("push-gateway", "Push gateway API"),
    ("identity", "Identity service API"),
];

/// Why the server does not know an endpoint, although it is in the specification.
const REASONS: [(&str, &str); 4] = [
    (
        "GET /_matrix/client/v1/auth_metadata",
        "accounts are used with the legacy authentication API, and a server without the OAuth 2.0 API answers \
         `404 M_UNRECOGNIZED` by the \
         [specification](https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1auth_metadata).",
    ),
    ("GET /_matrix/client/v3/login/sso/redirect", SSO),
    ("GET /_matrix/client/v3/login/sso/redirect/{idpId}", SSO),
    (
        "POST /_matrix/policy/v1/sign",
        "a homeserver with this endpoint is a policy server, and this one is none: it asks those that rooms name. The \
         endpoint is [optional](https://spec.matrix.org/v1.19/server-server-api/#policy-servers), and without it the \
         answer is `404 M_UNRECOGNIZED`.",
    ),
];
const SSO: &str = "there is no `m.login.sso` among the flows of `GET /login`, without which no client comes here \
                   ([Client login via SSO](https://spec.matrix.org/v1.19/client-server-api/#client-login-via-sso)).";

/// Why the server does not know an endpoint, if there is a reason.
pub fn reason_against(endpoint: &Endpoint) -> Option<&'static str> {
    let name = endpoint.to_string();
    REASONS.iter().find(|(of, _)| *of == name).map(|(_, reason)| *reason)
}

/// The page.
pub fn write(implemented: &BTreeSet<Endpoint>, calls: &Calls) -> String {
    let mut page = String::from(
        "# Endpoints\n\nEvery endpoint of the Matrix specification v1.19. A running server was asked for each, and the \
         tests wrote down which they called. `make coverage` makes this page anew; `make test` fails when the server does \
         not know an endpoint that has a *yes* here.\n\nA version of 1.1 stands for all versions before it, too.\n",
    );
    for (api, title) in APIS {
        let endpoints: Vec<Endpoint> = all().into_iter().filter(|endpoint| endpoint.api == api).collect();
        let side = endpoints.first().map_or(Side::Theirs, Endpoint::side);
        let _ = writeln!(page, "\n## {title}\n");
        match side {
            Side::Ours => section(&mut page, &endpoints, implemented, calls),
            Side::TheirsAskedByUs => foreign(&mut page, &endpoints, "Others answer there; the homeserver asks them."),
            Side::Theirs => {
                foreign(&mut page, &endpoints, "Identity servers answer there; a homeserver has no part in it.");
            }
        }
    }
    page
}

fn section(page: &mut String, endpoints: &[Endpoint], implemented: &BTreeSet<Endpoint>, calls: &Calls) {
    let count = |which: &dyn Fn(&&Endpoint) -> bool| endpoints.iter().filter(which).count();
    let there = count(&|endpoint| implemented.contains(*endpoint));
    let tested = count(&|endpoint| calls.contains_key(*endpoint));
    let _ = writeln!(page, "{there} of {} are implemented, and {tested} are called by tests.\n", endpoints.len());
    let _ = writeln!(page, "| endpoint | since | implemented | tested by |\n|---|---|---|---|");
    for endpoint in endpoints {
        let since =
            if endpoint.is_deprecated { format!("{}, deprecated", endpoint.since) } else { endpoint.since.to_owned() };
        let is_there = if implemented.contains(endpoint) { "yes" } else { "no" };
        let tests = calls.get(endpoint).map(tests_of).unwrap_or_default();
        let _ = writeln!(page, "| `{endpoint}` | {since} | {is_there} | {tests} |");
    }
    let absent = endpoints.iter().filter(|endpoint| !implemented.contains(*endpoint));
    let reasons: Vec<_> = absent.filter_map(|endpoint| Some((endpoint, reason_against(endpoint)?))).collect();
    if !reasons.is_empty() {
        let _ = writeln!(page, "\nWhy not:\n");
    }
    for (endpoint, reason) in reasons {
        let _ = writeln!(page, "- `{endpoint}`: {reason}");
    }
}

fn tests_of(tests: &BTreeSet<String>) -> String {
    let named: Vec<String> = tests.iter().take(NAMED).map(|test| format!("`{test}`")).collect();
    match tests.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

fn foreign(page: &mut String, endpoints: &[Endpoint], who: &str) {
    let _ = writeln!(page, "{who}\n\n| endpoint | since |\n|---|---|");
    for endpoint in endpoints {
        let _ = writeln!(page, "| `{endpoint}` | {} |", endpoint.since);
    }
}

/// The endpoints that a page has a *yes* for, and those that it has a line for.
pub fn claimed(page: &str) -> (BTreeSet<Endpoint>, BTreeSet<Endpoint>) {
    let (mut yes, mut listed) = (BTreeSet::new(), BTreeSet::new());
    for endpoint in all() {
        let start = format!("| `{endpoint}` |");
        if let Some(line) = page.lines().find(|line| line.starts_with(&start)) {
            if line.split('|').nth(3).is_some_and(|cell| cell.trim() == "yes") {
                yes.insert(endpoint.clone());
            }
            listed.insert(endpoint);
        }
    }
    (yes, listed)
}
