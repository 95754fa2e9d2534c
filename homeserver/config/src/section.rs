//! What can be configured: one struct per section of the file, with its defaults.

mod application_service;
mod database;
mod email;
mod federation;
mod listener;
mod logging;
mod media;
mod network;
mod policy_server;
mod presence;
mod registration;
mod rooms;
mod support;
mod turn;

use ruma::{OwnedServerName, owned_server_name};

pub use self::{
    application_service::{ApplicationService, ApplicationServices, Namespace, Namespaces},
    database::{Database, SigningKey},
    email::{Email, Identity, MailEncryption},
    federation::{Federation, ServerPattern},
    listener::{ApiKind, Http, Listener, Tls, Web},
    logging::{LogFormat, LogLevel, Logging},
    media::{Media, MediaStorage},
    network::{Outbound, RateLimits},
    policy_server::PolicyServer,
    presence::Presence,
    registration::{AccessTokens, HashCost, Passwords, Policy, PolicyDocument, Registration, RegistrationMode},
    rooms::Rooms,
    support::{Contact, Support},
    turn::Turn,
};
use crate::read::Section;

/// The whole configuration, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The part after the colon in user ids. It can never change once there are users.
    pub server_name: OwnedServerName,
    /// The URL under which clients reach this server, without a slash at the end.
    pub public_base_url: String,
    /// Where we listen, and for what.
    pub listeners: Vec<Listener>,
    /// Limits of every HTTP request.
    pub http: Http,
    /// The web client.
    pub web: Web,
    /// The database.
    pub database: Database,
    /// The server's own key.
    pub signing_key: SigningKey,
    /// Uploaded files.
    pub media: Media,
    /// Who may make an account.
    pub registration: Registration,
    /// Through whom mail is sent.
    pub email: Email,
    /// Whom we believe that an address is somebody's.
    pub identity: Identity,
    /// How passwords are stored.
    pub passwords: Passwords,
    /// How long a sign-in is good.
    pub access_tokens: AccessTokens,
    /// New rooms.
    pub rooms: Rooms,
    /// Who is there.
    pub presence: Presence,
    /// Bridges and bots that own a part of the namespace.
    pub application_services: ApplicationServices,
    /// Other servers.
    pub federation: Federation,
    /// Requests that we make.
    pub outbound: Outbound,
    /// Limits per person and address.
    pub rate_limits: RateLimits,
    /// Whom people ask.
    pub support: Support,
    /// A policy server of this server's name.
    pub policy_server: PolicyServer,
    /// The relay for calls.
    pub turn: Turn,
    /// What is logged, and how.
    pub logging: Logging,
}

impl Config {
    pub(crate) fn read(root: &mut Section<'_>) -> Self {
        let config = Self {
            server_name: root.server_name("server_name", owned_server_name!("localhost")),
            public_base_url: root.base_url("public_base_url", "http://localhost:8008"),
            listeners: Listener::read_all(root),
            http: root.section("http", Http::read),
            web: root.section("web", Web::read),
            database: root.section("database", Database::read),
            signing_key: root.section("signing_key", SigningKey::read),
            media: root.section("media", Media::read),
            registration: root.section("registration", Registration::read),
            email: root.section("email", Email::read),
            identity: root.section("identity", Identity::read),
            passwords: root.section("passwords", Passwords::read),
            access_tokens: root.section("access_tokens", AccessTokens::read),
            rooms: root.section("rooms", Rooms::read),
            presence: root.section("presence", Presence::read),
            application_services: root.section("application_services", ApplicationServices::read),
            federation: root.section("federation", Federation::read),
            outbound: root.section("outbound", Outbound::read),
            rate_limits: root.section("rate_limits", RateLimits::read),
            support: root.section("support", Support::read),
            policy_server: root.section("policy_server", PolicyServer::read),
            turn: root.section("turn", Turn::read),
            logging: root.section("logging", Logging::read),
        };
        if config.registration.requires_email && !config.email.is_enabled() {
            let message = "an address is made sure of by a mail to it: write email.server, or false here";
            root.problem("registration.requires_email", message.to_owned());
        }
        config
    }
}
