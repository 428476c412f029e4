//! `cargo xtask pictures`: every state of the extension's pages as a picture, for whoever wants to look.
//!
//! The tests that visit the states take the pictures (`tests/e2e/harness/album.js` says in which looks),
//! so that none is of a state that nobody can reach, and each was judged by axe before.

use std::path::Path;
use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::test;
use crate::workspace::{Outcome, Workspace, create_folder};

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, given: &[String]) -> Outcome<ExitCode> {
    let arguments = Arguments::read(given, &[], &[])?;
    let word = arguments.word()?.ok_or("`pictures` needs the folder that they are kept in")?;
    // The tests run at the root, and whoever names a folder may be somewhere else.
    let folder = std::path::absolute(Path::new(word)).map_err(|error| format!("could not find {word}: {error}"))?;
    create_folder(&folder)?;
    let done = test::pictures(workspace, &folder)?;
    println!("the pictures are in {}", folder.display());
    Ok(done)
}
