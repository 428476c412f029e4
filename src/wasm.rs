//! The boundary to JavaScript: a few coarse exports, and the one port through
//! which the browser comes in. No rule of Satchel's lives here.

mod browser;
mod convert;
pub mod exports;
mod fetch;
mod late;
