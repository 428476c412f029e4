//! `cargo xtask standin`: the local server that behaves like Notion.

use std::path::PathBuf;
use std::process::Command;

use crate::install;
use crate::process;
use crate::workspace::{Outcome, Workspace};

/// Runs the command: further arguments go to the stand-in as they are.
pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Outcome {
    let binary = build(workspace)?;
    let mut command = Command::new(binary);
    command.current_dir(&workspace.root).arg("--schemas").arg(schemas(workspace));
    if !arguments.iter().any(|argument| argument == "--seed" || argument == "--state") {
        command.arg("--seed").arg(demo_seed(workspace));
    }
    process::run(command.args(arguments))
}

/// Builds the stand-in and returns where it is.
pub(crate) fn build(workspace: &Workspace) -> Outcome<PathBuf> {
    // It takes its rules from the declarations of Notion's own client.
    install::node_packages(workspace)?;
    println!("building the stand-in");
    process::run(workspace.cargo().args(["build", "--quiet", "--package", "satchel-standin"]))?;
    Ok(workspace.binary("satchel-standin"))
}

/// A workspace to try things out in.
pub(crate) fn demo_seed(workspace: &Workspace) -> PathBuf {
    workspace.root.join("tests/standin/demo.json")
}

/// Where it keeps what Notion's own client says a request may look like.
pub(crate) fn schemas(workspace: &Workspace) -> PathBuf {
    workspace.target.join("notion-schemas")
}
