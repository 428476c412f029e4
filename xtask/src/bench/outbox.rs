//! `cargo xtask bench outbox`: what a save costs in the outbox, and how that grows with what waits there.

use super::rows::{self, Row};
use crate::arguments::Arguments;
use crate::workspace::{Outcome, Workspace};

/// Runs the command.
pub(super) fn command(workspace: &Workspace, given: &[String], rows: &mut Vec<Row>) -> Outcome {
    let arguments = Arguments::read(given, &["runs"], &[])?;
    if let Some(word) = arguments.word()? {
        return Err(format!("the outbox is measured without a `{word}`"));
    }
    println!("building the outbox");
    let mut command = workspace.cargo();
    command.args([
        "bench",
        "--quiet",
        "--profile",
        "measure",
        "--package",
        "satchel-simulation",
        "--bench",
        "outbox",
        "--",
    ]);
    if let Some(runs) = arguments.value("runs") {
        command.args(["--runs", runs]);
    }
    rows::of(workspace, &mut command, rows)
}
