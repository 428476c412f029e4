//! What was set as a goal, and whether a run met it. Why one that is not met is not, `docs/benchmarks.md` says.

use super::rows::Row;

/// Which number of a row a goal is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    Median,
    P90,
    P95,
}

use Number::{Median, P90, P95};

/// Rows by their names, the number of each, and what it may be at most.
const GOALS: &[(&str, Number, f64)] = &[
    ("click to request, worker running: Satchel, times the floor", Median, 2.0),
    ("click to request, worker stopped: Satchel, times the floor", Median, 1.25),
    ("click to on this device, worker stopped", P95, 100.0),
    ("with the article, click to request, worker running: Satchel, times the floor", Median, 2.0),
    ("with the article, click to request, worker stopped: Satchel, times the floor", Median, 1.5),
    ("with the article, click to request, worker running: Satchel, times Readability", Median, 1.0),
    ("with the article, click to request, worker stopped: Satchel, times Readability", Median, 1.0),
    ("Satchel: a page, again, beside Readability", Median, 1.0 / 10.0),
    ("Satchel: a page, again, beside Defuddle", Median, 1.0 / 24.0),
    ("Satchel: no faster than Readability", Median, 0.0),
    ("Satchel: no faster than Defuddle", Median, 0.0),
    ("Satchel: a page, again", P90, 2.0),
    ("Satchel: the first time in a process, beside Readability", Median, 0.25),
    ("Satchel: pages of more than one request", Median, 0.07),
    ("Satchel: a KB of a page 100 times as large", Median, 1.5),
    ("Satchel: memory", Median, 8.0),
    ("Reading list, worker stopped: click to usable", P95, 100.0),
    ("Many options, worker stopped: click to usable", P95, 100.0),
    ("Eighty properties, worker stopped: click to usable", P95, 100.0),
    ("what a quick save loads, gzipped", Median, 64_000.0),
    ("all modules, gzipped", Median, 120_000.0),
    ("the package, gzipped", Median, 500_000.0),
    ("10000 drained: asked of the browser for each, beside 10", Median, 1.0),
    ("abuse from one place: the 99th of each hundred of those", P95, 5.0),
    ("abuse from everywhere: the 99th of each hundred of those", P95, 5.0),
    ("abuse from one place: resident memory", P95, 20.0),
    ("abuse from everywhere: resident memory", P95, 20.0),
];

/// Prints what was measured of what has a goal.
pub(super) fn report(rows: &[Row]) {
    let judged: Vec<_> = GOALS.iter().filter_map(|goal| judge(goal, rows)).collect();
    if judged.is_empty() {
        return;
    }
    println!("\n{:84}{:>12}{:>12}", "goals", "found", "at most");
    for (name, found, most) in &judged {
        println!("{name:84}{found:>12.2}{most:>12.2}  {}", if found <= most { "met" } else { "NOT MET" });
    }
    println!("{} of {} met", judged.iter().filter(|(_, found, most)| found <= most).count(), judged.len());
}

/// What a goal is for, what was found and what it may be at most; nothing where it was not measured.
fn judge(&(name, number, most): &(&str, Number, f64), rows: &[Row]) -> Option<(String, f64, f64)> {
    let row = rows.iter().find(|row| row.name == name)?;
    let (which, found) = match number {
        Median => ("", row.median),
        P90 => (", 90th", row.p90),
        P95 => (", 95th", row.p95),
    };
    Some((format!("{name}{which}, {}", row.unit), found, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_for_one_number_of_one_row() {
        let row = Row { name: "a click".into(), unit: "ms".into(), median: 1.0, p90: 2.0, p95: 3.0, runs: 30 };
        let judged = |name, number| judge(&(name, number, 2.5), std::slice::from_ref(&row));
        assert_eq!(judged("a click", Median), Some(("a click, ms".to_owned(), 1.0, 2.5)));
        assert_eq!(judged("a click", P95), Some(("a click, 95th, ms".to_owned(), 3.0, 2.5)));
        assert_eq!(judged("another", P90), None);
    }
}
