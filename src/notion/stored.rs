//! What a block says, the same of one that is sent and of one that is read back.
//!
//! Notion answers blocks in another shape than it takes them: with their type, their
//! text once more as `plain_text`, children left out, files that it keeps itself. What
//! is the same on both sides is kind, text and address, and those are read here.

use crate::json::Json;
use crate::late::late_word;

const WORDS: &str = late!(
    "caption cells has_children file child_page child_database annotations color default created_by last_edited_by"
);

const MARKS: &str = late!("bold italic strikethrough underline code checked");

/// A block and what is inside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Its id; empty of one that was not answered by Notion.
    pub id: String,
    /// Its type: `paragraph`, `image`.
    pub kind: String,
    /// All text that it shows: its own, its caption, its cells, its formula.
    pub text: String,
    /// How that looks, where it is not as usual: which part of it is bold, what has a colour, what is ticked.
    pub look: String,
    /// Whether somebody else changed it than who made it.
    pub is_touched: bool,
    /// The address of the file or page that it shows; empty for none.
    pub address: String,
    /// Whether Notion keeps that file itself: then the address is one of Notion's, and
    /// another one every time.
    pub is_kept: bool,
    /// Whether there are blocks inside it, read or not.
    pub has_children: bool,
    /// The blocks inside it, where these are known.
    pub children: Vec<Stored>,
}

impl Stored {
    /// Reads a block, with the children that are given in it.
    #[must_use]
    pub fn of(block: &Json) -> Self {
        let typed = block.get("type").text();
        let kind = typed.or_else(|| block.members().first().map(|(name, _)| name.as_ref())).unwrap_or_default();
        let content = block.get(kind);
        let caption = content.get(const { late_word(WORDS, "caption") });
        let (mut text, mut look) = (String::new(), Look::default());
        look.mark(content);
        for runs in [content.get("rich_text"), caption] {
            add(&mut text, &mut look, runs);
        }
        for cell in content.get(const { late_word(WORDS, "cells") }).items() {
            add(&mut text, &mut look, cell);
            text.push(' ');
        }
        let [made_by, changed_by] = const { [late_word(WORDS, "created_by"), late_word(WORDS, "last_edited_by")] }
            .map(|who| block.get(who).get("id"));
        text.push_str(content.get("expression").text().unwrap_or_default());
        let kept = content.get(const { late_word(WORDS, "file") }).get("url").text();
        let shown = [content.get("url").text(), content.get("external").get("url").text(), kept];
        let children: Vec<Self> = content.get("children").items().iter().map(Self::of).collect();
        Self {
            id: block.get("id").text().unwrap_or_default().to_owned(),
            kind: kind.to_owned(),
            text,
            look: look.all,
            is_touched: made_by != changed_by,
            address: shown.into_iter().flatten().next().unwrap_or_default().to_owned(),
            is_kept: kept.is_some(),
            has_children: block.get(const { late_word(WORDS, "has_children") }).is_true() || !children.is_empty(),
            children,
        }
    }

    /// Whether what is inside it is something of its own: another page, a database.
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        self.kind == const { late_word(WORDS, "child_page") }
            || self.kind == const { late_word(WORDS, "child_database") }
    }

    /// All of these and what is inside them, each before what it holds.
    #[must_use]
    pub fn all(blocks: &[Self]) -> Vec<&Self> {
        Self::levels(blocks).into_iter().map(|(_, block)| block).collect()
    }

    /// As [`Stored::all`], each with how deep it is in others: 0 for one that is in none.
    #[must_use]
    pub fn levels(blocks: &[Self]) -> Vec<(u16, &Self)> {
        let mut found = Vec::new();
        let mut waiting: Vec<(u16, &Self)> = blocks.iter().rev().map(|block| (0, block)).collect();
        while let Some((depth, block)) = waiting.pop() {
            found.push((depth, block));
            waiting.extend(block.children.iter().rev().map(|child| (depth.saturating_add(1), child)));
        }
        found
    }
}

/// How a text looks, told where that changes: runs of the same look may be one or several.
#[derive(Default)]
struct Look {
    all: String,
    last: String,
}

impl Look {
    /// What comes now looks as these say. What is not said is as usual.
    fn mark(&mut self, marks: &Json) {
        let color = marks.get(const { late_word(WORDS, "color") }).text().unwrap_or_default();
        let mut now = String::new();
        if color != const { late_word(WORDS, "default") } {
            now.push_str(color);
        }
        for name in MARKS.split(' ') {
            if marks.get(name).is_true() {
                now.push_str(name);
            }
        }
        if now != self.last {
            self.all.push(' ');
            self.all.push_str(&now);
            self.last = now;
        }
    }
}

/// What Notion shows of a run is what counts; one that was not answered yet has only
/// what was sent.
fn add(text: &mut String, look: &mut Look, runs: &Json) {
    for run in runs.items() {
        look.mark(run.get(const { late_word(WORDS, "annotations") }));
        let said = [run.get("plain_text"), run.get("text").get("content"), run.get("equation").get("expression")];
        text.push_str(said.into_iter().find_map(Json::text).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json as literal;

    use super::*;
    use crate::json::testing::json;

    fn of(block: serde_json::Value) -> Stored {
        Stored::of(&json(block))
    }

    #[test]
    fn what_was_sent_and_what_is_answered_say_the_same() {
        let run = |text: &str| literal!({ "text": { "content": text } });
        let answered = |text: &str| literal!({ "type": "text", "text": { "content": text, "link": null }, "plain_text": text, "href": null });
        for (sent, answer) in [
            (
                literal!({ "paragraph": { "rich_text": [run("a "), { "equation": { "expression": "x" } }] } }),
                literal!({ "object": "block", "id": "1", "parent": { "type": "page_id", "page_id": "p" }, "type": "paragraph",
                    "paragraph": { "rich_text": [answered("a "),
                        { "type": "equation", "equation": { "expression": "x" }, "plain_text": "x" }], "color": "default" } }),
            ),
            (
                literal!({ "image": { "external": { "url": "https://e.com/a.png" }, "caption": [run("A")] } }),
                literal!({ "id": "1", "type": "image", "image": { "type": "external",
                    "external": { "url": "https://e.com/a.png" }, "caption": [answered("A")] } }),
            ),
            (
                literal!({ "table_row": { "cells": [[run("a")], [], [run("b")]] } }),
                literal!({ "id": "1", "type": "table_row", "table_row": { "cells": [[answered("a")], [], [answered("b")]] } }),
            ),
            (
                literal!({ "equation": { "expression": "x^2" } }),
                literal!({ "id": "1", "type": "equation", "equation": { "expression": "x^2" } }),
            ),
            (
                literal!({ "bookmark": { "url": "https://e.com/" } }),
                literal!({ "id": "1", "type": "bookmark", "bookmark": { "url": "https://e.com/", "caption": [] } }),
            ),
        ] {
            let (sent, answer) = (of(sent), of(answer));
            assert_eq!(Stored { id: "1".into(), ..sent }, answer);
        }
    }

    #[test]
    fn a_file_that_notion_keeps_is_told_from_one_that_it_links_to() {
        let kept = of(literal!({ "id": "1", "type": "image", "image": { "type": "file",
            "file": { "url": "https://files.notion.so/a", "expiry_time": "2026-11-26T00:00:00.000Z" }, "caption": [] } }));
        assert_eq!((kept.address.as_str(), kept.is_kept), ("https://files.notion.so/a", true));
    }

    #[test]
    fn what_is_inside_is_read_where_it_is_given_and_noted_where_it_is_not() {
        let inner = literal!({ "to_do": { "rich_text": [], "children": [{ "divider": {} }, { "quote": { "rich_text": [] } }] } });
        let tree =
            [of(literal!({ "toggle": { "rich_text": [], "children": [inner] } })), of(literal!({ "divider": {} }))];
        let kinds: Vec<&str> = Stored::all(&tree).iter().map(|block| block.kind.as_str()).collect();
        assert_eq!(kinds, ["toggle", "to_do", "divider", "quote", "divider"]);
        let closed = of(literal!({ "id": "1", "type": "toggle", "has_children": true, "toggle": { "rich_text": [] } }));
        assert!(closed.has_children && closed.children.is_empty());
        assert!(of(literal!({ "id": "1", "type": "child_page", "child_page": { "title": "Mine" } })).is_elsewhere());
        assert_eq!(of(literal!("odd")), Stored::default());
    }
}
