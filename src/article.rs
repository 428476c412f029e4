//! A page's content: from what the browser shows to Notion's blocks.
//!
//! ```text
//! tokens (capture) -> Page (a tree) -> Part (what of it is the article) -> blocks
//! ```
//!
//! All of it is linear in the page, and none of it calls itself: a page is as deep
//! and as long as whoever made it wants.
//!
//! It is a wasm module of its own, loaded where an article is wanted. Nothing here
//! knows of a save, an account or a database.

pub mod blocks;
pub mod content;
pub mod extract;
pub mod page;
pub mod part;
pub mod tag;
