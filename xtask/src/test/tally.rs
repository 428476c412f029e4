//! How many tests there were and how they went, read from what runners print.

/// The count of a stage.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Tests that passed.
    pub(super) passed: usize,
    /// Tests that failed.
    pub(super) failed: usize,
    /// Why the stage as a whole failed, if it did.
    pub(super) reason: Option<String>,
}

impl Tally {
    /// So many checks that all held.
    pub(super) fn all(passed: usize) -> Tally {
        Tally { passed, ..Tally::default() }
    }

    /// A stage that broke off for this reason.
    pub(super) fn broken(reason: String) -> Tally {
        Tally { failed: 1, reason: Some(reason), ..Tally::default() }
    }

    /// What a runner counted; `succeeded` is what its exit code said.
    fn of(counts: Counts, succeeded: bool) -> Tally {
        let Counts { passed, failed, left_out } = counts;
        let reason = if failed > 0 {
            Some(format!("{failed} of {} tests failed", passed + failed))
        } else if !succeeded {
            Some("the test runner failed, see above".to_owned())
        } else if left_out > 0 {
            Some(format!("{left_out} tests were left out, and a test that does not run proves nothing"))
        } else if passed == 0 {
            Some("no test ran".to_owned())
        } else {
            None
        };
        // A run that failed counts at least one failure, or the last line would deny it.
        let failed = if reason.is_some() { failed.max(1) } else { 0 };
        Tally { passed, failed, reason }
    }

    /// Reads what `cargo test` printed: one result line for each test program.
    pub(super) fn of_cargo(text: &str, succeeded: bool) -> Tally {
        let mut counts = Counts::default();
        for line in text.lines().filter(|line| line.starts_with("test result: ")) {
            counts.passed += before(line, "passed");
            counts.failed += before(line, "failed");
            counts.left_out += before(line, "ignored");
        }
        Tally::of(counts, succeeded)
    }

    /// Reads the summary of Node's test runner.
    pub(super) fn of_node(text: &str, succeeded: bool) -> Tally {
        let after = |name: &str| {
            let mark = format!("\u{2139} {name} ");
            text.lines().rev().find_map(|line| line.strip_prefix(&mark)?.trim().parse().ok()).unwrap_or(0)
        };
        let counts = Counts {
            passed: after("pass"),
            failed: after("fail") + after("cancelled"),
            left_out: after("skipped") + after("todo"),
        };
        Tally::of(counts, succeeded)
    }
}

#[derive(Default)]
struct Counts {
    passed: usize,
    failed: usize,
    left_out: usize,
}

/// The number in front of a word.
fn before(line: &str, word: &str) -> usize {
    let mut words = line.split([' ', ';', '.']).filter(|word| !word.is_empty());
    let mut last = "";
    words
        .find_map(|next| {
            let number = (next == word).then(|| last.parse().ok()).flatten();
            last = next;
            number
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARGO: &str = "\
test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.01s
noise: 5 passed
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";

    fn node(pass: usize, fail: usize, skipped: usize) -> String {
        format!(
            "ok\n\u{2139} tests 9\n\u{2139} suites 0\n\u{2139} pass {pass}\n\u{2139} fail {fail}\n\u{2139} cancelled 0\n\u{2139} skipped {skipped}\n\u{2139} todo 0\n"
        )
    }

    #[test]
    fn results_are_summed() {
        assert_eq!(Tally::of_cargo(CARGO, true), Tally::all(15));
        assert_eq!(Tally::of_node(&node(7, 0, 0), true), Tally::all(7));
    }

    #[test]
    fn a_failure_is_never_lost() {
        let failed = CARGO.replace("3 passed; 0 failed", "2 passed; 1 failed");
        assert_eq!((Tally::of_cargo(&failed, false).passed, Tally::of_cargo(&failed, false).failed), (14, 1));
        // The runner crashed after all tests had passed, or before the first.
        assert_eq!(Tally::of_node(&node(7, 0, 0), false).failed, 1);
        assert_eq!(Tally::of_node("", true).failed, 1);
        assert_eq!(Tally::of_node(&node(7, 2, 0), true).failed, 2);
    }

    #[test]
    fn a_test_left_out_is_a_failure() {
        assert!(Tally::of_node(&node(7, 0, 1), true).reason.is_some());
        assert!(Tally::of_cargo(&CARGO.replace("0 ignored", "1 ignored"), true).reason.is_some());
    }
}
