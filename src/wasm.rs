//! The boundary to JavaScript: a few coarse exports, and the one port through
//! which the browser comes in. No rule of Satchel's lives here.

mod browser;
mod convert;
pub mod exports;
mod fetch;
mod late;

/// Instead of Rust's own, which is six times as large: see `docs/architecture.md`.
#[global_allocator]
static ALLOCATOR: rlsf::GlobalTlsf = rlsf::GlobalTlsf::new();
