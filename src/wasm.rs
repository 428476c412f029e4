//! The boundary to JavaScript: a few coarse exports, and the one port through
//! which the browser comes in. No rule of Satchel's lives here.
//!
//! The crate is built twice. With the feature `article` it is the article module,
//! which shares no memory with the other: whatever a page does to it, the outbox
//! goes on.

#[cfg(feature = "article")]
pub mod article;
#[cfg(not(feature = "article"))]
mod browser;
#[cfg(not(feature = "article"))]
mod convert;
#[cfg(not(feature = "article"))]
pub mod exports;
#[cfg(not(feature = "article"))]
mod fetch;
#[cfg(not(feature = "article"))]
mod late;

/// Instead of Rust's own, which is six times as large: see `docs/architecture.md`.
#[global_allocator]
static ALLOCATOR: rlsf::GlobalTlsf = rlsf::GlobalTlsf::new();
