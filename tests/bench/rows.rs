//! How programs in Rust print what they measured, and keep it for whoever compares two runs: `rows.js` beside this
//! does the same for those in JavaScript, and `xtask/src/bench/rows.rs` reads it.

use std::fs::OpenOptions;
use std::io::Write as _;

/// Prints what stands over the columns.
pub(crate) fn head(title: &str) {
    println!("{title:64}{:>12}{:>12}{:>8}", "median", "p90", "runs");
}

/// Prints the median and the 90th of a hundred, and keeps them.
pub(crate) fn row(name: &str, unit: &str, numbers: &[f64]) {
    written(name, unit, numbers, false);
}

/// The same of what was counted, and is the same each time.
#[allow(dead_code, reason = "not every program counts")]
pub(crate) fn count(name: &str, unit: &str, number: f64) {
    written(name, unit, &[number], true);
}

/// Names are ours: nothing in them has to be written otherwise in JSON than in Rust.
fn written(name: &str, unit: &str, numbers: &[f64], is_counted: bool) {
    let mut sorted: Vec<f64> = numbers.iter().copied().filter(|number| number.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let share = |of_a_hundred: usize| {
        let at = (sorted.len() * of_a_hundred / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).copied().unwrap_or(f64::NAN)
    };
    let (median, p90, p95) = (share(50), share(90), share(95));
    println!("{:64}{median:>12.2}{p90:>12.2}{:>8}", format!("{name}, {unit}"), sorted.len());
    let Some(file) = std::env::var_os("SATCHEL_ROWS") else { return };
    let runs = sorted.len();
    if runs == 0 {
        return;
    }
    let numbers = format!(r#""median":{median},"p90":{p90},"p95":{p95},"runs":{runs},"counted":{is_counted}"#);
    let line = format!(r#"{{"name":{name:?},"unit":{unit:?},{numbers}}}"#);
    let kept = OpenOptions::new().append(true).open(file).and_then(|mut file| writeln!(file, "{line}"));
    if let Err(error) = kept {
        eprintln!("what was measured could not be kept: {error}");
    }
}
