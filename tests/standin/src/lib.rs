//! A local server that behaves like Notion's API, for tests and for trying Satchel out.
//!
//! A request travels downwards through this list: [`wire`] and [`server`] take it in, [`faults`]
//! may spoil it, [`api`] checks version, token and rate, [`rules`] (with [`schema`], [`judge`] and
//! [`limits`]) its shape, and [`routes`] do what it asks, on the [`state`]. [`web`] shows the state
//! to people, [`control`] to tests.

#![allow(
    clippy::result_large_err,
    reason = "a refusal is the ordinary answer of half the functions here, and built once a request"
)]

pub mod api;
pub mod arguments;
pub mod call;
pub mod certificate;
pub mod control;
pub mod faults;
pub mod files;
pub mod html;
pub mod identifier;
pub mod judge;
pub mod limits;
pub mod log;
pub mod media;
pub mod moment;
pub mod oauth;
pub mod pagination;
pub mod placement;
pub mod query;
pub mod rate;
pub mod refusal;
pub mod rich_text;
pub mod routes;
pub mod rules;
pub mod schema;
pub mod schema_change;
pub mod server;
pub mod settings;
pub mod shapes;
pub mod sites;
pub mod state;
pub mod storage;
pub mod tree;
pub mod values;
pub mod web;
pub mod wire;
pub mod world;

use std::sync::OnceLock;

use serde_json::Value;

/// Judges a whole request by schemas and limits alone, as the stand-in would before it looks at
/// its state. The schemas are made on the first call if they are missing.
///
/// # Errors
/// Everything found wrong, in Notion's words; or why the schemas could not be had.
pub fn validate(method: &str, path: &str, body: Option<&Value>) -> Result<(), Vec<String>> {
    static RULES: OnceLock<Result<rules::Rules, String>> = OnceLock::new();
    let rules = RULES.get_or_init(|| rules::Rules::load(&rules::Rules::usual_directory()));
    match rules {
        Ok(rules) => rules.validate(method, path, body),
        Err(error) => Err(vec![error.clone()]),
    }
}
