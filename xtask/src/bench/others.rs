//! What Readability.js and Defuddle find on the same pages: asked once, by
//! `tests/bench/quality.js`, and kept, as they do not change from one of our runs
//! to the next.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::workspace::{self, Outcome, Workspace};
use crate::{install, process};

/// What ours is measured beside, by the names the script uses.
pub(super) const OTHERS: &[&str] = &["readability", "defuddle"];

/// What is found on pages, by their names, as the script writes it.
pub(super) type Found = HashMap<String, Value>;

/// One page, as the script reads it.
pub(super) fn line(name: &str, address: &str, html: &str) -> String {
    let mut line = json!({ "name": name, "address": address, "html": html }).to_string();
    line.push('\n');
    line
}

/// What each of them finds on these pages; it is kept under a name.
pub(super) fn ask(workspace: &Workspace, kept: &str, again: bool, pages: &str) -> Outcome<Vec<Found>> {
    install::node_packages(workspace)?;
    let kept = workspace.target.join("quality").join(kept);
    let answers = |other: &&str| kept.join(format!("{other}.jsonl"));
    // Whoever changes the pages changes what was asked.
    let asked = kept.join("pages.jsonl");
    let is_asked = workspace::read(&asked).is_ok_and(|asked| asked == pages);
    if again || !is_asked || OTHERS.iter().any(|other| !answers(other).is_file()) {
        workspace::create_folder(&kept)?;
        let mut command = workspace.node();
        let given = kept.join("asking.jsonl");
        workspace::write(&given, pages.as_bytes())?;
        command.arg("tests/bench/quality.js").arg(&given).arg(&kept);
        process::run(&mut command)?;
        std::fs::rename(&given, &asked).map_err(|error| format!("could not rename {}: {error}", given.display()))?;
    }
    OTHERS.iter().map(|other| read(&workspace::read(&answers(other))?)).collect()
}

/// A text that was found on a page; empty where there is none.
pub(super) fn text<'a>(found: &'a Found, page: &str, name: &str) -> &'a str {
    found.get(page).and_then(|page| page.get(name)).and_then(Value::as_str).unwrap_or_default()
}

fn read(lines: &str) -> Outcome<Found> {
    let one = |line: &str| {
        let json: Value = serde_json::from_str(line).map_err(|error| format!("the others' answers: {error}"))?;
        let name = json.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok((name, json))
    };
    lines.lines().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_read_by_the_page() {
        let found = read("{\"name\":\"a\",\"title\":\"One\"}\n{\"name\":\"b\",\"title\":null}\n").unwrap();
        assert_eq!(text(&found, "a", "title"), "One");
        assert_eq!((text(&found, "b", "title"), text(&found, "c", "title")), ("", ""));
        assert!(read("{").is_err());
    }
}
