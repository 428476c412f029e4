//! `cargo xtask site`: the public site, ready for any server of files.
//!
//! Its pages are as they are in `www/`. Its preview is made of the extension's own scripts, and of the module
//! that the extension ships, which is fetched as a file.

use std::fs;
use std::path::Path;

use crate::process;
use crate::wasm;
use crate::workspace::{Outcome, Workspace, create_folder, remove_folder};

/// What is bundled, with what it imports of the extension.
const BUNDLED: [&str; 3] = ["preview.js", "preview.css", "site.css"];

/// The module that the preview runs.
const MODULE: &str = "article_bg.wasm";

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Outcome {
    if let Some(unknown) = arguments.first() {
        return Err(format!("`site` takes no arguments, and got `{unknown}`"));
    }
    build(workspace)?;
    println!("the site is in {}", workspace.dist().join("site").display());
    Ok(())
}

/// Makes the folder anew.
pub(crate) fn build(workspace: &Workspace) -> Outcome {
    wasm::build(workspace)?;
    let (sources, site) = (workspace.root.join("www"), workspace.dist().join("site"));
    // Beside it first, so that a build that fails leaves the last good one in place.
    let scratch = site.with_extension("new");
    remove_folder(&scratch)?;
    create_folder(&scratch)?;
    copy(&sources, &scratch)?;
    copy_file(&workspace.extension().join("wasm").join(MODULE), &scratch)?;
    process::run(
        workspace
            .node_tool("esbuild")
            .args(BUNDLED.map(|file| sources.join(file)))
            .args(["--bundle", "--format=esm", "--target=es2023", "--charset=utf8", "--log-level=warning"])
            .arg(format!("--outdir={}", scratch.display())),
    )?;
    remove_folder(&site)?;
    fs::rename(&scratch, &site).map_err(|error| format!("could not put {} in place: {error}", site.display()))
}

/// Copies what goes along as it is: all but scripts and style sheets.
fn copy(sources: &Path, to: &Path) -> Outcome {
    let unreadable = |error| format!("could not read {}: {error}", sources.display());
    for entry in fs::read_dir(sources).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if !path.extension().is_some_and(|ending| ending == "js" || ending == "css") {
            copy_file(&path, to)?;
        }
    }
    Ok(())
}

fn copy_file(path: &Path, folder: &Path) -> Outcome {
    let target = path.file_name().map(|name| folder.join(name)).ok_or("a file without a name")?;
    fs::copy(path, target).map(drop).map_err(|error| format!("could not copy {}: {error}", path.display()))
}
