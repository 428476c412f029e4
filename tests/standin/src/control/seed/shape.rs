//! What a seed looks like.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::state::{Capability, Kind};

/// What a seed holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    pub(super) workspaces: Vec<SeedWorkspace>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeedWorkspace {
    pub(super) name: String,
    pub(super) icon: Option<String>,
    #[serde(default)]
    pub(super) users: Vec<SeedUser>,
    #[serde(default)]
    pub(super) connections: Vec<SeedConnection>,
    #[serde(default)]
    pub(super) pages: Vec<SeedPage>,
    #[serde(default)]
    pub(super) databases: Vec<SeedDatabase>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeedUser {
    pub(super) name: String,
    pub(super) email: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SeedConnection {
    pub(super) kind: Kind,
    pub(super) token: Option<String>,
    pub(super) name: String,
    pub(super) user: Option<String>,
    pub(super) capabilities: Option<BTreeSet<Capability>>,
    pub(super) client_id: Option<String>,
    pub(super) client_secret: Option<String>,
    #[serde(default)]
    pub(super) redirect_uris: Vec<String>,
    /// The page that people are offered a copy of, by title or id; it is planted in the same workspace.
    pub(super) template: Option<String>,
    pub(super) refresh_token: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SeedPage {
    pub(super) title: String,
    pub(super) id: Option<String>,
    pub(super) parent: Option<String>,
    #[serde(default)]
    pub(super) shared_with: Vec<String>,
    /// Blocks, as one would send them; `child_database` holds a database of the seed, at any depth.
    #[serde(default)]
    pub(super) children: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SeedDatabase {
    pub(super) title: String,
    pub(super) icon: Option<String>,
    pub(super) id: Option<String>,
    pub(super) parent_page: Option<String>,
    #[serde(default)]
    pub(super) shared_with: Vec<String>,
    /// None for a linked view, which shows another database's.
    pub(super) data_sources: Vec<SeedDataSource>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeedDataSource {
    pub(super) title: Option<String>,
    pub(super) id: Option<String>,
    #[serde(deserialize_with = "in_order")]
    pub(super) properties: Vec<(String, Value)>,
    #[serde(default)]
    pub(super) templates: Vec<SeedTemplate>,
    /// The titles of its rows.
    #[serde(default)]
    pub(super) rows: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SeedTemplate {
    pub(super) id: Option<String>,
    pub(super) name: String,
    #[serde(default)]
    pub(super) is_default: bool,
    #[serde(default)]
    pub(super) children: Vec<Value>,
}

/// Reads an object in the order it was written in, which a table keeps for its columns.
fn in_order<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, Value)>, D::Error> {
    struct InOrder;

    impl<'de> Visitor<'de> for InOrder {
        type Value = Vec<(String, Value)>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some(entry) = map.next_entry()? {
                entries.push(entry);
            }
            Ok(entries)
        }
    }

    deserializer.deserialize_map(InOrder)
}
