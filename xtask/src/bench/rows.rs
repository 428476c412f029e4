//! What a benchmark finds, as rows of one shape: a name, a unit, the median, the 90th and the 95th of a
//! hundred, and of how many. Programs that measure write theirs, one JSON object a line, to the file that [`VARIABLE`] names.

use std::process::Command;

use serde_json::{Value, json};

use crate::process;
use crate::workspace::{self, Outcome, Workspace};

/// How many standard errors a number has to be from another one to be believed to be another.
pub(super) const ERRORS: f64 = 3.0;

/// Of so many runs, at least, it is known how far they lie apart.
pub(super) const RUNS: u32 = 10;

/// What tells a program where its rows belong.
const VARIABLE: &str = "SATCHEL_ROWS";

/// One thing that was measured or counted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// What, which is how two runs are matched.
    pub(super) name: String,
    /// In what: `ms`, `bytes`, `times the floor`; `a second` and `F1` are the better the more.
    pub(super) unit: String,
    pub(super) median: f64,
    pub(super) p90: f64,
    pub(super) p95: f64,
    /// Of how many.
    pub(super) runs: u32,
    /// Whether it was counted, and is the same each time.
    pub(super) is_counted: bool,
}

impl Row {
    /// Something that is counted, not measured.
    pub(super) fn counted(name: &str, unit: &str, number: f64) -> Row {
        let (name, unit) = (name.to_owned(), unit.to_owned());
        Row { name, unit, median: number, p90: number, p95: number, runs: 1, is_counted: true }
    }

    /// The standard error of the median: about what lies between it and the 90th of a hundred, by the root of the
    /// runs, as it is 1.25 σ/√n, and that distance 1.28 σ.
    pub(super) fn error(&self) -> f64 {
        if self.is_counted { 0.0 } else { (self.p90 - self.median) / f64::from(self.runs).sqrt() }
    }

    /// Whether its numbers can be written and compared.
    pub(super) fn is_finite(&self) -> bool {
        [self.median, self.p90, self.p95].into_iter().all(f64::is_finite)
    }

    /// Reads what [`Row::written`] wrote; nothing where it is no row.
    pub(super) fn read(row: &Value) -> Option<Row> {
        let text = |name: &str| row.get(name)?.as_str().map(str::to_owned);
        let number = |name: &str| row.get(name)?.as_f64();
        Some(Row {
            name: text("name")?,
            unit: text("unit")?,
            median: number("median")?,
            p90: number("p90")?,
            // Those that were kept before it was measured have none.
            p95: number("p95").or_else(|| number("p90"))?,
            runs: row.get("runs")?.as_u64().and_then(|runs| u32::try_from(runs).ok())?,
            is_counted: row.get("counted").and_then(Value::as_bool).unwrap_or_default(),
        })
    }

    /// As JSON.
    pub(super) fn written(&self) -> Value {
        let Row { name, unit, median, p90, p95, runs, is_counted } = self;
        json!({
            "name": name, "unit": unit, "median": median, "p90": p90, "p95": p95, "runs": runs, "counted": is_counted,
        })
    }
}

/// Runs a program that measures, and adds its rows to those of others: of one that fails those that it kept before.
pub(super) fn of(workspace: &Workspace, command: &mut Command, rows: &mut Vec<Row>) -> Outcome {
    let folder = workspace.target.join("bench");
    let file = folder.join("rows.jsonl");
    workspace::create_folder(&folder)?;
    workspace::write(&file, b"")?;
    let mut failed: Vec<String> = process::run(command.env(VARIABLE, &file)).err().into_iter().collect();
    failed.extend(take(&workspace::read(&file)?, rows));
    super::told(failed)
}

/// Adds the rows that a program kept, and gives what is wrong with the others.
fn take(kept: &str, rows: &mut Vec<Row>) -> Vec<String> {
    let mut wrong = Vec::new();
    for line in kept.lines() {
        match serde_json::from_str(line).ok().as_ref().and_then(Row::read) {
            Some(row) => rows.push(row),
            None => wrong.push(format!("this is no row: {line}")),
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let counted = Row::counted("a package", "bytes", 1.5);
        let (name, unit) = ("a click".to_owned(), "ms".to_owned());
        let row = Row { name, unit, median: 1.5, p90: 2.25, p95: 2.5, runs: 30, is_counted: false };
        for row in [row, counted] {
            assert_eq!(Row::read(&row.written()), Some(row));
        }
        assert_eq!(Row::read(&json!({ "name": "a click", "unit": "ms", "median": 1 })), None);
    }

    #[test]
    fn one_that_is_none_takes_none_of_the_others_with_it() {
        let row = Row::counted("a package", "bytes", 1.5);
        let mut rows = Vec::new();
        let kept = format!("{0}\n{{\"name\":\"a click\",\"median\":NaN}}\n{0}\n", row.written());
        assert_eq!(take(&kept, &mut rows), ["this is no row: {\"name\":\"a click\",\"median\":NaN}"]);
        assert_eq!(rows, [row.clone(), row]);
    }
}
