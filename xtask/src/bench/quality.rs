//! `cargo xtask bench quality`: what is taken for a page's content, beside
//! Readability.js and Defuddle in the same run, by the same measure.

use std::collections::HashMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::quality::{self, corpus::Known};
use crate::workspace::{self, Outcome, Workspace};
use crate::{install, process};

/// What it is measured beside, by the names `tests/bench/quality.js` uses.
const OTHERS: &[&str] = &["readability", "defuddle"];

/// Runs the command.
pub(super) fn command(workspace: &Workspace, given: &[String]) -> Outcome {
    let arguments = Arguments::read(given, &[], &["again"])?;
    let folders = arguments.words();
    if folders.is_empty() {
        return Err("which pages? `cargo xtask bench quality FOLDER...`".to_owned());
    }
    install::node_packages(workspace)?;
    for folder in folders {
        let known = quality::corpus::pages(Path::new(folder))?;
        let name = Path::new(folder).file_name().and_then(|name| name.to_str()).unwrap_or("pages");
        let kept = workspace.target.join("quality").join(name);
        let answers = |other: &&str| kept.join(format!("{other}.jsonl"));
        // The others do not change from one of our runs to the next.
        if arguments.has("again") || OTHERS.iter().any(|other| !answers(other).is_file()) {
            workspace::create_folder(&kept)?;
            let lines = known.iter().map(line).collect::<Vec<String>>().concat();
            workspace::write(&kept.join("pages.jsonl"), lines.as_bytes())?;
            let mut command = workspace.node();
            command.arg("tests/bench/quality.js").arg(kept.join("pages.jsonl")).arg(&kept);
            process::run(&mut command)?;
        }
        let mut given = vec![("satchel", quality::article::texts(&known))];
        for other in OTHERS {
            let answers = read(&workspace::read(&answers(other))?)?;
            let text = |page: &Known| {
                answers.get(&page.name).map(|html| quality::corpus::text_of(html, &page.address)).unwrap_or_default()
            };
            given.push((other, known.iter().map(text).collect()));
        }
        println!("{folder}");
        quality::article::report(&known, &given);
    }
    Ok(())
}

fn line(page: &Known) -> String {
    let mut line = json!({ "name": page.name, "address": page.address.as_str(), "html": page.html }).to_string();
    line.push('\n');
    line
}

fn read(lines: &str) -> Outcome<HashMap<String, String>> {
    let one = |line: &str| {
        let json: Value = serde_json::from_str(line).map_err(|error| format!("the others' answers: {error}"))?;
        let text = |name: &str| json.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok((text("name"), text("html")))
    };
    lines.lines().map(one).collect()
}
