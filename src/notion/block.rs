//! Blocks on write.

use super::file;
use super::limit;
use super::rich_text;
use crate::json::Json;
use crate::text;

/// A block, under the name of its type. It is made only by these functions, so
/// there is no block of a shape that Notion does not know.
#[derive(Clone, Debug, PartialEq)]
pub struct Block(pub(super) Json);

impl Block {
    /// The block as it is sent and kept.
    #[must_use]
    pub fn into_json(self) -> Json {
        self.0
    }

    fn of(kind: &'static str, content: Json) -> Self {
        Self(Json::object([(kind, content)]))
    }

    /// Paragraphs of any text: as many as its length asks for.
    pub fn paragraphs(content: &str) -> impl Iterator<Item = Self> {
        texts("paragraph", content)
    }

    /// Quotes of any text: as many as its length asks for.
    pub fn quotes(content: &str) -> impl Iterator<Item = Self> {
        texts("quote", content)
    }

    /// A bookmark, for an address short enough to be one; else a paragraph of it.
    #[must_use]
    pub fn bookmark(address: &str) -> Self {
        match link(address) {
            Ok(link) => Self::of("bookmark", link),
            Err(paragraph) => paragraph,
        }
    }

    /// A file, as [`file::named`] takes it.
    #[must_use]
    pub fn file(address: &str, name: &str) -> Self {
        Self::of("file", file::named(address, name))
    }

    /// A picture, for an address short enough to be one; else a paragraph of it.
    /// Notion documents a handful of file extensions and takes more: whether it
    /// takes this one is known only from its answer.
    #[must_use]
    pub fn image(address: &str) -> Self {
        match link(address) {
            Ok(link) => Self::of("image", Json::object([("external", link)])),
            Err(paragraph) => paragraph,
        }
    }
}

/// An address as blocks hold it, or the paragraph that stands in for one too long.
fn link(address: &str) -> Result<Json, Block> {
    if text::units(address) <= limit::URL {
        return Ok(Json::object([("url", address.into())]));
    }
    Err(Block::of("paragraph", Json::object([("rich_text", rich_text::runs(address))])))
}

fn texts(kind: &'static str, content: &str) -> impl Iterator<Item = Block> {
    // Half of what one block may hold: a piece may end early, before a glyph.
    text::pieces(content, limit::TEXT * limit::ITEMS / 2)
        .map(move |piece| Block::of(kind, Json::object([("rich_text", rich_text::runs(piece))])))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::testing::value;

    #[test]
    fn blocks_have_notions_shape() {
        let quotes: Vec<_> = Block::quotes("To be").map(|block| value(&block.0)).collect();
        assert_eq!(quotes, [json!({ "quote": { "rich_text": [{ "text": { "content": "To be" } }] } })]);
        assert_eq!(
            value(&Block::image("https://e.com/a.png").0),
            json!({ "image": { "external": { "url": "https://e.com/a.png" } } })
        );
    }

    #[test]
    fn an_address_too_long_for_a_block_is_text() {
        let long = format!("https://e.com/{}", "a".repeat(limit::URL));
        assert!(Block::bookmark(&long).0.get("paragraph") != &Json::Null);
        assert!(Block::image(&long).0.get("paragraph") != &Json::Null);
    }

    #[test]
    fn long_text_is_split_and_none_is_lost() {
        let text = "word ".repeat(60_000);
        let blocks: Vec<Block> = Block::paragraphs(&text).collect();
        assert_eq!(blocks.len(), 3);
        let mut whole = String::new();
        for block in &blocks {
            let runs = block.0.get("paragraph").get("rich_text").items();
            assert!(runs.len() <= limit::ITEMS);
            for run in runs {
                let content = run.get("text").get("content").text().unwrap();
                assert!(text::units(content) <= limit::TEXT);
                whole.push_str(content);
            }
        }
        assert_eq!(whole, text);
    }
}
