//! Rich text on write: runs of at most [`limit::TEXT`] units.

use super::limit;
use crate::json::Json;
use crate::text;

/// The text as an array of runs. What does not fit into one array is left out:
/// callers that may have more split it before (see [`limit::TEXT`] and
/// [`limit::ITEMS`]).
#[must_use]
pub fn runs(content: &str) -> Json {
    let run = |piece: &str| Json::object([("text", Json::object([("content", piece.into())]))]);
    Json::List(text::pieces(content, limit::TEXT).take(limit::ITEMS).map(run).collect())
}
