//! `cargo xtask dist`: what the stores take, in `dist/`. Whoever makes it of the same sources gets the same bytes.

mod lint;
mod manifest;
mod sbom;
mod sources;
mod twice;
mod zip;

use crate::build;
use crate::package;
use crate::package::files::{self, File};
use crate::package::secrets;
use crate::package::size::BUDGET;
use crate::package::traces;
use crate::parts;
use crate::wasm;
use crate::workspace::{Outcome, VERSION, Workspace, write};
use manifest::STORES;

/// A file of `dist/`.
struct Artifact {
    name: String,
    bytes: Vec<u8>,
    /// What it was packed of, if it was.
    files: Vec<File>,
}

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Outcome {
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => release(workspace).map(drop),
        ["--twice"] => twice(workspace).map(drop),
        _ => Err("`dist` takes no arguments but --twice".into()),
    }
}

/// Makes all of it in two places; returns how many packages and lists turned out the same.
pub(crate) fn twice(workspace: &Workspace) -> Outcome<usize> {
    twice::compare(workspace, &release(workspace)?)
}

/// Makes all of it, and leaves it to others to judge.
pub(crate) fn packages(workspace: &Workspace) -> Outcome {
    leave(workspace, &make(workspace, &sources::tracked(workspace)?)?)
}

/// Makes what may be handed in: built, checked, packed, and judged as Mozilla does.
fn release(workspace: &Workspace) -> Outcome<Vec<Artifact>> {
    let tracked = sources::tracked(workspace)?;
    let artifacts = make(workspace, &tracked)?;
    for artifact in &artifacts {
        println!("{}: {} bytes", artifact.name, artifact.bytes.len());
    }
    println!("budget: {BUDGET} for what a store gets");
    let firefox = name("firefox.zip");
    for artifact in artifacts.iter().filter(|artifact| artifact.name == firefox) {
        lint::lint(workspace, artifact)?;
    }
    leave(workspace, &artifacts)?;
    Ok(artifacts)
}

/// Writes them where they are taken from.
fn leave(workspace: &Workspace, artifacts: &[Artifact]) -> Outcome {
    artifacts.iter().try_for_each(|artifact| write(&workspace.dist().join(&artifact.name), &artifact.bytes))
}

/// Builds and packs.
fn make(workspace: &Workspace, tracked: &[String]) -> Outcome<Vec<Artifact>> {
    build::extension(workspace)?;
    wasm::within_budget(workspace)?;
    let (_, wrong) = package::check(workspace)?;
    if !wrong.is_empty() {
        return Err(format!("the package is not as it should be:\n  {}", wrong.join("\n  ")));
    }
    let package = files::read(&workspace.package())?;
    let mut artifacts = Vec::new();
    for store in &STORES {
        let packed = packed(store.name, manifest::package(&package, store)?)?;
        if packed.bytes.len() > BUDGET {
            return Err(format!("{} is {} bytes, and the budget is {BUDGET}", packed.name, packed.bytes.len()));
        }
        artifacts.push(packed);
    }
    let files = sources::read(workspace, tracked)?;
    for check in [traces::folders, traces::maps, secrets::none_real] {
        if let Some(wrong) = check(&files)?.first() {
            return Err(format!("in the sources, {wrong}"));
        }
    }
    artifacts.push(packed("source", files)?);
    let list = sbom::sbom(&parts::shipped(workspace)?)?;
    artifacts.push(Artifact { name: name("cdx.json"), bytes: list, files: Vec::new() });
    Ok(artifacts)
}

fn packed(what: &str, files: Vec<File>) -> Outcome<Artifact> {
    Ok(Artifact { name: name(&format!("{what}.zip")), bytes: zip::zip(&files)?, files })
}

fn name(ending: &str) -> String {
    let separator = if ending.ends_with(".zip") { '-' } else { '.' };
    format!("satchel-{VERSION}{separator}{ending}")
}
