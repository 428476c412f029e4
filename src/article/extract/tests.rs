use proptest::prelude::*;

use super::*;
use crate::article::page::Id;

/// Tokens of a page that is written as `<name class=x>text</name>`, without nesting of quotes.
fn tokens(html: &str) -> String {
    let mut tokens = String::new();
    for piece in html.split('<').filter(|piece| !piece.is_empty()) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        if tag.starts_with('/') {
            tokens.push('\u{3}');
        } else {
            tokens.push('\u{2}');
            tokens.push_str(&tag.replace('|', "\u{1f}"));
        }
        if !text.is_empty() {
            tokens.push('\u{1}');
            tokens.push_str(text);
        }
    }
    tokens
}

fn found(html: &str, title: &str) -> String {
    let tokens = tokens(html);
    let page = Page::read(&tokens);
    let part = article(&page, &Hints { title });
    let texts = part.nodes(&page).map(|id| page.node(id).text).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("/")
}

/// A paragraph that reads like one.
fn prose(about: &str) -> String {
    ["<p>The ", about, " was long, and it went on for as long as anyone had the patience to read of it.</p>"].concat()
}

fn many(about: &str, count: usize) -> String {
    prose(about).repeat(count)
}

#[test]
fn an_article_is_found_without_what_stands_around_it() {
    let text = many("voyage", 8);
    let html = [
        "<body><div|class=site-menu><a|href=x>Home</a><a|href=y>News</a></div><div|class=wrap><div|class=col>",
        "<h1>A long voyage</h1><div>By Ada Lovelace</div>",
        &text,
        "<h2>The way back</h2>",
        &text,
        "</div><div|class=sidebar><p>A sidebar, which has a sentence of its own, and it is not short.</p></div></div>",
        "<footer><p>Some company, all rights are reserved, as they are everywhere.</p></footer></body>",
    ]
    .concat();
    let found = found(&html, "A long voyage - The Paper");
    assert!(found.starts_with("The voyage") && found.ends_with("to read of it."), "{found}");
    assert!(found.contains("The way back"));
}

#[test]
fn what_comes_after_and_leads_away_does_not_keep_a_text_from_being_found() {
    let below = "<p>Whoever wants to know more, or to write to us, finds all of it below: \
        <a|href=x>imprint, terms, and all that is said about us</a></p>"
        .repeat(6);
    let page =
        |text: &str| ["<body><div><h1>A long voyage</h1>", text, "</div><div>", &below, "</div></body>"].concat();
    assert!(!found(&page(&many("voyage", 40)), "A long voyage").contains("imprint"));
    // Where it is most of what there is, it may be what the page is for.
    assert!(found(&page(&prose("voyage")), "A long voyage").contains("imprint"));
}

#[test]
fn cells_items_and_terms_may_say_what_announces_something_elsewhere() {
    let text = many("walk", 20);
    let table = "<table><tr><th>Title</th><th>Author</th></tr><tr><td>tags</td><td>a list</td></tr></table>";
    let lists = "<ul><li>latest</li><li>1.0</li></ul><dl><dt>more</dt><dd>what there is</dd></dl>";
    let html = ["<body><article>", &text, table, lists, &text, "</article></body>"].concat();
    let found = found(&html, "");
    for said in ["Title/Author", "tags/a list", "latest/1.0", "more/what there is"] {
        assert!(found.contains(said), "{said}");
    }
}

#[test]
fn who_and_when_of_a_quote_or_a_row_are_said_by_the_article() {
    let quote = "<blockquote><p>A long walk</p><p|class=author>Einstein</p></blockquote>";
    let table = "<table><tr><td|class=date>1914</td><td>Of walks</td></tr></table>";
    let html = ["<body><article>", &many("walk", 20), quote, table, &many("way", 20), "</article></body>"].concat();
    let found = found(&html, "");
    assert!(found.contains("A long walk/Einstein") && found.contains("1914/Of walks"), "{found}");
}

#[test]
fn what_programs_count_is_no_count_of_lines() {
    let output = "<p>It prints</p><pre>0\n1\n2\n</pre><p>and then <code>1 2 3</code> again.</p>";
    let lines = "<div><div>1</div><div>2</div><div>3</div></div>";
    let html = ["<body><article>", &many("walk", 20), output, lines, &many("way", 20), "</article></body>"].concat();
    let found = found(&html, "");
    assert!(found.contains("0\n1\n2") && found.contains("1 2 3") && !found.contains("1/2/3"), "{found}");
}

#[test]
fn headings_that_announce_something_else_go_with_it() {
    let text = many("voyage", 6);
    let cards = "<li><a|href=x>Another story that is told elsewhere</a></li>".repeat(4);
    let html = ["<body><article>", &text, "<h2>Related Articles</h2><ul>", &cards, "</ul></article></body>"].concat();
    assert!(!found(&html, "").contains("elsewhere") && !found(&html, "").contains("Related"));
    // A list of links that the text itself announces stays, with its heading.
    let html = ["<body><article>", &text, "<h2>Sources</h2><ul>", &cards, "</ul>", &text, "</article></body>"].concat();
    assert!(found(&html, "").contains("elsewhere") && found(&html, "").contains("Sources"));
}

#[test]
fn who_said_it_in_a_figure_and_what_is_asked_by_a_button_stay_and_links_to_editors_do_not() {
    let html = [
        "<body><article><div><h2>Voyages</h2><span|class=mw-editsection><a|href=e>edit</a></span></div>",
        &many("voyage", 6),
        "<figure><blockquote>So long.</blockquote><div|class=author-box>Christine Hodge</div></figure>",
        "<div><button>How long was it?</button><div>",
        &prose("answer"),
        "</div></div><button>Load more</button></article></body>",
    ]
    .concat();
    let found = found(&html, "");
    for kept in ["Voyages", "Christine Hodge", "How long was it?", "The answer"] {
        assert!(found.contains(kept), "{kept}: {found}");
    }
    assert!(!found.contains("edit") && !found.contains("Load more"), "{found}");
}

#[test]
fn a_chapter_that_is_called_as_links_are_is_a_chapter() {
    for heading in ["Related Work", "Recommended settings", "Join the tables", "More on closures"] {
        let chapter = ["<h2>", heading, "</h2>", &prose("second voyage"), "<h2>End</h2>", &many("end", 2)].concat();
        let html = ["<body><article>", &many("voyage", 20), &chapter, "</article></body>"].concat();
        let found = found(&html, "");
        assert!(found.contains(heading) && found.contains("second voyage"), "{found}");
    }
}

#[test]
fn a_text_goes_on_after_what_is_put_into_it() {
    let html = [
        "<body><article>",
        &many("voyage", 12),
        "<h3>Advertisement</h3><ul><li><a|href=x>Buy something else</a></li></ul>",
        &many("return", 12),
        "</article></body>",
    ]
    .concat();
    let found = found(&html, "");
    assert_eq!(found.matches("The return").count(), 12);
    assert!(!found.contains("Buy") && !found.contains("Advertisement"));
}

#[test]
fn the_title_is_not_repeated_but_other_headings_stay() {
    let text = many("voyage", 5);
    let html = ["<body><main><h1>The voyage</h1><h1>Another part</h1>", &text, "</main></body>"].concat();
    let found = found(&html, "The voyage");
    assert!(!found.contains("The voyage/") && found.contains("Another part"), "{found}");
}

#[test]
fn a_heading_is_not_judged_by_an_id_made_of_its_words() {
    let part = |id: &str| ["<h2|class=anchor-navbar|id=", id, ">Part</h2>", &many("voyage", 3)].concat();
    let html = ["<body><main>", &part("social-reviews"), &part("share-the-news"), "</main></body>"].concat();
    assert_eq!(found(&html, "").matches("Part").count(), 2);
}

#[test]
fn headings_right_above_the_text_are_kept_and_so_are_those_of_formulas() {
    let formula = "<div><math><mi>x</mi></math><button></button></div>";
    let html =
        ["<body><h2>Before</h2><div>", &many("voyage", 9), "<h3>Sum</h3>", formula, "<h3>End</h3>", &prose("end")]
            .concat();
    let found = found(&html, "");
    assert!(found.contains("Before") && found.contains("Sum"), "{found}");
    let html = ["<body><h1>A long voyage</h1><div>", &many("voyage", 9), "</div>"].concat();
    assert!(!self::found(&html, "A long voyage").contains("A long"));
}

#[test]
fn a_stream_of_stories_beside_a_text_makes_it_no_listing() {
    let story = "<li><h3><a|href=x>Another story that is told elsewhere</a></h3><p>Told in few words</p></li>";
    let text = ["<h1>A voyage</h1><div>", &many("voyage", 14), "</div>"].concat();
    let page = |stream: &str| ["<body><main><div>", &text, "</div><ul>", stream, "</ul></main></body>"].concat();
    let found = found(&page(&story.repeat(60)), "A voyage");
    assert_eq!(found.matches("The voyage").count(), 14);
    // Where headings lead to their own place, it is a text that goes on.
    let part = ["<h3><a|href=p#a>A part of it</a></h3>", &prose("part")].concat();
    let html = ["<body><main><div>", &text, "</div><div>", &part.repeat(3), "</div></main></body>"].concat();
    assert_eq!(self::found(&html, "A voyage").matches("A part of it").count(), 3);
}

#[test]
fn a_text_with_many_comments_is_no_discussion() {
    let comments = ["<div|class=comments>", &many("answer", 90), "</div>"].concat();
    let html = ["<body><h1>A voyage</h1><div>", &many("voyage", 18), "</div>", &comments, "</body>"].concat();
    assert!(!found(&html, "A voyage").contains("The answer"));
}

#[test]
fn notes_within_a_text_stay_whatever_their_element() {
    let note = |class: &str| ["<aside|class=", class, "><p>Mind the tide, which comes in fast.</p></aside>"].concat();
    let page = |note: &str| ["<body><article>", &many("voyage", 5), note, &prose("end"), "</article></body>"].concat();
    assert!(found(&page(&note("callout callout-tip")), "").contains("tide"));
    assert!(!found(&page(&note("box")), "").contains("tide"));
}

#[test]
fn comments_are_left_out_of_an_article_and_are_a_discussion() {
    let comments = ["<div|class=comments>", &many("answer", 3), "</div>"].concat();
    let html = ["<body><div>", &many("voyage", 9), "</div>", &comments, "</body>"].concat();
    assert!(!found(&html, "").contains("The answer"));
    let html = ["<body><h1>A question</h1>", &comments, "</body>"].concat();
    assert!(found(&html, "").contains("The answer"));
}

#[test]
fn all_posts_of_a_thread_are_kept() {
    let post = |name: &str, count: usize| {
        ["<article|class=message><span|class=author>", name, "</span>", &many(name, count), "</article>"].concat()
    };
    let html = ["<body><div|class=thread>", &post("first", 30), &post("second", 1), &post("third", 1), "</div></body>"]
        .concat();
    let found = found(&html, "");
    assert!(found.contains("The first") && found.contains("The second") && found.contains("The third"));
}

#[test]
fn the_items_of_a_listing_are_kept() {
    let card = "<li><a|href=x><h3>An item with a name</h3></a><p>20 euros</p></li>";
    let html = ["<body><nav><a|href=y>Home</a></nav><h1>Shelves</h1><ul>", &card.repeat(12), "</ul></body>"].concat();
    let found = found(&html, "Shelves");
    assert_eq!(found.matches("An item").count(), 12);
    assert!(!found.contains("Home"));
}

#[test]
fn names_are_not_believed_against_the_text() {
    let html = ["<body|class=has-sidebar><div|class=sidebar-layout>", &many("voyage", 9), "</div></body>"].concat();
    assert!(found(&html, "").contains("voyage"));
    let html = ["<body><div|class=newsletter-page>", &many("voyage", 2), "</div><div>", &prose("end"), "</div></body>"]
        .concat();
    assert!(found(&html, "").contains("voyage"));
    // A comment in a program is none of a reader's.
    let code = "<pre><span|class=comment># this is explained</span> x = 1</pre>";
    let html = ["<body><article>", &many("voyage", 3), code, "</article></body>"].concat();
    assert!(found(&html, "").contains("explained"));
}

#[test]
fn buttons_fields_numbers_and_contents_are_left_out() {
    let outline =
        "<ul><li><a|href=p#a>First part</a></li><li><a|href=p#b>Second</a></li><li><a|href=p#c>Third</a></li></ul>";
    let code = "<pre><code><span|class=lineno>1</span>let a;</code></pre>";
    let form = "<form><label>Mail</label><input></input><button>Subscribe</button></form>";
    let html =
        ["<body><article>", outline, &many("voyage", 5), code, form, &prose("end"), "</article></body>"].concat();
    let found = found(&html, "");
    for not_there in ["First part", "/1/", "Mail", "Subscribe"] {
        assert!(!found.contains(not_there), "{not_there} in {found}");
    }
    assert!(found.contains("let a;"));
}

#[test]
fn a_list_of_things_to_do_is_content_and_a_form_with_boxes_is_none() {
    let boxes =
        "<ul><li><input|type=checkbox></input>Pack</li><li><label><input|type=checkbox></input>Sail</label></li></ul>";
    let page = |list: &str| ["<body><article>", &many("voyage", 3), list, &prose("end"), "</article></body>"].concat();
    let found_in = |list: &str| found(&page(list), "");
    assert!(found_in(boxes).contains("Pack/Sail"));
    assert!(!found_in(&["<form>", boxes, "</form>"].concat()).contains("Pack"));
}

#[test]
fn cells_with_links_only_stay_in_their_table() {
    let cell = "<ul><li><a|href=#a>Sails</a></li><li><a|href=#b>Ropes</a></li><li><a|href=#c>Oars</a></li></ul>";
    let rest = "<td>In the year of the flood, by three brothers who had lost all else</td>";
    let table = |head| {
        let row = |name, cell| ["<tr><", head, ">", name, "</", head, ">", cell, "</tr>"].concat();
        ["<table>", &row("Trade", &["<td>", cell, "</td>"].concat()), &row("Founded", rest), "</table>"].concat()
    };
    let page = |table: &str| ["<body><h1>A voyage</h1>", &many("voyage", 8), table, &many("way", 8)].concat();
    assert!(found(&page(&table("th")), "A voyage").contains("Trade/Sails/Ropes/Oars"));
    // One that only arranges the page has no heads.
    assert!(!found(&page(&table("td")), "A voyage").contains("Ropes"));
}

#[test]
fn what_is_there_twice_is_there_once() {
    let block = ["<section>", &many("voyage", 8), "</section>"].concat();
    let html = ["<body><div|class=wide>", &block, "</div><div|class=narrow>", &block, "</div></body>"].concat();
    assert_eq!(found(&html, "").matches("The voyage").count(), 8);
}

#[test]
fn there_is_always_something() {
    assert_eq!(found("<body><p>Hi.</p></body>", "Hi."), "Hi.");
    assert_eq!(found("<body><nav><a|href=x>Home</a></nav></body>", ""), "");
    assert_eq!(found("", ""), "");
    let html = "<body><nav><a|href=x>Home</a></nav><span>A few words</span></body>";
    let tokens = tokens(html);
    let page = Page::read(&tokens);
    let texts: String = whole(&page).nodes(&page).map(|id| page.node(id).text).collect();
    assert_eq!(texts, "A few words");
}

/// Twice the page is twice the work, whatever it is made of: what is counted is how often
/// a node's measures are looked at, because a time would depend on the machine.
#[test]
fn work_grows_with_the_page_and_no_faster() {
    let looks = |unit: &str, count: usize| {
        let tokens = tokens(&unit.repeat(count));
        let page = Page::read(&tokens);
        let before = measure::LOOKS.get();
        let _ = article(&page, &Hints { title: "A title of some length" });
        measure::LOOKS.get() - before
    };
    for unit in [
        "<div>a, b. ",
        "<div>Related",
        "<h2>Related",
        "<h2>Related</h2><p>a</p>",
        "<h3>a</h3>",
        "<p>a</p>",
        "<li><a|href=x>a</a></li>",
        "<h3><a|href=x#y>a</a></h3><p>a</p>",
        "<h3><a|href=x>",
        "<li><a|href=x><h3>a card that leads away</h3></a></li>",
        "<div><a|href=x>a</a><h1>b</h1>",
        "<div|class=comments><p>Hello, world.</p>",
        "<p>Hello, world, and whoever else is there to hear what is said here.</p><h2>More</h2>",
        "<button></button>",
        "<pre><span|class=lineno>1</span>",
    ] {
        let (once, twice) = (looks(unit, 4_000), looks(unit, 8_000));
        assert!(twice <= once * 5 / 2 + 10_000, "{unit}: {once} and {twice}");
    }
}

proptest! {
    #[test]
    fn parts_are_in_order_and_inside_each_other(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<div>", "<div|class=comments>", "<div|class=sidebar>", "<article>", "<main>", "<ul>", "<li>", "<h2>", "<p>",
                "<a|href=x#y>", "<nav>", "<pre>", "<button>", "</x>", "</x>", "</x>", "<h1>Title</h1>", "<h3>Related</h3>",
                "<p>A sentence of some length, which is one that reads like a sentence of a text.</p>",
                "<li><a|href=z><h3>A card that leads away</h3></a></li>", "<img>", "<span|class=lineno>1</span>",
            ]),
            0..120,
        ),
    ) {
        let tokens = tokens(&pieces.concat());
        let page = Page::read(&tokens);
        for part in [article(&page, &Hints { title: "Title" }), whole(&page)] {
            let mut before = Id::ROOT;
            for &root in &part.roots {
                prop_assert!(root >= before && root.index() < page.len());
                before = page.after(root);
            }
            let mut before = Id::ROOT;
            for &left in &part.left_out {
                prop_assert!(left >= before, "left out twice or out of order");
                prop_assert!(part.roots.iter().any(|&root| root != left && page.contains(root, left)));
                before = page.after(left);
            }
        }
    }
}
