//! Blocks before they are Notion's: in document order, as deep as the page has them.

use super::text::Run;
use crate::notion::block::Text;
use crate::notion::media::Media;

/// What a block will be.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Text.
    Text(Text),
    /// An item of a list, with the number it has on the page.
    Numbered(usize),
    /// A formula on a line of its own.
    Formula,
    /// A line across.
    Divider,
    /// A file; its text is the caption.
    Media(Media, String),
    /// A table: its rows follow, one deeper.
    Table { width: usize, has_column_header: bool, has_row_header: bool },
    /// A row of a table, with its cells.
    Row(Vec<Vec<Run>>),
}

/// A block to be.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// How many blocks it is in: those before it that are less deep.
    pub(super) depth: usize,
    /// What it will be.
    pub(super) kind: Kind,
    /// Its text.
    pub(super) runs: Vec<Run>,
}
