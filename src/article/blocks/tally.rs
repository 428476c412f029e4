//! What was sent, so that what is stored can be held against it, and what was not.

use crate::json::Json;
use crate::notion::link;
use crate::notion::media::Media;

/// What there is in blocks, counted the same way in those sent and those read back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Count {
    /// Characters (code points) of all text, captions, cells and formulas; white
    /// space and what is never shown (see [`is_dropped`]) do not count, so that
    /// nobody has to agree on where a line breaks.
    pub characters: usize,
    /// Blocks that are in no other.
    pub top_level: usize,
    /// All blocks.
    pub blocks: usize,
    /// Every file and page that is shown, in order.
    pub media: Vec<(Media, String)>,
}

/// Why something of a page is not in the blocks, or not as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing to read: scripts, styles, what stands in for a video that does not play.
    Hidden,
    /// The same again: the drawn half of a formula, brackets for old browsers.
    Duplicate,
    /// Numbers of lines beside code.
    LineNumber,
    /// A sign that leads back up, or to the very heading it is in.
    Backlink,
    /// Fields and lists to choose from, and what copies code.
    Control,
    /// Drawings made of lines, which are no file.
    Drawing,
    /// A picture that shows nothing to read: a spacer, a counter.
    Decoration,
    /// A link whose address Notion does not take, or that leads to the same page: its text stays.
    Link,
    /// A list deeper than Notion nests: its items are written out.
    Depth,
    /// A table wider than Notion has them: a row goes on in the next.
    Width,
    /// A formula longer than Notion has them: it is code.
    Formula,
    /// Code in a language that Notion does not know.
    Language,
    /// A picture, video or frame that Notion would not show, and might refuse: it is a card.
    Card,
    /// A picture or video whose content is in the page itself, or that has no address
    /// Notion takes: it is not sent.
    NotSent,
}

impl Reason {
    /// How many there are.
    pub const COUNT: usize = Self::NotSent as usize + 1;
}

/// How often a [`Reason`] was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    /// How often.
    pub times: usize,
    /// How many characters of text are missing for it.
    pub characters: usize,
}

/// A file that is not shown as what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Degraded {
    /// What it is.
    pub media: Media,
    /// Its address, as the page has it; only the beginning where it is the file itself.
    pub address: String,
    /// [`Reason::Card`] or [`Reason::NotSent`].
    pub reason: Reason,
}

/// What became of a part of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// What is in the blocks.
    pub count: Count,
    /// Characters of text in the part of the page, counted like those of blocks.
    pub read: usize,
    /// Files that are not shown as what they are.
    pub degraded: Vec<Degraded>,
    /// What is missing or different, by reason.
    pub losses: [Loss; Reason::COUNT],
}

impl Tally {
    /// How often a reason was given, and for how much text.
    #[must_use]
    pub fn loss(&self, reason: Reason) -> Loss {
        self.losses.get(reason as usize).copied().unwrap_or_default()
    }

    /// The address of each picture once: those that blocks show, then those that are cards.
    #[must_use]
    pub fn pictures(&self) -> Vec<String> {
        let shown = self.count.media.iter().filter(|(media, _)| *media == Media::Image);
        let cards = self.degraded.iter().filter(|file| (file.media, file.reason) == (Media::Image, Reason::Card));
        let mut pictures: Vec<String> = Vec::new();
        let addresses = shown.map(|(_, address)| address.clone());
        for address in addresses.chain(cards.filter_map(|file| link::web(&file.address))) {
            if !pictures.contains(&address) {
                pictures.push(address);
            }
        }
        pictures
    }

    /// How many files are not sent, by the names of their blocks.
    #[must_use]
    pub fn left(&self) -> Json {
        let mut left = Vec::new();
        for (media, name) in Media::NAMES {
            let files = self.degraded.iter().filter(|file| (file.media, file.reason) == (media, Reason::NotSent));
            let count = u32::try_from(files.count()).unwrap_or(u32::MAX);
            if count > 0 {
                left.push((name.into(), Json::Number(count.into())));
            }
        }
        Json::Object(left)
    }

    /// One more time.
    pub(super) fn lose(&mut self, reason: Reason, characters: usize) {
        if let Some(loss) = self.losses.get_mut(reason as usize) {
            loss.times += 1;
            loss.characters += characters;
        }
    }

    /// A file that is shown differently, or not.
    pub(super) fn degrade(&mut self, media: Media, address: &str, reason: Reason) {
        let length = if address.starts_with("data:") { 40 } else { usize::MAX };
        self.lose(reason, 0);
        self.degraded.push(Degraded { media, address: address.chars().take(length).collect(), reason });
    }
}

/// Characters that no block gets: controls, the byte order mark, non-characters, and
/// the hyphen that shows only where a line breaks.
#[must_use]
pub fn is_dropped(c: char) -> bool {
    c.is_control() || matches!(c, '\u{ad}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// How many characters of a text count.
#[must_use]
pub fn characters(text: &str) -> usize {
    text.chars().filter(|&c| c.is_ascii_graphic() || (!c.is_whitespace() && !is_dropped(c))).count()
}

/// Counts what is in blocks, whether made here or read back from Notion (with their
/// children, where these were read, under `children` of their content).
#[must_use]
pub fn count(blocks: &[Json]) -> Count {
    let mut count = Count { top_level: blocks.len(), ..Count::default() };
    let mut waiting: Vec<&Json> = blocks.iter().rev().collect();
    while let Some(block) = waiting.pop() {
        count.blocks += 1;
        let kind = block.get("type").text().or_else(|| block.members().first().map(|(name, _)| name.as_ref()));
        let kind = kind.unwrap_or_default();
        let content = block.get(kind);
        count.characters += characters(content.get("expression").text().unwrap_or_default());
        let lists = [content.get("rich_text"), content.get("caption")];
        for list in lists.into_iter().chain(content.get("cells").items()) {
            count.characters += list.items().iter().map(of_run).sum::<usize>();
        }
        if let Some(&(media, _)) = Media::NAMES.iter().find(|&&(_, name)| name == kind) {
            let places = [content, content.get("external"), content.get("file")];
            let address = places.into_iter().find_map(|place| place.get("url").text()).unwrap_or_default();
            count.media.push((media, address.to_owned()));
        }
        waiting.extend(content.get("children").items().iter().rev());
    }
    count
}

fn of_run(run: &Json) -> usize {
    let texts = [run.get("text").get("content"), run.get("equation").get("expression"), run.get("plain_text")];
    characters(texts.into_iter().find_map(Json::text).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::testing::json;

    #[test]
    fn what_is_not_sent_is_counted_by_what_it_is() {
        let mut tally = Tally::default();
        assert_eq!(tally.left().written(), "{}");
        tally.degrade(Media::Image, "data:image/png;base64,AA", Reason::NotSent);
        tally.degrade(Media::Video, "blob:https://e.com/1", Reason::NotSent);
        tally.degrade(Media::Image, "", Reason::NotSent);
        tally.degrade(Media::Image, "https://e.com/a", Reason::Card);
        assert_eq!(tally.left().written(), r#"{"image":2,"video":1}"#);
    }

    #[test]
    fn what_is_stored_counts_like_what_was_sent() {
        let sent = json(json!([
            { "paragraph": { "rich_text": [{ "text": { "content": "a b\n\u{a0}é" } }], "children": [{ "divider": {} }] } },
            { "equation": { "expression": "x^2" } },
            { "image": { "external": { "url": "https://e.com/a.png" }, "caption": [{ "text": { "content": "cap" } }] } },
            { "table": { "table_width": 1, "children": [{ "table_row": { "cells": [[{ "equation": { "expression": "y" } }]] } }] } },
        ]));
        let stored = json(json!([
            { "object": "block", "id": "1", "parent": { "type": "page_id" }, "type": "paragraph", "paragraph": {
                "rich_text": [{ "type": "text", "text": { "content": "a b\n\u{a0}é", "link": null }, "plain_text": "a b\n\u{a0}é" }],
                "color": "default", "children": [{ "object": "block", "type": "divider", "divider": {} }] } },
            { "type": "equation", "equation": { "expression": "x^2" } },
            { "type": "image", "image": { "type": "external", "external": { "url": "https://e.com/a.png" },
                "caption": [{ "type": "text", "text": { "content": "cap", "link": null } }] } },
            { "type": "table", "table": { "table_width": 1, "children": [
                { "type": "table_row", "table_row": { "cells": [[{ "type": "equation", "equation": { "expression": "y" }, "plain_text": "y" }]] } },
            ] } },
        ]));
        let counted = count(sent.items());
        assert_eq!(counted, count(stored.items()));
        assert_eq!((counted.characters, counted.top_level, counted.blocks), (10, 4, 6));
        assert_eq!(counted.media, [(Media::Image, "https://e.com/a.png".to_owned())]);
    }
}
