//! Where a scenario is played: a server that has a room, one that comes to it, and the version of the room.

use federation_tests::{Network, Participant};
use hs_testkit::{Answer, Client, Value, encode, json, unique};

/// Every version that there is a difference to.
pub(crate) const ALL: &[&str] = &["6", "9", "10", "11", "12"];
/// One version, for what no version changes.
pub(crate) const ONE: &[&str] = &["11"];

/// What servers do together.
pub(crate) struct Scenario {
    /// Its name.
    pub(crate) name: &'static str,
    /// The room versions it is played in.
    pub(crate) versions: &'static [&'static str],
    /// Why it is not played with Synapse, where it is not.
    pub(crate) not_with_synapse: Option<&'static str>,
    /// What happens.
    pub(crate) play: fn(&Stage<'_>),
}

/// A scenario of a function's name.
macro_rules! scenario {
    ($play:ident, $versions:expr) => {
        $crate::stage::scenario!($play, $versions, None)
    };
    ($play:ident, $versions:expr, not_with_synapse: $reason:literal) => {
        $crate::stage::scenario!($play, $versions, Some($reason))
    };
    ($play:ident, $versions:expr, $reason:expr) => {
        $crate::stage::Scenario { name: stringify!($play), versions: $versions, not_with_synapse: $reason, play: $play }
    };
}
pub(crate) use scenario;

/// Two servers.
pub(crate) struct Stage<'a> {
    /// What both belong to.
    pub(crate) network: &'a Network,
    /// Makes the room.
    pub(crate) host: &'a dyn Participant,
    /// Comes to it.
    pub(crate) guest: &'a dyn Participant,
    /// The room's version.
    pub(crate) version: &'static str,
}

impl Stage<'_> {
    /// Somebody new on the host.
    pub(crate) fn at_host(&self, name: &str) -> Client {
        self.host.register(&format!("{name}-{}", unique()))
    }

    /// Somebody new on the guest.
    pub(crate) fn at_guest(&self, name: &str) -> Client {
        self.guest.register(&format!("{name}-{}", unique()))
    }

    /// Alice, of the host, and Bob, of the guest.
    pub(crate) fn alice_and_bob(&self) -> (Client, Client) {
        (self.at_host("alice"), self.at_guest("bob"))
    }

    /// A room of this stage's version.
    #[track_caller]
    pub(crate) fn room(&self, creator: &Client, mut options: Value) -> String {
        options["room_version"] = json!(self.version);
        creator.create_room(options)
    }

    /// A room that anybody may join, with Alice and Bob in it.
    #[track_caller]
    pub(crate) fn shared_room(&self) -> (Client, Client, String) {
        let (alice, bob) = self.alice_and_bob();
        let room = self.room(&alice, json!({ "preset": "public_chat" }));
        self.join(&bob, &room).ok();
        (alice, bob, room)
    }

    /// Joins by way of the host.
    pub(crate) fn join(&self, who: &Client, room: &str) -> Answer {
        who.post(&format!("/_matrix/client/v3/join/{}?{}", encode(room), self.via()), json!({}))
    }

    /// Knocks by way of the host.
    pub(crate) fn knock(&self, who: &Client, room: &str) -> Answer {
        who.post(&format!("/_matrix/client/v3/knock/{}?{}", encode(room), self.via()), json!({ "reason": "tea" }))
    }

    /// The host, as a query says who may help; in the words of today and of before.
    pub(crate) fn via(&self) -> String {
        format!("via={0}&server_name={0}", encode(self.host.name()))
    }
}
