//! The elements of a page that may name authors, dates and numbers, and its text,
//! found over tokens by the rules by which `details.js` finds them in the document.

use html5ever::tokenizer::Tag;
use satchel::metadata::{Details, Mark};
use satchel::text::units;

use crate::page::{MOST_CHARACTERS, attribute};

// As in `details.js`.
const MOST_MARKS: usize = 80;
const LONGEST_MARK: usize = 300;
const MOST_HEADINGS: usize = 4;
const MOST_LINES: usize = 20;
const LONGEST_LINE: usize = 100;
const LONGEST_OPENING: usize = 2_000;
const LONGEST_TEXT: usize = 20_000;
/// Elements that may be open at a time: deeper ones are not followed.
const DEEPEST: usize = 512;

const NAMING: [&str; 6] = ["byline", "author", "date", "publish", "posted", "timestamp"];
const PROPERTIES: [&str; 12] = [
    "author",
    "creator",
    "datepublished",
    "datemodified",
    "datecreated",
    "uploaddate",
    "price",
    "pricecurrency",
    "ratingvalue",
    "duration",
    "isbn",
    "programminglanguage",
];
const LINKS: [&str; 4] = ["/author", "/authors", "/stargazers", "/stars"];
const SKIPPED: [&str; 9] = ["html", "body", "head", "script", "style", "form", "input", "main", "article"];
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
const UNREAD: [&str; 8] = ["script", "style", "noscript", "template", "textarea", "select", "option", "title"];
/// Elements whose text stands on lines of its own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// What is being collected.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    open: Vec<Open>,
    marks: Vec<Mark>,
    headings: Vec<String>,
    openings: Vec<Lines>,
    /// The whole page, and the parts that may be its text.
    parts: Vec<Part>,
    articles: usize,
    /// How many blocks there were.
    blocks: usize,
    /// The text between two tags, so far: it comes in pieces.
    pending: String,
    /// A line break came since the last text.
    broken: bool,
}

#[derive(Debug, Default)]
struct Open {
    name: String,
    /// In a comment, an aside or a navigation.
    aside: bool,
    /// In something that is not read.
    unread: bool,
    /// In a navigation, which is no text.
    nav: bool,
    /// Inside `[itemprop=author]`.
    author: bool,
    /// The innermost block.
    block: usize,
    mark: Option<usize>,
    heading: Option<usize>,
    part: Option<usize>,
}

/// The first lines of something.
#[derive(Debug, Default)]
struct Lines {
    text: String,
    count: usize,
}

#[derive(Debug)]
struct Part {
    kind: Kind,
    words: u32,
    text: String,
    /// How long that is, in UTF-16 units.
    units: usize,
    /// Where the last text stood.
    block: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Whole,
    Body,
    Article,
    Main,
}

impl Marks {
    pub(crate) fn start(&mut self, name: &str, tag: &Tag) {
        self.flush();
        // The end tags that may be left out, where they are most often.
        if matches!(name, "p" | "li" | "dt" | "dd" | "tr" | "td" | "option")
            && self.open.last().is_some_and(|open| open.name == name)
        {
            self.open.pop();
        }
        let value = |name| attribute(tag, name).unwrap_or_default();
        let lower = |name| value(name).to_ascii_lowercase();
        let (class, id, property) = (lower("class"), lower("id"), lower("itemprop"));
        let above = self.open.last();
        let is_root = matches!(name, "html" | "body");
        let named_comment = !is_root && [&class, &id].iter().any(|text| text.contains("comment"));
        let aside = above.is_some_and(|open| open.aside) || named_comment || matches!(name, "aside" | "nav");
        let has = |text: &str, word: &str| text.split_ascii_whitespace().any(|known| known == word);
        let author = above.is_some_and(|open| open.author);
        let mut open = Open {
            name: name.to_owned(),
            aside,
            unread: above.is_some_and(|open| open.unread) || UNREAD.contains(&name),
            nav: above.is_some_and(|open| open.nav) || name == "nav",
            author: author || has(&property, "author"),
            block: above.map_or(0, |open| open.block),
            ..Open::default()
        };
        self.broken |= matches!(name, "br" | "hr") && !open.nav;
        if BLOCKS.contains(&name) {
            self.blocks += 1;
            open.block = self.blocks;
        }
        let href = lower("href");
        let relation = lower("rel");
        let is_naming = NAMING.iter().any(|word| class.contains(word))
            || ["author", "byline"].iter().any(|word| id.contains(word))
            || PROPERTIES.iter().any(|word| has(&property, word))
            || (name == "a" && LINKS.iter().any(|part| href.contains(part)))
            || (author && has(&property, "name"))
            || has(&relation, "author")
            || matches!(name, "time" | "address");
        if is_naming && !aside && !SKIPPED.contains(&name) && self.marks.len() < MOST_MARKS {
            let mut hint = name.to_owned();
            for key in ["itemprop", "rel", "class", "id", "href"] {
                for word in cut(&value(key), LONGEST_MARK).split_whitespace() {
                    hint.extend([" ", key, "=", word]);
                }
            }
            let value = ["datetime", "content", "title"].map(value).into_iter().find(|value| !value.is_empty());
            let mark = Mark {
                hint: cut(&hint, LONGEST_MARK).to_lowercase(),
                text: String::new(),
                value: cut(&value.unwrap_or_default(), LONGEST_MARK).to_owned(),
            };
            open.mark = Some(self.marks.len());
            self.marks.push(mark);
        }
        if name == "h1" && self.headings.len() < MOST_HEADINGS {
            open.heading = Some(self.headings.len());
            self.headings.push(String::new());
            self.openings.push(Lines::default());
        }
        let kind = match name {
            _ if has(&property, "articlebody") => Some(Kind::Body),
            "article" => {
                self.articles += 1;
                Some(Kind::Article)
            }
            "main" => Some(Kind::Main),
            _ if value("role") == "main" => Some(Kind::Main),
            _ => None,
        };
        // Only the first of each can be the one.
        if let Some(kind) = kind
            && self.parts.iter().all(|part| part.kind != kind)
        {
            open.part = Some(self.parts.len());
            self.parts.push(Part::of(kind));
        }
        if !VOID.contains(&name) && !tag.self_closing && self.open.len() < DEEPEST {
            self.open.push(open);
        }
    }

    pub(crate) fn end(&mut self, name: &str) {
        self.flush();
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            self.open.truncate(at);
        }
    }

    pub(crate) fn characters(&mut self, text: &str) {
        if self.pending.len() < MOST_CHARACTERS {
            self.pending.push_str(text);
        }
    }

    /// Takes the text that ended: whole, as it is in a document.
    pub(crate) fn flush(&mut self) {
        let text = std::mem::take(&mut self.pending);
        let nothing = Open::default();
        let above = self.open.last().unwrap_or(&nothing);
        if text.is_empty() || above.unread {
            return;
        }
        let (line, nav, block) = (folded(&text), above.nav, above.block);
        let broken = std::mem::take(&mut self.broken);
        let words = count_words(&text);
        if self.parts.is_empty() {
            self.parts.push(Part::of(Kind::Whole));
        }
        let open_parts = self.open.iter().filter_map(|open| open.part);
        for at in open_parts.chain(self.parts.iter().position(|part| part.kind == Kind::Whole)).collect::<Vec<_>>() {
            if let Some(part) = self.parts.get_mut(at).filter(|_| !nav) {
                part.add(&line, words, broken || part.block != block);
                part.block = block;
            }
        }
        for open in &self.open {
            if let Some(mark) = open.mark.and_then(|at| self.marks.get_mut(at))
                && !line.trim().is_empty()
                && units(&mark.text) < LONGEST_MARK
                && mark.text.lines().count() < MOST_LINES
            {
                if !mark.text.is_empty() {
                    mark.text.push('\n');
                }
                mark.text.push_str(cut(line.trim(), LONGEST_MARK));
            }
            if let Some(heading) = open.heading.and_then(|at| self.headings.get_mut(at))
                && units(heading) < LONGEST_MARK
            {
                heading.push_str(cut(&text, LONGEST_MARK));
            }
        }
        let own = self.open.iter().find_map(|open| open.heading);
        for (at, opening) in self.openings.iter_mut().enumerate() {
            if own != Some(at) {
                opening.add(line.trim());
            }
        }
    }

    pub(crate) fn finish(mut self, details: &mut Details) {
        self.flush();
        let part = |kind| self.parts.iter().find(|part| part.kind == kind);
        let article = part(Kind::Article).filter(|_| self.articles == 1);
        if let Some(part) = part(Kind::Body).or(article).or(part(Kind::Main)).or(part(Kind::Whole)) {
            details.words = part.words;
            details.text = cut(&part.text, LONGEST_TEXT).to_owned();
        }
        details.headings = self.headings.iter().map(|text| cut(text, LONGEST_MARK).to_owned()).collect();
        details.openings = self.openings.iter().map(|lines| cut(&lines.text, LONGEST_OPENING).to_owned()).collect();
        let marks = self.marks.into_iter().map(|mark| Mark { text: cut(&mark.text, LONGEST_MARK).to_owned(), ..mark });
        details.marks = marks.filter(|mark| !mark.text.is_empty() || !mark.value.is_empty()).collect();
    }
}

impl Lines {
    fn add(&mut self, line: &str) {
        if line.is_empty() || self.count == MOST_LINES || units(&self.text) >= LONGEST_OPENING {
            return;
        }
        if self.count > 0 {
            self.text.push('\n');
        }
        self.text.push_str(cut(line, LONGEST_LINE));
        self.count += 1;
    }
}

impl Part {
    fn of(kind: Kind) -> Self {
        Self { kind, words: 0, text: String::new(), units: 0, block: usize::MAX }
    }

    fn add(&mut self, line: &str, words: u32, breaks: bool) {
        self.words += words;
        if self.units < LONGEST_TEXT {
            let start = if breaks { "\n" } else { "" };
            self.text.extend([start, line]);
            self.units += start.len() + units(line);
        }
    }
}

/// As `countWords` of `details.js`.
fn count_words(text: &str) -> u32 {
    let mut words = 0;
    let mut inside = false;
    for c in text.chars() {
        let alone = matches!(c, '\u{3040}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
        let space = c <= ' ' || matches!(c, '\u{a0}' | '\u{3000}');
        let starts = !inside && c >= '0' && !matches!(c, '\u{2000}'..='\u{206f}');
        words += u32::from(alone || (starts && !space));
        inside = !alone && !space && (inside || starts);
    }
    words
}

/// White space folded.
fn folded(text: &str) -> String {
    let mut folded = String::new();
    for c in text.chars() {
        match c {
            c if !c.is_whitespace() => folded.push(c),
            _ if folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded
}

/// The beginning of a text, of so many UTF-16 units: as JavaScript cuts.
fn cut(text: &str, longest: usize) -> &str {
    let mut length = 0;
    for (at, c) in text.char_indices() {
        length += c.len_utf16();
        if length > longest {
            return text.split_at(at).0;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::page::Page;

    fn details(html: &str) -> Details {
        Page::read(html).facts_at(&Url::parse("https://e.com/a/").unwrap()).1
    }

    #[test]
    fn elements_that_name_are_found_as_in_a_document() {
        let found = details(
            "<body class=author-page><p class=Byline>By <a rel='nofollow author' href=/x>Jane <b>D</b></a><p>Text\
             <time datetime=2026-11-23>then</time><div id=comments><i class=author>No</i></div><aside><time>No</time></aside>",
        );
        let marks: Vec<(&str, &str, &str)> =
            found.marks.iter().map(|mark| (&*mark.hint, &*mark.text, &*mark.value)).collect();
        assert_eq!(
            marks,
            [
                ("p class=byline", "By\nJane\nD", ""),
                ("a rel=nofollow rel=author href=/x", "Jane\nD", ""),
                ("time", "then", "2026-11-23"),
            ]
        );
    }

    #[test]
    fn headings_data_icons_and_words_are_found() {
        let found = details(
            "<html dir=rtl><link rel=icon href=i.png sizes=32x32><script type=application/ld+json>{\"a\": \"b\nc\"}</script>\
             <script type=application/ld+json>{</script><main><h1>One &amp; <i>t</i>wo</h1><p>by Jane &amp; co<p>日本 done\
             <script>not a word</script></main><p>outside",
        );
        assert_eq!(found.direction, "rtl");
        assert_eq!(
            (found.headings, found.openings),
            (vec!["One & two".into()], vec!["by Jane & co\n日本 done\noutside".into()])
        );
        assert_eq!(found.icons[0].href, "https://e.com/a/i.png");
        assert_eq!(found.data.len(), 1);
        assert_eq!(found.data[0].get("a").text(), Some("b c"));
        assert_eq!(found.words, 9);
    }

    #[test]
    fn every_list_ends() {
        let found = details(&"<time>x</time><h1>y</h1>".repeat(10_000));
        assert_eq!((found.marks.len(), found.headings.len()), (MOST_MARKS, MOST_HEADINGS));
        assert!(found.openings.iter().all(|lines| lines.lines().count() <= MOST_LINES));
    }
}
