//! For every endpoint, in every place where it takes something, the worst that could stand there.
//!
//! The lists of endpoints have a line for each: method, path, `?` and its query parameters, and a body that makes sense,
//! in which each part in turn becomes something else.

use serde_json::{Map, Value};

/// The endpoints of the client-server API.
pub const CLIENT: &str = include_str!("fuzz/client.txt");
/// Those of the server-server API.
pub const FEDERATION: &str = include_str!("fuzz/federation.txt");
/// Those that are in no specification, or only on their way into it.
pub const BEYOND: &str = include_str!("fuzz/beyond.txt");

/// JSON texts, some of which are none, to stand where something else was meant.
const VALUES: [&str; 15] = [
    "null",
    "true",
    "-1",
    "0.5",
    "1e400",
    "9007199254740993",
    "\"\"",
    r#""\u0000""#,
    r#""a\u0000b""#,
    r#""\ud800""#,
    "\"@nobody:\"",
    "[]",
    "{}",
    r#"[{"a":[null,{"b":0.1}]}]"#,
    r#"{"\u0000":"\u0000","*":{"*":["\u0000"]},"":[]}"#,
];

/// What is no body at all.
const BODIES: [&str; 5] = ["", "{", "{]", "{\"a\":1}x", "\u{feff}{}"];

/// Parts of a path or values of a query, percent-encoded where they must be.
const PARTS: [&str; 14] = [
    "%00",
    "a%00b",
    "%ff%fe",
    "%F0%9F%8D%B5",
    "..",
    "%2F..%2F",
    "-1",
    "99999999999999999999",
    "0x10",
    "%7B",
    "@:",
    "%21nowhere:localhost",
    "%24nothing",
    "'%22%3B--%20%25_",
];

/// Stands for what is put into a body as text, for it may be no JSON.
const MARK: &str = "\u{1}here\u{1}";

/// An endpoint and what it takes.
#[derive(Clone, Debug)]
pub struct Endpoint<'a> {
    /// `GET`, `PUT` …
    pub method: &'a str,
    /// The path with names in braces.
    pub path: &'a str,
    query: Vec<&'a str>,
    body: Value,
}

/// The endpoints of a list.
pub fn endpoints(list: &str) -> impl Iterator<Item = Endpoint<'_>> {
    list.lines().map(|line| {
        let mut parts = line.splitn(3, ' ');
        let (method, path) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let mut rest = parts.next().unwrap_or_default();
        let mut query = Vec::new();
        if let Some(names) = rest.strip_prefix('?') {
            let (names, after) = names.split_once(' ').unwrap_or((names, ""));
            query = names.split(',').collect();
            rest = after;
        }
        let body =
            if rest.is_empty() { Value::Object(Map::new()) } else { serde_json::from_str(rest).unwrap_or_default() };
        assert!(body.is_object(), "not a line of the list: {line}");
        Endpoint { method, path, query, body }
    })
}

impl Endpoint<'_> {
    /// Has every request asked, each a path and a body. `fill` gives what makes sense where the path has a name.
    pub fn each(&self, fill: &dyn Fn(&str) -> String, ask: &mut dyn FnMut(&str, &str)) {
        let long = "x".repeat(5_000);
        let sensible = self.body.to_string();
        let has_body = self.method != "GET";
        let body = if has_body { &*sensible } else { "" };
        ask(&self.filled(fill, None), body);
        for place in 1..self.path.split('{').count() {
            for bad in PARTS.into_iter().chain([&*long]) {
                ask(&self.filled(fill, Some((place, bad))), body);
            }
        }
        for key in &self.query {
            for bad in PARTS.into_iter().chain([&*long]) {
                ask(&format!("{}?{key}={bad}", self.filled(fill, None)), body);
            }
        }
        if !has_body {
            return;
        }
        let path = || self.filled(fill, None);
        for text in VALUES.into_iter().chain(BODIES) {
            ask(&path(), text);
        }
        let long = format!("\"{long}\"");
        for pointer in places(&self.body) {
            let mut body = self.body.clone();
            if let Some(place) = body.pointer_mut(&pointer) {
                *place = Value::from(MARK);
            }
            let (body, mark) = (body.to_string(), Value::from(MARK).to_string());
            for value in VALUES.into_iter().chain([&*long]) {
                ask(&path(), &body.replace(&mark, value));
            }
        }
    }

    /// The path with what makes sense everywhere, except `bad` in the place that has this number.
    fn filled(&self, fill: &dyn Fn(&str) -> String, bad: Option<(usize, &str)>) -> String {
        let mut filled = String::new();
        for (number, part) in self.path.split('{').enumerate() {
            match part.split_once('}') {
                None => filled.push_str(part),
                Some((name, rest)) => {
                    let here = bad.filter(|(place, _)| *place == number);
                    filled.push_str(&here.map_or_else(|| fill(name), |(_, bad)| bad.to_owned()));
                    filled.push_str(rest);
                }
            }
        }
        filled
    }
}

/// Where something stands in a body, as JSON pointers.
fn places(body: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match body {
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        // What is wrong with the second element is wrong with the first.
        Value::Array(list) => list.first().map(|value| ("0".to_owned(), value)).into_iter().collect(),
        _ => Vec::new(),
    };
    let below = |(key, value): (String, &Value)| {
        let deeper = places(value).into_iter().map(|rest| format!("/{key}{rest}")).collect::<Vec<_>>();
        std::iter::once(format!("/{key}")).chain(deeper)
    };
    children.into_iter().flat_map(below).collect()
}
