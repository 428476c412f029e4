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
    becomes(include_str!("../../../tests/fixtures/constructs.html"), &["PLACEHOLDER"]);
}
