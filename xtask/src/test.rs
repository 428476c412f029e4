//! `cargo xtask test`: every test there is, stage by stage.
//!
//! A stage either holds or ends the run; nothing is tried twice, because a test
//! that passes the second time has told a lie once.

mod catalogue;
mod stages;
mod tally;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use crate::arguments::Arguments;
use crate::install;
use crate::pictures::Pictured;
use crate::workspace::{Outcome, Workspace};
use stages::{ON_DEMAND, STAGES, Stage};
use tally::Tally;

/// Runs the command.
pub(crate) fn command(workspace: &Workspace, given: &[String]) -> Outcome<ExitCode> {
    let arguments = Arguments::read(given, &["only", "seeds", "seed", "trees", "tree"], &["list"])?;
    if let Some(word) = arguments.word()? {
        return Err(format!("`test` takes no `{word}`; one stage alone is `--only STAGE`"));
    }
    if arguments.has("list") {
        for stage in STAGES.iter().chain(ON_DEMAND) {
            println!("{:12} {}", stage.name, stage.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let chosen = choose(arguments.value("only"))?;
    for (stage, package, [many, one]) in stages::BY_CHANCE {
        let mut numbers = Vec::new();
        for name in [many, one] {
            if let Some(value) = arguments.value(name) {
                numbers.extend([format!("--{name}"), value.to_owned()]);
            }
        }
        if numbers.is_empty() {
            continue;
        }
        if chosen.iter().any(|chosen| chosen.name != stage) {
            return Err(format!("`--{many}` and `--{one}` go with `--only {stage}`"));
        }
        install::node_packages(workspace)?;
        stages::by_chance(workspace, package, &numbers)?;
        return Ok(ExitCode::SUCCESS);
    }
    prepare(workspace, &chosen)?;
    Ok(run(workspace, &chosen))
}

/// Runs the tests that take pictures, and has them kept in a folder.
pub(crate) fn pictures(workspace: &Workspace, folder: &Path, pictured: Pictured) -> Outcome<ExitCode> {
    prepare(workspace, &choose(Some("chromium"))?)?;
    let tally = stages::pictures(workspace, folder, pictured)?;
    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    Ok(if tally.reason.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn choose(only: Option<&str>) -> Outcome<Vec<&'static Stage>> {
    let Some(only) = only else { return Ok(STAGES.iter().collect()) };
    let all = || STAGES.iter().chain(ON_DEMAND);
    let chosen: Vec<&Stage> = all().filter(|stage| only == stage.name).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = all().map(|stage| stage.name).collect();
        return Err(format!("there is no stage `{only}`; there are {}", names.join(", ")));
    }
    Ok(chosen)
}

/// Installs everything first, so that a lack shows in the first minute and not in the last.
fn prepare(workspace: &Workspace, stages: &[&Stage]) -> Outcome {
    install::node_packages(workspace)?;
    install::wasm_target()?;
    let programs: Vec<_> = stages.iter().flat_map(|stage| stage.programs).copied().collect();
    install::programs(&programs)
}

/// Runs the stages up to the first that fails, and says how it went in one last line.
fn run(workspace: &Workspace, stages: &[&Stage]) -> ExitCode {
    let mut total = Tally::default();
    let mut failure = None;
    for stage in stages {
        println!("\n== {}: {}", stage.name, stage.about);
        let started = Instant::now();
        let result = (stage.run)(workspace);
        println!("== {}: {:.1} s", stage.name, started.elapsed().as_secs_f64());
        let tally = result.unwrap_or_else(Tally::broken);
        total.passed += tally.passed;
        total.failed += tally.failed;
        if let Some(reason) = tally.reason {
            failure = Some(format!("the stage `{}` failed: {reason}", stage.name));
            break;
        }
    }
    println!();
    if let Some(failure) = &failure {
        println!("error: {failure}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if failure.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stage_can_be_chosen() {
        assert_eq!(choose(Some("lint")).unwrap().len(), 1);
        assert_eq!(choose(None).unwrap().len(), STAGES.len());
        assert_eq!(choose(Some("fuzz")).unwrap().len(), 1);
        assert!(choose(Some("lnit")).is_err_and(|message| message.contains("lint")));
    }
}
