//! The catalogue of faults in `docs/reliability.md`: every row names a test that
//! exists, or says why there is none. What only has the name of one is no test.

use std::path::Path;

use super::tally::Tally;
use crate::workspace::{Outcome, Workspace, read_bytes};

const DOCUMENT: &str = "docs/reliability.md";

/// Where tests stand.
const PLACES: &[&str] = &["src", "tests", "broker", "xtask"];

/// The families that are complete, and how many rows each has.
const FAMILIES: &[(&str, usize)] =
    &[("A", 30), ("N", 14), ("L", 17), ("D", 13), ("U", 7), ("F", 9), ("C", 10), ("O", 18), ("T", 16), ("K", 13)];

/// What stands before the title of a test in JavaScript: `test`, or what of ours calls it.
const TITLED: &[&str] = &["test(", "cenario(", "withProfile("];

/// What the simulation can be told to do.
const DEED: &str = "Deed::";

/// A row: its name, and what stands in its other cells.
struct Row<'a> {
    name: &'a str,
    test: &'a str,
    remark: &'a str,
}

/// Checks every row.
pub(super) fn check(workspace: &Workspace) -> Outcome<Tally> {
    let document = text(&workspace.root.join(DOCUMENT))?;
    let mut tests = String::new();
    for place in PLACES {
        collect(&workspace.root.join(place), &mut tests)?;
    }
    let rows = rows(&document);
    let problems = problems(&rows, &tests);
    for problem in &problems {
        println!("  {problem}");
    }
    let reason = (!problems.is_empty()).then(|| format!("{} problems with {DOCUMENT}", problems.len()));
    Ok(Tally { passed: rows.len(), failed: problems.len(), reason })
}

fn problems(rows: &[Row<'_>], tests: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for row in rows {
        let names: Vec<&str> = row.test.split('`').skip(1).step_by(2).collect();
        for name in names.iter().filter(|name| !is_test(name, tests)) {
            wrong.push(format!("{}: there is no test `{name}`", row.name));
        }
        if names.is_empty() && row.remark.is_empty() {
            wrong.push(format!("{}: neither a test nor a reason", row.name));
        }
    }
    for (family, count) in FAMILIES {
        for number in 1..=*count {
            let name = format!("{family}-{number:02}");
            if rows.iter().filter(|row| row.name == name).count() != 1 {
                wrong.push(format!("{name}: it has not one row"));
            }
        }
    }
    wrong
}

/// Whether there is a test of that name: in Rust a function with the attribute for it, or one that a macro is given
/// a line each; in JavaScript a title, or a part of one; or a deed of the simulation, as it is done there.
fn is_test(name: &str, tests: &str) -> bool {
    let mut places = tests.match_indices(name).map(|(at, _)| tests.split_at(at));
    if name.starts_with(DEED) {
        return places.any(|(_, rest)| rest.lines().next().is_some_and(|line| line.contains("=>")));
    }
    if name.contains(' ') {
        return places.any(|(before, _)| {
            let title = before.rfind(['"', '`']).and_then(|quote| before.split_at_checked(quote));
            title.is_some_and(|(call, title)| {
                let call = call.trim_end();
                let is_left_out = call.lines().next_back().is_some_and(|line| line.trim().starts_with("//"));
                !title.contains('\n') && !is_left_out && TITLED.iter().any(|begins| call.ends_with(begins))
            })
        });
    }
    places.any(|(before, rest)| {
        let rest = rest.get(name.len()..).unwrap_or_default();
        let begins = before.rsplit('\n').next().unwrap_or_default();
        if begins.trim().is_empty() && rest.starts_with('\n') {
            return true;
        }
        let above: Vec<&str> = before.lines().rev().skip(1).take_while(|line| line.trim().starts_with("#[")).collect();
        begins.trim_end().ends_with("fn")
            && rest.starts_with('(')
            && above.iter().any(|line| line.contains("test]") || line.contains("test("))
    })
}

/// The rows of the document's tables: `| name | what happens | tests | remark |`.
fn rows(document: &str) -> Vec<Row<'_>> {
    document
        .lines()
        .filter_map(|line| {
            let inside = line.trim().strip_prefix('|')?.strip_suffix('|')?;
            let cells: Vec<&str> = inside.split('|').map(str::trim).collect();
            let [name, _, test, remark] = cells.as_slice() else { return None };
            let (family, number) = name.split_once('-')?;
            let is_row = family.len() == 1 && number.parse::<u8>().is_ok();
            is_row.then_some(Row { name, test, remark })
        })
        .collect()
}

/// The text of every source file below a folder.
fn collect(folder: &Path, tests: &mut String) -> Outcome {
    let unreadable = |error| format!("could not read {}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            collect(&path, tests)?;
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "js") {
            tests.push_str(&text(&path)?);
        }
    }
    Ok(())
}

fn text(path: &Path) -> Outcome<String> {
    String::from_utf8(read_bytes(path)?).map_err(|_| format!("{} is not text", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_needs_a_test_that_exists_or_a_reason() {
        let document = "| # | what | tests | remark |\n|---|---|---|---|\n| O-01 | x | `one`, `two` | |\n| O-02 | x | | too far |\n| O-03 | x | | |\n| not a row |";
        let rows = rows(document);
        assert_eq!(rows.iter().map(|row| row.name).collect::<Vec<_>>(), ["O-01", "O-02", "O-03"]);
        let problems = problems(&rows, "#[test]\n    fn one() {}\n\n    fn two() {}");
        assert!(problems.contains(&"O-01: there is no test `two`".to_owned()));
        assert!(problems.contains(&"O-03: neither a test nor a reason".to_owned()));
        assert!(!problems.iter().any(|problem| problem.starts_with("O-02")));
        assert!(problems.contains(&"T-16: it has not one row".to_owned()));
    }

    #[test]
    fn what_only_has_the_name_of_a_test_is_none() {
        let rust =
            "#[tokio::test]\n#[ignore = \"x\"]\nasync fn one() {}\nfn two() {}\nmacro! {\n    three\n}\nlet four = 4;";
        for (name, wanted) in [("one", true), ("two", false), ("three", true), ("four", false), ("fiv", false)] {
            assert_eq!(is_test(name, rust), wanted, "{name}");
        }
        let titled = "// what is said\n// test(\"is left out\", x);\ntest(\"a is said\", x);\nscenario(\n  `L-01 ${b} is told`,\n);\nconst c = \"is left\";";
        for (name, wanted) in [
            ("a is said", true),
            ("is told", true),
            ("is left", false),
            ("is left out", false),
            ("what is said", false),
        ] {
            assert_eq!(is_test(name, titled), wanted, "{name}");
        }
        let deeds = "enum Deed { Kill, Calm }\nDeed::Kill => {}\nlet deed = Deed::Calm;";
        assert!(is_test("Deed::Kill", deeds) && !is_test("Deed::Calm", deeds));
    }
}
