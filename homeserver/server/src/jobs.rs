//! What has to be done again and again while the server runs.

use std::time::Duration;

use hs_accounts::Accounts;
use hs_config::Config;
use hs_core::clock::Clock;
use hs_storage::{Store, WakeReceiver};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How often rows whose time has come are taken away, and signs of life written.
const HOUSEKEEPING: Duration = Duration::from_mins(1);

/// Starts every job. They end when `closing` is cancelled.
pub(crate) fn start(
    tasks: &TaskTracker,
    closing: &CancellationToken,
    config: &Config,
    store: &Store,
    accounts: &Accounts,
    clock: &Clock,
) {
    if config.database.is_shared() {
        let wakes = store.wake().subscribe();
        tasks.spawn(closing.clone().run_until_cancelled_owned(forget_what_changed(wakes, accounts.clone())));
    }
    tasks.spawn(closing.clone().run_until_cancelled_owned(keep_house(store.clone(), accounts.clone(), clock.clone())));
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
