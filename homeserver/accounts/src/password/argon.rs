//! Argon2id over memory that is used again.
//!
//! The crate's own convenience functions take 19 MiB from the allocator for every hash, and the allocator keeps them,
//! once per thread that ever hashed: a few dozen logins would leave the process some hundred megabytes larger.

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use hs_core::error::MatrixError;

/// What Argon2 works in. Empty until it is first used.
pub(super) type Memory = Vec<Block>;

/// The PHC string of a password.
pub(super) fn hash(
    params: &Params,
    password: &str,
    salt: &[u8; 16],
    memory: &mut Memory,
) -> Result<String, MatrixError> {
    let output = digest(Algorithm::Argon2id, Version::V0x13, params, password, salt, memory)?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).map_err(MatrixError::internal)?,
        salt: Some(Salt::new(salt).map_err(MatrixError::internal)?),
        hash: Some(output),
    };
    Ok(hash.to_string())
}

/// Whether this is the password with that PHC string, whatever the parameters in it.
pub(super) fn verify(password: &str, stored: &str, memory: &mut Memory) -> Result<bool, MatrixError> {
    let stored = PasswordHash::new(stored).map_err(MatrixError::internal)?;
    let (Some(salt), Some(expected)) = (&stored.salt, &stored.hash) else {
        return Err(MatrixError::internal("a stored password hash lacks its salt or its hash"));
    };
    let algorithm = Algorithm::new(stored.algorithm.as_str()).map_err(MatrixError::internal)?;
    let version = stored.version.map_or(Ok(Version::default()), Version::try_from).map_err(MatrixError::internal)?;
    let params = Params::try_from(&stored).map_err(MatrixError::internal)?;
    // Outputs compare in constant time.
    Ok(digest(algorithm, version, &params, password, salt, memory)? == *expected)
}

fn digest(
    algorithm: Algorithm,
    version: Version,
    params: &Params,
    password: &str,
    salt: &[u8],
    memory: &mut Memory,
) -> Result<Output, MatrixError> {
    let argon = Argon2::new(algorithm, version, params.clone());
    let size = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    if memory.len() < params.block_count() {
        memory.resize(params.block_count(), Block::default());
    }
    let mut output = vec![0; size];
    argon
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut output, memory.as_mut_slice())
        .map_err(MatrixError::internal)?;
    Output::new(&output).map_err(MatrixError::internal)
}

#[cfg(test)]
mod tests;
