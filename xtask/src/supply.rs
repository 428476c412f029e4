//! Whose work is depended on, and on which terms: rules about `Cargo.lock` and `package-lock.json` that need no
//! other program, so that every test run checks them, and `cargo xtask supply`, which asks cargo-deny as well.

mod licence;

use serde_json::Value;

use crate::arguments::Arguments;
use crate::install;
use crate::parts;
use crate::process;
use crate::workspace::{Outcome, Workspace, read};

/// Where crates come from, in cargo's words.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// What cargo-deny is told.
const RULES: &str = "xtask/deny.toml";

/// Where each runtime dependency has its reason.
const REASONS: &str = "docs/architecture.md";

/// What ships: the extension's modules, and the broker's two front doors.
const SHIPPED: [&str; 3] = ["satchel", "satchel-broker", "satchel-broker-worker"];

/// Crates of which two versions may be in the modules, each with why. There is none.
const TWICE: &[(&str, &str)] = &[];

/// npm packages that bring an install script. None of them runs, as `.npmrc` says; each is here because it works
/// without: its program comes in a package for the machine.
const SCRIPTS: [&str; 2] = ["node_modules/esbuild", "node_modules/workerd"];

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, given: &[String]) -> Outcome {
    let arguments = Arguments::read(given, &[], &["advisories"])?;
    if let Some(word) = arguments.word()? {
        return Err(format!("`supply` takes no `{word}`"));
    }
    let (_, wrong) = check(workspace)?;
    if !wrong.is_empty() {
        return Err(wrong.join("\n  "));
    }
    let program = install::cargo_deny(workspace)?;
    let mut deny = std::process::Command::new(program);
    deny.current_dir(&workspace.root).args(["--workspace", "--config", RULES, "check"]);
    deny.args(["licenses", "bans", "sources"]);
    if arguments.has("advisories") {
        deny.arg("advisories");
    }
    process::run(&mut deny)
}

/// Checks every rule; returns how many there are and what is wrong.
pub(crate) fn check(workspace: &Workspace) -> Outcome<(usize, Vec<String>)> {
    let metadata =
        json(&process::capture(workspace.cargo().args(["metadata", "--quiet", "--locked", "--format-version", "1"]))?)?;
    let packages = json(&read(&workspace.root.join("package-lock.json"))?)?;
    let rules = [
        licences(&metadata),
        sources(&metadata),
        reasons(&metadata, &read(&workspace.root.join(REASONS))?),
        twice(&parts::names(workspace)?, TWICE),
        scripts(&packages, &read(&workspace.root.join(".npmrc"))?),
        addresses(&packages),
    ];
    Ok((rules.len(), rules.concat()))
}

fn json(text: &str) -> Outcome<Value> {
    serde_json::from_str(text).map_err(|error| format!("could not read a list of packages: {error}"))
}

fn crates(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata.get("packages").and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Crates whose licence leaves no choice that is allowed.
fn licences(metadata: &Value) -> Vec<String> {
    crates(metadata)
        .filter(|package| !licence::is_allowed(text(package, "license"), text(package, "name")))
        .map(|package| format!("{} is under {:?}", text(package, "name"), text(package, "license")))
        .collect()
}

/// Crates from elsewhere than the registry or this workspace: another registry, git, a folder.
fn sources(metadata: &Value) -> Vec<String> {
    let members: Vec<&str> = metadata
        .get("workspace_members")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    crates(metadata)
        .filter(|package| match package.get("source").and_then(Value::as_str) {
            Some(source) => source != REGISTRY,
            None => !members.contains(&text(package, "id")),
        })
        .map(|package| {
            format!("{} comes from {}", text(package, "name"), package.get("source").unwrap_or(&Value::Null))
        })
        .collect()
}

/// What the shipped crates depend on at run time and no row of a table says why.
fn reasons(metadata: &Value, document: &str) -> Vec<String> {
    let mut missing = Vec::new();
    for package in crates(metadata).filter(|package| SHIPPED.contains(&text(package, "name"))) {
        let dependencies = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
        // cargo gives no kind to those of run time.
        for name in
            dependencies.filter(|known| known.get("kind").is_none_or(Value::is_null)).map(|known| text(known, "name"))
        {
            let row = format!("| `{name}` |");
            if !SHIPPED.contains(&name) && !document.lines().any(|line| line.starts_with(&row)) {
                missing.push(format!("{REASONS} does not say why {} depends on {name}", text(package, "name")));
            }
        }
    }
    missing
}

/// Crates that are in the modules in two versions.
fn twice(linked: &[(String, String)], excused: &[(&str, &str)]) -> Vec<String> {
    linked
        .windows(2)
        .filter_map(|pair| match pair {
            [(one, first), (other, second)] if one == other => Some((one, first, second)),
            _ => None,
        })
        .filter(|(name, ..)| !excused.iter().any(|(known, _)| known == name))
        .map(|(name, first, second)| format!("{name} is in the modules as {first} and as {second}"))
        .collect()
}

fn installed(lock: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let all = lock.get("packages").and_then(Value::as_object).into_iter().flatten();
    // The first is this repository itself.
    all.filter(|(place, _)| !place.is_empty())
}

/// npm packages with an install script, or settings that would run one.
fn scripts(lock: &Value, settings: &str) -> Vec<String> {
    let mut wrong: Vec<String> = installed(lock)
        .filter(|(place, package)| package.get("hasInstallScript").is_some() && !SCRIPTS.contains(&place.as_str()))
        .map(|(place, _)| format!("{place} has an install script"))
        .collect();
    if !settings.lines().any(|line| line.trim() == "ignore-scripts=true") {
        wrong.push(".npmrc lets install scripts run".into());
    }
    wrong
}

/// npm packages that come from an address of their own, or without a digest.
fn addresses(lock: &Value) -> Vec<String> {
    let of_own = |package: &Value| ["resolved", "link"].iter().any(|key| package.get(key).is_some());
    installed(lock)
        .filter_map(|(place, package)| match package {
            _ if of_own(package) => Some(format!("{place} names where it comes from")),
            _ if text(package, "integrity").is_empty() => Some(format!("{place} has no digest")),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn metadata(package: Value) -> Value {
        json!({ "packages": [package], "workspace_members": ["path+file:///here#own@0.1.0"] })
    }

    #[test]
    fn a_licence_has_to_be_on_the_list() {
        assert!(licences(&metadata(json!({ "name": "a", "license": "MIT OR GPL-3.0-only" }))).is_empty());
        for wrong in [json!("GPL-3.0-only"), json!(null), json!("MIT AND GPL-2.0-only")] {
            assert_eq!(licences(&metadata(json!({ "name": "a", "license": wrong }))).len(), 1, "{wrong}");
        }
    }

    #[test]
    fn crates_come_from_the_registry_or_are_our_own() {
        let own = "path+file:///here#own@0.1.0";
        for (source, id, wrong) in [
            (json!(REGISTRY), "a", 0),
            (json!(null), own, 0),
            (json!(null), "path+file:///elsewhere#a@0.1.0", 1),
            (json!("git+https://example.com/a#0123"), "a", 1),
            (json!("registry+https://registry.example/index"), "a", 1),
        ] {
            let package = json!({ "name": "a", "id": id, "source": source });
            assert_eq!(sources(&metadata(package)).len(), wrong, "{source} {id}");
        }
    }

    #[test]
    fn what_is_depended_on_at_run_time_has_a_reason() {
        let depends = json!([{ "name": "a", "kind": null }, { "name": "b", "kind": "dev" }]);
        let package = |name: &str| metadata(json!({ "name": name, "dependencies": depends }));
        assert!(reasons(&package("satchel"), "| `a` | it is needed |").is_empty());
        assert_eq!(reasons(&package("satchel"), "`a` is named, and has no row").len(), 1);
        assert!(reasons(&package("xtask"), "").is_empty());
    }

    #[test]
    fn two_versions_in_the_modules_need_a_reason() {
        let linked =
            [("a", "1.0.0"), ("a", "2.0.0"), ("b", "1.0.0")].map(|(name, version)| (name.into(), version.into()));
        assert_eq!(twice(&linked, &[]), ["a is in the modules as 1.0.0 and as 2.0.0"]);
        assert!(twice(&linked, &[("a", "both are asked for")]).is_empty());
    }

    #[test]
    fn no_install_script_runs_and_none_is_new() {
        let lock = json!({ "packages": { "": { "name": "own" }, "node_modules/a": { "hasInstallScript": true } } });
        assert_eq!(scripts(&lock, "ignore-scripts=true\n"), ["node_modules/a has an install script"]);
        let known = json!({ "packages": { "node_modules/esbuild": { "hasInstallScript": true } } });
        assert!(scripts(&known, "fund=false\nignore-scripts=true\n").is_empty());
        assert_eq!(scripts(&known, "ignore-scripts=false\n").len(), 1);
    }

    #[test]
    fn npm_packages_come_with_a_digest_and_without_an_address() {
        let of = |package: Value| addresses(&json!({ "packages": { "": {}, "node_modules/a": package } })).len();
        assert_eq!(of(json!({ "integrity": "sha512-x" })), 0);
        assert_eq!(of(json!({ "integrity": "sha512-x", "resolved": "https://registry.example/a.tgz" })), 1);
        assert_eq!(of(json!({ "link": true, "integrity": "sha512-x" })), 1);
        assert_eq!(of(json!({ "version": "1.0.0" })), 1);
    }
}
