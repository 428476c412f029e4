//! What becomes of the pictures of an article, once its page is there. It is no part of
//! the save, which is over by then, so it is kept beside it, under a key of its own:
//! `extension/aftercare.js` writes down what is wanted before the page is saved, and puts it
//! away when there is nothing left to do.
//!
//! Whatever a picture may lack, it is there as a link. So nothing here has to be certain:
//! after an interruption, what Notion still links to is what there is left to do.

use crate::json::late_record;
use crate::late::late_word;

const WORDS: &str = late!("pictures-due: kept not-taken gone");

/// Notion has it.
pub const KEPT: &str = late_word(WORDS, "kept");
/// Notion refused it.
pub const NOT_TAKEN: &str = late_word(WORDS, "not-taken");
/// No block of the page shows it any more.
pub const GONE: &str = late_word(WORDS, "gone");

/// A picture of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Its address.
    pub address: String,
    /// What became of it: [`KEPT`], or why it is only linked, by the words above or by those
    /// of `extension/interface/pictures.js`; empty before that is known.
    pub fate: String,
    /// Where its bytes are kept on this device, once they were fetched.
    pub key: String,
    /// Notion's id of its upload.
    pub upload: String,
    /// The card that it is about to stand in for, and what came behind that before,
    /// with a space between: so it is known of what comes behind now whether it is this picture.
    pub card: String,
}

/// The pictures of a save.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pictures {
    /// They.
    pub pictures: Vec<Picture>,
}

late_record!(Picture { address, fate, key, upload, card });
late_record!(Pictures { pictures });

/// What the key begins with under which a save's pictures are before it is known what became of
/// each.
pub const DUE: &str = late_word(WORDS, "pictures-due:");
