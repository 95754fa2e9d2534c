//! A certificate authority of the test's own, which servers trust beside the web's.

use std::{fs, path::PathBuf};

use hs_testkit::unique;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair, KeyUsagePurpose,
};
use tempfile::TempDir;

/// Makes certificates for names and addresses of this machine.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: TempDir,
}

/// The files of a certificate.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The chain, PEM.
    pub certificate: PathBuf,
    /// The private key, PEM.
    pub private_key: PathBuf,
}

impl Authority {
    /// A new authority that nobody trusts yet.
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name = named("Authority of a test");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let key = KeyPair::generate().unwrap_or_else(|error| panic!("no key: {error}"));
        let issuer = CertifiedIssuer::self_signed(params, key).unwrap_or_else(|error| panic!("no authority: {error}"));
        let folder = TempDir::new().unwrap_or_else(|error| panic!("no folder: {error}"));
        let authority = Self { issuer, folder };
        authority.write("ca.pem", &authority.issuer.pem());
        authority
    }

    /// The file with the authority's own certificate.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// A certificate for names or addresses.
    pub fn certify(&self, names: &[&str]) -> Certificate {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        // A server reads its files again at each start: nobody else's may have taken their place.
        let file = unique();
        let distinguished_name = named(names.first().map_or("nobody", String::as_str));
        let mut params = CertificateParams::new(names).unwrap_or_else(|error| panic!("no such names: {error}"));
        params.distinguished_name = distinguished_name;
        let key = KeyPair::generate().unwrap_or_else(|error| panic!("no key: {error}"));
        let signed = params.signed_by(&key, &self.issuer).unwrap_or_else(|error| panic!("no certificate: {error}"));
        Certificate {
            certificate: self.write(&format!("{file}.pem"), &signed.pem()),
            private_key: self.write(&format!("{file}.key"), &key.serialize_pem()),
        }
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap_or_else(|error| panic!("{} cannot be written: {error}", path.display()));
        path
    }
}

/// Two parties of one name would be taken for one.
fn named(name: &str) -> DistinguishedName {
    let mut named = DistinguishedName::new();
    named.push(DnType::CommonName, name);
    named
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}
