//! What small pages declare, and what hostile ones cannot do.

use proptest::prelude::*;

use super::*;
use crate::clip::Meta;
use crate::json::testing::json;

const ADDRESS: &str = "https://news.example/story";

/// What is declared by these metas, these JSON-LD scripts and whatever else.
fn declared(metas: &[(&str, &str)], data: &[serde_json::Value], details: Details) -> Page {
    let metas = metas.iter().map(|&(name, content)| Meta { name: name.into(), content: content.into() }).collect();
    let data = data.iter().cloned().map(json).collect();
    let details = Details { data, ..details };
    page(&Facts { title: "A story | The News".into(), metas, ..Facts::default() }, &details, ADDRESS)
}

/// What a page declares, by name.
#[derive(Debug)]
struct Page(Vec<PageField>);

fn page(facts: &Facts, details: &Details, address: &str) -> Page {
    Page(read(facts, details, &Address::parse(address).unwrap()))
}

impl Page {
    fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|field| field.name == name).map(|field| field.value.as_str()).collect()
    }

    /// The one value of that name.
    fn of(&self, name: &str) -> &str {
        let all = self.all(name);
        assert!(all.len() < 2, "{name}: {all:?}");
        all.first().copied().unwrap_or_default()
    }
}

fn by_metas(metas: &[(&str, &str)]) -> Page {
    declared(metas, &[], Details::default())
}

fn by_data(data: serde_json::Value) -> Page {
    declared(&[], &[data], Details::default())
}

fn by_marks(marks: &[(&str, &str, &str)]) -> Page {
    let mark =
        |&(hint, text, value): &(&str, &str, &str)| Mark { hint: hint.into(), text: text.into(), value: value.into() };
    declared(&[], &[], Details { marks: marks.iter().map(mark).collect(), ..Details::default() })
}

#[test]
fn an_article_says_who_wrote_it_and_when() {
    let metadata = declared(
        &[("og:site_name", "The News"), ("og:image", "https://cdn.example/a.png"), ("article:section", "World")],
        &[serde_json::json!({ "@context": "https://schema.org", "@graph": [
            { "@type": "WebSite", "name": "The News" },
            { "@type": ["NewsArticle"], "headline": "A story", "author": [{ "@id": "#ada" }, "Jane Doe"],
              "datePublished": "2026-11-23T04:41:00+0100", "dateModified": "2026-11-24", "wordCount": 321 },
            { "@id": "#ada", "@type": "Person", "name": "Ada Lovelace" },
        ] })],
        Details { words: 5, ..Details::default() },
    );
    assert_eq!(metadata.of("kind"), "article");
    assert_eq!(metadata.of("site"), "The News");
    assert_eq!(metadata.of("headline"), "A story");
    assert_eq!(metadata.all("author"), ["Ada Lovelace", "Jane Doe"]);
    assert_eq!(metadata.of("published"), "2026-11-23T04:41:00+01:00");
    assert_eq!(metadata.of("modified"), "2026-11-24");
    assert_eq!(metadata.of("image"), "https://cdn.example/a.png");
    assert_eq!(metadata.of("words"), "321");
    assert_eq!(metadata.of("article:section"), "World");
    assert_eq!(metadata.of("ld:headline"), "A story");
    assert_eq!(metadata.of("year"), "2026");
}

#[test]
fn what_every_capture_has_is_no_field() {
    assert!(is_field("author") && is_field("ld:headline") && is_field(""));
    assert!(!is_field("title") && !is_field("language"));
}

#[test]
fn names_are_cleaned() {
    for (written, authors) in [
        ("By Jane Doe", &["Jane Doe"][..]),
        ("written by: Jane Doe and Ada Lovelace", &["Jane Doe", "Ada Lovelace"]),
        ("Jane Doe, Ada Lovelace & JANE DOE", &["Jane Doe", "Ada Lovelace"]),
        ("Holly Wilgus, MD", &["Holly Wilgus, MD"]),
        ("Jane Doe, PhD", &["Jane Doe, PhD"]),
        ("https://news.example/jane", &[]),
        ("@jane", &[]),
        ("jane@news.example", &[]),
        ("admin", &[]),
        ("{{ author }}", &[]),
        ("Conan O&#8217;Brien", &["Conan O’Brien"]),
    ] {
        assert_eq!(by_metas(&[("author", written)]).all("author"), authors, "{written}");
    }
    assert_eq!(
        by_metas(&[("citation_author", "Doe, Jane"), ("citation_author", "Lovelace, A.")]).all("author"),
        ["Jane Doe", "A. Lovelace"]
    );
}

#[test]
fn the_site_is_the_author_only_where_nobody_else_is() {
    let site = ("og:site_name", "The News");
    assert_eq!(by_metas(&[site, ("author", "Jane Doe, The News")]).all("author"), ["Jane Doe"]);
    assert_eq!(by_metas(&[site, ("author", "The News")]).all("author"), ["The News"]);
}

#[test]
fn elements_name_an_author_where_nothing_is_declared() {
    assert_eq!(by_marks(&[("span class=byline", "By\nJane Doe\nNov 23, 2026", "")]).all("author"), ["Jane Doe"]);
    assert_eq!(by_marks(&[("a rel=author", "jane", "")]).all("author"), ["jane"]);
    assert_eq!(by_marks(&[("div class=author-box", "Write for us", "")]).all("author"), [""; 0]);
    let two = [("span class=author", "Jane Doe", ""), ("span class=author", "Ada Lovelace", "")];
    assert_eq!(by_marks(&two).all("author"), ["Jane Doe", "Ada Lovelace"]);
    assert_eq!(by_marks(&[("div class=author", "About\nThe Author\nJane Doe", "")]).all("author"), ["Jane Doe"]);
    // Posts of a forum, each with its time, and what only sounds like authors.
    let post = |name: &'static str| ("span class=author", name, "");
    let posts = [post("Jane Doe"), ("time", "", "2026-11-23"), post("Ada Lovelace")];
    assert_eq!(by_marks(&posts).all("author"), ["Jane Doe"]);
    assert_eq!(by_marks(&[("link rel=author", "", "About these pages")]).all("author"), [""; 0]);
    assert_eq!(by_marks(&[("a href=/authorization", "Authorization", "")]).all("author"), [""; 0]);
    // A script's own data, where a name should be.
    assert_eq!(by_metas(&[("author", "name\":\"Alice Wu")]).all("author"), [""; 0]);
    let opening =
        Details { openings: vec!["Share\nBy\nJane Doe\nNovember 23, 2026\nOnce".into()], ..Details::default() };
    let metadata = declared(&[], &[], opening);
    assert_eq!((metadata.all("author"), metadata.of("published")), (vec!["Jane Doe"], "2026-11-23"));
    for line in
        ["by Jane Doe - 2026-11-23", "By Jane Doe on Monday", "Von Jane Doe", "Par\nJane Doe", "Autor:\nJane Doe"]
    {
        let opening = Details { openings: vec![line.into()], ..Details::default() };
        assert_eq!(declared(&[], &[], opening).all("author"), ["Jane Doe"], "{line}");
    }
}

#[test]
fn dates_are_read_where_they_can_be_only_one() {
    for (written, language, read) in [
        ("2026-11-23", "", "2026-11-23"),
        ("2026-11-23T04:41:00Z", "", "2026-11-23T04:41:00Z"),
        ("2026-11-23T04:41:00.123+01:00", "", "2026-11-23T04:41:00+01:00"),
        ("2026-11-23 04:41:00", "", "2026-11-23"),
        ("20261123", "", "2026-11-23"),
        ("2026/11/23", "", "2026-11-23"),
        ("Nov 23, 2026", "", "2026-11-23"),
        ("Posted on November 23rd, 2026 by Jane", "", "2026-11-23"),
        ("23 November 2026", "", "2026-11-23"),
        ("Mon, 23 Nov 2026 04:41:00 +0100", "", "2026-11-23T04:41:00+01:00"),
        ("Mon, 23 Nov 2026 04:41:00 GMT", "", "2026-11-23T04:41:00Z"),
        ("23.11.2026", "", "2026-11-23"),
        ("11/23/2026", "", "2026-11-23"),
        ("23/11/2026", "", "2026-11-23"),
        ("03/04/2026", "", ""),
        ("03/04/2026", "en", ""),
        ("03/04/2026", "en-US", "2026-03-04"),
        ("03/04/2026", "en_US", "2026-03-04"),
        ("03/04/2026", "en-GB", "2026-04-03"),
        ("03/04/2026", "fr", "2026-04-03"),
        ("23. 11. 2026", "de", "2026-11-23"),
        ("3. März 2026", "de", "2026-03-03"),
        ("Mardi 1 décembre 2026", "fr", "2026-12-01"),
        ("23 de noviembre de 2026", "es", "2026-11-23"),
        ("4 maggio 2026", "it", "2026-05-04"),
        ("2026年11月23日", "ja", "2026-11-23"),
        ("2026년 11월 23일", "ko", "2026-11-23"),
        ("23 mailboxes 2026", "", ""),
        ("2026-02-29", "", ""),
        ("2026-13-01", "", ""),
        ("5 days ago", "", ""),
        ("May the 4th", "", ""),
        ("1795409698123", "", ""),
        ("", "", ""),
    ] {
        assert_eq!(date::read(written, language).unwrap_or_default(), read, "{written} ({language})");
    }
}

#[test]
fn elements_and_the_address_date_a_page() {
    let metadata = by_marks(&[
        ("span class=updated", "Updated Nov 24, 2026", ""),
        ("time", "yesterday", "2026-11-22"),
        ("time class=published", "", "2026-11-23T04:41:00Z"),
    ]);
    assert_eq!((metadata.of("published"), metadata.of("modified")), ("2026-11-23T04:41:00Z", "2026-11-24"));
    let dated = page(&Facts::default(), &Details::default(), "https://news.example/2026/11/23/story");
    assert_eq!(dated.of("published"), "2026-11-23");
    for (address, published) in [("/2026/november/23/story", "2026-11-23"), ("/2026/nov/how-23", "")] {
        let dated = page(&Facts::default(), &Details::default(), &["https://news.example", address].concat());
        assert_eq!(dated.of("published"), published);
    }
    let changed = by_marks(&[("span class=date", "Aktualisiert am 24.11.2026", "")]);
    assert_eq!((changed.of("published"), changed.of("modified")), ("", "2026-11-24"));
}

#[test]
fn the_headline_is_the_title_without_the_site() {
    let headline = |title: &str, metas: &[(&str, &str)], headings: &[&str]| {
        let metas = metas.iter().map(|&(name, content)| Meta { name: name.into(), content: content.into() }).collect();
        let headings = headings.iter().map(|&text| text.into()).collect();
        let details = Details { headings, ..Details::default() };
        let facts = Facts { title: title.into(), metas, ..Facts::default() };
        page(&facts, &details, ADDRESS).of("headline").to_owned()
    };
    let site = [("og:site_name", "The Paper")];
    assert_eq!(headline("A long story - The Paper", &site, &[]), "A long story");
    assert_eq!(headline("The Paper | A long story", &site, &[]), "A long story");
    assert_eq!(headline("A long story - and its end", &site, &[]), "A long story - and its end");
    assert_eq!(headline("A long story | News", &[], &[]), "A long story");
    assert_eq!(headline("A long story | And more", &[], &["Menu", "A long story"]), "A long story");
    // A site that nothing names.
    assert_eq!(headline("A long story | Part one | Somebody", &[], &[]), "A long story | Part one");
    assert_eq!(headline("Story | Of a long night", &[], &[]), "Story | Of a long night");
    assert_eq!(headline("A story | Section | The Paper", &site, &[]), "A story | Section");
    // Its name is a heading, too, and longer.
    assert_eq!(
        headline("A long story - The longest Paper", &[], &["The longest Paper", "A long story"]),
        "A long story"
    );
    assert_eq!(headline("The Paper: A long story", &site, &["The Paper", "A long story"]), "A long story");
    // Behind it stands a sign that links to it.
    assert_eq!(headline("A long story | The Paper", &site, &["A long story\u{b6}"]), "A long story");
    assert_eq!(headline("A tale: a long story, told", &[], &["A long story \u{b6}"]), "A long story");
    // What is declared and was forgotten when the page changed.
    assert_eq!(headline("A new story", &[("og:title", "Something else")], &[]), "A new story");
    assert_eq!(headline("", &[("og:title", "It&amp;s title")], &[]), "It&s title");
    assert_eq!(headline("How to write &amp;amp;", &[], &[]), "How to write &amp;amp;");
}

#[test]
fn the_entity_is_the_one_the_page_is_about() {
    let of = |name: &str, kind: &str| serde_json::json!({ "@type": kind, "headline": name, "author": name });
    assert_eq!(
        by_data(serde_json::json!([of("Another", "Article"), of("A story", "Article")])).of("ld:headline"),
        "A story"
    );
    // A list of others.
    let list = by_data(serde_json::json!([of("One", "Article"), of("Two", "Article")]));
    assert_eq!((list.of("kind"), list.all("author").len()), ("page", 0));
}

#[test]
fn kinds_fill_their_own_fields() {
    let product = by_data(serde_json::json!({ "@type": "Product", "name": "A story", "isbn": "978-3",
        "offers": [{ "price": 19.99, "priceCurrency": "EUR" }], "aggregateRating": { "ratingValue": "4.5" } }));
    assert_eq!(product.of("kind"), "product");
    for (name, value) in [("price", "19.99"), ("currency", "EUR"), ("rating", "4.5"), ("isbn", "978-3")] {
        assert_eq!(product.of(name), value, "{name}");
    }
    let video = by_data(
        serde_json::json!({ "@type": "VideoObject", "name": "A story", "author": "A channel", "duration": "PT1H2M3S" }),
    );
    assert_eq!(video.of("kind"), "video");
    for (name, value) in [("channel", "A channel"), ("duration", "PT1H2M3S"), ("length", "1:02:03")] {
        assert_eq!(video.of(name), value, "{name}");
    }
    let seconds = by_metas(&[("og:type", "video.other"), ("og:video:duration", "63")]);
    assert_eq!((seconds.of("duration"), seconds.of("length")), ("PT1M3S", "1:03"));
    let paper = by_metas(&[
        ("citation_title", "A story"),
        ("citation_doi", "https://doi.org/10.1000/182"),
        ("citation_journal_title", "Stories"),
        ("citation_publication_date", "2026/05"),
    ]);
    assert_eq!((paper.of("kind"), paper.of("published")), ("paper", ""));
    for (name, value) in [("doi", "10.1000/182"), ("journal", "Stories"), ("year", "2026")] {
        assert_eq!(paper.of(name), value, "{name}");
    }
}

#[test]
fn a_repository_is_known_by_its_address() {
    let content = "code.example/a/b git https://code.example/a/b.git";
    let metas = vec![Meta { name: "go-import".into(), content: content.into() }];
    let facts = Facts { metas, ..Facts::default() };
    let stars = Mark { hint: "a href=/a/b/stargazers".into(), text: "12.3k stars".into(), value: String::new() };
    let details = Details { marks: vec![stars], ..Details::default() };
    let at = |address: &str| page(&facts, &details, address);
    assert_eq!(at("https://code.example/a/b").of("kind"), "repository");
    assert_eq!(at("https://code.example/a/b").of("stars"), "12300");
    assert_eq!(at("https://code.example/a/b/issues/1").of("kind"), "page");
}

#[test]
fn the_best_icon_is_one_that_is_declared() {
    let icon =
        |rel: &str, href: &str, sizes: &str| IconLink { rel: rel.into(), href: href.into(), sizes: sizes.into() };
    let of =
        |icons: Vec<IconLink>| declared(&[], &[], Details { icons, ..Details::default() }).of("favicon").to_owned();
    assert_eq!(of(vec![]), "");
    assert_eq!(
        of(vec![icon("icon", "https://e.com/16", "16x16"), icon("icon", "https://e.com/64", "64x64")]),
        "https://e.com/64"
    );
    assert_eq!(
        of(vec![icon("icon", "https://e.com/a", ""), icon("mask-icon", "https://e.com/m", "any")]),
        "https://e.com/a"
    );
    assert_eq!(of(vec![icon("icon", "data:image/png;base64,A", "64x64")]), "");
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let name = prop_oneof![
        "[a-z@]{0,6}",
        prop::sample::select(vec![
            "@type",
            "@id",
            "@graph",
            "author",
            "name",
            "headline",
            "datePublished",
            "mainEntity"
        ])
        .prop_map(str::to_owned),
    ];
    let text = prop_oneof![
        any::<String>(),
        prop::sample::select(vec!["Article", "#a", "Product", "2026-11-23", "By A and B", "&#x110000;", "&amp"])
            .prop_map(str::to_owned),
    ];
    let leaf = prop_oneof![
        text.prop_map(serde_json::Value::from),
        any::<f64>().prop_map(serde_json::Value::from),
        any::<bool>().prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(6, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(serde_json::Value::from),
            prop::collection::vec((name.clone(), inner), 0..8)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_a_page_says_stays_within_bounds(data in any_json(), names in prop::collection::vec((any::<String>(), any::<String>()), 0..8)) {
        let metas: Vec<(&str, &str)> = names.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
        let marks = names.iter().map(|(hint, text)| Mark { hint: ["time rel=author class=date ", hint].concat(), text: text.clone(), value: text.clone() }).collect();
        let openings = names.iter().map(|(_, text)| text.clone()).collect();
        let metadata = declared(&metas, &[data], Details { marks, openings, ..Details::default() });
        prop_assert!(metadata.0.len() <= MOST_FIELDS);
        prop_assert!(metadata.0.iter().all(|field| text::units(&field.value) <= LONGEST_VALUE));
        prop_assert!(metadata.0.iter().map(|field| field.name.len() + field.value.len()).sum::<usize>() <= LONGEST_FIELDS);
        for date in [metadata.of("published"), metadata.of("modified")] {
            prop_assert!(date.is_empty() || date::read(date, "").as_deref() == Some(date), "{date}");
        }
        prop_assert_eq!(bounded(&metadata.0), metadata.0);
    }

    #[test]
    fn any_text_may_be_asked_for_a_date(text in any::<String>()) {
        if let Some(found) = date::read(&text, "") {
            prop_assert!(found.len() >= 10);
        }
    }
}

#[test]
fn a_page_of_nothing_but_metadata_ends() {
    let many: Vec<(String, String)> = (0..1_000).map(|at| (format!("og:{at}"), "x".repeat(20_000))).collect();
    let metas: Vec<(&str, &str)> = many.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
    let graph: Vec<serde_json::Value> = (0..5_000).map(|at| serde_json::json!({ "@id": "#a", "@type": "Article", "headline": "A story", "author": { "@id": "#a" }, "n": at })).collect();
    let metadata = declared(&metas, &[serde_json::json!({ "@graph": graph })], Details::default());
    assert!(metadata.0.len() <= MOST_FIELDS);
    // Each of a thousand members leads back to all of them.
    let mut circle = serde_json::json!({ "@id": "#a", "@type": "Article", "headline": "A story" });
    for at in 0..1_000 {
        circle[format!("m{at}")] = serde_json::json!({ "@id": "#a" });
    }
    assert!(by_data(circle).0.len() <= MOST_FIELDS);
    let long = "aa ".repeat(7_000);
    let facts = Facts { title: long.clone(), ..Facts::default() };
    assert_eq!(
        page(&facts, &Details::default(), ADDRESS).of("headline"),
        text::split_at_units(long.trim(), LONGEST_VALUE).0.trim()
    );
}
