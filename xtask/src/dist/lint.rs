//! What Mozilla's linter says of the package for Firefox: no error, and no warning that is not explained.

use serde_json::Value;

use super::Artifact;
use crate::process;
use crate::workspace::{Outcome, Workspace, create_folder, read, write};

/// Where warnings are explained.
const EXPLAINED: &str = "docs/publishing.md";

/// Runs the linter over a package before it is where it would be taken from.
pub(super) fn lint(workspace: &Workspace, package: &Artifact) -> Outcome {
    let (folder, zip) = (workspace.target.join("lint"), &package.name);
    create_folder(&folder)?;
    write(&folder.join(zip), &package.bytes)?;
    // `web-ext lint` is this program behind twice as many packages.
    let output =
        process::output(workspace.node_tool("addons-linter").args(["--output", "json"]).arg(folder.join(zip)))?;
    let found: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("could not read what `addons-linter` said: {error}"))?;
    let wrong = wrong(&found, &read(&workspace.root.join(EXPLAINED))?);
    if wrong.is_empty() && output.status.success() {
        println!("addons-linter has nothing to say of {zip} but what {EXPLAINED} explains");
        return Ok(());
    }
    Err(format!("addons-linter refuses {zip}:\n  {}", wrong.join("\n  ")))
}

/// Every error, and every warning that is not explained.
fn wrong(found: &Value, document: &str) -> Vec<String> {
    let of = |kind: &str| found.get(kind).and_then(Value::as_array).into_iter().flatten();
    let line =
        |entry: &Value| format!("{} in {}: {}", text(entry, "code"), text(entry, "file"), text(entry, "message"));
    of("errors").chain(of("warnings").filter(|entry| !is_explained(entry, document))).map(line).collect()
}

/// Whether a row of the document's table is about a warning: it begins with its code, and names what the linter
/// says that it is about. The same code for anything else is no warning that somebody looked at.
fn is_explained(warning: &Value, document: &str) -> bool {
    let beginning = format!("| `{}` |", text(warning, "code"));
    let said = format!("{} {}", text(warning, "message"), text(warning, "description"));
    let mut rows = document.lines().filter_map(|line| line.strip_prefix(&beginning));
    rows.any(|row| row.split('`').skip(1).step_by(2).any(|name| said.contains(name)))
}

fn text<'a>(entry: &'a Value, key: &str) -> &'a str {
    entry.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_explanation_is_for_warnings_alone() {
        let entry = |code: &str| json!({ "code": code, "file": "a.js", "message": "a.b" });
        let found = json!({ "errors": [entry("ONE")], "warnings": [entry("ONE"), entry("TWO")] });
        assert_eq!(wrong(&found, "| `ONE` | `a.b` is so |"), ["ONE in a.js: a.b", "TWO in a.js: a.b"]);
    }

    #[test]
    fn an_explanation_is_for_what_it_names() {
        let entry = |message: &str, more: &str| json!({ "code": "ONE", "message": message, "description": more });
        let warnings = [entry("a.b is not supported", ""), entry("not supported", "a.b is"), entry("a.c is not", "")];
        let found = json!({ "warnings": warnings });
        assert_eq!(wrong(&found, "| `ONE` | the browser has `a.b` |"), ["ONE in : a.c is not"]);
        assert_eq!(wrong(&found, "`ONE` and `a.b` | `a.c`").len(), 3);
    }
}
