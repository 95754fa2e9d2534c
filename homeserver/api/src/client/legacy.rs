//! Bodies in shapes that ruma does not read, put right before it sees them.
//!
//! Each type here stands in for a ruma request, with the same route: a handler finds that request inside.

use http::Request;
use ruma::{
    RoomVersionId,
    api::{IncomingRequest, Metadata, error::DeserializationError},
};
use serde::de::Error as _;
use serde_json::{Map, Value, json};

/// Declares a type that is a request with its body put right by `mend`.
macro_rules! mended {
    ($(#[$doc:meta])* $name:ident, $mend:path) => {
        $(#[$doc])*
        pub(super) struct $name<R>(pub(super) R);

        impl<R: Metadata> Metadata for $name<R> {
            const METHOD: http::Method = R::METHOD;
            const RATE_LIMITED: bool = R::RATE_LIMITED;
            type Authentication = R::Authentication;
            type PathBuilder = R::PathBuilder;
            const PATH_BUILDER: R::PathBuilder = R::PATH_BUILDER;
        }

        impl<R: IncomingRequest> IncomingRequest for $name<R> {
            type EndpointError = R::EndpointError;
            type OutgoingResponse = R::OutgoingResponse;

            fn try_from_http_request_inner(
                request: Request<&[u8]>,
                path_args: &[&str],
            ) -> Result<Self, DeserializationError> {
                let mut body: Map<String, Value> = serde_json::from_slice(request.body())?;
                $mend(&mut body)?;
                let body = serde_json::to_vec(&body)?;
                let request = request.map(|_| body.as_slice());
                R::try_from_http_request_inner(request, path_args).map(Self)
            }
        }
    };
}

mended! {
    /// A request with user-interactive authentication, in which a password may come with the deprecated `user` instead
    /// of an `identifier`, as some clients still send it.
    Reauthenticated, add_identifier
}

mended! {
    /// A login. Its `type` is looked for first, because ruma panics where there is none.
    Login, require_type
}

mended! {
    /// Somebody types, for so long as they do not say.
    Typing, add_timeout
}

mended! {
    /// A question for keys, in which an empty list of devices may be written as an empty object.
    KeyQuery, list_devices
}

#[expect(clippy::unnecessary_wraps, reason = "others refuse what they cannot put right")]
fn list_devices(body: &mut Map<String, Value>) -> Result<(), DeserializationError> {
    let users = body.get_mut("device_keys").and_then(Value::as_object_mut).into_iter().flatten();
    for (_, devices) in users {
        if devices.as_object().is_some_and(Map::is_empty) {
            *devices = json!([]);
        }
    }
    Ok(())
}

mended! {
    /// A search. Without `event_context` no context is wanted, but an empty one means the default.
    Search, mark_context
}

mended! {
    /// An upgrade. What is no room version at all is one that nobody supports.
    Upgrade, mend_version
}

/// Makes text that ruma does not take for a room version one that it takes for an unknown one.
#[expect(clippy::unnecessary_wraps, reason = "others refuse what they cannot put right")]
fn mend_version(body: &mut Map<String, Value>) -> Result<(), DeserializationError> {
    if let Some(Value::String(version)) = body.get_mut("new_version")
        && RoomVersionId::try_from(version.as_str()).is_err()
    {
        let mended = version.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
        *version = format!("unknown-{}", mended.take(20).collect::<String>());
    }
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "others refuse what they cannot put right")]
fn mark_context(body: &mut Map<String, Value>) -> Result<(), DeserializationError> {
    let room_events = body.get_mut("search_categories").and_then(|categories| categories.get_mut("room_events"));
    if let Some(Value::Object(criteria)) = room_events {
        criteria.entry("event_context").or_insert_with(|| json!({ "before_limit": 0, "after_limit": 0 }));
    }
    Ok(())
}

/// The specification leaves it to us how long somebody types who does not say.
#[expect(clippy::unnecessary_wraps, reason = "others refuse what they cannot put right")]
fn add_timeout(body: &mut Map<String, Value>) -> Result<(), DeserializationError> {
    if body.get("typing") == Some(&Value::Bool(true)) {
        body.entry("timeout").or_insert_with(|| json!(30_000));
    }
    Ok(())
}

fn add_identifier(body: &mut Map<String, Value>) -> Result<(), DeserializationError> {
    let auth = match body.get_mut("auth") {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Object(auth)) => auth,
        Some(_) => return Err(serde_json::Error::custom("auth must be an object").into()),
    };
    if auth.get("type").is_some_and(|kind| kind == "m.login.password")
        && !auth.contains_key("identifier")
        && let Some(user) = auth.remove("user")
    {
        auth.insert("identifier".to_owned(), json!({ "type": "m.id.user", "user": user }));
    }
    Ok(())
}

fn require_type(body: &mut Map<String, Value>) -> Result<(), DeserializationError> {
    match body.get("type") {
        Some(Value::String(_)) => Ok(()),
        _ => Err(serde_json::Error::missing_field("type").into()),
    }
}

#[cfg(test)]
mod tests;
