//! The manifest: what the extension may do, checked against a list that is kept
//! here on purpose, so that a new permission cannot slip in with a feature.

use serde_json::{Value, json};

use super::files::{File, named};
use crate::workspace::{Outcome, VERSION};

const PERMISSIONS: &[&str] =
    &["activeTab", "scripting", "storage", "unlimitedStorage", "identity", "contextMenus", "alarms"];
const HOSTS: &[&str] = &["https://api.notion.com/*"];
/// A broker's origin is asked for when the person signs in through it; plain http
/// is for one on this machine.
const OPTIONAL_HOSTS: &[&str] = &["https://*/*", "http://127.0.0.1/*", "http://localhost/*"];
/// A broker may be anywhere, and this policy binds the worker too.
const CONNECTIONS: &[&str] = &["'self'", "https:", "http://127.0.0.1:*", "http://localhost:*"];
/// None is asked for later.
const OPTIONAL: &[&str] = &[];
/// What the Chrome Web Store and Edge Add-ons take of a description in a manifest, in characters.
const LONGEST_SUMMARY: usize = 132;

fn manifest(files: &[File]) -> Outcome<Value> {
    named(files, "manifest.json")?.json()
}

/// The permissions are the documented ones.
pub(super) fn permissions(files: &[File]) -> Outcome<Vec<String>> {
    let manifest = manifest(files)?;
    let mut wrong = Vec::new();
    for (key, wanted) in [
        ("permissions", PERMISSIONS),
        ("optional_permissions", OPTIONAL),
        ("host_permissions", HOSTS),
        ("optional_host_permissions", OPTIONAL_HOSTS),
    ] {
        let mut given = strings(manifest.get(key));
        let mut wanted: Vec<&str> = wanted.to_vec();
        given.sort_unstable();
        wanted.sort_unstable();
        if given != wanted {
            wrong.push(format!("{key} are {given:?}, and should be {wanted:?}"));
        }
    }
    if manifest.get("incognito") != Some(&json!("not_allowed")) {
        wrong.push("`incognito` should be `not_allowed`".into());
    }
    Ok(wrong)
}

/// Its version is the workspace's, as the build wrote it.
pub(super) fn version(files: &[File]) -> Outcome<Vec<String>> {
    let manifest = manifest(files)?;
    let given = manifest.get("version").and_then(Value::as_str).unwrap_or_default();
    let differs = given != VERSION;
    Ok(differs.then(|| format!("the manifest says {given:?}, and Cargo.toml {VERSION:?}")).into_iter().collect())
}

/// In every language, what it says of itself is as short as the stores want it.
pub(super) fn summaries(files: &[File]) -> Outcome<Vec<String>> {
    let mut wrong = Vec::new();
    for file in files.iter().filter(|file| file.is("/messages.json")) {
        let texts = file.json()?;
        let summary = texts.pointer("/extensionDescription/message").and_then(Value::as_str).unwrap_or_default();
        let length = summary.encode_utf16().count();
        if length == 0 || length > LONGEST_SUMMARY {
            wrong.push(format!("{}: `extensionDescription` has {length} characters", file.path));
        }
    }
    Ok(wrong)
}

/// No script enters a page, and no page reaches into the extension, by itself.
pub(super) fn nothing_injected(files: &[File]) -> Outcome<Vec<String>> {
    let manifest = manifest(files)?;
    let absent = [
        "content_scripts",
        "web_accessible_resources",
        "externally_connectable",
        "devtools_page",
        "chrome_url_overrides",
    ];
    let found = absent.iter().filter(|key| manifest.get(**key).is_some());
    Ok(found.map(|key| format!("the manifest has `{key}`")).collect())
}

/// The content security policy lets nothing in but the package's own files.
pub(super) fn content_security(files: &[File]) -> Outcome<Vec<String>> {
    let manifest = manifest(files)?;
    let policy =
        manifest.pointer("/content_security_policy/extension_pages").and_then(Value::as_str).unwrap_or_default();
    let mut wrong = Vec::new();
    let mut rest = String::new();
    for rule in policy.split(';') {
        let (name, sources) = rule.trim().split_once(' ').unwrap_or_default();
        let wanted = match name {
            "script-src" => &["'self'", "'wasm-unsafe-eval'"],
            "connect-src" => CONNECTIONS,
            _ => {
                rest.push_str(rule);
                continue;
            }
        };
        if sources.split_whitespace().collect::<Vec<_>>() != wanted {
            wrong.push(format!("`{name}` is {sources:?}, and should be {wanted:?}"));
        }
    }
    if !policy.contains("script-src ") || !policy.starts_with("default-src 'none'") {
        wrong.push("the content security policy should begin with `default-src 'none'` and name `script-src`".into());
    }
    for loose in ["'unsafe-inline'", "'unsafe-eval'", "http:", " *"] {
        if rest.contains(loose) {
            wrong.push(format!("the content security policy contains {}", loose.trim()));
        }
    }
    Ok(wrong)
}

/// Every path in the manifest leads to a file.
pub(super) fn named_files(files: &[File]) -> Outcome<Vec<String>> {
    let manifest = manifest(files)?;
    let mut paths = Vec::new();
    for pointer in ["/icons", "/action/default_icon"] {
        paths.extend(manifest.pointer(pointer).and_then(Value::as_object).into_iter().flatten().map(|(_, path)| path));
    }
    for pointer in ["/action/default_popup", "/background/service_worker", "/options_ui/page", "/options_page"] {
        paths.extend(manifest.pointer(pointer));
    }
    let scripts = manifest.pointer("/background/scripts").and_then(Value::as_array);
    paths.extend(scripts.into_iter().flatten());
    let missing = paths.iter().filter_map(|path| path.as_str()).filter(|path| named(files, path).is_err());
    Ok(missing.map(|path| format!("there is no {path}")).collect())
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(manifest: &Value) -> Vec<File> {
        vec![File { path: "manifest.json".into(), bytes: manifest.to_string().into_bytes() }]
    }

    #[test]
    fn a_summary_is_there_and_not_too_long() {
        let said = |message: &str| {
            let bytes = json!({ "extensionDescription": { "message": message } }).to_string().into_bytes();
            summaries(&[File { path: "_locales/en/messages.json".into(), bytes }]).unwrap().len()
        };
        assert_eq!(said(&"ü".repeat(LONGEST_SUMMARY)), 0);
        assert_eq!([said(&"ü".repeat(LONGEST_SUMMARY + 1)), said("")], [1, 1]);
    }

    fn good() -> Value {
        json!({
            "version": VERSION,
            "permissions": PERMISSIONS, "host_permissions": HOSTS, "optional_host_permissions": OPTIONAL_HOSTS,
            "incognito": "not_allowed",
            "content_security_policy": { "extension_pages": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'" },
            "background": { "service_worker": "manifest.json" },
        })
    }

    #[test]
    fn what_is_documented_passes() {
        let files = with(&good());
        for check in [permissions, version, nothing_injected, content_security, named_files] {
            assert_eq!(check(&files).unwrap(), Vec::<String>::new());
        }
    }

    #[test]
    fn anything_more_is_noticed() {
        let spoiled = |key: &str, value: Value| {
            let mut manifest = good();
            manifest[key] = value;
            with(&manifest)
        };
        assert_eq!(permissions(&spoiled("permissions", json!(["tabs"]))).unwrap().len(), 1);
        assert_eq!(permissions(&spoiled("host_permissions", json!(["<all_urls>"]))).unwrap().len(), 1);
        assert_eq!(permissions(&spoiled("optional_permissions", json!(["tabs"]))).unwrap().len(), 1);
        assert_eq!(version(&spoiled("version", json!("0.0.9"))).unwrap().len(), 1);
        assert_eq!(nothing_injected(&spoiled("content_scripts", json!([]))).unwrap().len(), 1);
        let policy = |policy: &str| {
            let files = spoiled("content_security_policy", json!({ "extension_pages": policy }));
            content_security(&files).unwrap().len()
        };
        assert_eq!(policy("default-src 'none'; script-src 'self' 'unsafe-eval'"), 1);
        assert_eq!(policy("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *"), 1);
        assert_eq!(policy("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; img-src http:"), 1);
        assert_eq!(policy("script-src 'self' 'wasm-unsafe-eval'"), 1);
        assert_eq!(named_files(&spoiled("icons", json!({ "16": "gone.png" }))).unwrap(), ["there is no gone.png"]);
    }
}
