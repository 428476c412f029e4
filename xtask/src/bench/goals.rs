//! What was set as a goal, and whether a run met it. Why one that is not met is not, `docs/benchmarks.md` says.

use super::rows::{ERRORS, RUNS, Row};

/// Which number of a row a goal is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    Median,
    P90,
    P95,
}

use Number::{Median, P90, P95};

/// The name of a row, the number of it, and what that may be at most.
type Goal = (&'static str, Number, f64);

const GOALS: &[Goal] = &[
    ("click to request, worker running: Satchel, times the floor", Median, 2.0),
    ("click to request, worker stopped: Satchel, times the floor", Median, 1.25),
    ("click to on this device, worker stopped", P95, 100.0),
    ("with the article, click to request, worker running: Satchel, times the floor", Median, 2.0),
    ("with the article, click to request, worker stopped: Satchel, times the floor", Median, 1.5),
    ("with the article, click to request, worker running: Satchel, times Readability", Median, 1.0),
    ("with the article, click to request, worker stopped: Satchel, times Readability", Median, 1.0),
    // Each has a least and an aim.
    ("Satchel: a page, again, beside Readability", Median, 1.0 / 8.0),
    ("Satchel: a page, again, beside Readability", Median, 1.0 / 10.0),
    ("Satchel: a page, again, beside Defuddle", Median, 1.0 / 15.0),
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
    ("10000 drained: read for each, beside 10", Median, 1.0),
    ("10000 drained, one answer in 10 cut short: read for each, beside 10", Median, 1.0),
    ("abuse from one place: the 99th of each hundred of those", P95, 5.0),
    ("abuse from everywhere: the 99th of each hundred of those", P95, 5.0),
    ("abuse from one place: resident memory", P95, 20.0),
    ("abuse from everywhere: resident memory", P95, 20.0),
];

/// What a row says of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Met,
    NotMet,
    /// Chance may have done it, or it was measured too seldom.
    Undecided,
    NotMeasured,
}

use Verdict::{Met, NotMeasured, NotMet, Undecided};

/// Prints what was found of what has a goal; of a whole run also what was not measured, which counts as not met.
pub(super) fn report(rows: &[Row], is_whole: bool) {
    let judged = GOALS.iter().map(|goal| (goal, judge(goal, rows)));
    let judged: Vec<_> = judged.filter(|(_, (.., verdict))| is_whole || *verdict != NotMeasured).collect();
    if judged.is_empty() {
        return;
    }
    println!("\n{:84}{:>12}{:>12}", "goals", "found", "at most");
    for ((.., most), (name, found, verdict)) in &judged {
        let verdict = match verdict {
            Met => "met",
            NotMet => "NOT MET",
            Undecided => "undecided",
            NotMeasured => "NOT MEASURED",
        };
        println!("{name:84}{found:>12}{most:>12.2}  {verdict}");
    }
    let count = |wanted| judged.iter().filter(|(_, (.., verdict))| *verdict == wanted).count();
    println!("{} of {} met, {} undecided", count(Met), judged.len(), count(Undecided));
}

/// What a goal is for, what was found, and what that says.
fn judge(&(name, number, most): &Goal, rows: &[Row]) -> (String, String, Verdict) {
    let Some(row) = rows.iter().find(|row| row.name == name) else {
        return (name.to_owned(), String::new(), NotMeasured);
    };
    // The slow ones differ more from run to run than the median does: normally by a third and by two thirds.
    let (which, found, errors) = match number {
        Median => ("", row.median, ERRORS),
        P90 => (", 90th", row.p90, ERRORS * 4.0 / 3.0),
        P95 => (", 95th", row.p95, ERRORS * 5.0 / 3.0),
    };
    let once = if row.runs == 1 && !row.is_counted { ", measured once" } else { "" };
    let verdict = match row.runs {
        2..RUNS => Undecided,
        _ if (found - most).abs() < errors * row.error() => Undecided,
        _ if found <= most => Met,
        _ => NotMet,
    };
    (format!("{name}{which}, {}{once}", row.unit), format!("{found:.2}"), verdict)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(runs: u32) -> Row {
        let (name, unit) = ("a click".to_owned(), "ms".to_owned());
        Row { name, unit, median: 1.0, p90: 2.0, p95: 3.0, runs, is_counted: false }
    }

    #[test]
    fn a_goal_is_for_one_number_of_one_row() {
        let rows = [row(900)];
        let judged = |name, number| judge(&(name, number, 2.5), &rows);
        assert_eq!(judged("a click", Median), ("a click, ms".to_owned(), "1.00".to_owned(), Met));
        assert_eq!(judged("a click", P95), ("a click, 95th, ms".to_owned(), "3.00".to_owned(), NotMet));
        assert_eq!(judged("another", P90), ("another".to_owned(), String::new(), NotMeasured));
    }

    #[test]
    fn what_chance_may_have_done_is_undecided() {
        let judged = |runs, number, most| judge(&("a click", number, most), &[row(runs)]).2;
        // The error is a tenth.
        assert_eq!(judged(100, Median, 1.2), Undecided);
        assert_eq!(judged(100, Median, 0.8), Undecided);
        assert_eq!(judged(100, Median, 1.4), Met);
        assert_eq!(judged(100, P90, 2.35), Undecided);
        assert_eq!(judged(100, P95, 2.4), NotMet);
        assert_eq!(judged(9, Median, 9.0), Undecided);
        let counted = [Row::counted("a package", "bytes", 7.0)];
        assert_eq!(judge(&("a package", Median, 7.0), &counted).2, Met);
    }
}
