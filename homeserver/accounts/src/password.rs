//! Passwords: what is accepted, how it is hashed, and a pool that keeps hashing away from everything else.
//!
//! Argon2id takes ten milliseconds of a core and 19 MiB by design. A flood of logins must not take the cores that
//! `/sync` needs, so there are a few threads for it that give way to all others; who would wait too long is told to come
//! back.

use std::{sync::Arc, time::Duration};

use argon2::Params;
use hs_config::HashCost;
use hs_core::{entropy::Entropy, error::MatrixError};
use tokio::sync::Semaphore;

use self::{argon::Memory, workers::Workers};

mod argon;
mod workers;

/// Shorter passwords are refused.
const MIN_CHARACTERS: usize = 6;
/// Longer ones too: nobody types them, and hashing them is work that an attacker would order for free.
const MAX_BYTES: usize = 512;
/// How many may wait for a thread. Beyond this the wait would outlast the patience of a client.
const QUEUE: usize = 128;
/// What somebody who found the queue full is told to wait.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// Hashes and verifies passwords. Cheap to clone; clones share one pool.
#[derive(Clone)]
pub(crate) struct Passwords(Arc<Pool>);

struct Pool {
    params: Params,
    /// Stands in for the hash of somebody who has none, so that the answer takes as long.
    decoy: String,
    entropy: Entropy,
    workers: Workers,
    queue: Arc<Semaphore>,
}

impl Passwords {
    /// A pool that runs at most `threads` hashes at a time.
    pub(crate) fn new(cost: HashCost, threads: usize, entropy: Entropy) -> Result<Self, MatrixError> {
        let params = params(cost)?;
        let decoy = argon::hash(&params, "", &entropy.bytes(), &mut Memory::new())?;
        let threads = threads.max(1);
        let pool = Pool {
            params,
            decoy,
            entropy,
            workers: Workers::start(threads).map_err(MatrixError::internal)?,
            queue: Arc::new(Semaphore::new(QUEUE.saturating_add(threads))),
        };
        Ok(Self(Arc::new(pool)))
    }

    /// The PHC string to store for a new password, which has to satisfy [`check_policy`].
    pub(crate) async fn hash(&self, password: &str) -> Result<String, MatrixError> {
        check_policy(password)?;
        let password = password.to_owned();
        self.run(move |pool, memory| argon::hash(&pool.params, &password, &pool.entropy.bytes(), memory)).await?
    }

    /// Whether this is the password with that hash.
    ///
    /// Without a hash (no such user, no password) the answer is no, after the same amount of work.
    pub(crate) async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, MatrixError> {
        if password.len() > MAX_BYTES {
            return Ok(false);
        }
        let (password, stored) = (password.to_owned(), stored.map(ToOwned::to_owned));
        self.run(move |pool, memory| {
            let matches = argon::verify(&password, stored.as_ref().unwrap_or(&pool.decoy), memory)?;
            Ok(matches && stored.is_some())
        })
        .await?
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Pool, &mut Memory) -> T + Send + 'static,
    ) -> Result<T, MatrixError> {
        let pool = Arc::clone(&self.0);
        let place = Arc::clone(&pool.queue).try_acquire_owned();
        let place = place.map_err(|_| MatrixError::limit_exceeded(RETRY_AFTER))?;
        let work = move |memory: &mut Memory| {
            // Held here and not by the caller, who may go away while the work goes on.
            let _until_done = place;
            work(&pool, memory)
        };
        self.0.workers.run(work).await
    }
}

/// Refuses a password that is too short to protect anything or too long to be one.
pub(crate) fn check_policy(password: &str) -> Result<(), MatrixError> {
    if password.chars().count() < MIN_CHARACTERS {
        return Err(MatrixError::weak_password(format!("A password needs at least {MIN_CHARACTERS} characters")));
    }
    if password.len() > MAX_BYTES {
        return Err(MatrixError::invalid_param(format!("A password can have at most {MAX_BYTES} bytes")));
    }
    Ok(())
}

fn params(cost: HashCost) -> Result<Params, MatrixError> {
    let params = match cost {
        HashCost::Standard => Params::new(19 * 1024, 2, 1, None),
        HashCost::Minimum => Params::new(Params::MIN_M_COST, Params::MIN_T_COST, 1, None),
    };
    params.map_err(MatrixError::internal)
}

#[cfg(test)]
mod tests;
