//! `cargo xtask bench quality`: what is taken for a page's content, beside
//! Readability.js and Defuddle in the same run, by the same measure.

use std::path::Path;

use crate::arguments::Arguments;
use crate::bench::others::{self, OTHERS};
use crate::bench::rows::Row;
use crate::quality::{self, corpus::Known};
use crate::workspace::{Outcome, Workspace};

/// Runs the command.
pub(super) fn command(workspace: &Workspace, given: &[String], rows: &mut Vec<Row>) -> Outcome {
    let arguments = Arguments::read(given, &[], &["again"])?;
    let folders = arguments.words();
    if folders.is_empty() {
        return Err("which pages? `cargo xtask bench quality FOLDER...`".to_owned());
    }
    for folder in folders {
        let known = quality::corpus::pages(&workspace.root.join(folder))?;
        let name = Path::new(folder).file_name().and_then(|name| name.to_str()).unwrap_or("pages");
        let line = |page: &Known| others::line(&page.name, page.address.as_str(), &page.html);
        let lines = known.iter().map(line).collect::<Vec<String>>().concat();
        let found = others::ask(workspace, name, arguments.has("again"), &lines)?;
        let mut given = vec![("satchel", quality::article::texts(&known))];
        for (other, found) in OTHERS.iter().zip(&found) {
            let text = |page: &Known| quality::corpus::text_of(others::text(found, &page.name, "html"), &page.address);
            given.push((other, known.iter().map(text).collect()));
        }
        println!("{folder}");
        let scores = quality::article::report(&known, &given);
        rows.extend(scores.iter().map(|(of, f1)| Row::counted(&format!("{name}: {of}"), "F1", *f1)));
    }
    Ok(())
}
