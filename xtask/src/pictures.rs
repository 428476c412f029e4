//! `cargo xtask pictures`: every state of the extension's pages as a picture, for whoever wants to look; with `--store`
//! those that the stores show.
//!
//! The tests that visit the states take the pictures (`tests/e2e/harness/album.js` says in which looks),
//! so that none is of a state that nobody can reach, and each was judged by axe before. The stores' are of a
//! whole screen, taken of one story (`tests/e2e/pictures`).

use std::path::Path;
use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::test;
use crate::workspace::{Outcome, Workspace, create_folder};

/// Where those of the stores are kept.
const STORE: &str = "docs/store";

/// What is pictured.
#[derive(Clone, Copy)]
pub(crate) enum Pictured {
    /// Every state of every page.
    States,
    /// What the stores show.
    Store,
}

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, given: &[String]) -> Outcome<ExitCode> {
    let arguments = Arguments::read(given, &[], &["store"])?;
    let (folder, pictured) = match (arguments.word()?, arguments.has("store")) {
        (None, true) => (workspace.root.join(STORE), Pictured::Store),
        // The tests run at the root, and whoever names a folder may be somewhere else.
        (Some(word), false) => (
            std::path::absolute(Path::new(word)).map_err(|error| format!("could not find {word}: {error}"))?,
            Pictured::States,
        ),
        _ => return Err("`pictures` needs the folder that they are kept in, or --store".into()),
    };
    create_folder(&folder)?;
    let done = test::pictures(workspace, &folder, pictured)?;
    println!("the pictures are in {}", folder.display());
    Ok(done)
}

#[cfg(test)]
mod tests {
    use crate::workspace::{read, read_bytes};

    use super::*;

    /// What a picture says of itself: its width, its height, and the kind of its colours.
    fn head(png: &[u8]) -> (u32, u32, u8) {
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        (number(16), number(20), png[25])
    }

    #[test]
    fn the_stores_pictures_are_as_they_want_them() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let document = read(&root.join("docs/publishing.md")).unwrap();
        let (rgb, rgba) = (2, 6);
        let mut screens = 0;
        for entry in std::fs::read_dir(root.join(STORE)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            assert!(document.contains(&format!("`{name}`")), "publishing.md does not name {name}");
            let is_logo = name == "logo.png";
            screens += usize::from(!is_logo);
            let wanted = if is_logo { (300, 300, rgba) } else { (1280, 800, rgb) };
            assert_eq!(head(&read_bytes(&path).unwrap()), wanted, "{name}");
        }
        assert!((3..=5).contains(&screens), "{screens} screens");
    }
}
