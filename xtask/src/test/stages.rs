//! The stages, in order: the quick ones first.

use std::path::{Path, PathBuf};

use super::catalogue;
use super::tally::Tally;
use crate::build;
use crate::dist;
use crate::fuzz;
use crate::install::{CHROMIUM, FIREFOX, Program, UNZIP, WASM_TARGET, XDOTOOL, XVFB};
use crate::package;
use crate::pictures::Pictured;
use crate::process;
use crate::site;
use crate::standin;
use crate::supply;
use crate::worker;
use crate::workspace::{Outcome, Workspace};

/// A part of the test run.
pub(super) struct Stage {
    /// What `--only` takes.
    pub(super) name: &'static str,
    /// What it checks.
    pub(super) about: &'static str,
    /// What it needs from the system.
    pub(super) programs: &'static [Program],
    /// Does it.
    pub(super) run: fn(&Workspace) -> Outcome<Tally>,
}

/// All of them.
pub(super) const STAGES: &[Stage] = &[
    Stage { name: "format", about: "Rust and JavaScript are formatted", programs: &[], run: format },
    Stage { name: "lint", about: "clippy has nothing to say, for this machine and for wasm", programs: &[], run: lint },
    Stage {
        name: "catalogue",
        about: "every fault in docs/reliability.md has its test or its reason",
        programs: &[],
        run: catalogue::check,
    },
    Stage {
        name: "supply",
        about: "dependencies have reasons, allowed licences and known places to come from",
        programs: &[],
        run: supply,
    },
    Stage { name: "build", about: "the extension builds", programs: &[], run: build },
    Stage { name: "types", about: "the JavaScript's types hold", programs: &[], run: types },
    Stage { name: "host", about: "the Rust tests", programs: &[], run: host },
    Stage {
        name: "simulate",
        about: "the outbox through 100,000 stories in which everything goes wrong that can",
        programs: &[],
        run: simulate,
    },
    Stage {
        name: "blocks",
        about: "the block compiler against 20,000 pages that nobody would write",
        programs: &[],
        run: blocks,
    },
    Stage { name: "broker", about: "the token broker, in front of the stand-in over TLS", programs: &[], run: broker },
    Stage { name: "worker", about: "the same broker as a Worker, in the real workerd", programs: &[], run: worker },
    Stage {
        name: "boundary",
        about: "the production wasm in Node, with a browser that is not there",
        programs: &[],
        run: boundary,
    },
    Stage {
        name: "conformance",
        about: "the stand-in, judged by Notion's own client",
        programs: &[],
        run: conformance,
    },
    Stage { name: "package", about: "what the extension may do, shows and weighs", programs: &[], run: package },
    Stage {
        name: "dist",
        about: "what the stores get, built twice and the same to the byte",
        programs: &[],
        run: dist,
    },
    Stage {
        name: "chromium",
        about: "the production extension in Chromium, with a real mouse and keyboard",
        programs: &[CHROMIUM, XVFB, XDOTOOL],
        run: chromium,
    },
    Stage {
        name: "firefox",
        about: "the production extension in Firefox",
        programs: &[FIREFOX, XVFB, XDOTOOL],
        run: firefox,
    },
    Stage {
        name: "stores",
        about: "the package for each store, installed from its zip",
        programs: &[CHROMIUM, FIREFOX, XVFB, XDOTOOL, UNZIP],
        run: stores,
    },
];

/// What a run does only where it is asked for: it takes long, and a compiler of its own.
pub(super) const ON_DEMAND: &[Stage] = &[Stage {
    name: "fuzz",
    about: "a minute of inputs by chance for each target; only where it is asked for",
    programs: &[],
    run: fuzz,
}];

fn fuzz(workspace: &Workspace) -> Outcome<Tally> {
    let targets = fuzz::targets(workspace)?.len();
    fuzz::command(workspace, &[])?;
    Ok(Tally::all(targets))
}

fn format(workspace: &Workspace) -> Outcome<Tally> {
    process::run(workspace.cargo().args(["fmt", "--all", "--check"]))?;
    process::run(workspace.node_tool("biome").args(["check", "--error-on-warnings"]))?;
    Ok(Tally::all(2))
}

fn lint(workspace: &Workspace) -> Outcome<Tally> {
    let clippy = |scope: &[&str]| {
        process::run(workspace.cargo().args(["clippy", "--quiet"]).args(scope).args(["--", "--deny", "warnings"]))
    };
    clippy(&["--workspace", "--all-targets"])?;
    for package in ["satchel", "satchel-broker", "satchel-broker-worker"] {
        clippy(&["--package", package, "--lib", "--target", WASM_TARGET])?;
    }
    clippy(&["--package", "satchel", "--lib", "--target", WASM_TARGET, "--features", "article"])?;
    Ok(Tally::all(5))
}

fn build(workspace: &Workspace) -> Outcome<Tally> {
    build::command(workspace, &[])?;
    Ok(Tally::all(1))
}

fn types(workspace: &Workspace) -> Outcome<Tally> {
    // The extension's scripts are checked against the declarations that the build writes.
    build::extension(workspace)?;
    for project in ["tsconfig.json", "tests/tsconfig.json"] {
        process::run(workspace.node_tool("tsc").args(["--project", project]))?;
    }
    Ok(Tally::all(2))
}

fn host(workspace: &Workspace) -> Outcome<Tally> {
    // The broker's two doors have stages of their own.
    let scope = ["--workspace", "--exclude", "satchel-broker", "--exclude", "satchel-broker-worker"];
    let (succeeded, text) = process::tee(workspace.cargo().args(["test", "--quiet", "--no-fail-fast"]).args(scope))?;
    Ok(Tally::of_cargo(&text, succeeded))
}

fn simulate(workspace: &Workspace) -> Outcome<Tally> {
    passed(&by_chance(workspace, "simulation", &[])?)
}

fn blocks(workspace: &Workspace) -> Outcome<Tally> {
    passed(&by_chance(workspace, "trees", &[])?)
}

/// How many passed, by what such a program says last.
fn passed(text: &str) -> Outcome<Tally> {
    let mut said =
        text.lines().filter_map(|line| line.split_once(": ")?.1.split_once(" passed; 0 failed")?.0.parse().ok());
    Ok(Tally::all(said.next_back().unwrap_or(0)))
}

/// Stages whose cases come from numbers: the stage, its package and profile (which is
/// optimised), and what says how many cases there are, or which one.
pub(super) const BY_CHANCE: [(&str, &str, [&str; 2]); 2] =
    [("simulate", "simulation", ["seeds", "seed"]), ("blocks", "trees", ["trees", "tree"])];

/// Runs such a stage's program; fails when a case does.
pub(super) fn by_chance(workspace: &Workspace, package: &str, arguments: &[String]) -> Outcome<String> {
    let program = format!("satchel-{package}");
    let run = ["run", "--quiet", "--profile", package, "--package", &program, "--"];
    let (succeeded, text) = process::tee(workspace.cargo().args(run).args(arguments))?;
    if succeeded { Ok(text) } else { Err("a case ends badly, see above".to_owned()) }
}

fn broker(workspace: &Workspace) -> Outcome<Tally> {
    door(workspace, "satchel-broker")
}

fn worker(workspace: &Workspace) -> Outcome<Tally> {
    worker::build(workspace)?;
    door(workspace, "satchel-broker-worker")
}

fn door(workspace: &Workspace, package: &str) -> Outcome<Tally> {
    let standin = standin::build(workspace)?;
    let mut command = workspace.cargo();
    command.args(["test", "--quiet", "--package", package, "--no-fail-fast"]);
    // Most of these tests wait for a server that waits; eight at once cost a small machine nothing.
    command.args(["--", "--test-threads", "8"]);
    command.env("SATCHEL_STANDIN", standin).env("SATCHEL_WORKER_BUILT", "1");
    let (succeeded, text) = process::tee(&mut command)?;
    Ok(Tally::of_cargo(&text, succeeded))
}

fn boundary(workspace: &Workspace) -> Outcome<Tally> {
    build::extension(workspace)?;
    node(workspace, "tests/boundary", 1, &[])
}

fn conformance(workspace: &Workspace) -> Outcome<Tally> {
    node(workspace, "tests/conformance", 1, &[])
}

fn supply(workspace: &Workspace) -> Outcome<Tally> {
    let (rules, wrong) = supply::check(workspace)?;
    for problem in &wrong {
        println!("  {problem}");
    }
    let reason = (!wrong.is_empty()).then(|| format!("{} problems with dependencies", wrong.len()));
    let passed = if wrong.is_empty() { rules } else { 0 };
    Ok(Tally { passed, failed: wrong.len(), reason })
}

fn package(workspace: &Workspace) -> Outcome<Tally> {
    build::extension(workspace)?;
    let (held, wrong) = package::check(workspace)?;
    for problem in &wrong {
        println!("  {problem}");
    }
    let reason = (!wrong.is_empty()).then(|| format!("{} of {} checks", wrong.len(), held + wrong.len()));
    Ok(Tally { passed: held, failed: wrong.len(), reason })
}

fn dist(workspace: &Workspace) -> Outcome<Tally> {
    dist::twice(workspace).map(Tally::all)
}

fn chromium(workspace: &Workspace) -> Outcome<Tally> {
    site::build(workspace)?;
    // Most of what takes long waits for Notion's pace or for an alarm, so two browsers are hardly slower
    // than one. More would measure each other's patience.
    browser(workspace, "tests/e2e/chromium", 2)
}

fn firefox(workspace: &Workspace) -> Outcome<Tally> {
    browser(workspace, "tests/e2e/firefox", 1)
}

fn stores(workspace: &Workspace) -> Outcome<Tally> {
    dist::packages(workspace)?;
    node(workspace, "tests/e2e/stores", 1, &[("SATCHEL_PACKAGES", workspace.dist())])
}

fn browser(workspace: &Workspace, folder: &str, at_once: u8) -> Outcome<Tally> {
    build::extension(workspace)?;
    process::run(workspace.cargo().args(["build", "--quiet", "--package", "satchel-broker"]))?;
    crate::worker::build(workspace)?;
    node(workspace, folder, at_once, &[("SATCHEL_BROKER_PROGRAM", workspace.binary("satchel-broker"))])
}

/// Runs the test files of a folder, so many at once.
fn node(workspace: &Workspace, folder: &str, at_once: u8, programs: &[(&str, PathBuf)]) -> Outcome<Tally> {
    node_files(workspace, &test_files(workspace, folder)?, at_once, programs)
}

/// The tests that visit every state of the extension's pages.
const PICTURED: [&str; 3] = ["accessibility", "states", "languages"];

/// Runs them, or the story that the stores' pictures are of, and has the pictures kept in a folder.
pub(super) fn pictures(workspace: &Workspace, folder: &Path, pictured: Pictured) -> Outcome<Tally> {
    build::extension(workspace)?;
    let files = match pictured {
        Pictured::States => PICTURED
            .iter()
            .map(|name| workspace.root.join("tests/e2e/chromium").join(format!("{name}.test.js")))
            .collect(),
        Pictured::Store => test_files(workspace, "tests/e2e/pictures")?,
    };
    node_files(workspace, &files, 2, &[("SATCHEL_PICTURES", folder.to_path_buf())])
}

/// Runs test files, so many at once, with more in their environment.
fn node_files(workspace: &Workspace, files: &[PathBuf], at_once: u8, more: &[(&str, PathBuf)]) -> Outcome<Tally> {
    let standin = standin::build(workspace)?;
    let mut command = workspace.node();
    command
        .arg(format!("--test-concurrency={at_once}"))
        .args(["--test", "--test-reporter=spec", "--test-reporter-destination=stdout"])
        .args(files)
        .env("SATCHEL_STANDIN", standin)
        .env("SATCHEL_TARGET", &workspace.target)
        .envs(more.iter().cloned())
        // Colours would hide the summary from the tally.
        .env("NO_COLOR", "1")
        .env_remove("FORCE_COLOR");
    let (succeeded, text) = process::tee(&mut command)?;
    Ok(Tally::of_node(&text, succeeded))
}

fn test_files(workspace: &Workspace, folder: &str) -> Outcome<Vec<PathBuf>> {
    let unreadable = |error: std::io::Error| format!("could not read {folder}: {error}");
    let entries = std::fs::read_dir(workspace.root.join(folder)).map_err(unreadable)?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        if path.to_string_lossy().ends_with(".test.js") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(format!("{folder} holds no test"));
    }
    Ok(files)
}
