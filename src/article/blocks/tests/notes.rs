use super::*;

#[test]
fn marks_and_notes_name_each_other() {
    becomes(
        "<p>One<sup><a href='#fn1'>1</a></sup> two<a href='https://page.example/article#fn%C3%A9' role='doc-noteref'><sup>2</sup></a>.</p>\
         <section><ol><li id='fn1'><p>First. <a href='#r1'>↩</a></p></li><li id='fné'>Second. <a href='#r2' role='doc-backlink'>back</a></li></ol></section>",
        &["paragraph: One[1] two[2].", "paragraph: [1] First.", "paragraph: [2] Second."],
    );
}

#[test]
fn notes_that_have_their_label_keep_it() {
    becomes(
        "<p>a<sup id='ref1'><a href='#n1'>[1]</a></sup></p><p id='n1'><sup><a href='#ref1'>1</a></sup> b</p>",
        &["paragraph: a[1]", "paragraph: [1] b"],
    );
    becomes(
        "<p>a<sup><a href='#n1'>1</a></sup></p><p id='n1'><sup>1</sup> b</p>",
        &["paragraph: a[1]", "paragraph: [1] b"],
    );
    becomes("<p>a<sup><a href='#n1'>1</a></sup></p><p id='n1'>1. b</p>", &["paragraph: a[1]", "paragraph: 1. b"]);
    becomes(
        "<p>a<sup><a href='#n1'>1</a></sup></p><p><a name='n1'></a>b</p>",
        &["paragraph: a[1]", "paragraph: [1] b"],
    );
    becomes(
        "<p>a<sup><a href='#n1'>1</a></sup></p><div id='n1'><p>b</p><p>c</p></div>",
        &["paragraph: a[1]", "paragraph: [1] b", "paragraph: c"],
    );
}

#[test]
fn a_list_of_references_keeps_the_numbers_of_its_marks() {
    becomes(
        "<p>a<sup class='reference'><a href='#n7'><span>[</span>7<span>]</span></a></sup></p>\
         <ol><li>other</li><li id='n7'><span class='cite-backlink'><a href='#r'>^</a></span> <span>b</span></li></ol>",
        &["paragraph: a[7]", "numbered_list_item: other", "paragraph: [7] b"],
    );
}
