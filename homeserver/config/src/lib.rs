//! The configuration: a TOML file, overridden key by key from the environment, checked as a whole before anything starts.
//!
//! [`Config::load`] is the only way in. It reports every problem at once, each as one line that names the source, the
//! key, what was found and what to do. The sample that documents every key is `config.toml` at the top of the repository.

mod load;
mod problem;
mod read;
mod section;
mod size;

pub use load::ENVIRONMENT_PREFIX;
pub use problem::{ConfigError, Problem};
pub use section::{
    AccessTokens, ApiKind, ApplicationService, ApplicationServices, Config, Contact, Database, Email, Federation,
    HashCost, Http, Identity, Listener, LogFormat, LogLevel, Logging, MailEncryption, Media, MediaStorage, Namespace,
    Namespaces, Outbound, Passwords, Policy, PolicyDocument, PolicyServer, Presence, RateLimits, Registration,
    RegistrationMode, Rooms, ServerPattern, SigningKey, Support, Tls, Turn, Web,
};
