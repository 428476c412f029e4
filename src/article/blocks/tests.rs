//! What each construct of a page becomes.

mod code;
mod formulas;
mod inline;
mod limits;
mod lists;
mod media;
mod notation;
mod notes;
mod tables;

use notation::{compiled, outline};

use super::tally::Reason;

/// The page compiles to this outline.
#[track_caller]
fn becomes(html: &str, wanted: &[&str]) {
    let lines = outline(&compiled(html).blocks);
    assert_eq!(lines, wanted, "{html}");
}

#[track_caller]
fn loses(html: &str, reason: Reason, times: usize, characters: usize) {
    let loss = compiled(html).tally.loss(reason);
    assert_eq!((loss.times, loss.characters), (times, characters), "{html}");
}

#[test]
fn headings_and_paragraphs() {
    becomes(
        "<h1>One</h1><p>a</p>b<div>c<p>d</p>e</div><h2>Two <a href='#two'>#</a></h2><h3> </h3><h4>Four</h4><h5>Five</h5>\
         <h6>Six</h6><div role='heading' aria-level='3'>Three</div><hr><hr><p>&nbsp;</p>",
        &[
            "heading_1: One",
            "paragraph: a",
            "paragraph: b",
            "paragraph: c",
            "paragraph: d",
            "paragraph: e",
            "heading_2: Two",
            "heading_4: Four",
            "heading_4: Five",
            "heading_4: Six",
            "heading_3: Three",
            "divider:",
        ],
    );
    loses("<h2>Two <a href='#two'>#</a></h2>", Reason::Backlink, 1, 1);
}

#[test]
fn line_breaks() {
    becomes("<p>a<br> b<br><br>c<br></p>", &["paragraph: a\\nb", "paragraph: c"]);
    becomes("<h2>a<br>b</h2>", &["heading_2: a\\nb"]);
}

#[test]
fn quotes_hold_blocks() {
    becomes(
        "<blockquote>a</blockquote><blockquote><p>b</p><p>c</p><ul><li>d</li></ul><footer>— e</footer></blockquote>\
         <blockquote> </blockquote><blockquote><h3>f</h3>g</blockquote>\
         <figure><blockquote><p>h</p></blockquote><figcaption>i</figcaption></figure>",
        &[
            "quote: a",
            "quote: b",
            "  paragraph: c",
            "  bulleted_list_item: d",
            "  paragraph: — e",
            "quote: [b f]",
            "  paragraph: g",
            "quote: h",
            "  paragraph: i",
        ],
    );
}

#[test]
fn boxes_are_callouts() {
    becomes(
        "<div class='admonition warning'><p class='admonition-title'>Careful</p><p>a</p></div>\
         <aside role='note'>b</aside><p class='tip'>c</p><div class='alert alert-danger'>d</div>\
         <div class='callout'><span>💡</span><div>e</div></div><div class='notebook'>f</div>",
        &[
            "callout (icon ⚠️) (color yellow_background): Careful",
            "  paragraph: a",
            "callout (icon ℹ️) (color blue_background): b",
            "callout (icon 💡) (color green_background): c",
            "callout (icon 🚨) (color red_background): d",
            "callout (icon ℹ️) (color blue_background): 💡 e",
            "paragraph: f",
        ],
    );
    // What is called so and holds half the page is no box.
    let long = ["<div class='note'>", &"<p>word</p>".repeat(200), "</div>"].concat();
    assert_eq!(outline(&compiled(&long).blocks).len(), 200);
}

#[test]
fn details_are_toggles() {
    becomes(
        "<details><summary>a <b>b</b></summary><p>c</p><img src='https://e.com/a.png'></details>\
         <details>d</details><details><summary><h3>e</h3></summary>f</details>",
        &[
            "toggle: a [b b]",
            "  paragraph: c",
            "  image (url https://e.com/a.png):",
            "toggle: …",
            "  paragraph: d",
            "heading_3 (is_toggleable true): e",
            "  paragraph: f",
        ],
    );
}

#[test]
fn what_is_no_text_is_left_out_and_counted() {
    let html = "<p>a</p><script>var b;</script><style>c</style><svg><text>dd</text></svg><select><option>e</select>";
    becomes(html, &["paragraph: a"]);
    loses(html, Reason::Hidden, 2, 6);
    loses(html, Reason::Drawing, 1, 2);
    loses(html, Reason::Control, 1, 1);
    let tally = compiled(html).tally;
    assert_eq!((tally.read, tally.count.characters), (10, 1));
}

#[test]
fn what_the_part_leaves_out_is_not_there() {
    use crate::article::page::{Id, Page};
    use crate::article::part::Part;
    let tokens = notation::tokens("<p>a<b>b</b>c</p><pre>d<i>e</i>f</pre><sup>1<i>2</i></sup><p>g</p>");
    let page = Page::read(&tokens);
    let wanted = |name: &str| -> Vec<Id> { page.within(Id::ROOT).filter(|&id| page.node(id).name == name).collect() };
    let mut left_out = [wanted("b"), wanted("i")].concat();
    left_out.sort();
    let part =
        Part { roots: wanted("p").into_iter().take(1).chain(wanted("pre")).chain(wanted("sup")).collect(), left_out };
    let blocks = super::compile(&page, &part, &super::Options::default()).blocks;
    assert_eq!(outline(&blocks), ["paragraph: ac", "code (language plain text): df", "paragraph: ¹"]);
}

/// The page that tests in browsers save.
#[test]
fn one_of_everything() {
    becomes(
        include_str!("../../../tests/fixtures/constructs.html"),
        &[
            "heading_1: One of everything",
            "paragraph: This page has one of each thing that a page can have, so that a test can look for it.",
            "heading_2: Text",
            "paragraph: Words can be [b bold], [i italic], [s struck], [u underlined], [c code] or [m marked], or [bi several at once]. They can [a lead away → https://elsewhere.example/page], [a write a letter → mailto:ada@elsewhere.example], or stay here.\\nThis is a new line, with a\u{a0}space that does not break.",
            "paragraph: Water is H₂O, a square is x², this is the 1st of its kind, and e^(a+b) grows. She said “so he said ‘no’ to me”. The WWW (World Wide Web) is wide. 漢(かん)字(じ) are read so.",
            "paragraph: הכיתוב הזה נקרא מימין לשמאל.",
            "divider:",
            "heading_3: Levels",
            "paragraph: Third.",
            "heading_4: Deeper",
            "paragraph: Fourth.",
            "heading_4: Deeper still",
            "paragraph: Fifth.",
            "heading_4: Deepest",
            "paragraph: Sixth.",
            "heading_2: Lists",
            "bulleted_list_item: Fruit",
            "  bulleted_list_item: Apples",
            "    bulleted_list_item: Red",
            "    paragraph: \u{2003}• Small and red",
            "    paragraph: \u{2003}\u{2003}1. The first small red one",
            "  bulleted_list_item: Pears",
            "bulleted_list_item: Bread",
            "  paragraph: which is a paragraph more",
            "numbered_list_item: Wake up",
            "numbered_list_item: Get up",
            "paragraph: 7. Seventh",
            "paragraph: 8. Eighth",
            "to_do (checked true): Done",
            "to_do (checked false): To do",
            "paragraph: [b Satchel]",
            "  paragraph: A bag with one strap.",
            "  paragraph: Also what this page is for.",
            "heading_2: Beside the text",
            "quote: A quote,",
            "  paragraph: in two paragraphs.",
            "callout (icon ⚠\u{fe0f}) (color yellow_background): Careful",
            "  paragraph: The floor is wet.",
            "callout (icon ℹ\u{fe0f}) (color blue_background): This is only a note.",
            "toggle: More of it",
            "  paragraph: What was folded.",
            "heading_2: Code",
            "code (language rust): fn main() {\\n    println!(\"tabs\\tand spaces\");\\n}",
            "code (language plain text): no language\\n  but an indent",
            "heading_2: Tables",
            "paragraph: Bags and their straps",
            "table (table_width 3) (has_column_header true) (has_row_header true):",
            "  table_row: | Bag | Straps | Flap",
            "  table_row: | Satchel | one | yes",
            "  table_row: | Backpack | [b two] |",
            "  table_row: | Pocket | none at all |",
            "paragraph: This table only lays out",
            "paragraph: what stands in it.",
            "heading_2: Formulas",
            "paragraph: The area is [$ \\pi r^2], and half of it is [$ \\frac{πr^{2}}{2}].",
            "equation (expression e^{i\\pi}+1=0):",
            "heading_2: Pictures and films",
            "image (url https://images.example/satchel.png): A satchel, seen from the [i front].",
            "image (url https://images.example/small.jpg): [a A linked picture → https://elsewhere.example/large]",
            "bookmark (url https://images.example/modern.webp): A picture in a modern format",
            "paragraph: A picture in the page itself",
            "video (url https://images.example/walk.mp4):",
            "audio (url https://images.example/steps.mp3):",
            "video (url https://www.youtube.com/watch?v=abcdefghijk):",
            "bookmark (url https://frames.example/widget): A widget",
            "pdf (url https://images.example/manual.pdf): The manual",
            "heading_2: Notes",
            "paragraph: A thing worth a note[1] and another[2].",
            "paragraph: [1] The first note.",
            "paragraph: [2] The second note.",
        ],
    );
}
