//! Files as Notion has them: linked from the web, or uploaded. One that is still to be
//! uploaded has a placeholder, in values and in blocks alike, until a request is built.

use super::limit;
use crate::json::Json;
use crate::late::late_word;
use crate::text;

const WORDS: &str = late!("attachment: file_upload");

/// What a placeholder begins with; a key follows.
pub(crate) const PLACEHOLDER: &str = late_word(WORDS, "attachment:");

/// The member that holds the id of an upload.
const UPLOAD: &str = late_word(WORDS, "file_upload");

/// What stands for the upload of that key.
#[must_use]
pub fn placeholder(key: &str) -> String {
    [PLACEHOLDER, key].concat()
}

/// The key that a placeholder stands for.
#[must_use]
pub fn key(placeholder: &str) -> Option<&str> {
    placeholder.strip_prefix(PLACEHOLDER)
}

/// A file in the property's value or in a block: what `address` says, under a name.
#[must_use]
pub fn named(address: &str, name: &str) -> Json {
    let (member, place) = if key(address).is_some() { (UPLOAD, "id") } else { ("external", "url") };
    let name = text::shorten(name, limit::NAME).0;
    Json::object([("name", Json::Text(name)), (member, Json::object([(place, address.into())]))])
}

/// The key of a file whose upload stands in this object itself.
#[must_use]
pub fn awaited(object: &Json) -> Option<&str> {
    key(object.get(UPLOAD).get("id").text()?)
}

/// Puts what became of each upload in the place of its placeholder: its id, or, where
/// there is none, nothing, and what has no other file then goes.
pub fn fill(content: &mut Json, upload: &impl Fn(&str) -> Option<String>) {
    let is_void = |object: &Json| {
        awaited(object).is_some_and(|key| upload(key).is_none()) && *object.get("external") == Json::Null
    };
    let mut ahead = vec![content];
    while let Some(value) = ahead.pop() {
        let id = awaited(value).map(upload);
        match (value, id) {
            (Json::List(items), _) => {
                // A file of a property, or the one thing that a block holds.
                items.retain(|item| !is_void(item) && !item.members().iter().any(|(_, value)| is_void(value)));
                ahead.extend(items);
            }
            (Json::Object(members), Some(Some(id))) => {
                members.retain(|(name, _)| name != "external");
                for (_, member) in members.iter_mut().filter(|(name, _)| name == UPLOAD) {
                    *member = Json::object([("id", Json::Text(id.clone()))]);
                }
            }
            (Json::Object(members), Some(None)) => members.retain(|(name, _)| name != UPLOAD),
            (Json::Object(members), None) => ahead.extend(members.iter_mut().map(|(_, value)| value)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::testing::{json as ours, value};

    fn filled(content: serde_json::Value) -> serde_json::Value {
        let mut content = ours(content);
        fill(&mut content, &|key| (key == "a").then(|| "up".to_owned()));
        value(&content)
    }

    #[test]
    fn a_placeholder_becomes_the_upload_wherever_it_stands() {
        let body = json!({
            "properties": {
                "f": { "files": [value(&named("https://e.com/x.pdf", "x.pdf")), value(&named("attachment:a", "a.pdf")),
                                 value(&named("attachment:b", "b.pdf"))] },
                "t": { "rich_text": [{ "text": { "content": "attachment:b" } }] },
            },
            "children": [
                { "image": { "file_upload": { "id": "attachment:a" }, "external": { "url": "https://e.com/a.png" } } },
                { "image": { "file_upload": { "id": "attachment:b" }, "external": { "url": "https://e.com/b.png" } } },
                { "file": value(&named("attachment:b", "b.pdf")) },
                { "bulleted_list_item": { "rich_text": [], "children": [
                    { "type": "image", "image": { "file_upload": { "id": "attachment:a" } } },
                    { "type": "image", "image": { "file_upload": { "id": "attachment:b" } } },
                ] } },
            ],
        });
        assert_eq!(
            filled(body),
            json!({
                "properties": {
                    "f": { "files": [{ "name": "x.pdf", "external": { "url": "https://e.com/x.pdf" } },
                                     { "name": "a.pdf", "file_upload": { "id": "up" } }] },
                    "t": { "rich_text": [{ "text": { "content": "attachment:b" } }] },
                },
                "children": [
                    { "image": { "file_upload": { "id": "up" } } },
                    { "image": { "external": { "url": "https://e.com/b.png" } } },
                    { "bulleted_list_item": { "rich_text": [], "children": [
                        { "type": "image", "image": { "file_upload": { "id": "up" } } },
                    ] } },
                ],
            })
        );
    }

    #[test]
    fn an_upload_of_ones_own_is_left_alone() {
        let own = json!({ "icon": { "file_upload": { "id": "9a9e0000-0000-4000-8000-000000000001" } } });
        assert_eq!(filled(own.clone()), own);
    }
}
