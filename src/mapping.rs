//! A clip into a data source: which property gets what, and where the rest goes.
//! Nothing is dropped silently: what has no property goes into the page's body,
//! and a [`Notice`] says so.

//!
//! Most saves fill an address, a description and tags. What that takes ([`page`],
//! [`value`]) every save loads; whatever else a plan or a person wants is worked
//! out by [`special`] before, which is loaded then.

pub mod entry;
mod page;
pub mod plan;
pub mod proposal;
pub mod rule;
pub mod source;
pub mod special;
pub mod tags;
pub mod template;
pub mod value;

use crate::clip::{Clip, Notice};
use crate::http::Request;
use crate::instant::Millis;
use crate::json::Json;
use crate::notion::block::Block;
use crate::notion::limit;
use crate::text::{self, Unicode};
use plan::Target;
use value::Caution;

/// Everything that decides what a page becomes.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// What to save.
    pub clip: &'a Clip,
    /// Tags as typed.
    pub tags: &'a [String],
    /// What the person set by hand: a list of [`entry::Entry`]s as it was written.
    pub entries: &'a Json,
    /// When the person asked for it.
    pub saved: Millis,
    /// Where to, and what goes where.
    pub target: &'a Target,
    /// What has to be left out this time.
    pub caution: Caution,
    /// Whether text of the page goes along as blocks: what was selected is among them.
    pub has_text: bool,
}

/// A page about to be created.
#[derive(Debug)]
pub struct NewPage {
    /// `POST /v1/pages`.
    pub request: Request,
    /// What had no place, was cut, or goes another way than asked.
    pub notices: Vec<Notice>,
    /// Blocks to append once the Notion template that the page begins with is
    /// there: Notion takes no content together with one. Empty without a template.
    pub after: Vec<Json>,
    /// What Notion may refuse it for.
    pub risk: Caution,
}

/// Every data source has exactly one title property, whose id is this.
pub const TITLE: &str = "title";

/// The request that saves this clip where nothing is special about it (see
/// [`Job::is_plain`]; [`special::page`] else), and what there is to say about it.
#[must_use]
pub fn plain_page(job: &Job, unicode: &dyn Unicode) -> NewPage {
    page::Draft::of(*job, unicode).plain()
}

/// What a clip adds to a page that is there: the text and the picture that were
/// pointed at, or, where nothing was, the address and the description.
#[must_use]
pub fn addition(clip: &Clip) -> Vec<Json> {
    let mut blocks = Vec::new();
    if !clip.image.is_empty() {
        blocks.push(Block::image(&clip.image));
    }
    blocks.extend(Block::quotes(text::split_at_units(&clip.selection, limit::BODY).0));
    if blocks.is_empty() {
        blocks.push(Block::bookmark(&clip.address));
        blocks.extend(Block::paragraphs(&clip.description));
    }
    blocks.into_iter().map(Block::into_json).collect()
}

impl Job<'_> {
    /// Whether nothing is special about it: only then is there no need to work that
    /// out.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.target.places.is_special && self.entries.items().is_empty()
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// The page, with what is special about it.
    pub(crate) fn whole(job: &Job, unicode: &dyn Unicode) -> NewPage {
        if job.is_plain() { plain_page(job, unicode) } else { special::page(job, unicode) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::plan::Plan;
    use super::rule::Rule;
    use super::*;
    use crate::clip::NoticeCode;
    use crate::notion::limit;
    use crate::notion::request::Mark;
    use crate::notion::schema::{DataSource, Property, TagOption};
    use crate::text::testing::Host;

    const SHOWN: Caution = Caution { options: false, references: false, pictures: false, values: false };
    const LINKED: Caution = Caution { pictures: true, ..SHOWN };

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

    fn target(source: &DataSource) -> Target {
        let plan = proposal::propose(source, Plan::default(), &Host);
        Target::of(source.clone(), &plan, 1)
    }

    fn job<'a>(clip: &'a Clip, tags: &'a [String], target: &'a Target) -> Job<'a> {
        Job { clip, tags, entries: &Json::Null, saved: 0, target, caution: Caution::default(), has_text: false }
    }

    fn sent(clip: &Clip, tags: &[&str], source: &DataSource, caution: Caution) -> (Value, Vec<Notice>) {
        let tags: Vec<String> = tags.iter().map(|&tag| tag.to_owned()).collect();
        let target = target(source);
        let page = testing::whole(&Job { caution, ..job(clip, &tags, &target) }, &Host);
        (serde_json::to_value(page.request.body).unwrap(), page.notices)
    }

    fn text(content: &str) -> Value {
        json!([{ "text": { "content": content } }])
    }

    #[test]
    fn properties_are_bound_by_id() {
        let (body, notices) = sent(&clip(), &["rust", "new"], &reading_list(), SHOWN);
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
    fn two_properties_of_nearly_one_name_are_told_apart() {
        //
        let mut source = reading_list();
        let notes = [property("n", "Note", "rich_text"), property("m", "NOTE", "rich_text")];
        source.properties.extend(notes.clone());
        let mut plan = proposal::propose(&source, Plan::default(), &Host);
        plan.rules.retain(|rule| rule.kind != "rich_text");
        plan.rules.push(Rule::of(&notes[0], "{{title}}"));
        plan.rules.push(Rule::of(&notes[1], "{{url}}"));
        let target = Target::of(source, &plan, 1);
        let page = testing::whole(&job(&clip(), &[], &target), &Host);
        let body = crate::json::testing::value(&page.request.body.unwrap());
        assert_eq!(body["properties"]["n"]["rich_text"], text("A story"));
        assert_eq!(body["properties"]["m"]["rich_text"], text("https://e.com/a"));
    }

    #[test]
    fn what_has_no_place_goes_into_the_page_and_is_said() {
        let bare = DataSource {
            id: "ds".into(),
            properties: vec![property("title", "Name", "title")],
            ..DataSource::default()
        };
        let (body, notices) = sent(&clip(), &["rust", "two words"], &bare, SHOWN);
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
            selection: "s".repeat(limit::BODY),
            ..Clip::default()
        };
        let many: Vec<String> = ["x".repeat(10_000)].into_iter().chain((0..103).map(|n| format!("tag {n}"))).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let (body, notices) = sent(&long, &many, &reading_list(), SHOWN);
        let content = body["children"].to_string();
        let count = |letter: &str, length: usize| content.matches(&letter.repeat(length)).count();
        let kept: usize = content.split('"').filter(|run| run.starts_with("ss")).map(str::len).sum();
        let lost = limit::BODY - kept;
        assert!((27_000..29_000).contains(&lost), "as much as title, address, description and tags take: {lost}");
        assert_eq!((count("t", 2_000), count("d", 1_000), count("a", 1_900)), (5, 5, 1));
        assert!(content.matches("x").count() >= 10_000);
        assert!(content.contains("#tag 101"));
        assert!(body.get("properties").unwrap().get("u").is_none());
        assert_eq!(
            notices,
            [
                Notice::of(NoticeCode::TitleShortened),
                Notice::of(NoticeCode::DescriptionShortened),
                Notice::count(NoticeCode::TagsLeftOver, 4),
                Notice::count(NoticeCode::TagShortened, 1),
                Notice::of(NoticeCode::AddressTooLong),
                Notice::count(NoticeCode::SelectionShortened, lost),
            ]
        );
    }

    #[test]
    fn a_refused_picture_becomes_a_link() {
        let with = Clip { image: "https://cdn.e.com/p".into(), ..clip() };
        let (body, _) = sent(&with, &[], &reading_list(), SHOWN);
        assert_eq!(body["children"], json!([{ "image": { "external": { "url": "https://cdn.e.com/p" } } }]));
        let (body, notices) = sent(&with, &[], &reading_list(), LINKED);
        assert_eq!(body["children"], json!([{ "bookmark": { "url": "https://cdn.e.com/p" } }]));
        assert_eq!(notices, [Notice::of(NoticeCode::ImageAsLink)]);
    }

    #[test]
    fn a_page_is_found_again_by_its_address_or_title() {
        let mark = |source| special::mark(&job(&clip(), &[], &target(&source)));
        assert_eq!(mark(reading_list()), Mark::Url { property: "u".into(), address: "https://e.com/a".into() });
        let bare = DataSource { properties: vec![property("title", "Name", "title")], ..DataSource::default() };
        assert_eq!(mark(bare), Mark::Title { title: "A story".into() });
    }
}
