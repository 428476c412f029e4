//! `cargo xtask bench`: how fast the production extension is, in a real browser,
//! and how good beside others.

mod quality;

use crate::arguments::Arguments;
use crate::install::{self, CHROMIUM, XDOTOOL, XVFB};
use crate::workspace::{Outcome, Workspace};
use crate::{build, process, standin};

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, given: &[String]) -> Outcome {
    let (what, rest) = given.split_first().ok_or("measure what? `cargo xtask bench click`")?;
    match what.as_str() {
        "click" => click(workspace, rest),
        "quality" => quality::command(workspace, rest),
        other => Err(format!("`{other}` cannot be measured; `click` and `quality` can")),
    }
}

fn click(workspace: &Workspace, given: &[String]) -> Outcome {
    let arguments = Arguments::read(given, &["runs"], &[])?;
    if let Some(word) = arguments.word()? {
        return Err(format!("`{word}` is too many"));
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
