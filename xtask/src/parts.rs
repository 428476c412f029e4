//! The work of others that is shipped: which, and under which licence.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::install::{self, WASM_TARGET};
use crate::licences::BUNDLER;
use crate::process;
use crate::workspace::{Outcome, Workspace, read};

/// A crate, the standard library, or a program of which some lines go along.
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) version: String,
    /// As an SPDX expression.
    pub(crate) licence: String,
    /// By package URL.
    pub(crate) address: String,
    /// The texts of its licence that came along with it.
    pub(crate) texts: Vec<String>,
}

/// How the names of files begin that hold a licence.
const TEXTS: [&str; 5] = ["licen", "copying", "copyright", "notice", "unlicense"];

/// What is linked into the modules, and what joined the scripts, in a fixed order.
pub(crate) fn shipped(workspace: &Workspace) -> Outcome<Vec<Part>> {
    let known = packages(workspace)?;
    let mut parts = Vec::new();
    for key in names(workspace)? {
        let package = known.get(&key).ok_or_else(|| format!("`cargo metadata` knows no {} {}", key.0, key.1))?;
        parts.push(part(key, package)?);
    }
    let version = install::compiler_version()?;
    let address = format!("pkg:generic/rust-std@{version}");
    // Its sources do not come along with a compiler, and neither do its texts; the choice that it leaves is Satchel's.
    let licence = "MIT OR Apache-2.0".to_owned();
    parts.push(Part { name: "rust-std".into(), version, licence, address, texts: Vec::new() });
    parts.push(bundler(workspace)?);
    parts.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    Ok(parts)
}

/// Names and versions. `cargo tree` counts the core's features alone; `cargo metadata` also counts those that the
/// workspace's other programs switch on, and with them crates that are in no module.
pub(crate) fn names(workspace: &Workspace) -> Outcome<Vec<(String, String)>> {
    let text = process::capture(workspace.cargo().args([
        "tree",
        "--quiet",
        "--package",
        "satchel",
        "--all-features",
        "--target",
        WASM_TARGET,
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--no-dedupe",
    ]))?;
    let mut names: Vec<_> = text.lines().filter_map(name).filter(|(name, _)| name != "satchel").collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// What a line like `serde v1.0.0` names.
fn name(line: &str) -> Option<(String, String)> {
    let mut words = line.split_whitespace();
    Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
}

/// All packages that cargo knows of, by name and version.
fn packages(workspace: &Workspace) -> Outcome<BTreeMap<(String, String), Value>> {
    let text = process::capture(workspace.cargo().args([
        "metadata",
        "--quiet",
        "--format-version",
        "1",
        "--filter-platform",
        WASM_TARGET,
    ]))?;
    let mut metadata: Value =
        serde_json::from_str(&text).map_err(|error| format!("could not read what `cargo metadata` said: {error}"))?;
    let packages = metadata.get_mut("packages").and_then(Value::as_array_mut).map(std::mem::take).unwrap_or_default();
    Ok(packages
        .into_iter()
        .map(|package| ((text_of(&package, "name"), text_of(&package, "version")), package))
        .collect())
}

fn part((name, version): (String, String), package: &Value) -> Outcome<Part> {
    // Before SPDX there was a slash.
    let licence = text_of(package, "license").replace('/', " OR ");
    let manifest = PathBuf::from(text_of(package, "manifest_path"));
    let texts = manifest.parent().map(texts).transpose()?.unwrap_or_default();
    // Whoever leaves the choice and gives no text is taken at the text that is everywhere the same.
    if texts.is_empty() && !licence.contains("Apache-2.0") {
        return Err(format!("{name} {version} is under {licence:?} and has no text of it"));
    }
    Ok(Part { address: format!("pkg:cargo/{name}@{version}"), name, version, licence, texts })
}

/// What joined the scripts: no crate, but a development package.
fn bundler(workspace: &Workspace) -> Outcome<Part> {
    let folder = workspace.root.join("node_modules").join(BUNDLER);
    let package: Value = serde_json::from_str(&read(&folder.join("package.json"))?)
        .map_err(|error| format!("could not read what {BUNDLER} says of itself: {error}"))?;
    let (version, licence) = (text_of(&package, "version"), text_of(&package, "license"));
    let address = format!("pkg:npm/{BUNDLER}@{version}");
    let texts = texts(&folder)?;
    if texts.is_empty() {
        return Err(format!("{BUNDLER} {version} is under {licence:?} and has no text of it"));
    }
    Ok(Part { name: BUNDLER.into(), version, licence, address, texts })
}

/// The licences' texts in a package's folder.
fn texts(folder: &Path) -> Outcome<Vec<String>> {
    let unreadable = |error| format!("could not read {}: {error}", folder.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if entry.path().is_file() && TEXTS.iter().any(|beginning| name.starts_with(beginning)) {
            paths.push(entry.path());
        }
    }
    paths.sort_unstable();
    paths.iter().map(|path| read(path)).collect()
}

fn text_of(package: &Value, key: &str) -> String {
    package.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_name_crates() {
        let named = |name: &str, version: &str| Some((name.to_owned(), version.to_owned()));
        assert_eq!(name("serde v1.0.229"), named("serde", "1.0.229"));
        assert_eq!(name("a v0.1.0 (/a folder)"), named("a", "0.1.0"));
        assert_eq!(name(""), None);
    }

    #[test]
    fn a_crate_without_a_text_must_leave_a_choice() {
        let of = |licence: &str| {
            let package = serde_json::json!({ "license": licence, "manifest_path": "src/quality/Cargo.toml" });
            part(("a".into(), "1.0.0".into()), &package)
        };
        assert_eq!(of("MIT/Apache-2.0").unwrap().licence, "MIT OR Apache-2.0");
        assert!(of("MIT").is_err());
    }
}
