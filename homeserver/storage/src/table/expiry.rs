//! One rule for every table: does it grow with time, and if so, when do its rows go?
//!
//! A test compares the list with the tables of the schema, so that a new table cannot be forgotten.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DbErr, Statement};

use super::{Family, Part, Scope};

/// Why a table stays bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Its rows go when the milliseconds in `column` are older than `keep`.
    Age {
        /// The column with the time of writing.
        column: &'static str,
        /// How long a row is of use.
        keep: Duration,
    },
    /// It grows with what people do and not with time: rooms, users, events. Only a purge makes it smaller.
    Kept,
}

const fn days(days: u64) -> Duration {
    Duration::from_secs(days * 24 * 60 * 60)
}

/// Every table with its rule.
pub(crate) const RULES: &[(&str, Rule)] = &[
    ("accepted_policy", Rule::Kept),
    ("access_token", Rule::Kept),
    ("account", Rule::Kept),
    ("account_data", Rule::Kept),
    // One for each application service.
    ("app_service", Rule::Kept),
    ("app_service_room", Rule::Kept),
    // Filled up and taken away as history is fetched.
    ("backward_extremity", Rule::Kept),
    ("client_filter", Rule::Kept),
    ("counter", Rule::Kept),
    ("cross_signing_key", Rule::Kept),
    ("current_state", Rule::Kept),
    ("dehydrated_device", Rule::Kept),
    // A server is listed while it does not answer.
    ("destination", Rule::Kept),
    // What came of it is of interest for a while; until something has, the column is null.
    ("delayed_event", Rule::Age { column: "finalised_ts", keep: days(7) }),
    ("device", Rule::Kept),
    ("device_key", Rule::Kept),
    // Each change of a user's devices takes the place of the one before.
    ("device_list", Rule::Kept),
    // Who was told so long ago that it is forgotten asks for the whole list.
    ("device_list_told", Rule::Age { column: "told_ts", keep: days(90) }),
    ("early_redaction", Rule::Kept),
    ("event", Rule::Kept),
    ("event_auth", Rule::Kept),
    ("event_search", Rule::Kept),
    ("fallback_key", Rule::Kept),
    // What could not be taken in for so long comes back as history, if anybody asks for it.
    ("inbound", Rule::Age { column: "received_ts", keep: days(2) }),
    // Servers repeat a transaction until it is answered; one that was down for a day begins a new one.
    ("inbound_transaction", Rule::Age { column: "created_ts", keep: days(1) }),
    ("key_backup_session", Rule::Kept),
    ("key_backup_version", Rule::Kept),
    ("key_signature", Rule::Kept),
    // For a device that is being set up.
    ("login_token", Rule::Age { column: "expires_ts", keep: Duration::ZERO }),
    // Only what was never uploaded and the pictures of web pages have a time to go; the column is null for all else.
    ("lease", Rule::Kept),
    ("media", Rule::Age { column: "expires_ts", keep: Duration::ZERO }),
    ("media_thumbnail", Rule::Kept),
    ("membership", Rule::Kept),
    // One for each event that notifies, and much smaller.
    ("notification", Rule::Kept),
    ("one_time_key", Rule::Kept),
    // Who is asked about a token asks at once.
    ("openid_token", Rule::Age { column: "expires_ts", keep: Duration::ZERO }),
    // Who was not seen for so long is offline, and nobody asks for how long any more.
    // Who has not answered for a month finds out by what comes next.
    ("outgoing_device", Rule::Age { column: "changed_ts", keep: days(30) }),
    ("outgoing_event", Rule::Age { column: "created_ts", keep: days(30) }),
    ("outgoing_to_device", Rule::Age { column: "created_ts", keep: days(30) }),
    ("presence", Rule::Age { column: "seen_ts", keep: days(90) }),
    ("profile", Rule::Kept),
    ("public_room", Rule::Kept),
    // Goes with its device.
    ("pusher", Rule::Kept),
    ("receipt", Rule::Kept),
    // A few for each device, with which they go.
    ("refresh_token", Rule::Kept),
    ("registration_token", Rule::Kept),
    ("remote_device_list", Rule::Kept),
    // Long enough for a slow office, short enough to be forgotten.
    ("report", Rule::Age { column: "created_ts", keep: days(2 * 365) }),
    // One for each room at most.
    ("retention", Rule::Kept),
    ("room", Rule::Kept),
    ("room_alias", Rule::Kept),
    // What signed an old event is asked for again where somebody needs it.
    ("server_key", Rule::Age { column: "fetched_ts", keep: days(400) }),
    ("server_meta", Rule::Kept),
    // A phone that was in a drawer for longer begins anew, which costs it no more than going on would.
    ("sliding_connection", Rule::Age { column: "used_ts", keep: days(30) }),
    ("space_walk", Rule::Age { column: "expires_ts", keep: Duration::ZERO }),
    ("state_key", Rule::Kept),
    ("state_snapshot", Rule::Kept),
    ("stream_head", Rule::Kept),
    ("stripped_state", Rule::Kept),
    ("third_party_binding", Rule::Kept),
    ("third_party_id", Rule::Kept),
    // Goes with its device, which may be in a drawer for a year; whoever sends sees to the length of the queue.
    ("to_device", Rule::Kept),
    // Clients repeat a request within minutes; a day covers a phone that was in a tunnel, and a second one the clocks.
    ("transaction_id", Rule::Age { column: "created_ts", keep: days(2) }),
    ("typing", Rule::Kept),
    ("uia_session", Rule::Age { column: "expires_ts", keep: Duration::ZERO }),
    ("unread", Rule::Kept),
    ("url_preview", Rule::Age { column: "expires_ts", keep: Duration::ZERO }),
    ("user_directory_word", Rule::Kept),
    ("user_id", Rule::Kept),
    // A day, as long as somebody may take to read their mail.
    ("validation_session", Rule::Age { column: "expires_ts", keep: Duration::ZERO }),
];

/// What a batch takes away.
#[derive(Debug, Default)]
pub(crate) struct ExpiryWrites {
    /// Everything whose time had come at these moments, in milliseconds.
    pub(crate) expired_at: Vec<i64>,
}

impl Family for ExpiryWrites {
    const POSITIONED: bool = false;

    fn len(&self) -> usize {
        self.expired_at.len()
    }

    async fn apply(scope: &Scope<'_>, parts: &[Part<'_, Self>]) -> Result<(), DbErr> {
        let Some(now) = parts.iter().flat_map(|part| &part.writes.expired_at).max() else { return Ok(()) };
        for (table, rule) in RULES {
            let Rule::Age { column, keep } = rule else { continue };
            let keep = i64::try_from(keep.as_millis()).unwrap_or(i64::MAX);
            let statement = Statement::from_sql_and_values(
                scope.tx.get_database_backend(),
                format!("DELETE FROM {table} WHERE {column} < $1"),
                [now.saturating_sub(keep).into()],
            );
            scope.tx.execute_raw(statement).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
