use super::*;

#[test]
fn tables_of_data_are_tables() {
    becomes(
        "<table><caption>All</caption><thead><tr><th>a</th><th>b</th></tr></thead>\
         <tbody><tr><th>c</th><td>d <b>e</b></td></tr><tr><th>f</th><td>g<br>h</td></tr></tbody></table>",
        &[
            "paragraph: All",
            "table (table_width 2) (has_column_header true) (has_row_header true):",
            "  table_row: | a | b",
            "  table_row: | c | d [b e]",
            "  table_row: | f | g\\nh",
        ],
    );
}

#[test]
fn merged_cells_have_their_text_in_the_first() {
    becomes(
        "<table><tr><th colspan='9'>a</th></tr><tr><td rowspan='2'>b</td><td>c</td><td>d</td></tr><tr><td colspan='2'>e</td></tr>\
         <tr><td>f</td></tr></table>",
        &[
            "table (table_width 3) (has_column_header true) (has_row_header false):",
            "  table_row: | a |  |",
            "  table_row: | b | c | d",
            "  table_row: |  | e |",
            "  table_row: | f |  |",
        ],
    );
}

#[test]
fn cells_hold_text_and_what_else_is_in_them_follows() {
    becomes(
        "<table><tr><th>a</th><th>b</th></tr><tr><td><p>c</p><p>d</p><ul><li>e</li></ul></td>\
         <td><img src='https://e.com/a.png'>f<pre>g  h</pre></td></tr></table>",
        &[
            "table (table_width 2) (has_column_header true) (has_row_header false):",
            "  table_row: | a | b",
            "  table_row: | c\\nd\\n• e | f\\n[c g  h]",
            "image (url https://e.com/a.png):",
        ],
    );
}

#[test]
fn tables_that_only_lay_out_are_not() {
    for (html, wanted) in [
        ("<table role='presentation'><tr><td>a</td><td>b</td></tr></table>", vec!["paragraph: a", "paragraph: b"]),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", vec!["paragraph: a", "paragraph: b"]),
        (
            "<table><tr><td>a</td><td><h2>b</h2><p>c</p></td></tr></table>",
            vec!["paragraph: a", "heading_2: b", "paragraph: c"],
        ),
        (
            "<table><tr><td>a</td><td><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>",
            vec![
                "paragraph: a",
                "table (table_width 2) (has_column_header false) (has_row_header false):",
                "  table_row: | b | c",
            ],
        ),
    ] {
        becomes(html, &wanted);
    }
}

#[test]
fn a_table_in_a_list_is_no_deeper_than_notion_has_them() {
    becomes(
        "<ul><li>a<ul><li>b<table><tr><td>c</td><td>d</td></tr></table><p>e</p></li><li>f</li></ul></li></ul>",
        &[
            "bulleted_list_item: a",
            "  bulleted_list_item: b",
            "  table (table_width 2) (has_column_header false) (has_row_header false):",
            "    table_row: | c | d",
            "  paragraph: e",
            "  bulleted_list_item: f",
        ],
    );
}

#[test]
fn a_row_without_cells_takes_up_what_stands_over_it() {
    becomes(
        "<table><tr><td rowspan='2'>1</td><td rowspan='2'>2</td></tr><tr></tr><tr><td>3</td><td>4</td></tr></table>",
        &[
            "table (table_width 2) (has_column_header false) (has_row_header false):",
            "  table_row: | 1 | 2",
            "  table_row: | 3 | 4",
        ],
    );
}
