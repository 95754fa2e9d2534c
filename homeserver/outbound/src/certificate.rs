//! Whom we trust beside the web's certificate authorities.

use std::{error::Error as StdError, fs, io, path::Path};

use hs_config::Outbound;
use reqwest::Certificate;

/// Reads every root that the configuration names.
pub(crate) fn extra_roots(config: &Outbound) -> io::Result<Vec<Certificate>> {
    let mut roots = Vec::new();
    for file in &config.extra_ca_certificates {
        roots.extend(read_certificates(file)?);
    }
    Ok(roots)
}

fn read_certificates(file: &Path) -> io::Result<Vec<Certificate>> {
    let named = |error: &dyn StdError| io::Error::other(format!("{}: {error}", file.display()));
    let pem = fs::read(file).map_err(|error| named(&error))?;
    Certificate::from_pem_bundle(&pem).map_err(|error| named(&error))
}
