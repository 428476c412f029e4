//! Five hundred databases that nobody prepared, and what is saved to each: every
//! request is one that Notion's own types allow, and every value is in the property
//! that is meant for it, or said to be elsewhere.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "clippy does not see the helpers of a test as tests"
)]

use std::collections::BTreeSet;

use satchel::clip::{Clip, NoticeCode};
use satchel::json::Field;
use satchel::mapping::entry::Entry;
use satchel::mapping::plan::{Plan, Target};
use satchel::mapping::proposal::propose;
use satchel::mapping::rule::Rule;
use satchel::mapping::value::Caution;
use satchel::mapping::value::fit::is_writable;
use satchel::mapping::{Job, plain_page, special};
use satchel::metadata::PageField;
use satchel::notion::schema::{DataSource, Property, TagOption};
use satchel::text::Unicode;
use satchel_standin::validate;
use serde_json::Value;

const KINDS: &[&str] = &[
    "rich_text",
    "url",
    "multi_select",
    "select",
    "status",
    "number",
    "checkbox",
    "date",
    "people",
    "relation",
    "email",
    "phone_number",
    "files",
    "place",
    "verification",
    "formula",
    "rollup",
    "created_time",
    "created_by",
    "last_edited_time",
    "unique_id",
    "button",
    "hologram",
];

const NAMES: &[&str] = &[
    "URL",
    "Tags",
    "Author",
    "Description",
    "Published",
    "Saved",
    "Type",
    "Cover",
    "Language",
    "Price",
    "Year",
    "DOI",
    "リンク",
    "タグ",
    "著者",
    "Ссылка",
    "Теги",
    "Notes",
    "Status",
    "Project",
    "Schlagwörter",
    "",
    "Name: odd",
    "🔗 Link",
    "\u{202e}",
    "Channel",
    "Length",
    "Reading time",
    "Words",
    "Mood",
    "제목",
    "标签",
];

const NASTY: &[&str] = &[
    "",
    " ",
    "plain",
    "a, b, c",
    "Doe, Jane",
    "\u{202e}left",
    "emoji 👩\u{200d}👩\u{200d}👧 here",
    "quote \" and \\ back",
    "line\nbreak\n\n\nthird",
    "<b>bold</b>",
    "null",
    "\u{0}\u{7}",
    "true",
    "12.5",
    "1,234",
    "50%",
    "$19.99",
    "2026-11-25",
    "2026-11-25T10:00:00+01:00",
    "2026-11-25T10:00",
    "3/4/2026",
    "https://e.com/a?b#c",
    "data:text/plain,x",
    "mailto:ada@example.com",
    "ada@example.com",
    "+49 30 123",
    "0123abcd456789ef0123456789abcdef",
    "52.5,13.4,Berlin",
    "verified",
    "to read",
    "video",
    "Rust",
    "rust",
    "RUST",
    "cafe\u{301}",
    "{{title}}",
    "javascript:alert(1)",
    "http://[::1]/",
];

const TEMPLATES: &[&str] = &[
    "{{title}}",
    "{{url}}",
    "{{description}}",
    "{{tags}}",
    "{{author}}",
    "{{published}}",
    "{{saved}}",
    "{{site}}",
    "{{image}}",
    "{{favicon}}",
    "{{price}}",
    "{{title}} — {{site}}",
    "{{unknown}}",
    "To read",
    "{{",
    "}}{{",
    "{{kind}}",
    "https://doi.org/{{doi}}",
    "{{selection}}",
    "{{words}}",
    "{{og:any}}",
    "",
    "a, b",
    "{{url}} {{tags}} {{description}}",
];

/// Dice that always fall the same way.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }

    fn text(&mut self) -> String {
        match self.roll(12) {
            0 => self.one(NASTY).repeat(400),
            1 => format!("{} {}", self.one(NASTY), self.one(NASTY)),
            _ => self.one(NASTY).to_owned(),
        }
    }

    fn texts(&mut self, most: usize) -> Vec<String> {
        (0..self.roll(most + 1)).map(|_| self.text()).collect()
    }
}

struct Tables;

impl Unicode for Tables {
    fn nfc(&self, text: &str) -> String {
        use unicode_normalization::UnicodeNormalization;
        text.nfc().collect()
    }
    fn lower(&self, text: &str) -> String {
        text.to_lowercase()
    }
}

fn schema(dice: &mut Dice) -> DataSource {
    let mut properties =
        vec![Property { id: "title".into(), name: "Name".into(), kind: "title".into(), ..Property::default() }];
    for at in 0..dice.roll(20) {
        let option = |name: &str| TagOption { name: name.into(), color: "gray".into() };
        properties.push(Property {
            id: format!("p{at}"),
            name: format!("{}{}", dice.one(NAMES), if dice.roll(3) == 0 { at.to_string() } else { String::new() }),
            kind: dice.one(KINDS).into(),
            options: (0..dice.roll(6))
                .map(|at| option(["Rust", "Article", "Video", "en", "Café", "To read"][at]))
                .collect(),
            format: dice.one(&["", "percent", "dollar"]).into(),
            related: String::new(),
        });
    }
    DataSource { id: "d5000000-0000-4000-8000-000000000001".into(), properties, ..DataSource::default() }
}

fn clip(dice: &mut Dice) -> Clip {
    let names = "author author published modified site image favicon price words kind doi journal year channel og:any";
    let field = |name: &str, dice: &mut Dice| PageField { name: name.into(), value: dice.text() };
    let captured = Clip {
        title: dice.text(),
        address: format!("https://e.com/{}", "a".repeat(dice.roll(2) * dice.roll(5_000))),
        description: dice.text(),
        selection: dice.text(),
        image: if dice.roll(3) == 0 { "https://e.com/p.png".into() } else { String::new() },
        fields: names
            .split(' ')
            .filter(|_| dice.roll(2) == 0)
            .collect::<Vec<_>>()
            .into_iter()
            .map(|name| field(name, dice))
            .collect(),
        ..Clip::default()
    };
    satchel::clip::from_edited(&captured).unwrap()
}

/// A value for each type that shows which one it is.
fn telling(kind: &str, number: usize) -> (String, String) {
    let token = format!("7{number:04}");
    let text = match kind {
        "url" | "files" => format!("https://e.com/{token}"),
        "number" => token.clone(),
        "email" => format!("ada{token}@example.com"),
        "phone_number" => format!("+49 {token}"),
        "people" | "relation" => format!("{token:0>32}"),
        "place" => format!("1,2,Place {token}"),
        _ => format!("mark {token}"),
    };
    (text, token)
}

/// All that is in the page itself.
fn page_text(body: &Value, after: &[satchel::json::Json]) -> String {
    let after: String = after.iter().map(|block| serde_json::to_string(block).unwrap()).collect();
    format!("{}{after}", body.get("children").map(Value::to_string).unwrap_or_default())
}

#[test]
fn every_request_is_valid_and_every_value_has_its_place() {
    let mut seen = BTreeSet::new();
    for seed in 0..500 {
        let dice = &mut Dice(seed);
        let schema = schema(dice);
        let clip = clip(dice);
        let mut plan = match dice.roll(2) {
            0 => propose(&schema, Plan::default(), &Tables),
            _ => Plan::default(),
        };
        for at in 0..dice.roll(8) {
            let id = if dice.roll(5) == 0 {
                "gone".to_owned()
            } else {
                format!("p{}", dice.roll(schema.properties.len() + 2))
            };
            if plan.rule(&id).is_none() {
                let name = format!("Rule {at}");
                plan.rules.push(Rule { property: id, name, template: dice.one(TEMPLATES).into(), ..Rule::default() });
            }
        }
        plan.icon = dice.roll(2) == 0;
        plan.cover = dice.roll(2) == 0;
        if dice.roll(4) == 0 {
            plan.template = "7e300000-0000-4000-8000-000000000001".into();
        }
        let mut entries = Vec::new();
        let mut tokens = Vec::new();
        for (at, property) in schema.properties.iter().enumerate().filter(|(_, property)| property.kind != "title") {
            match dice.roll(4) {
                0 => {
                    let (value, token) = telling(&property.kind, at);
                    tokens.push((property, token));
                    entries.push(Entry {
                        property: property.id.clone(),
                        name: property.name.clone(),
                        values: vec![value],
                        ..Entry::default()
                    });
                }
                1 => entries.push(Entry { property: property.id.clone(), values: dice.texts(3), ..Entry::default() }),
                _ => {}
            }
        }
        let caution = Caution {
            options: dice.roll(6) == 0,
            references: dice.roll(6) == 0,
            pictures: dice.roll(6) == 0,
            values: dice.roll(12) == 0,
        };
        let tags = dice.texts(4);
        let kept = entries.write();
        let target = Target::of(schema.clone(), &plan, 1);
        let job = Job {
            clip: &clip,
            tags: &tags,
            entries: &kept,
            saved: 1_795_409_698_000,
            target: &target,
            caution,
            has_text: false,
        };
        let page = if job.is_plain() { plain_page(&job, &Tables) } else { special::page(&job, &Tables) };
        let body = serde_json::to_value(&page.request.body).unwrap();
        assert_eq!(validate("POST", "/v1/pages", Some(&body)), Ok(()), "seed {seed}: {body}");
        assert!(body.to_string().len() <= 500_000, "seed {seed}");
        for children in page.after.chunks(100) {
            let append = serde_json::json!({ "children": children.iter().map(|block| serde_json::to_value(block).unwrap()).collect::<Vec<_>>() });
            let path = "/v1/blocks/d5000000-0000-4000-8000-000000000001/children";
            assert_eq!(validate("PATCH", path, Some(&append)), Ok(()), "seed {seed}");
        }

        let properties = body["properties"].as_object().unwrap();
        let text = page_text(&body, &page.after);
        for (id, value) in properties {
            let property = schema.property(id).unwrap_or_else(|| panic!("seed {seed}: {id} is not there"));
            assert!(is_writable(&property.kind) && value.get(&property.kind).is_some(), "seed {seed}: {value}");
            let wanted = id == "title" || plan.rule(id).is_some() || entries.iter().any(|entry| entry.property == *id);
            assert!(wanted, "seed {seed}: nobody wanted {id}");
            seen.insert(property.kind.clone());
        }
        for (property, token) in &tokens {
            let holds = |value: &Value| value.to_string().contains(token.as_str());
            let here = properties.get(&property.id).is_some_and(holds);
            let said = page.notices.iter().any(|notice| {
                matches!(notice.code, NoticeCode::ValueLeftOver | NoticeCode::ValueShortened)
                    && (notice.detail == property.name || property.name.is_empty())
            });
            let in_page = text.contains(token.as_str());
            assert!(here || in_page && said, "seed {seed}: {} {token} is nowhere: {body}", property.kind);
            for (id, value) in properties.iter().filter(|(id, _)| **id != property.id) {
                assert!(!holds(value), "seed {seed}: {id} holds what {} should", property.id);
            }
        }
        // The address is somewhere, unless the person decided about its property.
        let decided = entries
            .iter()
            .any(|entry| plan.rule(&entry.property).is_some_and(|rule| rule.template.contains("{{url}}")));
        let short = &clip.address[..clip.address.len().min(1_000)];
        assert!(decided || body.to_string().contains(short) || text.contains(short), "seed {seed}: no address");
    }
    let writable: BTreeSet<String> =
        KINDS.iter().chain(&["title"]).filter(|kind| is_writable(kind)).map(|&kind| kind.to_owned()).collect();
    assert_eq!(seen, writable, "every type had a value");
}
