//! The files of the package, read once.

use std::path::Path;

use crate::workspace::{Outcome, read_bytes};

/// A file, by its path from the package's root with forward slashes.
#[derive(Clone)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

impl File {
    /// Whether its name ends so.
    pub(super) fn is(&self, ending: &str) -> bool {
        self.path.ends_with(ending)
    }

    /// Whether this project's people wrote it: the folder `wasm` is generated.
    pub(super) fn is_written(&self) -> bool {
        !self.path.starts_with("wasm/")
    }

    /// Its text; what is not text is nothing.
    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }

    /// Its JSON.
    pub(crate) fn json(&self) -> Outcome<serde_json::Value> {
        serde_json::from_slice(&self.bytes).map_err(|error| format!("{} is not JSON: {error}", self.path))
    }
}

/// Reads a folder with everything below it, in a fixed order.
pub(crate) fn read(root: &Path) -> Outcome<Vec<File>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let unreadable = |error| format!("could not read {}: {error}", folder.display());
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let parts = path.strip_prefix(root).unwrap_or(&path).iter().map(|part| part.to_string_lossy());
            files.push(File { path: parts.collect::<Vec<_>>().join("/"), bytes: read_bytes(&path)? });
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// The file of that path.
pub(crate) fn named<'a>(files: &'a [File], path: &str) -> Outcome<&'a File> {
    files.iter().find(|file| file.path == path).ok_or_else(|| format!("the package has no {path}"))
}
