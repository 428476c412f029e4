//! Pages from clips, plans and what a person set by hand.

use serde_json::{Value as Json, json};

use super::*;
use crate::clip::Clip;
use crate::json::Field;
use crate::mapping::entry::Entry;
use crate::mapping::plan::{Plan, Target};
use crate::mapping::rule::Rule;
use crate::mapping::testing::whole;
use crate::metadata::PageField;
use crate::notion::schema::{DataSource, Property, TagOption};
use crate::text::testing::Host;

/// A data source with one property of each type; ids are types.
fn all_types() -> DataSource {
    let kinds = "title rich_text url multi_select select status number checkbox date people relation email \
                 phone_number files place verification formula rollup created_time unique_id hologram";
    let property = |kind: &str| Property {
        id: kind.into(),
        name: kind.to_uppercase(),
        kind: kind.into(),
        options: ["To read", "Done", "Café"].map(|name| TagOption { name: name.into(), color: "gray".into() }).into(),
        ..Property::default()
    };
    DataSource { id: "ds".into(), properties: kinds.split_whitespace().map(property).collect(), ..Default::default() }
}

fn clip() -> Clip {
    let field = |name: &str, value: &str| PageField { name: name.into(), value: value.into() };
    Clip {
        title: "A story".into(),
        address: "https://e.com/a".into(),
        fields: vec![
            field("author", "Ada"),
            field("author", "Hopper, Grace"),
            field("favicon", "https://e.com/i.png"),
            field("image", "https://e.com/lead"),
            field("published", "2026-11-25T10:00:00+01:00"),
        ],
        ..Clip::default()
    }
}

struct Sent {
    properties: Json,
    children: Json,
    notices: Vec<Notice>,
    body: Json,
    after: Vec<Json>,
    risk: Caution,
}

fn send(schema: &DataSource, plan: &Plan, entries: &[Entry], caution: Caution) -> Sent {
    let (clip, entries) = (clip(), entries.to_vec().write());
    let target = Target::of(schema.clone(), plan, 1);
    let job = Job { clip: &clip, tags: &[], entries: &entries, saved: 0, target: &target, caution, has_text: false };
    let page = whole(&job, &Host);
    let body = serde_json::to_value(page.request.body).unwrap();
    let after = page.after.iter().map(crate::json::testing::value).collect();
    let part = |name: &str| body.get(name).cloned().unwrap_or_default();
    Sent {
        properties: part("properties"),
        children: part("children"),
        notices: page.notices,
        after,
        risk: page.risk,
        body,
    }
}

fn entry(property: &str, values: &[&str]) -> Entry {
    Entry { property: property.into(), values: values.iter().map(|&value| value.into()).collect(), ..Entry::default() }
}

fn rule(property: &str, template: &str) -> Rule {
    Rule { property: property.into(), name: "Old name".into(), template: template.into(), ..Rule::default() }
}

/// The value that a property gets, and whether something was left over.
fn by_hand(property: &str, values: &[&str]) -> (Json, bool) {
    let plan = Plan { rules: vec![rule("url", "{{url}}")], ..Plan::default() };
    let sent = send(&all_types(), &plan, &[entry(property, values)], Caution::default());
    let value = sent.properties.get(property).and_then(|value| value.get(property)).cloned().unwrap_or_default();
    assert_eq!(sent.children.is_null(), sent.notices.is_empty(), "what is left over is said");
    (value, !sent.notices.is_empty())
}

#[test]
fn every_writable_type_takes_what_a_person_sets() {
    const ID: &str = "0123abcd-4567-89ef-0123-456789abcdef";
    let text = |content: &str| json!([{ "text": { "content": content } }]);
    for (kind, values, expected) in [
        ("title", &["Other"][..], text("Other")),
        ("rich_text", &["One", "two"], text("One, two")),
        ("url", &["https://other.example/"], json!("https://other.example/")),
        ("url", &["mailto:ada@example.com"], json!("mailto:ada@example.com")),
        (
            "multi_select",
            &["cafe\u{301}", "new, newer"],
            json!([{ "name": "Café" }, { "name": "new" }, { "name": "newer" }]),
        ),
        ("select", &["new"], json!({ "name": "new" })),
        ("status", &["to READ"], json!({ "name": "To read" })),
        ("number", &["1,234.5"], json!(1234.5)),
        ("checkbox", &["true"], json!(true)),
        ("checkbox", &["no"], json!(false)),
        ("date", &["2026-11-25"], json!({ "start": "2026-11-25" })),
        ("date", &["2026-11-27", "2026-11-25"], json!({ "start": "2026-11-25", "end": "2026-11-27" })),
        ("date", &["2026-11-25T10:00:00+01:00"], json!({ "start": "2026-11-25T10:00:00+01:00" })),
        ("people", &[ID], json!([{ "id": ID }])),
        ("relation", &["https://x", ID], json!([{ "id": ID }])),
        ("email", &["mailto:ada@example.com"], json!("ada@example.com")),
        ("phone_number", &["+49 30 123"], json!("+49 30 123")),
        (
            "files",
            &["https://e.com/x/paper.pdf?y"],
            json!([{ "name": "paper.pdf", "external": { "url": "https://e.com/x/paper.pdf?y" } }]),
        ),
        ("place", &["52.5,-13.4,Berlin, Mitte"], json!({ "lat": 52.5, "lon": -13.4, "name": "Berlin, Mitte" })),
        ("verification", &["verified"], json!({ "state": "verified" })),
    ] {
        let (value, is_left) = by_hand(kind, values);
        assert_eq!(value, expected, "{kind}");
        assert_eq!(is_left, kind == "relation", "{kind}");
    }
}

#[test]
fn what_a_type_cannot_hold_is_left_over_and_said() {
    for (kind, value) in [
        ("url", "no address"),
        ("select", "a, b"),
        ("status", "Unheard of"),
        ("number", "many"),
        ("checkbox", "perhaps"),
        ("date", "3/4/2026"),
        ("people", "Ada"),
        ("relation", "Project X"),
        ("email", "ada"),
        ("phone_number", "none"),
        ("files", "data:text/plain,x"),
        ("place", "91,0"),
        ("verification", "perhaps"),
        ("formula", "1"),
        ("rollup", "1"),
        ("created_time", "2026-11-25"),
        ("unique_id", "5"),
        ("hologram", "x"),
        ("deleted", "x"),
    ] {
        let (sent, is_left) = by_hand(kind, &[value]);
        assert_eq!((sent, is_left), (Json::Null, true), "{kind}");
    }
    let sent = send(&all_types(), &Plan::default(), &[entry("number", &["many"])], Caution::default());
    let detail = "NUMBER".to_owned();
    assert!(sent.notices.contains(&Notice { code: NoticeCode::ValueLeftOver, detail }));
    assert_eq!(sent.children[1]["paragraph"]["rich_text"][0]["text"]["content"], "NUMBER: many");
}

#[test]
fn a_time_without_an_offset_keeps_its_day_and_the_page_the_rest() {
    assert_eq!(by_hand("date", &["2026-11-25T10:00"]), (json!({ "start": "2026-11-25" }), true));
}

#[test]
fn a_name_with_a_comma_is_one_author() {
    let plan = Plan { rules: vec![rule("multi_select", "{{author}}")], ..Plan::default() };
    let sent = send(&all_types(), &plan, &[], Caution::default());
    assert_eq!(sent.properties["multi_select"]["multi_select"], json!([{ "name": "Ada" }]));
    assert!(sent.children.to_string().contains("MULTI_SELECT: Hopper, Grace"));
}

#[test]
fn a_property_that_is_gone_is_named_as_it_was() {
    let plan = Plan { rules: vec![rule("gone", "{{title}}!")], ..Plan::default() };
    let sent = send(&all_types(), &plan, &[], Caution::default());
    assert!(sent.children.to_string().contains("Old name: A story!"));
    assert!(sent.notices.contains(&Notice { code: NoticeCode::PropertyGone, detail: "Old name".into() }));
}

#[test]
fn what_the_person_set_wins_and_clearing_sends_nothing() {
    let plan = Plan {
        rules: vec![rule("url", "{{url}}"), rule("rich_text", "{{title}}"), rule("title", "{{title}} by {{author}}")],
        ..Plan::default()
    };
    let set = [entry("rich_text", &["Mine"]), entry("url", &[])];
    let sent = send(&all_types(), &plan, &set, Caution::default());
    let text = |content: &str| json!([{ "text": { "content": content } }]);
    assert_eq!(
        sent.properties,
        json!({
            "title": { "title": text("A story by Ada, Hopper, Grace") },
            "rich_text": { "rich_text": text("Mine") },
        })
    );
    assert_eq!((sent.children, sent.notices), (Json::Null, vec![]));
}

#[test]
fn icon_and_cover_are_what_the_page_declares() {
    let plan = Plan { icon: true, cover: true, ..Plan::default() };
    let sent = send(&all_types(), &plan, &[], Caution::default());
    assert_eq!(sent.body["icon"], json!({ "external": { "url": "https://e.com/i.png" } }));
    assert_eq!(sent.body["cover"], json!({ "external": { "url": "https://e.com/lead" } }));
    assert!(sent.risk.pictures);
    let sent = send(&all_types(), &plan, &[], Caution { pictures: true, ..Caution::default() });
    assert!(sent.body.get("icon").is_none() && sent.body.get("cover").is_none() && !sent.risk.pictures);
    assert!(sent.notices.contains(&Notice::of(NoticeCode::CoverLeftOut)));
    let sent = send(&all_types(), &Plan::default(), &[], Caution { pictures: true, ..Caution::default() });
    assert!(!sent.notices.contains(&Notice::of(NoticeCode::CoverLeftOut)));
}

#[test]
fn content_waits_for_the_template() {
    let plan = Plan { template: "7e3".into(), ..Plan::default() };
    let sent = send(&all_types(), &plan, &[], Caution::default());
    assert_eq!(sent.body["template"], json!({ "type": "template_id", "template_id": "7e3" }));
    assert_eq!((sent.children, sent.after.len(), sent.risk.references), (Json::Null, 1, true));
    let sent = send(&all_types(), &plan, &[], Caution { references: true, ..Caution::default() });
    assert!(sent.body.get("template").is_none());
    assert!(sent.notices.contains(&Notice::of(NoticeCode::TemplateLeftOut)));
    assert_eq!((sent.children.as_array().unwrap().len(), sent.after.len()), (1, 0));
}

#[test]
fn each_caution_leaves_out_its_own() {
    const ID: &str = "0123abcd-4567-89ef-0123-456789abcdef";
    let set = [
        entry("multi_select", &["Done", "new"]),
        entry("select", &["newer"]),
        entry("people", &[ID]),
        entry("files", &["https://e.com/x"]),
        entry("number", &["5"]),
    ];
    let plan = Plan { rules: vec![rule("url", "{{url}}")], ..Plan::default() };
    let kept = |caution| {
        let sent = send(&all_types(), &plan, &set, caution);
        let mut kept: Vec<String> = sent.properties.as_object().unwrap().keys().cloned().collect();
        kept.sort();
        (kept.join(" "), sent.children.to_string())
    };
    let none = Caution::default();
    assert_eq!(kept(none).0, "files multi_select number people select title url");
    let (kept_now, page) = kept(Caution { options: true, ..none });
    assert_eq!(kept_now, "files multi_select number people title url");
    assert!(page.contains("MULTI_SELECT: new\\nSELECT: newer"), "{page}");
    assert_eq!(kept(Caution { references: true, ..none }).0, "files multi_select number select title url");
    assert_eq!(kept(Caution { pictures: true, ..none }).0, "multi_select number people select title url");
    let (kept_now, page) = kept(Caution { values: true, ..none });
    assert_eq!(kept_now, "title");
    assert!(page.contains("https://e.com/a") && page.contains("NUMBER: 5"), "{page}");
}

#[test]
fn a_request_has_its_limits_whatever_is_to_be_saved() {
    let schema = DataSource {
        properties: (0..60)
            .map(|at| Property {
                id: if at == 0 { "title".into() } else { format!("p{at}") },
                name: format!("P{at}"),
                kind: if at == 0 { "title" } else { "rich_text" }.into(),
                ..Property::default()
            })
            .collect(),
        ..DataSource::default()
    };
    let long = Clip {
        title: "題".repeat(50_000),
        address: format!("https://e.com/{}", "a".repeat(50_000)),
        description: "\"\n".repeat(50_000),
        selection: "語".repeat(50_000),
        ..clip()
    };
    let rules = (1..60).map(|at| rule(&format!("p{at}"), "{{description}} {{title}}")).collect();
    let plan = Plan { rules, ..Plan::default() };
    let target = Target::of(schema, &plan, 1);
    let job = Job {
        clip: &long,
        tags: &[],
        entries: &crate::json::Json::Null,
        saved: 0,
        target: &target,
        caution: Caution::default(),
        has_text: false,
    };
    let page = whole(&job, &Host);
    let body = serde_json::to_string(&page.request.body).unwrap();
    assert!(body.len() < 500_000, "{}", body.len());
    let codes: Vec<NoticeCode> = page.notices.iter().map(|notice| notice.code).collect();
    assert!(codes.contains(&NoticeCode::TextLeftOut) && codes.contains(&NoticeCode::SelectionShortened));
}

#[test]
fn what_is_selected_is_quoted_unless_it_goes_along_as_it_stands() {
    let clip = Clip { selection: "Green is starboard.".into(), ..clip() };
    let target = Target::of(all_types(), &Plan::default(), 1);
    let body = |has_text| {
        let job = Job {
            clip: &clip,
            tags: &[],
            entries: &crate::json::Json::Null,
            saved: 0,
            target: &target,
            caution: Caution::default(),
            has_text,
        };
        serde_json::to_string(&whole(&job, &Host).request.body).unwrap()
    };
    assert!(body(false).contains("Green is starboard."));
    assert!(!body(true).contains("Green is starboard."));
}
