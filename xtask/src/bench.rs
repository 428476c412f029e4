//! `cargo xtask bench`: how fast the production extension is, in a real browser,
//! and how good beside others.

mod broker;
mod goals;
mod metadata;
mod others;
mod outbox;
mod quality;
mod record;
mod rows;
mod size;

use std::path::Path;

use crate::arguments::Arguments;
use crate::install::{self, CHROMIUM, XDOTOOL, XVFB};
use crate::workspace::{Outcome, Workspace};
use crate::{build, process, standin};
use record::Wishes;
use rows::Row;

/// The folder of collections of pages with known answers, where it is.
const COLLECTIONS: &str = "../shared/corpus";

/// The collection that the walk and the article are measured on.
const PAGES: &str = "readability";

/// What can be measured.
const ALL: &str = "`start`, `click`, `popup`, `walk`, `article`, `quality`, `metadata`, `outbox`, `broker` or `size`";

/// All of it, in this order, and the collections that go with it.
const EVERYTHING: [(&[&str], &[&str]); 11] = [
    (&["click"], &[]),
    (&["click", "--articles"], &[]),
    (&["popup"], &[]),
    (&["start"], &[]),
    (&["walk"], &[PAGES]),
    (&["article"], &[PAGES]),
    (&["quality"], &[PAGES, "defuddle", "wcxb"]),
    (&["metadata"], &[PAGES, "wcxb"]),
    (&["outbox"], &[]),
    (&["broker"], &[]),
    (&["size"], &[]),
];

/// Runs the command. What was measured before something failed is kept and judged all the same.
pub(crate) fn command(workspace: &Workspace, given: &[String]) -> Outcome {
    let (wishes, given) = Wishes::take(given)?;
    let mut rows = Vec::new();
    let what = given.split_first().filter(|(what, _)| !what.starts_with("--"));
    let measured = match what {
        Some((what, rest)) => one(workspace, what, rest, &mut rows),
        None => everything(workspace, &given, &mut rows),
    };
    rows.retain(Row::is_finite);
    if rows.is_empty() {
        return measured;
    }
    let kept = wishes.meet(workspace, &given.join(" "), &rows);
    goals::report(&rows, what.is_none());
    told([measured, kept].into_iter().filter_map(Result::err).collect())
}

/// What went wrong, all of it together.
fn told(failed: Vec<String>) -> Outcome {
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

/// Measures everything, with the collections in the folder that `--pages` names. What could not be measured is said
/// when the rest has been: it takes an hour.
fn everything(workspace: &Workspace, given: &[String], rows: &mut Vec<Row>) -> Outcome {
    let arguments = Arguments::read(given, &["pages"], &[])?;
    let folder = workspace.root.join(arguments.value("pages").unwrap_or(COLLECTIONS));
    let (mut plans, mut failed) = (Vec::new(), Vec::new());
    for (words, collections) in EVERYTHING {
        let paths = collections.iter().map(|collection| folder.join(collection).display().to_string());
        let (there, missing): (Vec<_>, Vec<_>) = paths.partition(|path| Path::new(path).is_dir());
        let missing = missing.iter().map(|path| format!("bench {}: there are no pages in {path}", words.join(" ")));
        failed.extend(missing);
        if !there.is_empty() || collections.is_empty() {
            plans.push(words.iter().map(|&word| word.to_owned()).chain(there).collect::<Vec<String>>());
        }
    }
    if !failed.is_empty() {
        failed.push("`cargo xtask bench --pages FOLDER` finds them elsewhere".to_owned());
        // Before an hour has passed, and after it.
        println!("{}", failed.join("\n"));
    }
    for words in plans {
        println!("\n== bench {}", words.join(" "));
        let (what, rest) = words.split_first().ok_or("nothing to measure")?;
        if let Err(error) = one(workspace, what, rest, rows) {
            failed.push(format!("bench {what}: {error}"));
        }
    }
    told(failed)
}

/// Measures one thing.
fn one(workspace: &Workspace, what: &str, rest: &[String], rows: &mut Vec<Row>) -> Outcome {
    match what {
        "start" => start(workspace, rest, rows),
        "click" => in_browser(workspace, "tests/bench/click.js", &["articles"], rest, rows),
        "popup" => in_browser(workspace, "tests/bench/popup.js", &[], rest, rows),
        "walk" => walk(workspace, rest, rows),
        "article" => article(workspace, rest, rows),
        "quality" => quality::command(workspace, rest, rows),
        "metadata" => metadata::command(workspace, rest, rows),
        "outbox" => outbox::command(workspace, rest, rows),
        "broker" => broker::command(workspace, rest, rows),
        "size" => size::command(workspace, rest, rows),
        other => Err(format!("`{other}` cannot be measured; measured can be {ALL}, and without a word all of it")),
    }
}

/// From a new profile to the first page in Notion, in one of the ways with the broker.
fn start(workspace: &Workspace, given: &[String], rows: &mut Vec<Row>) -> Outcome {
    process::run(workspace.cargo().args(["build", "--quiet", "--package", "satchel-broker"]))?;
    in_browser(workspace, "tests/bench/start.js", &[], given, rows)
}

/// What a person does in the browser, in front of the stand-in.
fn in_browser(
    workspace: &Workspace,
    script: &str,
    switches: &[&str],
    given: &[String],
    rows: &mut Vec<Row>,
) -> Outcome {
    let arguments = Arguments::read(given, &["runs"], switches)?;
    if let Some(word) = arguments.word()? {
        return Err(format!("this is measured without a `{word}`"));
    }
    install::node_packages(workspace)?;
    install::programs(&[CHROMIUM, XVFB, XDOTOOL])?;
    build::extension(workspace)?;
    let standin = standin::build(workspace)?;
    let mut command = workspace.node();
    command.arg(script).env("SATCHEL_STANDIN", standin).env("SATCHEL_TARGET", &workspace.target);
    command.env("SATCHEL_BROKER_PROGRAM", workspace.binary("satchel-broker"));
    if let Some(runs) = arguments.value("runs") {
        command.args(["--runs", runs]);
    }
    for switch in switches.iter().filter(|&&switch| arguments.has(switch)) {
        command.arg(format!("--{switch}"));
    }
    rows::of(workspace, &mut command, rows)
}

/// The walk stands alone, so it is measured without the rest of the extension.
fn walk(workspace: &Workspace, given: &[String], rows: &mut Vec<Row>) -> Outcome {
    install::programs(&[CHROMIUM])?;
    over_pages(workspace, "walk", given, &["pages"], rows)
}

/// From a loaded page to blocks, beside what others make of it.
fn article(workspace: &Workspace, given: &[String], rows: &mut Vec<Row>) -> Outcome {
    install::node_packages(workspace)?;
    install::programs(&[CHROMIUM])?;
    build::extension(workspace)?;
    over_pages(workspace, "article", given, &["pages", "runs"], rows)
}

/// Runs a script of `tests/bench` on a folder of pages.
fn over_pages(
    workspace: &Workspace,
    what: &str,
    given: &[String],
    options: &[&'static str],
    rows: &mut Vec<Row>,
) -> Outcome {
    let arguments = Arguments::read(given, options, &[])?;
    let folder = arguments.word()?.map_or_else(|| format!("{COLLECTIONS}/{PAGES}"), str::to_owned);
    if !workspace.root.join(&folder).is_dir() {
        return Err(format!("there are no pages in {folder}; `cargo xtask bench {what} FOLDER` takes some elsewhere"));
    }
    let mut command = workspace.node();
    command.args([&format!("tests/bench/{what}.js"), &folder]);
    for option in options {
        if let Some(value) = arguments.value(option) {
            command.args([&format!("--{option}"), value]);
        }
    }
    rows::of(workspace, &mut command, rows)
}
