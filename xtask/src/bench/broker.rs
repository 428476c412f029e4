//! `cargo xtask bench broker`: how much the token broker takes, and what those who behave notice of those who do
//! not. The program is the one that is deployed, in front of the stand-in.

use super::rows::{self, Row};
use crate::arguments::Arguments;
use crate::standin;
use crate::workspace::{Outcome, Workspace};

/// Runs the command.
pub(super) fn command(workspace: &Workspace, given: &[String], rows: &mut Vec<Row>) -> Outcome {
    let arguments = Arguments::read(given, &["seconds"], &[])?;
    if let Some(word) = arguments.word()? {
        return Err(format!("the broker is measured without a `{word}`"));
    }
    let standin = standin::build(workspace)?;
    println!("building the broker");
    let mut command = workspace.cargo();
    command.args(["bench", "--quiet", "--profile", "broker", "--package", "satchel-broker", "--bench", "abuse", "--"]);
    command.env("SATCHEL_STANDIN", standin);
    if let Some(seconds) = arguments.value("seconds") {
        command.args(["--seconds", seconds]);
    }
    rows::of(workspace, &mut command, rows)
}
