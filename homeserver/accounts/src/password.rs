//! Passwords: what is accepted, how it is hashed, and a pool that keeps hashing away from everything else.
//!
//! Argon2id takes ten milliseconds of a core and 19 MiB by design. A flood of logins must not take the cores that
//! `/sync` needs, so a hash runs on a blocking thread, at most a few at a time; who would wait too long is told to come
//! back.

use std::{sync::Arc, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{Error, PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use hs_config::HashCost;
use hs_core::{entropy::Entropy, error::MatrixError};
use tokio::sync::Semaphore;

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
    hasher: Argon2<'static>,
    /// Stands in for the hash of somebody who has none, so that the answer takes as long.
    decoy: String,
    entropy: Entropy,
    threads: Semaphore,
    queue: Semaphore,
}

impl Passwords {
    /// A pool that runs at most `threads` hashes at a time.
    pub(crate) fn new(cost: HashCost, threads: usize, entropy: Entropy) -> Result<Self, MatrixError> {
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params(cost)?);
        let decoy = hash(&hasher, "", &entropy.bytes())?;
        let threads = threads.max(1);
        let pool = Pool {
            hasher,
            decoy,
            entropy,
            threads: Semaphore::new(threads),
            queue: Semaphore::new(QUEUE.saturating_add(threads)),
        };
        Ok(Self(Arc::new(pool)))
    }

    /// The PHC string to store for a new password, which has to satisfy [`check_policy`].
    pub(crate) async fn hash(&self, password: &str) -> Result<String, MatrixError> {
        check_policy(password)?;
        let password = password.to_owned();
        self.run(move |pool| hash(&pool.hasher, &password, &pool.entropy.bytes())).await?
    }

    /// Whether this is the password with that hash.
    ///
    /// Without a hash (no such user, no password) the answer is no, after the same amount of work.
    pub(crate) async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, MatrixError> {
        if password.len() > MAX_BYTES {
            return Ok(false);
        }
        let (password, stored) = (password.to_owned(), stored.map(ToOwned::to_owned));
        self.run(move |pool| {
            let matches = verify(&pool.hasher, &password, stored.as_ref().unwrap_or(&pool.decoy))?;
            Ok(matches && stored.is_some())
        })
        .await?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Pool) -> T + Send + 'static) -> Result<T, MatrixError> {
        let pool = Arc::clone(&self.0);
        let Ok(_place) = pool.queue.try_acquire() else { return Err(MatrixError::limit_exceeded(RETRY_AFTER)) };
        let _thread = pool.threads.acquire().await.map_err(MatrixError::internal)?;
        let worker = Arc::clone(&pool);
        tokio::task::spawn_blocking(move || work(&worker)).await.map_err(MatrixError::internal)
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

fn hash(hasher: &Argon2<'_>, password: &str, salt: &[u8; 16]) -> Result<String, MatrixError> {
    let hash: PasswordHash =
        hasher.hash_password_with_salt(password.as_bytes(), salt).map_err(MatrixError::internal)?;
    Ok(hash.to_string())
}

fn verify(hasher: &Argon2<'_>, password: &str, stored: &str) -> Result<bool, MatrixError> {
    let stored = PasswordHash::new(stored).map_err(MatrixError::internal)?;
    match hasher.verify_password(password.as_bytes(), &stored) {
        Ok(()) => Ok(true),
        Err(Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(MatrixError::internal(error)),
    }
}

#[cfg(test)]
mod tests;
