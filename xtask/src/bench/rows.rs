//! What a benchmark finds, as rows of one shape: a name, a unit, the median, the 90th and the 95th of a
//! hundred, and of how many. Programs that measure write theirs, one JSON object a line, to the file that [`VARIABLE`] names.

use std::process::Command;

use serde_json::{Value, json};

use crate::process;
use crate::workspace::{self, Outcome, Workspace};

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
    /// Of how many; one where it was counted, and is the same each time.
    pub(super) runs: u32,
}

impl Row {
    /// Something that is counted, not measured.
    pub(super) fn counted(name: &str, unit: &str, number: f64) -> Row {
        Row { name: name.to_owned(), unit: unit.to_owned(), median: number, p90: number, p95: number, runs: 1 }
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
        })
    }

    /// As JSON.
    pub(super) fn written(&self) -> Value {
        let Row { name, unit, median, p90, p95, runs } = self;
        json!({ "name": name, "unit": unit, "median": median, "p90": p90, "p95": p95, "runs": runs })
    }
}

/// Runs a program that measures, and gives its rows.
pub(super) fn of(workspace: &Workspace, command: &mut Command) -> Outcome<Vec<Row>> {
    let folder = workspace.target.join("bench");
    let file = folder.join("rows.jsonl");
    workspace::create_folder(&folder)?;
    workspace::write(&file, b"")?;
    process::run(command.env(VARIABLE, &file))?;
    let lines = workspace::read(&file)?;
    let read = |line: &str| serde_json::from_str(line).ok().as_ref().and_then(Row::read);
    lines.lines().map(|line| read(line).ok_or_else(|| format!("this is no row: {line}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let row = Row { name: "a click".into(), unit: "ms".into(), median: 1.5, p90: 2.25, p95: 2.5, runs: 30 };
        assert_eq!(Row::read(&row.written()), Some(row));
        assert_eq!(Row::read(&json!({ "name": "a click", "unit": "ms", "median": 1 })), None);
    }
}
