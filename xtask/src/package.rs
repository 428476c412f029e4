//! What must be true of the extension before anyone loads or ships it: its manifest,
//! its texts, its code and its size.

pub(crate) mod files;
mod manifest;
pub(crate) mod secrets;
mod sinks;
pub(crate) mod size;
mod texts;
pub(crate) mod traces;

use crate::workspace::{Outcome, Workspace};
use files::File;

/// One thing that is checked.
struct Check {
    /// As a sentence.
    says: &'static str,
    /// What it is about.
    of: Folder,
    /// What is wrong, one line each; empty when it holds.
    run: fn(&[File]) -> Outcome<Vec<String>>,
}

/// Where the files are that are looked at.
#[derive(Clone, Copy)]
enum Folder {
    /// What people write.
    Sources,
    /// What a browser loads.
    Package,
}

const CHECKS: &[Check] = &[
    Check {
        says: "the manifest asks for exactly the documented permissions",
        of: Folder::Package,
        run: manifest::permissions,
    },
    Check { says: "the manifest's version is the workspace's", of: Folder::Package, run: manifest::version },
    Check { says: "every language says in 132 characters what it is", of: Folder::Package, run: manifest::summaries },
    Check { says: "nothing reaches a page before a click", of: Folder::Package, run: manifest::nothing_injected },
    Check { says: "scripts come from the package alone", of: Folder::Package, run: manifest::content_security },
    Check { says: "every file the manifest names is there", of: Folder::Package, run: manifest::named_files },
    Check { says: "every text that is asked for exists, and no other", of: Folder::Sources, run: texts::keys },
    Check { says: "every error and notice of the core has its texts", of: Folder::Sources, run: texts::codes },
    Check { says: "no text reaches a page as HTML or as code", of: Folder::Package, run: sinks::html },
    Check { says: "no file holds a secret", of: Folder::Package, run: secrets::none },
    Check { says: "no file names a folder of this machine", of: Folder::Package, run: traces::folders },
    Check { says: "no file is a source map or names one", of: Folder::Package, run: traces::maps },
    Check { says: "the package is within its budget", of: Folder::Package, run: size::budget },
];

/// Runs every check; returns how many held and what is wrong with the others.
pub(crate) fn check(workspace: &Workspace) -> Outcome<(usize, Vec<String>)> {
    let (sources, package) = (files::read(&workspace.extension())?, files::read(&workspace.package())?);
    let mut held = 0;
    let mut wrong = Vec::new();
    for check in CHECKS {
        let files = match check.of {
            Folder::Sources => &sources,
            Folder::Package => &package,
        };
        let found = (check.run)(files)?;
        if found.is_empty() {
            println!("  ok: {}", check.says);
            held += 1;
        } else {
            wrong.push(format!("not so: {}\n    {}", check.says, found.join("\n    ")));
        }
    }
    Ok((held, wrong))
}
