//! Blocks on write.

use super::file;
use super::limit;
use super::media::Media;
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

/// A block that is text, and whose text is all that there is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// A paragraph.
    Paragraph,
    /// A heading of level 1 to 4.
    Heading(u8),
    /// A heading that opens.
    ToggleHeading(u8),
    /// An item of a list with bullets.
    Bulleted,
    /// An item of a list with numbers, which Notion counts itself.
    Numbered,
    /// Something to do, done or not.
    ToDo(bool),
    /// A quote.
    Quote,
    /// A text that opens.
    Toggle,
    /// A box beside the text.
    Callout(Tone),
    /// Code, in a language of [`super::language`].
    Code(&'static str),
}

/// What a box beside the text is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// To know.
    #[default]
    Note,
    /// To make it easier.
    Tip,
    /// To be careful.
    Warning,
    /// To keep away from.
    Danger,
}

impl Text {
    fn kind(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Heading(level) | Self::ToggleHeading(level) => match level {
                1 => "heading_1",
                2 => "heading_2",
                3 => "heading_3",
                _ => "heading_4",
            },
            Self::Bulleted => "bulleted_list_item",
            Self::Numbered => "numbered_list_item",
            Self::ToDo(_) => "to_do",
            Self::Quote => "quote",
            Self::Toggle => "toggle",
            Self::Callout(_) => "callout",
            Self::Code(_) => "code",
        }
    }

    /// Whether other blocks may stand inside it.
    #[must_use]
    pub fn holds(self) -> bool {
        !matches!(self, Self::Heading(_) | Self::Code(_))
    }

    /// What it says beside its text.
    fn special(self) -> Vec<(std::borrow::Cow<'static, str>, Json)> {
        match self {
            Self::ToggleHeading(_) => vec![("is_toggleable".into(), Json::Bool(true))],
            Self::ToDo(checked) => vec![("checked".into(), Json::Bool(checked))],
            Self::Code(language) => vec![("language".into(), language.into())],
            Self::Callout(tone) => {
                let (emoji, color) = match tone {
                    Tone::Note => ("ℹ️", "blue_background"),
                    Tone::Tip => ("💡", "green_background"),
                    Tone::Warning => ("⚠️", "yellow_background"),
                    Tone::Danger => ("🚨", "red_background"),
                };
                vec![("icon".into(), Json::object([("emoji", emoji.into())])), ("color".into(), color.into())]
            }
            _ => Vec::new(),
        }
    }
}

impl Block {
    /// A block that is text: an array of [`rich_text::arrays`].
    #[must_use]
    pub fn text(text: Text, runs: Vec<Json>) -> Self {
        let mut content = vec![("rich_text".into(), Json::List(runs))];
        content.extend(text.special());
        Self::of(text.kind(), Json::Object(content))
    }

    /// A formula in LaTeX, of at most [`limit::EQUATION`] units.
    #[must_use]
    pub fn formula(expression: &str) -> Self {
        Self::of("equation", Json::object([("expression", expression.into())]))
    }

    /// A line across the page.
    #[must_use]
    pub fn divider() -> Self {
        Self::of("divider", Json::object([]))
    }

    /// A file, by an address that [`super::link::web`] has let through.
    #[must_use]
    pub fn media(media: Media, address: &str, caption: Vec<Json>) -> Self {
        let url = || Json::object([("url", address.into())]);
        let mut content = match media {
            Media::Bookmark | Media::Embed => vec![("url".into(), address.into())],
            _ => vec![("external".into(), url())],
        };
        if !caption.is_empty() {
            content.push(("caption".into(), Json::List(caption)));
        }
        let name = Media::NAMES.iter().find(|&&(known, _)| known == media).map_or("bookmark", |&(_, name)| name);
        Self::of(name, Json::Object(content))
    }

    /// A table of so many columns, without its rows, of which it needs one at least.
    #[must_use]
    pub fn table(width: usize, has_column_header: bool, has_row_header: bool) -> Self {
        let width = Json::Number(u32::try_from(width).unwrap_or_default().into());
        let headers = [("has_column_header", has_column_header), ("has_row_header", has_row_header)];
        let mut content = vec![("table_width".into(), width)];
        content.extend(headers.map(|(name, has)| (name.into(), Json::Bool(has))));
        Self::of("table", Json::Object(content))
    }

    /// A row of a table: as many cells as that is wide.
    #[must_use]
    pub fn row(cells: Vec<Vec<Json>>) -> Self {
        let cells = cells.into_iter().map(Json::List).collect();
        Self::of("table_row", Json::object([("cells", Json::List(cells))]))
    }

    /// How many bytes it takes, written out; never too few.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.0.bytes()
    }

    /// The same block with these inside it: at most [`limit::ITEMS`], and no deeper
    /// than Notion takes them.
    #[must_use]
    pub fn holding(mut self, children: Vec<Self>) -> Self {
        if let (false, Json::Object(kinds)) = (children.is_empty(), &mut self.0)
            && let Some((_, Json::Object(content))) = kinds.first_mut()
        {
            content.push(("children".into(), Json::List(children.into_iter().map(Self::into_json).collect())));
        }
        self
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
