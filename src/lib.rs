//! Satchel's core: what to save, where it goes in a Notion database, and what
//! to send, as plain values.
//!
//! Data flows one way:
//!
//! ```text
//! page facts -> Clip -> mapping -> Notion request -> outbox -> answer -> what the person sees
//! ```
//!
//! Nothing here reads a clock, a store, the network or JavaScript. [`wasm`]
//! (built for wasm32 only) connects these values to a browser; the host builds
//! everything else, so a JavaScript type that strays in does not compile.

#[macro_use]
mod late;

pub mod address;
pub mod article;
pub mod clip;
pub mod error;
pub mod flow;
pub mod http;
pub mod instant;
pub mod json;
pub mod mapping;
pub mod metadata;
pub mod notion;
pub mod oauth;
pub mod outbox;
pub mod port;
pub mod settings;
pub mod text;
pub mod token;
pub mod view;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
