//! What the package weighs.

use super::files::File;
use crate::wasm::{BUDGET_ALL, BUDGET_QUICK_SAVE, LATE, QUICK_SAVE, gzipped};
use crate::workspace::Outcome;

/// What a store's zip may weigh; each file compressed by itself comes to about that.
const BUDGET_PACKAGE: usize = 500_000;

/// The modules, and everything together, are within their budgets.
pub(super) fn budgets(files: &[File]) -> Outcome<Vec<String>> {
    let (mut modules, mut quick, mut late, mut package) = (0, 0, 0, 0);
    for file in files {
        let size = gzipped(&file.bytes)?;
        package += size;
        if file.is(".wasm") {
            modules += size;
        }
        match file.path.strip_prefix("wasm/") {
            Some(QUICK_SAVE) => quick = size,
            Some(LATE) => late = size,
            _ => {}
        }
    }
    println!("  gzipped: {quick} bytes of wasm for a quick save, {modules} of wasm in all, {package} for everything");
    let mut wrong = Vec::new();
    for (what, size, budget) in [
        ("the module of a quick save", quick, BUDGET_QUICK_SAVE),
        ("all modules", modules, BUDGET_ALL),
        ("the package", package, BUDGET_PACKAGE),
    ] {
        if size > budget {
            wrong.push(format!("{what}: {size} bytes gzipped, and the budget is {budget}"));
        }
    }
    for (module, size) in [(QUICK_SAVE, quick), (LATE, late)] {
        if size == 0 {
            wrong.push(format!("there is no wasm/{module}"));
        }
    }
    Ok(wrong)
}
