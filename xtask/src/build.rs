//! `cargo xtask build`: the extension, ready to load.

use crate::wasm;
use crate::workspace::{Outcome, Workspace};

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Outcome {
    if let Some(unknown) = arguments.first() {
        return Err(format!("`build` takes no arguments, and got `{unknown}`"));
    }
    extension(workspace)?;
    wasm::within_budget(workspace)?;
    println!("the extension is in {}", workspace.extension().display());
    Ok(())
}

/// Builds what is generated in the extension's folder; everything else there is
/// shipped as it is in the tree.
pub(crate) fn extension(workspace: &Workspace) -> Outcome {
    wasm::build(workspace)
}
