//! `cargo xtask bench`: how fast the production extension is, in a real browser.

use crate::arguments::Arguments;
use crate::install::{self, CHROMIUM, XDOTOOL, XVFB};
use crate::workspace::{Outcome, Workspace};
use crate::{build, process, standin};

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, given: &[String]) -> Outcome {
    let arguments = Arguments::read(given, &["runs"], &[])?;
    let what = arguments.word()?.ok_or("measure what? `cargo xtask bench click`")?;
    if what != "click" {
        return Err(format!("`{what}` cannot be measured; `click` can"));
    }
    install::node_packages(workspace)?;
    install::programs(&[CHROMIUM, XVFB, XDOTOOL])?;
    build::extension(workspace)?;
    let standin = standin::build(workspace)?;
    let mut command = workspace.node();
    command.arg("tests/bench/click.js").env("SATCHEL_STANDIN", standin).env("SATCHEL_TARGET", &workspace.target);
    if let Some(runs) = arguments.value("runs") {
        command.args(["--runs", runs]);
    }
    process::run(&mut command)
}
