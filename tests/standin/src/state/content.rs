//! What a workspace holds: databases, data sources, pages, blocks, files.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::identifier::{Id, same_property};
use crate::moment::Moment;

/// What an object hangs from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parent {
    /// The workspace itself.
    Workspace,
    /// A page.
    Page(Id),
    /// A data source: then the page is a row.
    DataSource(Id),
    /// A block.
    Block(Id),
}

/// When something was made and changed, and by whom.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct History {
    /// When it was made.
    pub created: Moment,
    /// When it was last changed.
    pub edited: Moment,
    /// The bot that made it; none for what was there from the start.
    pub by: Option<Id>,
    /// Its place in the order of making.
    pub sequence: u64,
}

/// A database.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Database {
    /// Its workspace.
    pub workspace: Id,
    /// Rich text, as answered.
    pub title: Value,
    /// Rich text, as answered.
    pub description: Value,
    /// As answered.
    pub icon: Value,
    /// As answered.
    pub cover: Value,
    /// What it hangs from.
    pub parent: Parent,
    /// Its data sources, in order.
    pub data_sources: Vec<Id>,
    /// Whether it is shown inside its page.
    pub is_inline: bool,
    /// Whether it can't be edited by hand.
    pub is_locked: bool,
    /// Whether it is in the trash.
    pub in_trash: bool,
    /// Connections it is shared with directly.
    pub shared_with: BTreeSet<Id>,
    /// When the search index knew of it.
    pub shared: Moment,
    /// When and by whom.
    pub history: History,
}

/// A data source.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DataSource {
    /// Its database.
    pub database: Id,
    /// Rich text, as answered.
    pub title: Value,
    /// Rich text, as answered.
    pub description: Value,
    /// As answered.
    pub icon: Value,
    /// Its schema.
    pub properties: Vec<Property>,
    /// Templates for its rows.
    pub templates: Vec<Template>,
    /// Whether it is in the trash.
    pub in_trash: bool,
    /// When and by whom.
    pub history: History,
}

/// A property of a data source.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Property {
    /// Its short id, escaped.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: String,
    /// What stands under the type's key.
    pub settings: Value,
    /// For people.
    pub description: Option<String>,
}

/// A page template.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Template {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Whether `template: default` means it.
    pub is_default: bool,
    /// Its blocks, as one would send them.
    pub children: Vec<Value>,
}

/// A page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page {
    /// Its workspace.
    pub workspace: Id,
    /// What it hangs from.
    pub parent: Parent,
    /// Values by property id; options are kept by their ids.
    pub values: BTreeMap<String, Value>,
    /// As answered.
    pub icon: Value,
    /// As answered.
    pub cover: Value,
    /// Its blocks, in order.
    pub children: Vec<Id>,
    /// Whether it is in the trash.
    pub in_trash: bool,
    /// Whether it is archived.
    pub is_archived: bool,
    /// Whether it can't be edited by hand.
    pub is_locked: bool,
    /// Connections it is shared with directly.
    pub shared_with: BTreeSet<Id>,
    /// When the search index knew of it.
    pub shared: Moment,
    /// A template still to be filled in, and when.
    pub awaiting: Option<(Moment, Vec<Value>)>,
    /// When and by whom.
    pub history: History,
}

/// A block.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Block {
    /// The page it is on.
    pub page: Id,
    /// What it hangs from: a page or a block.
    pub parent: Parent,
    /// Its type.
    pub kind: String,
    /// What stands under the type's key, as answered.
    pub content: Value,
    /// Its blocks, in order.
    pub children: Vec<Id>,
    /// Whether it was deleted.
    pub in_trash: bool,
    /// When and by whom.
    pub history: History,
}

/// Where an upload stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UploadStatus {
    /// Waiting for content.
    Pending,
    /// Content is there.
    Uploaded,
    /// Nobody used it within the hour.
    Expired,
    /// An import went wrong.
    Failed,
}

/// An uploaded file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Upload {
    /// Its workspace.
    pub workspace: Id,
    /// Where it stands.
    pub status: UploadStatus,
    /// `single_part`, `multi_part` or `external_url`.
    pub mode: String,
    /// Its name.
    pub filename: Option<String>,
    /// Its media type.
    pub content_type: Option<String>,
    /// How many parts were announced.
    pub number_of_parts: usize,
    /// The parts that came, in base64 so that a state file stays small.
    pub parts: BTreeMap<usize, String>,
    /// Where an import takes it from.
    pub external_url: Option<String>,
    /// How an import ended.
    pub import_result: Option<Value>,
    /// When it stops being usable; nothing once it is attached.
    pub expires: Option<Moment>,
    /// When and by whom.
    pub history: History,
}

impl DataSource {
    /// The property with this name or id; names win, as two ids never look like one name.
    #[must_use]
    pub fn property(&self, key: &str) -> Option<&Property> {
        let named = self.properties.iter().find(|property| property.name == key);
        named.or_else(|| self.properties.iter().find(|property| same_property(&property.id, key)))
    }
}

impl Property {
    /// The options of a select, multi-select or status property.
    #[must_use]
    pub fn options(&self) -> &[Value] {
        self.settings.get("options").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// As answered in a schema.
    #[must_use]
    pub fn answer(&self) -> Value {
        let mut answer =
            json!({ "id": self.id, "name": self.name, "type": self.kind, "description": self.description });
        if let Value::Object(map) = &mut answer {
            map.insert(self.kind.clone(), self.settings.clone());
        }
        answer
    }
}
