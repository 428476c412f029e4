//! A token broker: it holds the client secret of a Notion connection, so that no extension has to.
//!
//! ```text
//! secret, key        values that never show themselves
//! client, redirects  who may ask, and where Notion may send a code: a table, never the caller's word
//! pkce, state        the verifier, and the sealed state that makes a database unnecessary
//! http, route        requests and answers as values; which of them there are
//! body               what callers send, read strictly
//! refusal            every error there is, with its one constant text
//! grant, upstream    what Notion is asked, and what of its answer is handed on
//! limit, breaker     who has to wait; when Notion is left alone
//! replay             a lost answer to a refresh, kept for two minutes
//! settings           configuration, with every problem of it at once
//! broker             all of the above, put together
//! server             the front door for a machine of one's own (not on wasm)
//! ```
//!
//! Everything but `server` is pure: no I/O, no clock, no randomness. That is what lets the same rules
//! stand behind a socket, behind a Worker, and under a test with a clock of its own.
#![forbid(unsafe_code)]

pub mod body;
pub mod breaker;
pub mod broker;
pub mod client;
pub mod grant;
pub mod http;
pub mod key;
pub mod limit;
pub mod pkce;
pub mod redirects;
pub mod refusal;
pub mod replay;
pub mod route;
pub mod secret;
pub mod settings;
pub mod state;
pub mod upstream;

#[cfg(not(target_arch = "wasm32"))]
pub mod server;
