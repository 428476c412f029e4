//! Signing in with Notion: what is asked, what comes back, and what is believed
//! of it. Values only; [`crate::flow::signing_in`] does it.
//!
//! Notion's sign-in is OAuth 2.0's authorization code grant with a client secret
//! (no PKCE, no public clients). The secret is the person's own, for an
//! integration they made themselves, or a broker's, for one that is shared.

pub mod attempt;
pub mod client;
mod encoding;
pub mod grant;
pub mod request;
pub mod secret;
