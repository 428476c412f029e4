//! The folder that a browser loads: what the sources show and say as it is, and the
//! scripts of each of their contexts in one file; and the licences of what is in it.
//!
//! A browser asks for each module and style sheet by itself, and for what it imports only
//! once it has read it: see `docs/benchmarks.md`. The code stays readable:
//! nothing is shortened in it but its comments. Of the texts, what is said to translators is left
//! out, and the manifest gets its version. The module that every save needs is in the worker's file,
//! for the same reason. That file is a plain script: as a JavaScript module it would start four
//! milliseconds later.
//!
//! The pages that open in a tab share what they have in common: there nobody waits for one
//! more file, and each of them with all of it would be 38,000 bytes more.

mod markup;

use std::path::Path;

use serde_json::Value;

use crate::licences;
use crate::process;
use crate::wasm::QUICK_SAVE;
use crate::workspace::{Outcome, VERSION, Workspace, create_folder, read_bytes, remove_folder, write};

/// What is one file each: the scripts that somebody waits for, and what the pages look like.
const WHOLE: [&str; 6] = [
    "background.js",
    "popup/popup.js",
    "popup/popup.css",
    "options/options.css",
    "history/history.css",
    "start/start.css",
];

/// The scripts of the pages that open in a tab.
const SHARING: [&str; 3] = ["options/options.js", "history/history.js", "start/start.js"];

/// The oldest browsers that the manifest lets in.
const TARGET: &str = "--target=chrome127,firefox140";

/// What a browser reads first.
const MANIFEST: &str = "manifest.json";

/// What a language's file is called.
const TEXTS: &str = "messages.json";

/// What enters a page by its file's name, and stands alone.
const INJECTED: [&str; 1] = ["picker.js"];

/// Makes the folder anew of the sources and the built modules.
pub(crate) fn bundle(workspace: &Workspace) -> Outcome {
    let (sources, package) = (workspace.extension(), workspace.package());
    // Beside it first, so that a build that fails leaves the last good one in place.
    let scratch = package.with_extension("new");
    remove_folder(&scratch)?;
    copy(&sources, &sources, &scratch)?;
    join(workspace, &scratch, &WHOLE, &["--format=iife", "--loader:.wasm=binary"])?;
    join(workspace, &scratch, &SHARING, &["--format=esm", "--splitting", "--chunk-names=shared/[hash]"])?;
    licences::write(workspace, &scratch)?;
    remove_folder(&package)?;
    std::fs::rename(&scratch, &package)
        .map_err(|error| format!("could not put {} in place: {error}", package.display()))
}

/// Makes what begins at these files of all that they import.
fn join(workspace: &Workspace, to: &Path, beginnings: &[&str], how: &[&str]) -> Outcome {
    let sources = workspace.extension();
    process::run(
        workspace
            .node_tool("esbuild")
            .args(beginnings.iter().map(|beginning| sources.join(beginning)))
            .args(["--bundle", TARGET, "--charset=utf8", "--log-level=warning"])
            .args(how)
            .arg(format!("--outbase={}", sources.display()))
            .arg(format!("--outdir={}", to.display())),
    )
}

/// Copies what is shipped as it is.
fn copy(root: &Path, folder: &Path, to: &Path) -> Outcome {
    let unreadable = |error| format!("could not read {}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let target = path.file_name().map(|name| to.join(name)).ok_or("a file without a name")?;
        if path.is_dir() {
            copy(root, &path, &target)?;
        } else if is_shipped(root, &path) {
            create_folder(to)?;
            let bytes = read_bytes(&path)?;
            let shipped = match path.extension() {
                _ if path.ends_with(TEXTS) => texts(&path, &bytes)?,
                _ if path == root.join(MANIFEST) => manifest(&path, &bytes)?,
                Some(ending) if ending == "html" => markup::complete(root, &path)?,
                _ => bytes,
            };
            write(&target, &shipped)?;
        }
    }
    Ok(())
}

/// The manifest, with the version, which stands in Cargo.toml alone.
fn manifest(path: &Path, bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut manifest = json(path, bytes)?;
    let fields = manifest.as_object_mut().ok_or_else(|| format!("{} is no manifest", path.display()))?;
    fields.insert("version".into(), VERSION.into());
    written(path, &manifest)
}

/// The texts of a language, without what is said to its translators and without white space.
fn texts(path: &Path, bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut texts = json(path, bytes)?;
    for entry in texts.as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
        if let Some(entry) = entry.as_object_mut() {
            entry.remove("description");
        }
    }
    written(path, &texts)
}

fn json(path: &Path, bytes: &[u8]) -> Outcome<Value> {
    serde_json::from_slice(bytes).map_err(|error| format!("{} is not JSON: {error}", path.display()))
}

fn written(path: &Path, value: &Value) -> Outcome<Vec<u8>> {
    serde_json::to_vec(value).map_err(|error| format!("could not write {}: {error}", path.display()))
}

/// Whether a file goes along by itself: scripts and style sheets do so as parts of a context, one module
/// in the worker's, and declarations are for whoever checks the types.
fn is_shipped(root: &Path, path: &Path) -> bool {
    let is_bundled = path.extension().is_some_and(|ending| ["js", "ts", "css"].iter().any(|part| ending == *part));
    let is_part = is_bundled || path.ends_with(QUICK_SAVE);
    !is_part || INJECTED.iter().any(|injected| path == root.join(injected))
}
