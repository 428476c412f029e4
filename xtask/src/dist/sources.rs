//! The sources of a package, which Mozilla asks for: what git tracks, as it is in the working tree. How they are built
//! stands in `docs/publishing.md`, which is among them.

use std::path::Path;

use crate::package::files::File;
use crate::process;
use crate::workspace::{Outcome, Workspace, read_bytes};

/// What is built or installed, and no source.
const MADE: [&str; 5] = [".git", "target", "node_modules", "dist", "extension/wasm"];

/// The paths of the sources, in a fixed order. In a folder that is no checkout, as one is that was unpacked from the
/// sources' own zip, everything is one that was not built there.
pub(super) fn tracked(workspace: &Workspace) -> Outcome<Vec<String>> {
    if !workspace.root.join(".git").exists() {
        let mut paths = Vec::new();
        walk(&workspace.root, "", &mut paths)?;
        paths.sort_unstable();
        return Ok(paths);
    }
    let others = listed(workspace, &["--others", "--exclude-standard"])?;
    if let Some(first) = others.first() {
        println!("not among the sources, as git tracks none of them: {} files, like {first}", others.len());
    }
    let mut paths = listed(workspace, &["--cached"])?;
    paths.retain(|path| workspace.root.join(path).is_file());
    paths.sort_unstable();
    Ok(paths)
}

/// Adds every file below a folder, which is named from the root on.
fn walk(root: &Path, folder: &str, paths: &mut Vec<String>) -> Outcome {
    let unreadable = |error| format!("could not read {folder}: {error}");
    for entry in std::fs::read_dir(root.join(folder)).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        let name = name.to_str().ok_or("a file has a name that is no text")?;
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        if MADE.contains(&path.as_str()) {
            continue;
        }
        if root.join(&path).is_dir() {
            walk(root, &path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

/// Reads them.
pub(super) fn read(workspace: &Workspace, paths: &[String]) -> Outcome<Vec<File>> {
    paths.iter().map(|path| Ok(File { path: path.clone(), bytes: read_bytes(&workspace.root.join(path))? })).collect()
}

fn listed(workspace: &Workspace, which: &[&str]) -> Outcome<Vec<String>> {
    let mut git = std::process::Command::new("git");
    // Also in a folder that belongs to somebody else: a list is all that is asked for.
    git.current_dir(&workspace.root).args(["-c", "safe.directory=*", "ls-files", "-z"]).args(which);
    let text = process::capture(&mut git)?;
    Ok(text.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}
