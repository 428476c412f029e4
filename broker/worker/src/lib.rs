//! The token broker as a Cloudflare Worker.
//!
//! All rules are the core's (`satchel-broker`); here are only the platform's request, clock, randomness
//! and outbound `fetch`. What a Worker can't have: a replay cache and one flight per refresh token, since
//! its isolates share no memory, and limits that hold across isolates, which the platform's own binding
//! is for.
#![forbid(unsafe_code)]

#[cfg(target_arch = "wasm32")]
mod door;
#[cfg(target_arch = "wasm32")]
mod notion;
#[cfg(target_arch = "wasm32")]
mod reading;
