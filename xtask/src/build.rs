//! `cargo xtask build`: the extension, ready to load.

use crate::bundle;
use crate::wasm;
use crate::workspace::{Outcome, Workspace};

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Outcome {
    if let Some(unknown) = arguments.first() {
        return Err(format!("`build` takes no arguments, and got `{unknown}`"));
    }
    extension(workspace)?;
    wasm::within_budget(workspace)?;
    println!("the extension is in {}", workspace.package().display());
    Ok(())
}

/// Builds the modules, and with them the folder that a browser loads.
pub(crate) fn extension(workspace: &Workspace) -> Outcome {
    wasm::build(workspace)?;
    bundle::bundle(workspace)
}
