//! What must be true of the extension's folder before anyone loads or ships it:
//! its manifest, its texts, its code and its size.

mod files;
mod manifest;
mod secrets;
mod sinks;
mod size;
mod texts;

use std::path::Path;

use crate::workspace::Outcome;
use files::File;

/// One thing that is checked.
struct Check {
    /// As a sentence.
    says: &'static str,
    /// What is wrong, one line each; empty when it holds.
    run: fn(&[File]) -> Outcome<Vec<String>>,
}

const CHECKS: &[Check] = &[
    Check { says: "the manifest asks for exactly the documented permissions", run: manifest::permissions },
    Check { says: "nothing reaches a page before a click", run: manifest::nothing_injected },
    Check { says: "scripts come from the package alone", run: manifest::content_security },
    Check { says: "every file the manifest names is there", run: manifest::named_files },
    Check { says: "every text that is asked for exists, and no other", run: texts::keys },
    Check { says: "every error and notice of the core has its texts", run: texts::codes },
    Check { says: "no text reaches a page as HTML or as code", run: sinks::html },
    Check { says: "no file holds a secret", run: secrets::none },
    Check { says: "the package is within its budgets", run: size::budgets },
];

/// Runs every check; returns how many held and what is wrong with the others.
pub(crate) fn check(extension: &Path) -> Outcome<(usize, Vec<String>)> {
    let files = files::read(extension)?;
    let mut held = 0;
    let mut wrong = Vec::new();
    for check in CHECKS {
        let found = (check.run)(&files)?;
        if found.is_empty() {
            println!("  ok: {}", check.says);
            held += 1;
        } else {
            wrong.push(format!("not so: {}\n    {}", check.says, found.join("\n    ")));
        }
    }
    Ok((held, wrong))
}
