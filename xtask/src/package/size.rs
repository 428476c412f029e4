//! What the package weighs. The modules have budgets of their own, which the build keeps.

use super::files::File;
use crate::wasm::gzipped;
use crate::workspace::Outcome;

/// What a store's zip may weigh; each file compressed by itself comes to about that. A language takes 13,000.
pub(crate) const BUDGET: usize = 760_000;

/// Everything together is within its budget.
pub(super) fn budget(files: &[File]) -> Outcome<Vec<String>> {
    let size = files.iter().map(|file| gzipped(&file.bytes)).sum::<Outcome<usize>>()?;
    println!("  {size} bytes, each file gzipped");
    let over = size > BUDGET;
    Ok(over.then(|| format!("the package is {size} bytes, and the budget is {BUDGET}")).into_iter().collect())
}
