//! Every request made, as a value.

use super::block::Block;
use super::property::Value;
use super::rich_text;
use crate::http::{Method, Request};
use crate::instant::{self, Millis};
use crate::json::Json;
use crate::late::late_word;

/// Words that only late code has a use for.
const WORDS: &str = late!(
    "/v1/file_uploads filename content_type /send /v1/users?page_size=100 &start_cursor= \
    /templates?page_size=100 last_edited_time descending direction sorts contains /query?filter_properties=title \
    /v1/databases/ /v1/users/me equals on_or_after timestamp filter and page_size start_cursor /v1/search \
    /children?page_size=100 query sort object value page /v1/databases icon type emoji initial_data_source \
    parent page_id properties title"
);

/// One page of the people (and connections) of the workspace.
#[must_use]
pub fn users(cursor: Option<&str>) -> Request {
    let cursor =
        cursor.map(|cursor| [const { late_word(WORDS, "&start_cursor=") }, cursor].concat()).unwrap_or_default();
    get([const { late_word(WORDS, "/v1/users?page_size=100") }, &cursor].concat())
}

/// The templates of a data source.
#[must_use]
pub fn templates(data_source: &str) -> Request {
    get(["/v1/data_sources/", data_source, const { late_word(WORDS, "/templates?page_size=100") }].concat())
}

/// Some pages of a data source whose title holds the text, the latest first: as few
/// as are quickly there.
#[must_use]
pub fn related_pages(data_source: &str, title: &str, cursor: Option<&str>) -> Request {
    let sort = Json::object([
        (const { late_word(WORDS, "timestamp") }, const { late_word(WORDS, "last_edited_time") }.into()),
        (const { late_word(WORDS, "direction") }, const { late_word(WORDS, "descending") }.into()),
    ]);
    let mut body = Json::object([
        (const { late_word(WORDS, "sorts") }, Json::List(vec![sort])),
        (const { late_word(WORDS, "page_size") }, Json::Number(50.0)),
    ]);
    let holds = || Json::object([(const { late_word(WORDS, "contains") }, title.into())]);
    let filter = || Json::object([("property", "title".into()), ("title", holds())]);
    body = with(body, (!title.is_empty()).then(|| (const { late_word(WORDS, "filter") }, filter())));
    body = with(body, cursor.map(|cursor| (const { late_word(WORDS, "start_cursor") }, cursor.into())));
    post(
        ["/v1/data_sources/", data_source, const { late_word(WORDS, "/query?filter_properties=title") }].concat(),
        body,
    )
}

/// Announces a file, which [`send_file`] then sends.
#[must_use]
pub fn announce_file(name: &str, media: &str) -> Request {
    let body = [
        (const { late_word(WORDS, "filename") }, name.into()),
        (const { late_word(WORDS, "content_type") }, media.into()),
    ];
    post(const { late_word(WORDS, "/v1/file_uploads") }.to_owned(), Json::object(body))
}

/// Sends a file that was announced, less the file.
#[must_use]
pub fn send_file(upload: &str) -> Request {
    let path =
        [const { late_word(WORDS, "/v1/file_uploads") }, "/", upload, const { late_word(WORDS, "/send") }].concat();
    Request { method: Method::Post, path, body: None }
}

/// Who the token belongs to: the cheapest check that it works.
#[must_use]
pub fn me() -> Request {
    get(const { late_word(WORDS, "/v1/users/me") }.to_owned())
}

/// A database: its data sources' ids.
#[must_use]
pub fn database(id: &str) -> Request {
    get([const { late_word(WORDS, "/v1/databases/") }, id].concat())
}

/// A data source: its schema.
#[must_use]
pub fn data_source(id: &str) -> Request {
    get(["/v1/data_sources/", id].concat())
}

/// The first blocks of a page, or inside a block.
#[must_use]
pub fn children(id: &str) -> Request {
    get(["/v1/blocks/", id, const { late_word(WORDS, "/children?page_size=100") }].concat())
}

/// A page, only to tell that a link leads to one.
#[must_use]
pub fn page(id: &str) -> Request {
    get(["/v1/pages/", id].concat())
}

/// One page of the data sources that the token can see.
#[must_use]
pub fn search_data_sources(cursor: Option<&str>) -> Request {
    let filter = Json::object([("property", "object".into()), ("value", "data_source".into())]);
    let body = Json::object([
        (const { late_word(WORDS, "filter") }, filter),
        (const { late_word(WORDS, "page_size") }, Json::Number(100.0)),
    ]);
    post(
        const { late_word(WORDS, "/v1/search") }.to_owned(),
        with(body, cursor.map(|cursor| (const { late_word(WORDS, "start_cursor") }, cursor.into()))),
    )
}

/// Some of the pages that the token can see whose title holds the text, the latest first.
#[must_use]
pub fn search_pages(query: &str, cursor: Option<&str>) -> Request {
    let filter = Json::object([
        ("property", const { late_word(WORDS, "object") }.into()),
        (const { late_word(WORDS, "value") }, const { late_word(WORDS, "page") }.into()),
    ]);
    let sort = Json::object([
        (const { late_word(WORDS, "timestamp") }, const { late_word(WORDS, "last_edited_time") }.into()),
        (const { late_word(WORDS, "direction") }, const { late_word(WORDS, "descending") }.into()),
    ]);
    let mut body = Json::object([
        (const { late_word(WORDS, "filter") }, filter),
        (const { late_word(WORDS, "sort") }, sort),
        (const { late_word(WORDS, "page_size") }, Json::Number(50.0)),
    ]);
    body = with(body, (!query.is_empty()).then(|| (const { late_word(WORDS, "query") }, query.into())));
    body = with(body, cursor.map(|cursor| (const { late_word(WORDS, "start_cursor") }, cursor.into())));
    post(const { late_word(WORDS, "/v1/search") }.to_owned(), body)
}

/// A database to make in a page, with its properties by name, each as `{type: configuration}`.
#[must_use]
pub fn create_database(page: &str, title: &str, properties: Vec<(String, Json)>) -> Request {
    let parent = Json::object([
        (const { late_word(WORDS, "type") }, const { late_word(WORDS, "page_id") }.into()),
        (const { late_word(WORDS, "page_id") }, page.into()),
    ]);
    let icon = Json::object([
        (const { late_word(WORDS, "type") }, const { late_word(WORDS, "emoji") }.into()),
        (const { late_word(WORDS, "emoji") }, "\u{1f4da}".into()),
    ]);
    let properties = Json::Object(properties.into_iter().map(|(name, kind)| (name.into(), kind)).collect());
    let source = Json::object([(const { late_word(WORDS, "properties") }, properties)]);
    let body = Json::object([
        (const { late_word(WORDS, "parent") }, parent),
        (const { late_word(WORDS, "title") }, rich_text::runs(title)),
        (const { late_word(WORDS, "icon") }, icon),
        (const { late_word(WORDS, "initial_data_source") }, source),
    ]);
    post(const { late_word(WORDS, "/v1/databases") }.to_owned(), body)
}

/// Whether the token can see anything at all.
#[must_use]
pub fn search_anything() -> Request {
    post(
        const { late_word(WORDS, "/v1/search") }.to_owned(),
        Json::object([(const { late_word(WORDS, "page_size") }, Json::Number(1.0))]),
    )
}

/// An icon or a cover: an http or https address of at most
/// [`super::limit::URL`] units.
#[must_use]
pub fn external(address: &str) -> Json {
    Json::object([("external", Json::object([("url", address.into())]))])
}

/// The Notion template that fills a page, some time later: Notion takes no children
/// together with one.
#[must_use]
pub fn template(id: &str) -> Json {
    Json::object([("type", "template_id".into()), ("template_id", id.into())])
}

/// The page to create, with values by property id, and what is special: its `icon`,
/// its `cover`, its `template`.
#[must_use]
pub fn create_page(
    data_source: &str,
    properties: Vec<(String, Value)>,
    children: Vec<Block>,
    special: Vec<(&'static str, Json)>,
) -> Request {
    let parent = Json::object([("type", "data_source_id".into()), ("data_source_id", data_source.into())]);
    let properties = properties.into_iter().map(|(id, Value(value))| (id.into(), value)).collect();
    let children: Vec<Json> = children.into_iter().map(|Block(block)| block).collect();
    let mut body = Json::object([("parent", parent), ("properties", Json::Object(properties))]);
    let children = (!children.is_empty()).then_some(("children", Json::List(children)));
    body = with(body, children);
    for member in special {
        body = with(body, Some(member));
    }
    post("/v1/pages".to_owned(), body)
}

/// Adds blocks to what a page begins with; false, and nothing is added, where that would
/// be more than one request takes.
pub fn add_children(create: &mut Request, blocks: Vec<Json>) -> bool {
    let Some(body) = &mut create.body else { return false };
    let bytes = body.bytes() + blocks.iter().map(Json::bytes).sum::<usize>();
    if body.get("children").items().len() + blocks.len() > super::limit::ITEMS || bytes > super::limit::REQUEST {
        return false;
    }
    let Json::Object(members) = body else { return false };
    match members.iter_mut().find(|(name, _)| name == "children") {
        Some((_, Json::List(children))) => children.extend(blocks),
        _ => members.push(("children".into(), Json::List(blocks))),
    }
    true
}

/// Blocks to append to a page (or a block): at most [`super::limit::ITEMS`].
#[must_use]
pub fn append(id: &str, children: Vec<Json>) -> Request {
    patch(["/v1/blocks/", id, "/children"].concat(), Json::object([("children", Json::List(children))]))
}

const FILLING: &str = late!("image file_upload position after_block start type in_trash /v1/blocks/ caption");

/// A block: what kind of thing an id is that is neither a database's nor a page's.
#[must_use]
pub fn block(id: &str) -> Request {
    get([const { late_word(FILLING, "/v1/blocks/") }, id].concat())
}

/// Puts blocks into a page (or a block), at most [`super::limit::ITEMS`]: behind the one of that id,
/// before all others where it is empty, after all others where there is none.
#[must_use]
pub fn insert(holder: &str, children: Vec<Json>, behind: Option<&str>) -> Request {
    let mut body = Json::object([("children", Json::List(children))]);
    if let Some(behind) = behind {
        let after = const { late_word(FILLING, "after_block") };
        let kind = if behind.is_empty() { const { late_word(FILLING, "start") } } else { after };
        let position = Json::object([(const { late_word(FILLING, "type") }, kind.into())]);
        let place = (!behind.is_empty()).then(|| (after, Json::object([("id", behind.into())])));
        body = with(body, Some((const { late_word(FILLING, "position") }, with(position, place))));
    }
    change_block(holder, "/children", body)
}

/// Lets a picture show an upload. What is not said stays as it is: its caption.
#[must_use]
pub fn show_upload(block: &str, upload: &str) -> Request {
    change_block(block, "", picture(upload, Json::Null))
}

/// Puts a picture of an upload behind a block, into what that is in, with a text below it.
#[must_use]
pub fn add_picture(holder: &str, behind: &str, upload: &str, text: &str) -> Request {
    insert(holder, vec![picture(upload, rich_text::runs(text))], Some(behind))
}

fn picture(upload: &str, caption: Json) -> Json {
    let shown = Json::object([("id", upload.into())]);
    let content = Json::object([(const { late_word(FILLING, "file_upload") }, shown)]);
    let caption = (!caption.items().is_empty()).then_some((const { late_word(FILLING, "caption") }, caption));
    Json::object([(const { late_word(FILLING, "image") }, with(content, caption))])
}

/// Puts a block into the trash.
#[must_use]
pub fn trash_block(id: &str) -> Request {
    change_block(id, "", Json::object([(const { late_word(FILLING, "in_trash") }, Json::Bool(true))]))
}

fn change_block(id: &str, more: &str, body: Json) -> Request {
    patch([const { late_word(FILLING, "/v1/blocks/") }, id, more].concat(), body)
}

/// What a page is found again by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The value of a URL property.
    Url {
        /// The property's id.
        property: String,
        /// What was written.
        address: String,
    },
    /// The save's own id, in the property made for it.
    Id {
        /// The property's id.
        property: String,
        /// The save's.
        id: String,
    },
    /// The title, where there is no URL property.
    Title {
        /// What was written.
        title: String,
    },
}

/// Pages of a data source with that mark, created at that moment or later.
#[must_use]
pub fn find_pages(data_source: &str, mark: Mark, since: Millis) -> Request {
    let (property, kind, value) = match mark {
        Mark::Url { property, address } => (property, "url", address),
        Mark::Id { property, id } => (property, "rich_text", id),
        Mark::Title { title } => ("title".to_owned(), "title", title),
    };
    let marked = Json::object([
        ("property", Json::Text(property)),
        (kind, Json::object([(const { late_word(WORDS, "equals") }, Json::Text(value))])),
    ]);
    let since = Json::object([(const { late_word(WORDS, "on_or_after") }, Json::Text(instant::to_iso(since)))]);
    let recent =
        Json::object([(const { late_word(WORDS, "timestamp") }, "created_time".into()), ("created_time", since)]);
    let filter = Json::object([(const { late_word(WORDS, "and") }, Json::List(vec![marked, recent]))]);
    let body = Json::object([
        (const { late_word(WORDS, "filter") }, filter),
        (const { late_word(WORDS, "page_size") }, Json::Number(100.0)),
    ]);
    post(["/v1/data_sources/", data_source, "/query"].concat(), body)
}

/// The same search among what is in the trash. Notion's documentation and its
/// client differ on whether it takes this: a refusal says nothing.
#[must_use]
pub fn in_trash(mut search: Request) -> Request {
    search.body = search.body.map(|body| with(body, Some(("in_trash", Json::Bool(true)))));
    search
}

/// The latest page of a data source whose URL property has that address.
#[must_use]
pub fn latest_at(data_source: &str, property: &str, address: &str) -> Request {
    let filter = Json::object([
        ("property", property.into()),
        ("url", Json::object([(const { late_word(WORDS, "equals") }, address.into())])),
    ]);
    let sort = Json::object([
        (const { late_word(WORDS, "timestamp") }, "created_time".into()),
        (const { late_word(WORDS, "direction") }, const { late_word(WORDS, "descending") }.into()),
    ]);
    let body = Json::object([
        (const { late_word(WORDS, "filter") }, filter),
        (const { late_word(WORDS, "sorts") }, Json::List(vec![sort])),
        (const { late_word(WORDS, "page_size") }, Json::Number(1.0)),
    ]);
    post(["/v1/data_sources/", data_source, "/query"].concat(), body)
}

/// Puts one more property into a page that is about to be created.
pub fn set_property(create: &mut Request, id: &str, Value(value): Value) {
    let Some(Json::Object(members)) = &mut create.body else { return };
    for (name, member) in members {
        if let (true, Json::Object(properties)) = (name == "properties", member) {
            properties.push((id.to_owned().into(), value));
            return;
        }
    }
}

/// Sets the properties of a page, as creating it would.
#[must_use]
pub fn update_page(id: &str, create: &Request) -> Request {
    let properties = create.body.as_ref().map(|body| body.get("properties").clone()).unwrap_or_default();
    patch(["/v1/pages/", id].concat(), Json::object([("properties", properties)]))
}

/// Puts a page into the trash.
#[must_use]
pub fn trash_page(id: &str) -> Request {
    patch(["/v1/pages/", id].concat(), Json::object([("in_trash", Json::Bool(true))]))
}

/// More of the blocks of a page.
#[must_use]
pub fn children_after(id: &str, cursor: &str) -> Request {
    get([
        "/v1/blocks/",
        id,
        const { late_word(WORDS, "/children?page_size=100") },
        const { late_word(WORDS, "&start_cursor=") },
        cursor,
    ]
    .concat())
}

/// Adds a text property to a data source.
#[must_use]
pub fn add_text_property(data_source: &str, name: &str) -> Request {
    let property = Json::object([("rich_text", Json::Object(Vec::new()))]);
    let properties = Json::Object(vec![(name.to_owned().into(), property)]);
    patch(["/v1/data_sources/", data_source].concat(), Json::object([("properties", properties)]))
}

/// The object with one more member, where there is one. Notion refuses a member
/// it does not know and a `null` it does not expect.
fn with(mut object: Json, member: Option<(&'static str, Json)>) -> Json {
    if let (Json::Object(members), Some((name, value))) = (&mut object, member) {
        members.push((name.into(), value));
    }
    object
}

fn get(path: String) -> Request {
    Request { method: Method::Get, path, body: None }
}

fn patch(path: String, body: Json) -> Request {
    Request { method: Method::Patch, path, body: Some(body) }
}

fn post(path: String, body: Json) -> Request {
    Request { method: Method::Post, path, body: Some(body) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn requests_have_notions_shape() {
        assert_eq!(
            serde_json::to_value(search_data_sources(None)).unwrap(),
            json!({ "method": "POST", "path": "/v1/search",
                    "body": { "filter": { "property": "object", "value": "data_source" }, "page_size": 100 } })
        );
        let mark = Mark::Url { property: "%3Aab".into(), address: "https://e.com/".into() };
        assert_eq!(
            serde_json::to_value(find_pages("ds", mark, 60_000)).unwrap(),
            json!({ "method": "POST", "path": "/v1/data_sources/ds/query", "body": { "page_size": 100, "filter": { "and": [
                { "property": "%3Aab", "url": { "equals": "https://e.com/" } },
                { "timestamp": "created_time", "created_time": { "on_or_after": "1970-01-01T00:01:00.000Z" } },
            ] } } })
        );
        assert_eq!(serde_json::to_value(me()).unwrap(), json!({ "method": "GET", "path": "/v1/users/me" }));
    }
}
