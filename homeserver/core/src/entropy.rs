//! Randomness, as an argument: services draw tokens and identifiers from an [`Entropy`] that the program seeds from
//! the operating system once and a test from a number that it prints.

use std::sync::{Arc, Mutex, PoisonError};

use rand::{
    Rng, SeedableRng,
    rngs::{StdRng, SysError, SysRng},
};

/// A cryptographic random number generator, cheap to clone; all clones draw from one stream.
#[derive(Clone)]
pub struct Entropy(Arc<Mutex<StdRng>>);

impl Entropy {
    /// A generator seeded by the operating system, which alone can fail.
    pub fn system() -> Result<Self, SysError> {
        Ok(Self(Arc::new(Mutex::new(StdRng::try_from_rng(&mut SysRng)?))))
    }

    /// A generator that repeats itself. For tests only: whoever knows the seed knows every secret.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// The next `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        // Filling a buffer cannot leave the generator half-way, so a poisoned lock tells us nothing.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// `N` random characters out of `alphabet`, each equally likely. An alphabet without letters gives an empty string.
    pub fn text<const N: usize>(&self, alphabet: &[u8]) -> String {
        let mut text = String::with_capacity(N);
        while text.len() < N && (1..=256).contains(&alphabet.len()) {
            // Bytes beyond the last whole multiple would favour the first letters, so they are thrown away.
            let fair = 256 - 256 % alphabet.len();
            let bytes: [u8; N] = self.bytes();
            let letters = bytes
                .iter()
                .map(|byte| usize::from(*byte))
                .filter(|byte| *byte < fair)
                .filter_map(|byte| alphabet.get(byte % alphabet.len()))
                .map(|letter| char::from(*letter));
            let missing = N - text.len();
            text.extend(letters.take(missing));
        }
        text
    }
}

impl std::fmt::Debug for Entropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entropy")
    }
}

#[cfg(test)]
mod tests;
