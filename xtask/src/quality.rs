//! `cargo xtask quality`: what is read from pages, measured against known answers.

pub(crate) mod answers;
pub(crate) mod article;
pub(crate) mod corpus;
pub(crate) mod fields;
mod metadata;
pub(crate) mod score;
mod text;

use crate::workspace::Outcome;

/// Runs the command.
pub(crate) fn command(given: &[String]) -> Outcome {
    let (what, rest) = given.split_first().ok_or("measure what? `cargo xtask quality article FOLDER`")?;
    match what.as_str() {
        "article" => article::command(rest),
        "metadata" => metadata::command(rest),
        other => Err(format!("`{other}` cannot be measured; `article` and `metadata` can")),
    }
}
