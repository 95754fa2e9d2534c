//! What has to be done again and again while the server runs.

use std::time::Duration;

use hs_accounts::Accounts;
use hs_config::Config;
use hs_core::clock::Clock;
use hs_media::Media;
use hs_storage::{Store, WakeReceiver};
use tokio::time::{Instant, MissedTickBehavior, interval, interval_at};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How often rows whose time has come are taken away, and signs of life written.
const HOUSEKEEPING: Duration = Duration::from_mins(1);
/// How often files of other servers are let go that nobody looks at.
const RETENTION: Duration = Duration::from_hours(1);
/// After how many of these times the store of files is searched for what nothing refers to.
const SWEEP_EVERY: u32 = 24;

/// Starts every job. They end when `closing` is cancelled.
pub(crate) fn start(
    tasks: &TaskTracker,
    closing: &CancellationToken,
    config: &Config,
    store: &Store,
    accounts: &Accounts,
    media: &Media,
    clock: &Clock,
) {
    if config.database.is_shared() {
        let wakes = store.wake().subscribe();
        tasks.spawn(closing.clone().run_until_cancelled_owned(forget_what_changed(wakes, accounts.clone())));
    }
    tasks.spawn(closing.clone().run_until_cancelled_owned(keep_house(store.clone(), accounts.clone(), clock.clone())));
    tasks.spawn(closing.clone().run_until_cancelled_owned(let_files_go(media.clone())));
}

/// Another process may have changed what we remember of a user.
async fn forget_what_changed(mut wakes: WakeReceiver, accounts: Accounts) {
    while let Some(wake) = wakes.recv().await {
        if wake.everything {
            accounts.forget_all();
        }
        for user in &wake.users {
            accounts.forget(*user);
        }
    }
}

async fn keep_house(store: Store, accounts: Accounts, clock: Clock) {
    let mut ticks = interval(HOUSEKEEPING);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = store.expire(clock.now_ms()).await {
            tracing::warn!(%error, "expired rows were not taken away; trying again in a minute");
        }
        if let Err(error) = accounts.session.write_seen().await {
            tracing::warn!(%error, "signs of life were not written; trying again in a minute");
        }
    }
}

async fn let_files_go(media: Media) {
    // Nothing of it is urgent, and a start has enough to do.
    let mut ticks = interval_at(Instant::now() + RETENTION, RETENTION);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for hour in 1_u32.. {
        ticks.tick().await;
        match media.drop_unused().await {
            Ok(swept) if swept.uris > 0 => {
                tracing::info!(swept.uris, swept.files, "unused files of others were let go");
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "unused files were not let go; trying again in an hour"),
        }
        if hour.is_multiple_of(SWEEP_EVERY)
            && let Err(error) = media.sweep().await
        {
            tracing::warn!(%error, "the store of files was not swept; trying again in a day");
        }
    }
}
