//! Rich text: from the shape it is sent in to the shape it is answered in.

use serde_json::{Map, Value, json};

use crate::identifier;
use crate::state::{State, Workspace, plain_text};

/// Fills in what Notion adds: annotations, `plain_text`, `href`.
#[must_use]
pub fn answer(state: &State, pieces: &Value) -> Value {
    let pieces = pieces.as_array().map_or(&[][..], Vec::as_slice);
    pieces.iter().map(|piece| answer_piece(state, piece)).collect()
}

/// Rich text of one plain piece.
#[must_use]
pub fn plain(text: &str) -> Value {
    if text.is_empty() {
        return json!([]);
    }
    json!([{
        "type": "text",
        "text": { "content": text, "link": null },
        "annotations": annotations(None),
        "plain_text": text,
        "href": null,
    }])
}

fn answer_piece(state: &State, piece: &Value) -> Value {
    let annotations = annotations(piece.get("annotations"));
    if let Some(text) = piece.get("text") {
        let content = text.get("content").cloned().unwrap_or_default();
        let link = text.get("link").filter(|link| !link.is_null());
        let href = link.and_then(|link| link.get("url")).cloned().unwrap_or_default();
        let link = link.map_or(Value::Null, |_| json!({ "url": href }));
        return json!({
            "type": "text",
            "text": { "content": content, "link": link },
            "annotations": annotations,
            "plain_text": content,
            "href": href,
        });
    }
    if let Some(equation) = piece.get("equation") {
        let expression = equation.get("expression").cloned().unwrap_or_default();
        return json!({
            "type": "equation",
            "equation": { "expression": expression },
            "annotations": annotations,
            "plain_text": expression,
            "href": null,
        });
    }
    let (mention, text, href) = mention(state, piece.get("mention").unwrap_or(&Value::Null));
    json!({ "type": "mention", "mention": mention, "annotations": annotations, "plain_text": text, "href": href })
}

fn annotations(given: Option<&Value>) -> Value {
    let mut all = Map::new();
    for key in ["bold", "italic", "strikethrough", "underline", "code"] {
        all.insert(key.to_owned(), given.and_then(|given| given.get(key)).cloned().unwrap_or(json!(false)));
    }
    all.insert(String::from("color"), given.and_then(|given| given.get("color")).cloned().unwrap_or(json!("default")));
    Value::Object(all)
}

fn mention(state: &State, mention: &Value) -> (Value, String, Option<String>) {
    let entries = mention.as_object().into_iter().flatten();
    let Some((kind, value)) = entries.into_iter().find(|(key, _)| *key != "type") else {
        return (json!({}), String::new(), None);
    };
    let id = value.get("id").and_then(Value::as_str).and_then(identifier::parse);
    let address = id.map(|id| format!("https://www.notion.so/{}", identifier::compact(id)));
    let (value, text, href) = match kind.as_str() {
        "user" => {
            let find = |workspace: &Workspace| id.and_then(|id| workspace.users.get(&id)).map(|user| user.name.clone());
            let name = state.workspaces.values().find_map(find).unwrap_or_else(|| String::from("Anonymous"));
            (json!({ "object": "user", "id": id }), format!("@{name}"), None)
        }
        "date" => {
            let part = |key: &str| value.get(key).cloned().unwrap_or_default();
            let start = part("start").as_str().unwrap_or_default().to_owned();
            (json!({ "start": start, "end": part("end"), "time_zone": part("time_zone") }), start, None)
        }
        "page" => {
            let title = id.and_then(|id| state.pages.get(&id)).map(|page| state.title_of(page));
            (json!({ "id": id }), title.unwrap_or_else(|| String::from("Untitled")), address)
        }
        "database" => {
            let title = id.and_then(|id| state.databases.get(&id)).map(|database| plain_text(&database.title));
            (json!({ "id": id }), title.unwrap_or_else(|| String::from("Untitled")), address)
        }
        other => (value.clone(), format!("@{other}"), None),
    };
    let mut answer = Map::new();
    answer.insert(String::from("type"), json!(kind));
    answer.insert(kind.clone(), value);
    (Value::Object(answer), text, href)
}
