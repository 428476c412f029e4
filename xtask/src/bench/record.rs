//! A run of a benchmark as a file (`--json FILE`), and two runs beside each other (`--against FILE`).

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::rows::{ERRORS, RUNS, Row};
use crate::process;
use crate::workspace::{self, Outcome, Workspace};

/// What a change has to exceed to be told, as a part of what it was: two extensions that were the same byte for
/// byte differed by 4 %.
const FLOOR: f64 = 0.05;

/// What is to be done with the rows of a run.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Wishes {
    /// The file to keep them in.
    json: Option<PathBuf>,
    /// The run to hold them against.
    against: Option<Vec<Row>>,
}

impl Wishes {
    /// Takes the two options out of what was given, and reads the earlier run: that one is not there, or that
    /// another cannot be kept, is said before anything is measured.
    pub(super) fn take(given: &[String]) -> Outcome<(Wishes, Vec<String>)> {
        let mut wishes = Wishes::default();
        let mut rest = Vec::new();
        let mut words = given.iter();
        while let Some(word) = words.next() {
            if word != "--json" && word != "--against" {
                rest.push(word.clone());
                continue;
            }
            let file = words.next().map(PathBuf::from).ok_or_else(|| format!("`{word}` needs a file after it"))?;
            match word.as_str() {
                "--json" => wishes.json = Some(writable(file)?),
                _ => wishes.against = Some(read(&file)?),
            }
        }
        Ok((wishes, rest))
    }

    /// Keeps what was found, and says what became slower.
    pub(super) fn meet(&self, workspace: &Workspace, command: &str, rows: &[Row]) -> Outcome {
        if let Some(file) = &self.json {
            let rows: Vec<Value> = rows.iter().map(Row::written).collect();
            let run = json!({ "command": command, "commit": commit(workspace), "rows": rows });
            workspace::write(file, format!("{run:#}\n").as_bytes())?;
        }
        if let Some(earlier) = &self.against {
            compare(earlier, rows);
        }
        Ok(())
    }
}

/// A file that can be written, with what is in it.
fn writable(file: PathBuf) -> Outcome<PathBuf> {
    let opened = OpenOptions::new().create(true).append(true).open(&file);
    opened.map_err(|error| format!("could not write {}: {error}", file.display())).map(|_| file)
}

/// The rows of a run that was kept.
fn read(file: &Path) -> Outcome<Vec<Row>> {
    let wrong = || format!("{} is no run that `--json` wrote", file.display());
    let run: Value = serde_json::from_str(&workspace::read(file)?).map_err(|_| wrong())?;
    let rows = run.get("rows").and_then(Value::as_array).ok_or_else(wrong)?;
    rows.iter().map(|row| Row::read(row).ok_or_else(wrong)).collect()
}

/// What was measured, where git can say it.
fn commit(workspace: &Workspace) -> String {
    let mut git = std::process::Command::new("git");
    git.current_dir(&workspace.root).args(["describe", "--always", "--dirty"]);
    match process::output(&mut git) {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).trim().to_owned(),
        _ => String::new(),
    }
}

/// Prints both runs beside each other.
fn compare(earlier: &[Row], rows: &[Row]) {
    println!("\n{:64}{:>12}{:>12}{:>9}", "against the earlier run", "before", "now", "change");
    for row in rows {
        let name = format!("{}, {}", row.name, row.unit);
        let Some(before) = earlier.iter().find(|before| before.name == row.name && before.unit == row.unit) else {
            println!("{name:64}{:>12}{:>12.2}", "", row.median);
            continue;
        };
        let change = if before.median == row.median { 0.0 } else { 100.0 * (row.median / before.median - 1.0) };
        let verdict = match verdict(before, row) {
            Verdict::Worse => "  WORSE",
            Verdict::Better => "  better",
            Verdict::Noise => "",
        };
        println!("{name:64}{:>12.2}{:>12.2}{change:>+8.1}%{verdict}", before.median, row.median);
    }
    for gone in earlier.iter().filter(|before| !rows.iter().any(|row| row.name == before.name)) {
        println!("{:64}{:>12.2}{:>12}", format!("{}, {}", gone.name, gone.unit), gone.median, "not measured");
    }
    let worse =
        |row: &&Row| earlier.iter().any(|before| before.name == row.name && verdict(before, row) == Verdict::Worse);
    println!("{} of {} got worse beyond noise", rows.iter().filter(worse).count(), rows.len());
}

/// What a difference says.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Worse,
    Better,
    Noise,
}

/// Whether two medians differ by more than chance makes them: by more than [`FLOOR`], and by more than [`ERRORS`]
/// times the standard error of their difference. What was counted has no noise, and any difference says something;
/// of what was measured fewer than [`RUNS`] times nothing is said.
fn verdict(before: &Row, now: &Row) -> Verdict {
    let noise = match before.runs.min(now.runs) {
        _ if now.is_counted => 0.0,
        ..RUNS => return Verdict::Noise,
        _ => (ERRORS * before.error().hypot(now.error())).max(FLOOR * before.median.abs()),
    };
    let difference = now.median - before.median;
    if difference.abs() <= noise {
        return Verdict::Noise;
    }
    let is_more_better = matches!(now.unit.as_str(), "a second" | "F1");
    if (difference > 0.0) == is_more_better { Verdict::Better } else { Verdict::Worse }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(unit: &str, median: f64, p90: f64, runs: u32) -> Row {
        Row { name: "a click".into(), unit: unit.into(), median, p90, p95: p90, runs, is_counted: false }
    }

    #[test]
    fn what_chance_may_have_done_is_noise() {
        let before = row("ms", 100.0, 120.0, 36);
        // Of either median the error is 3.3, of their difference 4.7.
        assert_eq!(verdict(&before, &row("ms", 114.0, 134.0, 36)), Verdict::Noise);
        assert_eq!(verdict(&before, &row("ms", 115.0, 135.0, 36)), Verdict::Worse);
        assert_eq!(verdict(&before, &row("ms", 85.0, 105.0, 36)), Verdict::Better);
        assert_eq!(verdict(&row("ms", 100.0, 101.0, 9), &row("ms", 200.0, 201.0, 30)), Verdict::Noise);
        // However even the runs were, less than a twentieth is not believed.
        assert_eq!(verdict(&row("ms", 100.0, 100.1, 30), &row("ms", 104.9, 105.0, 30)), Verdict::Noise);
    }

    #[test]
    fn what_was_counted_has_no_noise_and_more_may_be_better() {
        let counted = |unit, number| Row::counted("a click", unit, number);
        assert_eq!(verdict(&counted("bytes", 1000.0), &counted("bytes", 1001.0)), Verdict::Worse);
        assert_eq!(verdict(&counted("F1", 0.9), &counted("F1", 0.91)), Verdict::Better);
        // What was measured once is not counted.
        assert_eq!(verdict(&row("pages", 1.0, 1.0, 1), &row("pages", 2.0, 2.0, 1)), Verdict::Noise);
        assert_eq!(verdict(&row("a second", 9.0, 9.1, 30), &row("a second", 6.0, 6.1, 30)), Verdict::Worse);
    }

    #[test]
    fn the_two_options_are_taken_from_wherever_they_stand() {
        let file = std::env::temp_dir().join(format!("satchel-run-{}.json", std::process::id()));
        let given = ["--json", file.to_str().unwrap(), "click", "--runs", "3"].map(str::to_owned);
        let (wishes, rest) = Wishes::take(&given).unwrap();
        std::fs::remove_file(&file).unwrap();
        assert_eq!((wishes.json, rest.join(" ")), (Some(file), "click --runs 3".to_owned()));
        let is_refused = |given: [&str; 2]| Wishes::take(&given.map(str::to_owned)).is_err();
        assert!(is_refused(["click", "--against"]));
        assert!(is_refused(["--against", "no such file"]));
        assert!(is_refused(["--json", "no such folder/run.json"]));
    }
}
