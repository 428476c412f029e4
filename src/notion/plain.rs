//! Blocks as plainer ones, for a Notion that refuses them.

use super::limit;
use crate::json::Json;
use crate::metadata::is_word_of;

const MEDIA: &str = late!("image video audio pdf file embed bookmark");

fn is_media(kind: &str) -> bool {
    is_word_of(MEDIA, kind)
}

/// Whether there is anything in a block that [`as_link`] makes plainer.
#[must_use]
pub fn has_media(block: &Json) -> bool {
    let is_media = block.members().first().is_some_and(|(kind, _)| is_media(kind));
    is_media || block.members().iter().any(|(_, content)| content.get("children").items().iter().any(has_media))
}

/// A picture, a video or an embed as a link, should Notion not take it as it is; any
/// other block as it was, and what is inside it likewise. The caption stays.
#[must_use]
pub fn as_link(mut block: Json) -> Json {
    let Json::Object(kinds) = &mut block else { return block };
    let Some((kind, content)) = kinds.first_mut() else { return block };
    if is_media(kind) {
        return link(content);
    }
    if let Json::Object(members) = content {
        for (_, inner) in members.iter_mut().filter(|(name, _)| name == "children") {
            if let Json::List(children) = std::mem::take(inner) {
                *inner = Json::List(children.into_iter().map(as_link).collect());
            }
        }
    }
    block
}

fn link(content: &Json) -> Json {
    let address = [content.get("external").get("url"), content.get("url")].into_iter().find_map(Json::text);
    let address = address.unwrap_or_default();
    let mut runs = content.get("caption").items().to_vec();
    runs.truncate(limit::ITEMS - 1);
    let line = if runs.is_empty() { "" } else { "\n" };
    let text = [line, address].concat();
    let link = Json::object([("url", address.into())]);
    runs.push(Json::object([("text", Json::object([("content", text.as_str().into()), ("link", link)]))]));
    Json::object([("paragraph", Json::object([("rich_text", Json::List(runs))]))])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::testing::value;

    #[test]
    fn pictures_become_links_wherever_they_are() {
        let json = |value: serde_json::Value| serde_json::from_value::<Json>(value).unwrap();
        let words = |text: &str| json!({ "text": { "content": text } });
        let image = json!({ "image": { "external": { "url": "https://e.com/a" }, "caption": [words("A")] } });
        let address = json!({ "text": { "content": "\nhttps://e.com/a", "link": { "url": "https://e.com/a" } } });
        let linked = json!({ "paragraph": { "rich_text": [words("A"), address] } });
        assert_eq!(value(&as_link(json(image.clone()))), linked);
        let item = |inner: &serde_json::Value| json!({ "quote": { "rich_text": [words("Q")], "children": [inner] } });
        assert_eq!(value(&as_link(json(item(&image)))), item(&linked));
        let divider = json!({ "divider": {} });
        assert_eq!(value(&as_link(json(divider.clone()))), divider);
        let has_media =
            [json(image.clone()), json(item(&image)), json(linked), json(divider)].map(|block| has_media(&block));
        assert_eq!(has_media, [true, true, false, false]);
    }
}
