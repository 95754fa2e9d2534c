//! The content security policy of the web client.
//!
//! A static export cannot carry nonces, and its pages have inline scripts; so their hashes are listed, taken from the
//! pages themselves. They are taken again when the export has been built anew.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use http::HeaderValue;
use sha2::{Digest, Sha256};

/// The policy for the pages of a folder.
pub(super) struct Policy {
    root: PathBuf,
    built: Mutex<Option<(SystemTime, HeaderValue)>>,
}

impl Policy {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root, built: Mutex::default() }
    }

    /// The policy for the pages as they are now, or `None` if there are none.
    pub(super) async fn current(&self) -> Option<HeaderValue> {
        let modified = tokio::fs::metadata(self.root.join("index.html")).await.ok()?.modified().ok()?;
        if let Some((_, policy)) = self.built().as_ref().filter(|(built, _)| *built == modified) {
            return Some(policy.clone());
        }
        let root = self.root.clone();
        let hashes = tokio::task::spawn_blocking(move || inline_script_hashes(&root)).await.ok()?.ok()?;
        let policy = HeaderValue::try_from(write_policy(&hashes)).ok()?;
        *self.built() = Some((modified, policy.clone()));
        Some(policy)
    }

    fn built(&self) -> std::sync::MutexGuard<'_, Option<(SystemTime, HeaderValue)>> {
        self.built.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write_policy(hashes: &BTreeSet<String>) -> String {
    let scripts = hashes.iter().map(|hash| format!("'sha256-{hash}'")).collect::<Vec<_>>().join(" ");
    // People may sign in to another homeserver from here: hence any address to connect to. Styles may be inline because
    // components set them as attributes while a page is exported.
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {scripts}; style-src 'self' 'unsafe-inline'; \
         img-src 'self' blob: data:; media-src 'self' blob: data:; font-src 'self' data:; \
         connect-src 'self' blob: http: https: ws: wss:; worker-src 'self' blob:; manifest-src 'self'; frame-src 'none'; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

fn inline_script_hashes(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut hashes = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "_next") {
                hashes.extend(inline_script_hashes(&path)?);
            }
        } else if path.extension().is_some_and(|extension| extension == "html") {
            let page = fs::read_to_string(&path)?;
            hashes.extend(inline_scripts(&page).map(|script| STANDARD.encode(Sha256::digest(script))));
        }
    }
    Ok(hashes)
}

/// The text of every `<script>` without a `src`. The pages are our own build's, so no full HTML parser is needed.
pub(super) fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        let is_inline = !attributes.contains(" src=") && !script.is_empty();
        is_inline.then_some(script)
    })
}
