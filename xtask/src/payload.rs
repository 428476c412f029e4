//! `cargo xtask payload`: exactly what saving a page would send, without a browser.

use std::path::Path;

use satchel::article::content::{Content, content};
use satchel::clip::{self, Captured, Clip};
use satchel::http::Request;
use satchel::json::{Field, Json};
use satchel::mapping::plan::{Plan, Target};
use satchel::mapping::proposal::propose;
use satchel::mapping::value::Caution;
use satchel::mapping::{Job, special};
use satchel::metadata;
use satchel::notion::request;
use satchel::notion::schema::DataSource;
use satchel::settings::Settings;
use satchel::text::Unicode;
use unicode_normalization::UnicodeNormalization;
use url::Url;

use crate::arguments::Arguments;
use crate::document;
use crate::page::Page;
use crate::tokens;
use crate::workspace::{Outcome, read};

/// The data source that stands for the person's when none is given, as Notion
/// would describe it.
const SCHEMA: &str = include_str!("payload_schema.json");

/// Runs the command.
pub(crate) fn command(given: &[String]) -> Outcome {
    let arguments = Arguments::read(given, &["url", "title", "tags", "schema"], &["fields", "link"])?;
    let file = arguments.word()?.ok_or("which page? `cargo xtask payload FILE.html --url ADDRESS`")?;
    let address = arguments.value("url").ok_or("`--url ADDRESS` is missing: where the page was found")?;
    let schema = match arguments.value("schema") {
        Some(path) => data_source(&read(Path::new(path))?).map_err(|error| format!("{path}: {error}"))?,
        None => data_source(SCHEMA)?,
    };
    let tags: Vec<String> = arguments.value("tags").map(split_tags).unwrap_or_default();
    let html = document::read(Path::new(file))?;
    let found_at = Url::parse(address).map_err(|error| format!("`{address}` is not an address: {error}"))?;
    let clip = clip(&html, &found_at, arguments.value("title"))?;
    let made = if arguments.has("fields") {
        serde_json::to_value(clip.fields.write())
    } else {
        let article = if arguments.has("link") { Content::default() } else { article(&html, &found_at, &clip) };
        serde_json::to_value(requests(&clip, &tags, &schema, &article)?)
    };
    let text = made
        .and_then(|made| serde_json::to_string_pretty(&made))
        .map_err(|error| format!("could not write JSON: {error}"))?;
    println!("{text}");
    Ok(())
}

/// The page as it would be saved, with all that it declares.
fn clip(html: &str, address: &Url, title: Option<&str>) -> Outcome<Clip> {
    let (facts, details) = Page::read(html).facts_at(address);
    let captured = Captured {
        address: address.to_string(),
        title: facts.title.clone(),
        facts: Some(facts),
        ..Captured::default()
    };
    let cleans = Settings::default().preferences.clean_addresses;
    let refused = |error: Box<satchel::error::Error>| error.to_string();
    let (mut clip, _) = clip::from_captured(&captured, cleans).map_err(refused)?;
    metadata::declare(&captured, details.write(), &mut clip);
    if let Some(title) = title {
        clip = clip::from_edited(&Clip { title: title.to_owned(), ..clip }).map_err(refused)?;
    }
    Ok(clip)
}

/// The page's article, as it would be saved.
fn article(html: &str, address: &Url, clip: &Clip) -> Content {
    content(&tokens::of(html, address), address.as_str(), &clip.title, false)
}

/// Stands for the id that Notion gives the page, in the requests that follow it.
const PAGE: &str = "{page_id}";

/// The requests that saving it would make, in order.
fn requests(clip: &Clip, tags: &[String], schema: &DataSource, article: &Content) -> Outcome<Vec<Request>> {
    let plan = propose(schema, Plan::default(), &Tables);
    let target = Target::of(schema.clone(), &plan, 0);
    let job = Job {
        clip,
        tags,
        entries: &Json::Null,
        saved: 0,
        target: &target,
        caution: Caution::default(),
        has_text: false,
    };
    let mut create = special::page(&job, &Tables).request;
    let blocks: Vec<Json> = match article.blocks.as_str() {
        "" => Vec::new(),
        text => serde_json::from_str(text).map_err(|error| format!("the article is no JSON: {error}"))?,
    };
    let mut rest = blocks.as_slice();
    let mut before = 0;
    let mut requests = Vec::new();
    for end in article.ends.split(',').filter_map(|end| end.parse::<usize>().ok()) {
        let (batch, after) = rest.split_at_checked(end - before).unwrap_or((rest, &[]));
        let goes_along = before == 0 && request::add_children(&mut create, batch.to_vec());
        if !goes_along {
            requests.push(request::append(PAGE, batch.to_vec()));
        }
        (rest, before) = (after, end);
    }
    requests.insert(0, create);
    Ok(requests)
}

/// Reads a data source in Notion's own JSON.
fn data_source(text: &str) -> Outcome<DataSource> {
    let unreadable = "not a data source as Notion returns it";
    let json: Json = serde_json::from_str(text).map_err(|error| format!("{unreadable}: {error}"))?;
    DataSource::from_answer(&json)
        .filter(|source| !source.id.is_empty())
        .ok_or_else(|| format!("{unreadable}: it has no id or no properties"))
}

/// Tags as they are typed on a command line.
pub(crate) fn split_tags(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

/// What a browser answers by itself.
struct Tables;

impl Unicode for Tables {
    fn nfc(&self, text: &str) -> String {
        text.nfc().collect()
    }

    fn lower(&self, text: &str) -> String {
        text.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn clip_of(html: &str, address: &str, title: Option<&str>) -> Outcome<Clip> {
        clip(html, &Url::parse(address).unwrap(), title)
    }

    #[test]
    fn a_page_without_text_becomes_one_request() {
        let html = "<html lang=en><title>A page</title><meta name=description content='What it says'>";
        let schema = data_source(SCHEMA).unwrap();
        let tags = split_tags(" rust , ,web");
        let clip = clip_of(html, "https://e.com/a b?utm_source=x", None).unwrap();
        let sent = requests(&clip, &tags, &schema, &Content::default()).unwrap();
        let [request] = sent.as_slice() else { panic!("{sent:?}") };
        let value = serde_json::to_value(request).unwrap();
        assert_eq!((&value["method"], &value["path"]), (&json!("POST"), &json!("/v1/pages")));
        let text = |text: &str| json!([{ "text": { "content": text } }]);
        assert_eq!(
            value["body"]["properties"],
            json!({
                "title": { "title": text("A page") },
                "url%3A": { "url": "https://e.com/a%20b" },
                "desc": { "rich_text": text("What it says") },
                "tags": { "multi_select": [{ "name": "rust" }, { "name": "web" }] },
            })
        );
    }

    #[test]
    fn a_title_of_ones_own_wins() {
        let schema = data_source(SCHEMA).unwrap();
        let clip = clip_of("<title>A</title>", "https://e.com/", Some("B")).unwrap();
        let sent = requests(&clip, &[], &schema, &Content::default()).unwrap();
        let value: Value = serde_json::to_value(&sent[0]).unwrap();
        assert_eq!(value["body"]["properties"]["title"]["title"][0]["text"]["content"], "B");
    }

    #[test]
    fn an_article_goes_along_and_its_rest_follows() {
        let schema = data_source(SCHEMA).unwrap();
        let paragraph =
            |at: usize| format!("<p>{at}. The tide turns twice a day, and whoever sails here waits for it.");
        let html = format!("<title>Tides</title><article>{}</article>", (0..130).map(paragraph).collect::<String>());
        let address = Url::parse("https://e.com/").unwrap();
        let clip = clip(&html, &address, None).unwrap();
        let sent = requests(&clip, &[], &schema, &article(&html, &address, &clip)).unwrap();
        let [create, append] = sent.as_slice() else { panic!("{sent:?}") };
        let blocks = |request: &Request| request.body.as_ref().unwrap().get("children").items().len();
        assert_eq!((blocks(create), blocks(append)), (100, 30));
        assert_eq!(append.path, "/v1/blocks/{page_id}/children");
    }

    #[test]
    fn what_cannot_be_saved_is_said() {
        assert!(clip_of("", "file:///etc/passwd", None).is_err());
        assert!(data_source("{}").is_err());
        assert!(data_source("[").is_err());
    }
}
