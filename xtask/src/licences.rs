//! `licences.txt`, which goes with the package and with the site: whose work is in it, and each text of a licence once.

use std::path::Path;

use crate::parts::{self, Part};
use crate::workspace::{self, Outcome, VERSION, Workspace, read};

/// What the file is called.
const FILE: &str = "licences.txt";

/// The line between two texts.
const RULE: &str = "\n================================================================================\n";

/// The crate whose program writes JavaScript that is shipped too.
pub(crate) const GENERATOR: &str = "wasm-bindgen";

/// The program that joins the scripts.
pub(crate) const BUNDLER: &str = "esbuild";

/// Whose programs wrote JavaScript that is shipped, and what of it.
const WRITERS: [(&str, &str); 2] = [
    (GENERATOR, "The JavaScript between the modules and the browser was"),
    (BUNDLER, "The lines that join the scripts, and unpack the module in one of them, were"),
];

/// Writes it into a folder of what is given to others.
pub(crate) fn write(workspace: &Workspace, folder: &Path) -> Outcome {
    let own = read(&workspace.root.join("LICENSE"))?;
    workspace::write(&folder.join(FILE), licences(&own, &parts::shipped(workspace)?).as_bytes())
}

/// All of it. `own` is Satchel's licence. Who came without a text leaves the choice of the Apache License
/// (`parts::shipped` sees to it), which is the same everywhere and stands in it.
fn licences(own: &str, parts: &[Part]) -> String {
    let mut text = format!("Satchel {VERSION}, and the work of others that is in it:\n\n");
    for part in parts {
        text.push_str(&format!("{} {}: {}\n", part.name, part.version, part.licence));
    }
    for (name, what) in WRITERS {
        for part in parts.iter().filter(|part| part.name == name) {
            text.push_str(&format!("\n{what} written by {name} {}, under its licence.\n", part.version));
        }
    }
    text.push_str(&format!("{RULE}For Satchel"));
    let textless: Vec<&str> =
        parts.iter().filter(|part| part.texts.is_empty()).map(|part| part.name.as_str()).collect();
    if !textless.is_empty() {
        text.push_str(&format!("; the Apache License in it is also that of {}", textless.join(", ")));
    }
    text.push_str(&format!(":\n\n{}\n", own.trim()));
    for (holders, licence) in distinct(parts) {
        text.push_str(&format!("{RULE}For {}:\n\n{}\n", holders.join(", "), licence.trim()));
    }
    text
}

/// Each text that came with a part, and whom it holds for. Two that differ in white space alone are one.
fn distinct(parts: &[Part]) -> Vec<(Vec<&str>, &str)> {
    let mut found: Vec<(Vec<&str>, &str)> = Vec::new();
    for part in parts {
        for text in &part.texts {
            match found.iter_mut().find(|(_, known)| known.split_whitespace().eq(text.split_whitespace())) {
                Some((holders, _)) if holders.last() == Some(&part.name.as_str()) => {}
                Some((holders, _)) => holders.push(&part.name),
                None => found.push((vec![&part.name], text)),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, texts: &[&str]) -> Part {
        Part {
            name: name.into(),
            version: "1.0.0".into(),
            licence: "MIT".into(),
            address: String::new(),
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        }
    }

    #[test]
    fn each_text_stands_once() {
        let parts = [part("a", &["x y"]), part("b", &["x\n  y\n", "z"]), part("c", &[])];
        assert_eq!(distinct(&parts), [(vec!["a", "b"], "x y"), (vec!["b"], "z")]);
    }

    #[test]
    fn everybody_is_named() {
        let text =
            licences("own", &[part("a", &["x"]), part("b", &[]), part(BUNDLER, &["y"]), part(GENERATOR, &["x"])]);
        for line in [
            "a 1.0.0: MIT",
            "is also that of b:\n\nown\n",
            "For a, wasm-bindgen:",
            "written by wasm-bindgen 1.0.0",
            "For esbuild:\n\ny\n",
            "written by esbuild 1.0.0",
        ] {
            assert!(text.contains(line), "{line} is missing");
        }
    }
}
