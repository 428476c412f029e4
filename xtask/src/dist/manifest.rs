//! The manifest that each store gets. One is written, `extension/manifest.json`, which every browser loads; each
//! warns about what is for another, and so does its store.

use serde_json::Value;

use crate::package::files::{File, named};
use crate::workspace::Outcome;

/// A store, and what of the manifest is none of its browser's business.
pub(super) struct Store {
    pub(super) name: &'static str,
    without: &'static [&'static [&'static str]],
}

const CHROMIUM: &[&[&str]] = &[&["browser_specific_settings"], &["background", "scripts"]];
const FIREFOX: &[&[&str]] = &[&["background", "service_worker"], &["minimum_chrome_version"]];

/// All of them.
pub(super) const STORES: [Store; 3] = [
    Store { name: "chrome", without: CHROMIUM },
    Store { name: "edge", without: CHROMIUM },
    Store { name: "firefox", without: FIREFOX },
];

const FILE: &str = "manifest.json";

/// The package with the store's manifest.
pub(super) fn package(files: &[File], store: &Store) -> Outcome<Vec<File>> {
    let manifest = manifest(named(files, FILE)?.json()?, store);
    let unwritable = |error| format!("could not write {FILE}: {error}");
    let mut bytes = serde_json::to_vec_pretty(&manifest).map_err(unwritable)?;
    bytes.push(b'\n');
    let mut files = files.to_vec();
    for file in files.iter_mut().filter(|file| file.path == FILE) {
        file.bytes.clone_from(&bytes);
    }
    Ok(files)
}

/// The manifest for that store.
fn manifest(mut manifest: Value, store: &Store) -> Value {
    for path in store.without {
        if let Some((last, folders)) = path.split_last() {
            let holder = folders.iter().try_fold(&mut manifest, |value, key| value.get_mut(*key));
            // `remove` would put the last key in its place.
            holder.and_then(Value::as_object_mut).map(|holder| holder.shift_remove(*last));
        }
    }
    manifest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(name: &str) -> Value {
        let written = json!({
            "version": "1", "minimum_chrome_version": "127",
            "background": { "service_worker": "a.js", "scripts": ["a.js"] },
            "browser_specific_settings": { "gecko": {} }, "commands": {},
        });
        manifest(written, STORES.iter().find(|store| store.name == name).unwrap())
    }

    #[test]
    fn each_gets_its_own() {
        let chromium = json!({
            "version": "1", "minimum_chrome_version": "127", "background": { "service_worker": "a.js" }, "commands": {},
        });
        assert_eq!(of("chrome"), chromium);
        assert_eq!(of("edge"), chromium);
        let firefox = json!({
            "version": "1", "background": { "scripts": ["a.js"] },
            "browser_specific_settings": { "gecko": {} }, "commands": {},
        });
        assert_eq!(of("firefox"), firefox);
    }

    #[test]
    fn nothing_changes_its_place() {
        assert_eq!(
            of("firefox").as_object().unwrap().keys().collect::<Vec<_>>(),
            ["version", "background", "browser_specific_settings", "commands"]
        );
    }
}
