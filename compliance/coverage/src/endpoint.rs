//! The endpoints of the specification: the list is data beside this file.

use std::fmt;

const LIST: &str = include_str!("../endpoints.tsv");

/// Who answers at an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A homeserver.
    Ours,
    /// Somebody whom a homeserver asks.
    TheirsAskedByUs,
    /// Somebody with whom clients speak.
    Theirs,
}

/// An endpoint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Endpoint {
    /// The API that it belongs to, as the specification calls it.
    pub api: &'static str,
    /// The part of the API.
    pub module: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with names in braces for what is variable.
    pub path: &'static str,
    /// The version of the specification that has it first; 1.1 stands for all before, too.
    pub since: &'static str,
    /// Whether it is deprecated.
    pub is_deprecated: bool,
}

impl Endpoint {
    /// Who answers there.
    pub fn side(&self) -> Side {
        match self.api {
            "client-server" | "server-server" => Side::Ours,
            "application-service" | "push-gateway" => Side::TheirsAskedByUs,
            _ => Side::Theirs,
        }
    }

    /// How specific the path is about a called one; `None` if it is another's.
    pub fn matches(&self, method: &str, path: &str) -> Option<usize> {
        let called = path.replace("/client/r0/", "/client/v3/").replace("/media/r0/", "/media/v3/");
        let (own, called): (Vec<&str>, Vec<&str>) = (self.path.split('/').collect(), called.split('/').collect());
        let is_same = own.iter().zip(&called).all(|(own, called)| own.starts_with('{') || own == called);
        let literal = own.iter().filter(|part| !part.starts_with('{')).count();
        (self.method == method && own.len() == called.len() && is_same).then_some(literal)
    }

    /// The path with something in place of each name.
    pub fn example(&self) -> String {
        let part = |part: &'static str| match part {
            "{userId}" => "%40nobody%3Alocalhost",
            "{roomId}" | "{roomIdOrAlias}" => "!nowhere%3Alocalhost",
            "{roomAlias}" => "%23nowhere%3Alocalhost",
            "{eventId}" | "{parentId}" => "%24nothing",
            "{serverName}" => "localhost",
            "{receiptType}" => "m.read",
            "{queryType}" => "profile",
            "{kind}" => "override",
            part if part.starts_with('{') => "x",
            part => part,
        };
        self.path.split('/').map(part).collect::<Vec<_>>().join("/")
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// All endpoints, in the order of the specification.
pub fn all() -> Vec<Endpoint> {
    LIST.lines().filter(|line| !line.starts_with('#')).map(read).collect()
}

fn read(line: &'static str) -> Endpoint {
    let fields: Vec<&str> = line.split('\t').collect();
    let [api, module, method, path, since, deprecated] = fields[..] else {
        panic!("{line:?} is not an endpoint: it needs six fields");
    };
    Endpoint { api, module, method, path, since, is_deprecated: deprecated == "deprecated" }
}
