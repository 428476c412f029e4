//! Notion's API: its ids, schemas, values, blocks and limits, the requests made
//! and the answers read. Nothing outside this module knows Notion's JSON.

pub mod answer;
pub mod block;
pub mod file;
pub mod id;
pub mod language;
pub mod limit;
pub mod link;
pub mod media;
pub mod media_type;
pub mod plain;
pub mod property;
pub mod refusal;
pub mod request;
pub mod rich_text;
pub mod schema;
pub mod stored;
