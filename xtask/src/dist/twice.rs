//! Whether another build of the same sources is the same, in a folder and with a cargo home of other names and lengths.

use std::path::Path;

#[cfg(unix)]
use std::os::unix::fs::symlink as link;
#[cfg(windows)]
use std::os::windows::fs::symlink_dir as link;

use super::{Artifact, leave, make, sources};
use crate::workspace::{Outcome, Workspace, create_folder, remove_folder};

/// Builds a second time and compares; returns how much turned out the same.
pub(super) fn compare(workspace: &Workspace, first: &[Artifact]) -> Outcome<usize> {
    let tracked = sources::tracked(workspace)?;
    // Whatever an earlier run left could be taken for what this one should make.
    let place = workspace.target.join("dist-twice");
    remove_folder(&place)?;
    let other = elsewhere(workspace, &place, &tracked)?;
    println!("building once more in {}", other.root.display());
    let second = make(&other, &tracked)?;
    // For whoever looks for a difference.
    leave(&other, &second)?;
    if let Some(name) = first_difference(first, &second) {
        return Err(format!("{name} is not the same in a second build, which is in {}", other.root.display()));
    }
    remove_folder(&place)?;
    let count: usize = first.iter().map(|artifact| artifact.files.len().max(1)).sum();
    println!("{count} files in {} are the same to the byte", first.len());
    Ok(first.len())
}

/// A copy of the sources, which shares what was downloaded.
fn elsewhere(workspace: &Workspace, place: &Path, tracked: &[String]) -> Outcome<Workspace> {
    let root = place.join("a-folder-with-quite-another-name");
    for path in tracked {
        copy(&workspace.root.join(path), &root.join(path))?;
    }
    let home = place.join("another-cargo-home");
    create_folder(&home)?;
    let mut shared = vec![(workspace.root.join("node_modules"), root.join("node_modules"))];
    if let Some(known) = &workspace.cargo_home {
        shared.push((known.join("registry"), home.join("registry")));
    }
    for (from, to) in &shared {
        link(from, to).map_err(|error| format!("could not link {}: {error}", to.display()))?;
    }
    let target = root.join("target");
    Ok(Workspace { root, target, cargo_home: Some(home) })
}

/// Copies a file with its time: the installed packages are judged by that of their list.
fn copy(from: &Path, to: &Path) -> Outcome {
    to.parent().map_or(Ok(()), create_folder)?;
    let copied = || {
        std::fs::copy(from, to)?;
        std::fs::File::options().write(true).open(to)?.set_modified(from.metadata()?.modified()?)
    };
    copied().map_err(|error| format!("could not copy {}: {error}", from.display()))
}

/// What differs first: a file in an archive, or the archive.
fn first_difference(first: &[Artifact], second: &[Artifact]) -> Option<String> {
    for one in first {
        let Some(other) = second.iter().find(|other| other.name == one.name) else { return Some(one.name.clone()) };
        let is_there =
            |path: &str, bytes: &[u8]| other.files.iter().any(|file| file.path == path && file.bytes == bytes);
        if let Some(file) = one.files.iter().find(|file| !is_there(&file.path, &file.bytes)) {
            return Some(format!("{} in {}", file.path, one.name));
        }
        if one.bytes != other.bytes {
            return Some(one.name.clone());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::files::File;

    fn artifact(bytes: &str, files: &[(&str, &str)]) -> Artifact {
        let file = |(path, text): &(&str, &str)| File { path: (*path).into(), bytes: text.as_bytes().to_vec() };
        Artifact { name: "a.zip".into(), bytes: bytes.into(), files: files.iter().map(file).collect() }
    }

    #[test]
    fn the_first_file_that_differs_is_named() {
        let one = [artifact("1", &[("a", "x"), ("b", "y")])];
        let difference = |other| first_difference(&one, &[other]);
        assert_eq!(difference(artifact("1", &[("a", "x"), ("b", "y")])), None);
        assert_eq!(difference(artifact("2", &[("a", "x"), ("b", "z")])), Some("b in a.zip".into()));
        assert_eq!(difference(artifact("2", &[("a", "x")])), Some("b in a.zip".into()));
        assert_eq!(difference(artifact("2", &[("a", "x"), ("b", "y"), ("c", "")])), Some("a.zip".into()));
        assert_eq!(first_difference(&one, &[]), Some("a.zip".into()));
    }
}
