//! `cargo xtask bench`: how fast the production extension is, in a real browser,
//! and how good beside others.

mod quality;

use crate::arguments::Arguments;
use crate::install::{self, CHROMIUM, XDOTOOL, XVFB};
use crate::workspace::{Outcome, Workspace};
use crate::{build, process, standin};

/// The pages that the walk and the article are measured on, where they are.
const PAGES: &str = "../shared/corpus/readability";

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, given: &[String]) -> Outcome {
    let (what, rest) =
        given.split_first().ok_or("measure what? `cargo xtask bench click`, `walk`, `article` or `quality`")?;
    match what.as_str() {
        "click" => click(workspace, rest),
        "walk" => walk(workspace, rest),
        "article" => article(workspace, rest),
        "quality" => quality::command(workspace, rest),
        other => Err(format!("`{other}` cannot be measured; `click`, `walk`, `article` and `quality` can")),
    }
}

fn click(workspace: &Workspace, given: &[String]) -> Outcome {
    let arguments = Arguments::read(given, &["runs"], &["articles"])?;
    if let Some(word) = arguments.word()? {
        return Err(format!("`bench click` takes no `{word}`"));
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
    if arguments.has("articles") {
        command.arg("--articles");
    }
    process::run(&mut command)
}

/// The walk stands alone, so it is measured without the rest of the extension.
fn walk(workspace: &Workspace, given: &[String]) -> Outcome {
    install::programs(&[CHROMIUM])?;
    over_pages(workspace, "walk", given, &["pages"])
}

/// From a loaded page to blocks, beside what others make of it.
fn article(workspace: &Workspace, given: &[String]) -> Outcome {
    install::node_packages(workspace)?;
    install::programs(&[CHROMIUM])?;
    build::extension(workspace)?;
    over_pages(workspace, "article", given, &["pages", "runs"])
}

/// Runs a script of `tests/bench` on a folder of pages.
fn over_pages(workspace: &Workspace, what: &str, given: &[String], options: &[&'static str]) -> Outcome {
    let arguments = Arguments::read(given, options, &[])?;
    let folder = arguments.word()?.unwrap_or(PAGES);
    if !workspace.root.join(folder).is_dir() {
        return Err(format!("there are no pages in {folder}; `cargo xtask bench {what} FOLDER` takes some elsewhere"));
    }
    let mut command = workspace.node();
    command.args([&format!("tests/bench/{what}.js"), folder]);
    for option in options {
        if let Some(value) = arguments.value(option) {
            command.args([&format!("--{option}"), value]);
        }
    }
    process::run(&mut command)
}
