//! A clip into a data source: which property gets what, and where the rest goes.
//! Nothing is dropped silently: what has no property goes into the page's body,
//! and a [`Notice`] says so.

pub mod entry;
pub mod plan;
pub mod proposal;
pub mod rule;
pub mod tags;

use crate::clip::{Clip, Notice, NoticeCode};
use crate::http::Request;
use crate::notion::block::Block;
use crate::notion::limit;
use crate::notion::property::Value;
use crate::notion::request::{self, Mark};
use crate::notion::schema::Property;
use crate::text::{self, Unicode};
use plan::Target;
use tags::Tag;

/// Pictures are sent as pictures, or, once Notion refused one, as links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pictures {
    /// As image blocks.
    Shown,
    /// As bookmarks.
    Linked,
}

/// A page about to be created.
#[derive(Debug)]
pub struct NewPage {
    /// `POST /v1/pages`.
    pub request: Request,
    /// What had no place, was cut, or goes another way than asked.
    pub notices: Vec<Notice>,
}

/// The request that saves this clip, and what there is to say about it.
#[must_use]
pub fn new_page(clip: &Clip, typed: &[String], target: &Target, pictures: Pictures, unicode: &dyn Unicode) -> NewPage {
    let mut page = Draft::default();

    page.title(&clip.title);
    page.address(&clip.address, target.place(proposal::ADDRESS_PLACE));
    page.description(&clip.description, target.place(proposal::DESCRIPTION_PLACE));
    let place = target.place(proposal::TAGS_PLACE);
    let options = place.map(|property| property.options.as_slice()).unwrap_or_default();
    page.tags(tags::choose(typed, options, unicode), place.map(|property| property.id.as_str()));
    page.picture(&clip.image, pictures);
    page.selection(&clip.selection);

    NewPage { request: request::create_page(&target.schema.id, page.properties, page.body), notices: page.notices }
}

/// What a clip adds to a page that is there: the text and the picture that were
/// pointed at, or, where nothing was, the address and the description.
#[must_use]
pub fn addition(clip: &Clip) -> Vec<crate::json::Json> {
    let mut page = Draft::default();
    page.picture(&clip.image, Pictures::Shown);
    page.selection(&clip.selection);
    if page.body.is_empty() {
        page.body.push(Block::bookmark(&clip.address));
        page.body.extend(Block::paragraphs(&clip.description));
    }
    page.body.into_iter().map(Block::into_json).collect()
}

/// What the page can be found by, should Notion's answer get lost.
#[must_use]
pub fn mark(clip: &Clip, target: &Target) -> Mark {
    match target.place(proposal::ADDRESS_PLACE) {
        Some(property) if text::units(&clip.address) <= limit::URL => {
            Mark::Url { property: property.id.clone(), address: clip.address.clone() }
        }
        _ => Mark::Title { title: text::shorten(&clip.title, limit::TEXT).0 },
    }
}

/// A page as it fills.
#[derive(Default)]
struct Draft {
    properties: Vec<(String, Value)>,
    body: Vec<Block>,
    notices: Vec<Notice>,
}

impl Draft {
    fn notice(&mut self, code: NoticeCode) {
        self.notices.push(Notice::of(code));
    }

    fn set(&mut self, property: &str, value: Value) {
        self.properties.push((property.to_owned(), value));
    }

    /// A title of many pages helps nobody in a table: it holds one run, and the
    /// body the whole.
    fn title(&mut self, title: &str) {
        let (short, cut) = text::shorten(title, limit::TEXT);
        // Every data source has exactly one title property, whose id is this.
        self.set("title", Value::title(&short));
        if cut {
            self.notice(NoticeCode::TitleShortened);
            self.body.extend(Block::paragraphs(title));
        }
    }

    fn address(&mut self, address: &str, place: Option<&Property>) {
        let fits = text::units(address) <= limit::URL;
        match place {
            Some(property) if fits => {
                self.set(&property.id, Value::url(address));
            }
            _ => {
                self.notice(if fits { NoticeCode::NoAddressProperty } else { NoticeCode::AddressTooLong });
                self.body.push(Block::bookmark(address));
            }
        }
    }

    fn description(&mut self, description: &str, place: Option<&Property>) {
        if description.is_empty() {
            return;
        }
        let (short, cut) = text::shorten(description, limit::TEXT);
        match place {
            Some(property) => {
                self.set(&property.id, Value::rich_text(&short));
                if cut {
                    self.notice(NoticeCode::DescriptionShortened);
                    self.body.extend(Block::paragraphs(description));
                }
            }
            None => {
                self.notice(NoticeCode::NoDescriptionProperty);
                self.body.extend(Block::paragraphs(description));
            }
        }
    }

    fn tags(&mut self, mut tags: Vec<Tag>, place: Option<&str>) {
        let mut homeless = Vec::new();
        if let Some(id) = place {
            homeless = tags.split_off(limit::OPTIONS.min(tags.len()));
            if !homeless.is_empty() {
                self.notices.push(Notice::count(NoticeCode::TagsLeftOver, homeless.len()));
            }
            let cut: Vec<Tag> = tags.iter().filter(|tag| tag.whole.is_some()).cloned().collect();
            if !cut.is_empty() {
                self.notices.push(Notice::count(NoticeCode::TagShortened, cut.len()));
            }
            homeless.extend(cut);
            if !tags.is_empty() {
                self.set(id, Value::multi_select(tags.iter().map(|tag| tag.name.as_str())));
            }
        } else if !tags.is_empty() {
            self.notice(NoticeCode::NoTagsProperty);
            homeless = tags;
        }
        if !homeless.is_empty() {
            let mut line = String::new();
            for tag in &homeless {
                let whole = tag.whole.as_ref().unwrap_or(&tag.name);
                line.push_str(if line.is_empty() { "#" } else { "  #" });
                line.push_str(whole);
            }
            self.body.extend(Block::paragraphs(&line));
        }
    }

    fn picture(&mut self, address: &str, pictures: Pictures) {
        match (address, pictures) {
            ("", _) => {}
            (address, Pictures::Shown) => self.body.push(Block::image(address)),
            (address, Pictures::Linked) => {
                self.notice(NoticeCode::ImageAsLink);
                self.body.push(Block::bookmark(address));
            }
        }
    }

    fn selection(&mut self, selection: &str) {
        let (kept, rest) = text::split_at_units(selection, limit::BODY);
        self.body.extend(Block::quotes(kept));
        if !rest.is_empty() {
            self.notices.push(Notice::count(NoticeCode::SelectionShortened, text::units(rest)));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::notion::schema::{DataSource, TagOption};
    use crate::text::testing::Host;

    fn property(id: &str, name: &str, kind: &str) -> Property {
        Property { id: id.into(), name: name.into(), kind: kind.into(), ..Property::default() }
    }

    fn reading_list() -> DataSource {
        let mut tags = property("t%3A", "Tags", "multi_select");
        tags.options = vec![TagOption { name: "Rust".into(), color: "orange".into() }];
        DataSource {
            id: "ds".into(),
            title: "Reading list".into(),
            icon: None,
            properties: vec![
                property("title", "Name", "title"),
                property("u", "URL", "url"),
                property("d", "Description", "rich_text"),
                tags,
            ],
        }
    }

    fn clip() -> Clip {
        Clip {
            title: "A story".into(),
            address: "https://e.com/a".into(),
            description: "Short.".into(),
            ..Clip::default()
        }
    }

    fn sent(clip: &Clip, tags: &[&str], source: &DataSource, pictures: Pictures) -> (Json, Vec<Notice>) {
        let tags: Vec<String> = tags.iter().map(|&tag| tag.to_owned()).collect();
        let target = proposal::propose(source.clone(), plan::Plan::default(), &Host);
        let page = new_page(clip, &tags, &target, pictures, &Host);
        (serde_json::to_value(page.request.body).unwrap(), page.notices)
    }

    fn text(content: &str) -> Json {
        json!([{ "text": { "content": content } }])
    }

    #[test]
    fn properties_are_bound_by_id() {
        let (body, notices) = sent(&clip(), &["rust", "new"], &reading_list(), Pictures::Shown);
        assert_eq!(
            body,
            json!({
                "parent": { "type": "data_source_id", "data_source_id": "ds" },
                "properties": {
                    "title": { "title": text("A story") },
                    "u": { "url": "https://e.com/a" },
                    "d": { "rich_text": text("Short.") },
                    "t%3A": { "multi_select": [{ "name": "Rust" }, { "name": "new" }] },
                }
            })
        );
        assert_eq!(notices, []);
    }

    #[test]
    fn what_has_no_place_goes_into_the_page_and_is_said() {
        let bare = DataSource {
            id: "ds".into(),
            properties: vec![property("title", "Name", "title")],
            ..DataSource::default()
        };
        let (body, notices) = sent(&clip(), &["rust", "two words"], &bare, Pictures::Shown);
        assert_eq!(body["properties"], json!({ "title": { "title": text("A story") } }));
        assert_eq!(
            body["children"],
            json!([
                { "bookmark": { "url": "https://e.com/a" } },
                { "paragraph": { "rich_text": text("Short.") } },
                { "paragraph": { "rich_text": text("#rust  #two words") } },
            ])
        );
        use NoticeCode::{NoAddressProperty, NoDescriptionProperty, NoTagsProperty};
        assert_eq!(notices, [NoAddressProperty, NoDescriptionProperty, NoTagsProperty].map(Notice::of));
    }

    #[test]
    fn nothing_long_is_lost() {
        let long = Clip {
            title: "t".repeat(10_000),
            address: format!("https://e.com/{}", "a".repeat(2_000)),
            description: "d".repeat(5_000),
            selection: "s".repeat(limit::BODY + 7),
            ..Clip::default()
        };
        let many: Vec<String> = ["x".repeat(10_000)].into_iter().chain((0..103).map(|n| format!("tag {n}"))).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let (body, notices) = sent(&long, &many, &reading_list(), Pictures::Shown);
        let content = body["children"].to_string();
        let count = |letter: &str, length: usize| content.matches(&letter.repeat(length)).count();
        assert_eq!((count("t", 2_000), count("d", 1_000), count("a", 1_900)), (5, 5, 1));
        assert!(content.matches("x").count() >= 10_000);
        assert!(content.contains("#tag 101"));
        assert!(body.get("properties").unwrap().get("u").is_none());
        assert_eq!(
            notices,
            [
                Notice::of(NoticeCode::TitleShortened),
                Notice::of(NoticeCode::AddressTooLong),
                Notice::of(NoticeCode::DescriptionShortened),
                Notice::count(NoticeCode::TagsLeftOver, 4),
                Notice::count(NoticeCode::TagShortened, 1),
                Notice::count(NoticeCode::SelectionShortened, 7),
            ]
        );
    }

    #[test]
    fn a_refused_picture_becomes_a_link() {
        let with = Clip { image: "https://cdn.e.com/p".into(), ..clip() };
        let (body, _) = sent(&with, &[], &reading_list(), Pictures::Shown);
        assert_eq!(body["children"], json!([{ "image": { "external": { "url": "https://cdn.e.com/p" } } }]));
        let (body, notices) = sent(&with, &[], &reading_list(), Pictures::Linked);
        assert_eq!(body["children"], json!([{ "bookmark": { "url": "https://cdn.e.com/p" } }]));
        assert_eq!(notices, [Notice::of(NoticeCode::ImageAsLink)]);
    }

    #[test]
    fn a_page_is_found_again_by_its_address_or_title() {
        assert_eq!(
            mark(&clip(), &proposal::propose(reading_list(), plan::Plan::default(), &Host)),
            Mark::Url { property: "u".into(), address: "https://e.com/a".into() }
        );
        let bare = DataSource { properties: vec![property("title", "Name", "title")], ..DataSource::default() };
        assert_eq!(
            mark(&clip(), &proposal::propose(bare, plan::Plan::default(), &Host)),
            Mark::Title { title: "A story".into() }
        );
    }
}
