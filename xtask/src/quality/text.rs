//! The plain text of a part of a page, and of Markdown.

use satchel::article::page::{Id, Page};
use satchel::article::part::Part;
use satchel::article::tag::Tag;

/// The text of a part, with every block on lines of its own.
pub(super) fn plain(page: &Page<'_>, part: &Part) -> String {
    let mut text = String::new();
    let mut open: Vec<Id> = Vec::new();
    for id in part.nodes(page) {
        while open.pop_if(|&mut block| !page.contains(block, id)).is_some() {
            text.push('\n');
        }
        let node = page.node(id);
        if breaks(node.tag) {
            text.push('\n');
            open.push(id);
        }
        if node.is_text() {
            text.push_str(node.text);
        } else if node.has("tex") {
            text.push(' ');
            text.push_str(node.attribute("tex"));
            text.push(' ');
        }
    }
    text
}

/// Its headings.
pub(super) fn headings(page: &Page<'_>, part: &Part) -> Vec<String> {
    let headings = part.nodes(page).filter(|&id| page.node(id).tag.heading() > 0);
    let text = |id| page.within(id).map(|inner| page.node(inner).text).collect::<String>();
    headings.map(text).filter(|text| !text.trim().is_empty()).collect()
}

fn breaks(tag: Tag) -> bool {
    tag.is_block() || matches!(tag, Tag::Br | Tag::Button | Tag::Label | Tag::Option | Tag::Input | Tag::Img)
}

/// The text and the headings of Markdown: what is written for a person, without
/// the marks and addresses that are written for a program.
pub(super) fn markdown(source: &str) -> (String, Vec<String>) {
    let mut text = String::new();
    let mut headings = Vec::new();
    let mut lines = source.lines().peekable();
    // Defuddle's answers begin with what is known of the page, as JSON between fences.
    if lines.next_if(|line| line.starts_with("```json")).is_some() {
        for line in lines.by_ref() {
            if line.starts_with("```") {
                break;
            }
        }
    }
    let mut is_code = false;
    for line in lines {
        let bare = line.trim_start_matches(['>', ' ', '\t']);
        if bare.starts_with("```") {
            is_code = !is_code;
            continue;
        }
        if is_code {
            text.push_str(line);
        } else {
            let line = without_addresses(line);
            let bare = line.trim_start_matches(['>', ' ', '\t']);
            let level = bare.bytes().take_while(|&byte| byte == b'#').count();
            if let (1..=6, Some(heading)) = (level, bare.get(level..).and_then(|rest| rest.strip_prefix(' '))) {
                headings.push(heading.trim().to_owned());
            }
            text.push_str(&line);
        }
        text.push('\n');
    }
    (text, headings)
}

/// A line without `![…](…)`, the `](…)` of links, and tags.
fn without_addresses(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    // What `[` belongs to a picture, whose words are not shown.
    while let Some(at) = rest.find(['!', ']', '<']) {
        let (before, found) = rest.split_at_checked(at).unwrap_or((rest, ""));
        text.push_str(before);
        rest = if let Some((_, after)) = picture(found) {
            after
        } else if let Some(after) = found.strip_prefix("](").and_then(|inside| inside.split_once(')')) {
            after.1
        } else if let Some((_, after)) = found
            .strip_prefix('<')
            .filter(|inside| inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'))
            .and_then(|inside| inside.split_once('>'))
        {
            text.push(' ');
            after
        } else {
            let (mark, after) = found.split_at_checked(1).unwrap_or((found, ""));
            text.push_str(mark);
            after
        };
    }
    text.push_str(rest);
    text.replace('\\', "")
}

fn picture(found: &str) -> Option<(&str, &str)> {
    let (words, after) = found.strip_prefix("![")?.split_once("](")?;
    if words.contains('[') {
        return None;
    }
    after.split_once(')')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_on_lines_of_their_own() {
        let page = Page::read("\u{2}div\u{2}p\u{1}a\u{2}b\u{1}b\u{3}\u{3}\u{1}c\u{2}h2\u{1}d\u{3}\u{3}\u{1}e");
        let text = plain(&page, &Part::whole());
        assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["ab", "c", "d", "e"]);
        assert_eq!(headings(&page, &Part::whole()), ["d"]);
    }

    #[test]
    fn markdown_is_what_a_person_reads() {
        let source =
            "```json\n{}\n```\n\n## A *b*\n\n[![x](y)](z) [one](http://e.com) <br>two!\n\n```js\n# c[1](2)\n```";
        let (text, headings) = markdown(source);
        assert_eq!(headings, ["A *b*"]);
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        assert_eq!(words, ["A", "b", "one", "two", "c", "1", "2"]);
    }
}
