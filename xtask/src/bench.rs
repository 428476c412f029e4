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

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, given: &[String]) -> Outcome {
    let (wishes, given) = Wishes::take(given)?;
    let (rows, failed) = match given.split_first() {
        Some((what, rest)) if !what.starts_with("--") => (one(workspace, what, rest)?, Vec::new()),
        _ => everything(workspace, &given)?,
    };
    wishes.meet(workspace, &given.join(" "), &rows)?;
    goals::report(&rows);
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

/// Measures everything, with the collections in the folder that `--pages` names. What could not be measured is said
/// beside the rows of the rest: it takes an hour.
fn everything(workspace: &Workspace, given: &[String]) -> Outcome<(Vec<Row>, Vec<String>)> {
    let arguments = Arguments::read(given, &["pages"], &[])?;
    let folder = Path::new(arguments.value("pages").unwrap_or(COLLECTIONS));
    let path = |collection: &&str| folder.join(collection);
    // Before an hour has passed, not after.
    if let Some(missing) = EVERYTHING.iter().flat_map(|(_, of)| *of).map(path).find(|path| !path.is_dir()) {
        let missing = missing.display();
        return Err(format!(
            "there are no pages in {missing}; `cargo xtask bench --pages FOLDER` finds them elsewhere"
        ));
    }
    let (mut rows, mut failed) = (Vec::new(), Vec::new());
    for (words, collections) in EVERYTHING {
        let words = words.iter().map(|&word| word.to_owned());
        let paths = collections.iter().map(|collection| path(collection).display().to_string());
        let words: Vec<String> = words.chain(paths).collect();
        println!("\n== bench {}", words.join(" "));
        let (what, rest) = words.split_first().ok_or("nothing to measure")?;
        match one(workspace, what, rest) {
            Ok(more) => rows.extend(more),
            Err(error) => failed.push(format!("bench {what}: {error}")),
        }
    }
    Ok((rows, failed))
}

/// Measures one thing.
fn one(workspace: &Workspace, what: &str, rest: &[String]) -> Outcome<Vec<Row>> {
    match what {
        "start" => start(workspace, rest),
        "click" => in_browser(workspace, "tests/bench/click.js", &["articles"], rest),
        "popup" => in_browser(workspace, "tests/bench/popup.js", &[], rest),
        "walk" => walk(workspace, rest),
        "article" => article(workspace, rest),
        "quality" => quality::command(workspace, rest),
        "metadata" => metadata::command(workspace, rest),
        "outbox" => outbox::command(workspace, rest),
        "broker" => broker::command(workspace, rest),
        "size" => size::command(workspace, rest),
        other => Err(format!("`{other}` cannot be measured; measured can be {ALL}, and without a word all of it")),
    }
}

/// From a new profile to the first page in Notion, in one of the ways with the broker.
fn start(workspace: &Workspace, given: &[String]) -> Outcome<Vec<Row>> {
    process::run(workspace.cargo().args(["build", "--quiet", "--package", "satchel-broker"]))?;
    in_browser(workspace, "tests/bench/start.js", &[], given)
}

/// What a person does in the browser, in front of the stand-in.
fn in_browser(workspace: &Workspace, script: &str, switches: &[&str], given: &[String]) -> Outcome<Vec<Row>> {
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
    rows::of(workspace, &mut command)
}

/// The walk stands alone, so it is measured without the rest of the extension.
fn walk(workspace: &Workspace, given: &[String]) -> Outcome<Vec<Row>> {
    install::programs(&[CHROMIUM])?;
    over_pages(workspace, "walk", given, &["pages"])
}

/// From a loaded page to blocks, beside what others make of it.
fn article(workspace: &Workspace, given: &[String]) -> Outcome<Vec<Row>> {
    install::node_packages(workspace)?;
    install::programs(&[CHROMIUM])?;
    build::extension(workspace)?;
    over_pages(workspace, "article", given, &["pages", "runs"])
}

/// Runs a script of `tests/bench` on a folder of pages.
fn over_pages(workspace: &Workspace, what: &str, given: &[String], options: &[&'static str]) -> Outcome<Vec<Row>> {
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
    rows::of(workspace, &mut command)
}
