//! `cargo xtask fuzz`: looks for inputs that make happen what must never happen. What that
//! is, each target's file in `tests/fuzz/src` says.
//!
//! What is kept of inputs in `tests/fuzz/corpus` runs with the Rust tests. Looking for more is
//! no stage of the test run, because chance finds more the longer it has, and because it takes
//! a nightly compiler: coverage is counted by what only nightly may instrument.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::arguments::Arguments;
use crate::process;
use crate::workspace::{Outcome, Workspace, create_folder};

/// The compiler that instruments. By date, so that a run of today can be repeated tomorrow.
const TOOLCHAIN: &str = "nightly-2026-05-20";
/// The version of `cargo-fuzz`.
const VERSION: &str = "0.13.2";
/// Where the targets are.
const FOLDER: &str = "tests/fuzz";
/// How long each target runs, in seconds, unless said otherwise.
const USUAL: u64 = 60;
/// An input that takes longer than this, in seconds, is a fault of its own.
const PATIENCE: u64 = 10;

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, given: &[String]) -> Outcome {
    let arguments = Arguments::read(given, &["seconds", "input"], &[])?;
    let seconds = match arguments.value("seconds") {
        Some(text) => text.parse().map_err(|_| format!("`--seconds {text}` is no number"))?,
        None => USUAL,
    };
    let known = targets(workspace)?;
    let wanted = arguments.words();
    if let Some(word) = wanted.iter().find(|word| !known.contains(word)) {
        return Err(format!("there is no target `{word}`; there are {}", known.join(", ")));
    }
    let tool = install(workspace)?;
    if let Some(input) = arguments.value("input") {
        let [target] = wanted else { return Err("`--input FILE` goes with one target".to_owned()) };
        let input = std::path::absolute(input).map_err(|error| format!("{input}: {error}"))?;
        return process::run(tool.run(workspace, target).arg(input));
    }
    println!("building the targets");
    process::run(&mut tool.build(workspace))?;
    let chosen = if wanted.is_empty() { known.as_slice() } else { wanted };
    chosen.iter().try_for_each(|target| look(workspace, &tool, target, seconds))
}

/// Runs one target for so long, from what is kept and from what earlier runs found.
fn look(workspace: &Workspace, tool: &Tool, target: &str, seconds: u64) -> Outcome {
    // What is found goes there, and not among what is kept in the tree.
    let found = workspace.target.join("fuzz/found").join(target);
    create_folder(&found)?;
    let mut command = tool.run(workspace, target);
    command.arg(found).arg(workspace.root.join(FOLDER).join("corpus").join(target)).arg("--");
    command.arg(format!("-max_total_time={seconds}")).arg(format!("-timeout={PATIENCE}"));
    command.args(["-print_final_stats=1", "-verbosity=1"]);
    let output = process::output(&mut command)?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        println!("{target}: {}", Summary::of(&said).shown(seconds));
        return Ok(());
    }
    println!("{said}");
    let crash = said.lines().find_map(|line| line.split_once("Test unit written to ")).map(|(_, path)| path.trim());
    Err(match crash {
        Some(crash) => {
            let crash = crash.strip_prefix(&format!("{}/", workspace.root.display())).unwrap_or(crash);
            format!("`{target}` fails with {crash}\nagain with `cargo xtask fuzz {target} --input {crash}`")
        }
        None => format!("`{target}` did not run to its end ({})", output.status),
    })
}

/// The targets, by the files that are their programs.
pub(crate) fn targets(workspace: &Workspace) -> Outcome<Vec<String>> {
    let folder = workspace.root.join(FOLDER).join("fuzz_targets");
    let unreadable = |error: std::io::Error| format!("could not read {}: {error}", folder.display());
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// The program that builds and runs targets.
struct Tool(PathBuf);

impl Tool {
    fn build(&self, workspace: &Workspace) -> Command {
        self.command(workspace, "build")
    }

    fn run(&self, workspace: &Workspace, target: &str) -> Command {
        let mut command = self.command(workspace, "run");
        command.arg(target);
        command
    }

    fn command(&self, workspace: &Workspace, task: &str) -> Command {
        let mut command = nightly(&self.0);
        command.current_dir(&workspace.root).args(["fuzz", task, "--fuzz-dir", FOLDER]);
        // There is no unsafe code of ours that a sanitizer could catch at something, and without one there
        // are several times as many executions. Panics, overflows included, are seen all the same.
        command.args(["--sanitizer", "none"]);
        command.arg("--target-dir").arg(workspace.target.join("fuzz"));
        command
    }
}

/// A program with the nightly compiler in its place.
fn nightly(program: &Path) -> Command {
    let mut command = Command::new(program);
    // The cargo that runs this task is a stable one.
    command.env("RUSTUP_TOOLCHAIN", TOOLCHAIN).env_remove("CARGO").env_remove("RUSTC");
    command
}

/// Gets the compiler and the program, where they are not there in these versions.
fn install(workspace: &Workspace) -> Outcome<Tool> {
    if process::find("rustup").is_none() {
        return Err(format!("fuzzing takes the compiler {TOOLCHAIN}, and there is no rustup to get it"));
    }
    let there = process::capture(Command::new("rustup").args(["toolchain", "list"]))?;
    if !there.lines().any(|line| line.starts_with(TOOLCHAIN)) {
        println!("installing the compiler {TOOLCHAIN}");
        process::run(Command::new("rustup").args(["toolchain", "install", TOOLCHAIN, "--profile", "minimal"]))?;
    }
    // Among what is built here, so that nobody's own is replaced.
    let tools = workspace.target.join("tools");
    let program = tools.join("bin").join(format!("cargo-fuzz{}", std::env::consts::EXE_SUFFIX));
    let version = process::output(Command::new(&program).arg("--version"));
    let is_right = version.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim().ends_with(VERSION));
    if !is_right {
        println!("installing cargo-fuzz {VERSION}");
        let package = ["install", "--quiet", "--locked", "--force", "cargo-fuzz", "--version", VERSION, "--root"];
        process::run(workspace.cargo().args(package).arg(&tools))?;
    }
    Ok(Tool(program))
}

/// What libFuzzer says of a run.
#[derive(Debug, Default, PartialEq, Eq)]
struct Summary {
    executions: u64,
    added: u64,
    /// Edges of the program that were reached by what was there at the beginning, and at the end.
    coverage: [u64; 2],
}

impl Summary {
    fn of(said: &str) -> Self {
        let number = |name: &str| {
            let line = said.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|rest| rest.trim().parse().ok()).unwrap_or(0)
        };
        let edges = |line: &str| line.split_once("cov: ")?.1.split_whitespace().next()?.parse().ok();
        let begun = said.lines().find(|line| line.contains("INITED")).and_then(edges).unwrap_or(0);
        let ended = said.lines().filter_map(edges).next_back().unwrap_or(begun);
        Self {
            executions: number("stat::number_of_executed_units:"),
            added: number("stat::new_units_added:"),
            coverage: [begun, ended],
        }
    }

    fn shown(&self, seconds: u64) -> String {
        let Self { executions, added, coverage: [begun, ended] } = self;
        let each = executions / seconds.max(1);
        format!(
            "{executions} executions in {seconds} s ({each} a second), {added} new inputs, {begun} edges reached at \
             the beginning and {ended} at the end"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_libfuzzer_says_is_read() {
        let said = "INFO: seed corpus: files: 14\n#15\tINITED cov: 120 ft: 300 corp: 14/5Kb exec/s: 0 rss: 40Mb\n\
                    #99\tNEW    cov: 130 ft: 310 corp: 15/5Kb\n#500\tDONE   cov: 131 ft: 310 corp: 15/5Kb\n\
                    stat::number_of_executed_units: 500\nstat::average_exec_per_sec:     8\n\
                    stat::new_units_added:          2\n";
        let summary = Summary::of(said);
        assert_eq!(summary, Summary { executions: 500, added: 2, coverage: [120, 131] });
        assert!(summary.shown(60).starts_with("500 executions in 60 s (8 a second), 2 new inputs, 120 edges"));
    }
}
