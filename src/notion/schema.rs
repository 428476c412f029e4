//! A data source: its name and its properties, read from Notion's answers (any
//! shape that a later API may add included) and kept in the browser's storage.

use super::answer::{is_in_trash, plain};
use crate::json::{Field, Json, record};
use crate::text;

late_words!("data_source properties options format data_source_id color default external file custom_emoji");

/// A table of a Notion database, as far as saving needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataSource {
    /// Its id: where pages are created.
    pub id: String,
    /// Its name; may be empty.
    pub title: String,
    /// Its icon.
    pub icon: Option<Icon>,
    /// Its properties.
    pub properties: Vec<Property>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Property {
    /// Its id, which a rename keeps: values are bound by it.
    pub id: String,
    /// Its name, shown to the person.
    pub name: String,
    /// Notion's name of its type. Open: new types appear without notice.
    pub kind: String,
    /// The options of a select, multi-select or status.
    pub options: Vec<TagOption>,
    /// The format of a number; empty otherwise.
    pub format: String,
    /// The data source that a relation leads to; empty otherwise.
    pub related: String,
}

/// An option of a select, multi-select or status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct TagOption {
    /// Its name, unique in its property.
    pub name: String,
    /// One of Notion's ten colours.
    pub color: String,
}

/// What stands before a title.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(tag = "kind", rename_all = "kebab-case"))]
pub enum Icon {
    /// An emoji.
    Emoji {
        /// The emoji itself.
        emoji: String,
    },
    /// A picture somewhere.
    Image {
        /// Where.
        address: String,
    },
}

record!(DataSource { id, title, icon, properties });
record!(Property { id, name, kind, options, format, related });
record!(TagOption { name, color });

impl Field for Icon {
    fn take(json: &Json, whole: &mut bool) -> Self {
        if json.get("kind").text() == Some("image") {
            Self::Image { address: Field::take(json.get("address"), whole) }
        } else {
            Self::Emoji { emoji: Field::take(json.get("emoji"), whole) }
        }
    }
    fn write(&self) -> Json {
        match self {
            Self::Emoji { emoji } => Json::object([("kind", "emoji".into()), ("emoji", emoji.write())]),
            Self::Image { address } => Json::object([("kind", "image".into()), ("address", address.write())]),
        }
    }
}

impl DataSource {
    /// Reads Notion's answer. Everything but the id may be lacking, which an
    /// answer to something else (or one in the trash) shows by having none.
    #[must_use]
    pub fn from_answer(answer: &Json) -> Option<Self> {
        let is_source = answer.get("object").text().is_none_or(|object| object == const { word("data_source") });
        let id = answer.get("id").text().filter(|_| is_source && !is_in_trash(answer))?;
        let properties = answer.get(const { word("properties") }).members().iter();
        Some(Self {
            id: super::id::parse(id).unwrap_or_else(|| id.to_owned()),
            title: text::line(&plain(answer.get("title"))),
            icon: Icon::from_answer(answer.get("icon")),
            properties: properties.map(|(key, property)| Property::from_answer(key, property)).collect(),
        })
    }

    /// The property of that id.
    #[must_use]
    pub fn property(&self, id: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.id == id)
    }

    /// The properties of that type.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.kind == kind)
    }
}

impl Property {
    fn from_answer(key: &str, answer: &Json) -> Self {
        let text = |name| answer.get(name).text();
        let kind = text("type").unwrap_or_default();
        let config = answer.get(kind);
        let setting = |name| config.get(name).text().unwrap_or_default().to_owned();
        Self {
            // An answer without ids is bound by name: worse, but it saves.
            id: text("id").unwrap_or(key).to_owned(),
            name: text("name").unwrap_or(key).to_owned(),
            kind: kind.to_owned(),
            options: config.get(const { word("options") }).items().iter().filter_map(TagOption::from_answer).collect(),
            format: setting(const { word("format") }),
            related: setting(const { word("data_source_id") }),
        }
    }
}

impl TagOption {
    fn from_answer(answer: &Json) -> Option<Self> {
        let color = answer.get(const { word("color") }).text().unwrap_or(const { word("default") }).to_owned();
        Some(Self { name: answer.get("name").text()?.to_owned(), color })
    }
}

impl Icon {
    /// Reads an icon; `None` for one that is neither.
    #[must_use]
    pub fn from_answer(answer: &Json) -> Option<Self> {
        if let Some(emoji) = answer.get("emoji").text() {
            return Some(Self::Emoji { emoji: emoji.to_owned() });
        }
        let places = [const { word("external") }, const { word("file") }, const { word("custom_emoji") }];
        let address = places.iter().find_map(|place| answer.get(place).get("url").text())?;
        Some(Self::Image { address: address.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json as literal;

    use super::*;
    use crate::json::testing::json;

    #[test]
    fn an_answer_is_read_whatever_it_adds_or_lacks() {
        // A-19
        let answer = json(literal!({
            "object": "data_source", "id": "0123abcd456789ef0123456789abcdef", "new_field": { "x": [1] },
            "title": [{ "plain_text": "Reading " }, { "plain_text": "list", "type": "text" }],
            "icon": { "type": "emoji", "emoji": "📚" },
            "properties": {
                "Name": { "id": "title", "name": "Name", "type": "title", "title": {}, "description": null },
                "Tags": { "id": "%3AUPp", "name": "Tags", "type": "multi_select",
                          "multi_select": { "options": [{ "id": "a", "name": "rust", "color": "orange", "description": null }, {}] } },
                "State": { "id": "s", "type": "status", "status": { "options": [{ "name": "Done" }], "groups": [] } },
                "Share": { "id": "n", "type": "number", "number": { "format": "percent" } },
                "Project": { "id": "r", "type": "relation", "relation": { "data_source_id": "ds-2" } },
                "Odd": { "id": "x", "type": "hologram", "hologram": null },
                "Broken": 5,
            }
        }));
        let source = DataSource::from_answer(&answer).unwrap();
        assert_eq!(
            (source.title.as_str(), source.id.as_str()),
            ("Reading list", "0123abcd-4567-89ef-0123-456789abcdef")
        );
        assert_eq!(source.icon, Some(Icon::Emoji { emoji: "📚".into() }));
        let options = &source.of_kind("multi_select").next().unwrap().options;
        assert_eq!(options.as_slice(), [TagOption { name: "rust".into(), color: "orange".into() }]);
        assert_eq!(source.of_kind("hologram").count(), 1);
        let one = |kind| source.of_kind(kind).next().unwrap();
        assert_eq!((one("number").format.as_str(), one("relation").related.as_str()), ("percent", "ds-2"));
        assert_eq!(one("status").options.len(), 1);
        assert_eq!(DataSource::read(&source.write()), Some(source));
    }

    #[test]
    fn what_is_no_data_source_is_none() {
        for other in [
            literal!({}),
            literal!(null),
            literal!({ "id": 5 }),
            literal!({ "object": "page", "id": "x" }),
            literal!({ "object": "data_source", "id": "x", "in_trash": true }),
        ] {
            assert_eq!(DataSource::from_answer(&json(other.clone())), None, "{other}");
        }
        let bare = json(literal!({ "id": "x", "title": null, "icon": null, "properties": null }));
        assert_eq!(DataSource::from_answer(&bare).unwrap().properties, []);
    }

    #[test]
    fn an_icon_is_an_emoji_or_a_picture() {
        for (answer, address) in [
            (literal!({ "type": "external", "external": { "url": "https://e.com/i.png" } }), "https://e.com/i.png"),
            (
                literal!({ "type": "file", "file": { "url": "https://s3/i.png", "expiry_time": "x" } }),
                "https://s3/i.png",
            ),
        ] {
            assert_eq!(Icon::from_answer(&json(answer)), Some(Icon::Image { address: address.into() }));
        }
        assert_eq!(Icon::from_answer(&json(literal!({ "type": "icon", "icon": { "name": "bag" } }))), None);
    }
}
