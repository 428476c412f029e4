//! Notion's documented limits (its "Request limits" page and OpenAPI document).
//! Lengths are UTF-16 code units.

/// Text content of one rich-text item.
pub const TEXT: usize = 2_000;

/// Items of one array of rich text or of blocks.
pub const ITEMS: usize = 100;

/// A `url` property, a link in rich text, a bookmark's address.
pub const URL: usize = 2_000;

/// The name of a select or multi-select option. The OpenAPI document allows
/// more; the live API has been seen to refuse what is over 100.
pub const OPTION_NAME: usize = 100;

/// Options of one multi-select value in one request.
pub const OPTIONS: usize = 100;

/// Characters of all blocks together: half of the 500 KB one request may have,
/// because a character takes up to three bytes and JSON adds its own.
pub const BODY: usize = 120_000;

/// Bytes of one request: Notion takes 500 KB, and a little is left for what is around them.
pub const REQUEST: usize = 480_000;

/// The name of a file, an email address, a phone number: the OpenAPI document's
/// shorter kind of text. Documentation allows some of them more.
pub const NAME: usize = 100;

/// Bytes of all property values together: with [`BODY`] in three bytes each, and
/// what JSON adds, a request stays below 500 KB.
pub const VALUES: usize = 100_000;

/// A formula in LaTeX.
pub const EQUATION: usize = 1_000;

/// Blocks of one request, with all that are inside others.
pub const BLOCKS: usize = 1_000;

/// Bytes of all blocks of one request: with [`VALUES`] it stays below 500 KB.
pub const BYTES: usize = 390_000;
