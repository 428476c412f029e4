use super::*;

#[test]
fn lists_nest() {
    becomes(
        "<ul><li>a<ul><li>b</li></ul>c</li><li><p>d</p><p>e</p></li><li> </li></ul><ol><li>f<pre>g</pre></li><li><h4>h</h4>i</li></ol>\
         <ul><li>j</li><ul><li>k</li></ul></ul>",
        &[
            "bulleted_list_item: a",
            "  bulleted_list_item: b",
            "  paragraph: c",
            "bulleted_list_item: d",
            "  paragraph: e",
            "numbered_list_item: f",
            "  code (language plain text): g",
            "numbered_list_item: [b h]",
            "  paragraph: i",
            "bulleted_list_item: j",
            "  bulleted_list_item: k",
        ],
    );
}

#[test]
fn what_is_deeper_than_notion_nests_is_written_out() {
    let html = "<ul><li>a<ul><li>b<ol><li>c<ul><li>d<ol><li>e</li><li>f</li></ol></li></ul></li><li>g</li></ol></li></ul></li></ul>";
    becomes(
        html,
        &[
            "bulleted_list_item: a",
            "  bulleted_list_item: b",
            "    numbered_list_item: c",
            "    paragraph: \u{2003}• d",
            "    paragraph: \u{2003}\u{2003}1. e",
            "    paragraph: \u{2003}\u{2003}2. f",
            "    paragraph: 2. g",
        ],
    );
    loses(html, Reason::Depth, 3, 0);
}

#[test]
fn numbers_that_notion_would_not_count_are_written_out() {
    becomes(
        "<ol start='3'><li>a</li><li>b</li></ol><ol reversed><li>c</li><li>d</li></ol><ol><li>e</li><li value='9'>f</li><li>g</li></ol>",
        &[
            "paragraph: 3. a",
            "paragraph: 4. b",
            "paragraph: 2. c",
            "paragraph: 1. d",
            "numbered_list_item: e",
            "paragraph: 9. f",
            "paragraph: 10. g",
        ],
    );
}

#[test]
fn lists_that_notion_would_count_as_one_or_as_two_are_written_out() {
    becomes(
        "<ol><li>a</li><li>b</li></ol><ol><li>c</li></ol><ul><li>d</li></ul><ol><li>e</li><p>f</p><li>g</li></ol>",
        &[
            "numbered_list_item: a",
            "numbered_list_item: b",
            "paragraph: 1. c",
            "bulleted_list_item: d",
            "numbered_list_item: e",
            "paragraph: f",
            "paragraph: 2. g",
        ],
    );
    // In a quote there is room for a hundred only, and what goes on beside it would be counted anew.
    let items: String = (1..=101).map(|at| format!("<li>{at}</li>")).collect();
    let blocks = outline(&compiled(&format!("<blockquote>a<ol>{items}</ol></blockquote>")).blocks);
    assert_eq!(
        blocks[99..],
        ["  numbered_list_item: 99", "  numbered_list_item: 100", "quote: …", "  paragraph: 101. 101"]
    );
}

#[test]
fn boxes_to_tick_are_to_dos() {
    becomes(
        "<ul><li><input type='checkbox' checked> a</li><li><label><input type='checkbox'>b</label><ul><li>c</li></ul></li></ul>\
         <p><input type='checkbox'> d</p><input type='text'>",
        &["to_do (checked true): a", "to_do (checked false): b", "  bulleted_list_item: c", "paragraph: ☐ d"],
    );
}

#[test]
fn terms_hold_what_they_mean() {
    becomes(
        "<dl><dt>a</dt><dd>b</dd><dd><p>c</p><p>d</p></dd><div><dt>e</dt><dt>f</dt><dd>g</dd></div></dl><dl><dd>h</dd></dl>",
        &[
            "paragraph: [b a]",
            "  paragraph: b",
            "  paragraph: c",
            "  paragraph: d",
            "paragraph: [b e]",
            "paragraph: [b f]",
            "  paragraph: g",
            "paragraph: h",
        ],
    );
}
