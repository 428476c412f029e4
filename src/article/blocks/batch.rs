//! How many blocks go into one request.

use std::ops::Range;

use super::tally;
use crate::json::Json;
use crate::notion::limit;
use crate::outbox::content::BATCH;

/// How many blocks a batch has, with all inside them: what a new page has of its own
/// goes along with the first one, and that is no more than one list takes.
const NESTED: usize = limit::BLOCKS - limit::ITEMS;

/// Cuts top-level blocks into what one request may have each: at most [`BATCH`],
/// and with all inside them [`NESTED`] and [`limit::BYTES`], so that a batch
/// fits even beside the properties and the blocks of a new page. Every block made by
/// [`super::compile`] fits into one.
#[must_use]
pub fn batches(blocks: &[Json]) -> Vec<Range<usize>> {
    let mut batches: Vec<Range<usize>> = Vec::new();
    let (mut nested, mut bytes) = (0, 0);
    for (at, block) in blocks.iter().enumerate() {
        let (more_nested, more_bytes) = (tally::count(std::slice::from_ref(block)).blocks, block.bytes() + 1);
        match batches.last_mut() {
            Some(batch)
                if batch.len() < BATCH && nested + more_nested <= NESTED && bytes + more_bytes <= limit::BYTES =>
            {
                batch.end = at + 1;
                nested += more_nested;
                bytes += more_bytes;
            }
            _ => {
                batches.push(at..at + 1);
                (nested, bytes) = (more_nested, more_bytes);
            }
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notion::block::{Block, Text};

    fn paragraph(text: &str) -> Block {
        Block::text(Text::Paragraph, crate::notion::rich_text::runs(text).items().to_vec())
    }

    #[test]
    fn a_batch_is_short_and_light() {
        let small: Vec<Json> = (0..250).map(|_| paragraph("a").into_json()).collect();
        assert_eq!(batches(&small), [0..100, 100..200, 200..250]);
        let heavy: Vec<Json> = (0..9).map(|_| paragraph(&"ü".repeat(50_000)).into_json()).collect();
        assert_eq!(batches(&heavy), [0..3, 3..6, 6..9]);
        let deep: Vec<Json> =
            (0..20).map(|_| paragraph("").holding((0..99).map(|_| paragraph("b")).collect()).into_json()).collect();
        assert_eq!(batches(&deep), [0..9, 9..18, 18..20]);
        assert!(batches(&[]).is_empty());
    }
}
