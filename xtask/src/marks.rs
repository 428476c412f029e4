//! The elements of a page that may name authors, dates and numbers, and its words,
//! found over tokens as `capture.js` finds them in the document.

use html5ever::tokenizer::Tag;
use satchel::metadata::{Details, Mark};

use crate::page::attribute;

// As in `capture.js`.
const MOST_MARKS: usize = 80;
const LONGEST_MARK: usize = 300;
const MOST_HEADINGS: usize = 4;
const MOST_LINES: usize = 20;
const LONGEST_LINE: usize = 100;
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
const UNREAD: [&str; 9] = ["script", "style", "noscript", "template", "textarea", "select", "option", "title", "head"];

/// What is being collected.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    open: Vec<Open>,
    marks: Vec<Mark>,
    headings: Vec<String>,
    openings: Vec<String>,
    /// Words in the whole page, and in each of the parts that may be its text.
    words: u32,
    parts: Vec<Part>,
    articles: usize,
    inside_word: bool,
    /// In the same text as the last characters: a text comes in pieces.
    inside_text: bool,
}

#[derive(Debug)]
struct Open {
    name: String,
    /// In a comment, an aside or a navigation.
    aside: bool,
    /// Inside `[itemprop=author]`.
    author: bool,
    mark: Option<usize>,
    heading: Option<usize>,
    part: Option<usize>,
}

#[derive(Debug)]
struct Part {
    kind: Kind,
    words: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Body,
    Article,
    Main,
}

impl Marks {
    pub(crate) fn start(&mut self, name: &str, tag: &Tag) {
        (self.inside_word, self.inside_text) = (false, false);
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
            author: author || has(&property, "author"),
            mark: None,
            heading: None,
            part: None,
        };
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
                for word in cut(&value(key)).split_whitespace() {
                    hint.extend([" ", key, "=", word]);
                }
            }
            let value = ["datetime", "content", "title"].map(value).into_iter().find(|value| !value.is_empty());
            let mark = Mark {
                hint: cut(&hint).to_lowercase(),
                text: String::new(),
                value: cut(&value.unwrap_or_default()).to_owned(),
            };
            open.mark = Some(self.marks.len());
            self.marks.push(mark);
        }
        if name == "h1" && self.headings.len() < MOST_HEADINGS {
            open.heading = Some(self.headings.len());
            self.headings.push(String::new());
            self.openings.push(String::new());
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
            self.parts.push(Part { kind, words: 0 });
        }
        if !VOID.contains(&name) && !tag.self_closing && self.open.len() < DEEPEST {
            self.open.push(open);
        }
    }

    pub(crate) fn end(&mut self, name: &str) {
        (self.inside_word, self.inside_text) = (false, false);
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            self.open.truncate(at);
        }
    }

    pub(crate) fn characters(&mut self, text: &str) {
        if self.open.last().is_some_and(|open| UNREAD.contains(&open.name.as_str())) {
            return;
        }
        let words = self.count(text);
        self.words += words;
        for open in &self.open {
            if let Some(part) = open.part.and_then(|at| self.parts.get_mut(at)) {
                part.words += words;
            }
            if let Some(mark) = open.mark.and_then(|at| self.marks.get_mut(at)) {
                add(&mut mark.text, text, self.inside_text);
            }
            if let Some(heading) = open.heading.and_then(|at| self.headings.get_mut(at))
                && heading.len() < LONGEST_MARK
            {
                heading.push_str(cut(text));
            }
        }
        let own = self.open.iter().find_map(|open| open.heading);
        for (at, opening) in self.openings.iter_mut().enumerate() {
            if own != Some(at) && opening.len() < 100 * MOST_LINES {
                if !self.inside_text {
                    opening.push('\n');
                }
                opening.extend(text.chars().take(LONGEST_MARK).map(|c| if c.is_whitespace() { ' ' } else { c }));
            }
        }
        self.inside_text = true;
    }

    /// As `countWords` of `capture.js`. (Here a text may come in pieces.)
    fn count(&mut self, text: &str) -> u32 {
        let mut words = 0;
        for c in text.chars() {
            let alone = matches!(c, '\u{3040}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
            let space = c <= ' ' || matches!(c, '\u{a0}' | '\u{3000}');
            let starts = !self.inside_word && c >= '0' && !matches!(c, '\u{2000}'..='\u{206f}');
            words += u32::from(alone || (starts && !space));
            self.inside_word = !alone && !space && (self.inside_word || starts);
        }
        words
    }

    pub(crate) fn finish(self, facts: &mut Details) {
        let part = |kind| self.parts.iter().find(|part| part.kind == kind).map(|part| part.words);
        let article = part(Kind::Article).filter(|_| self.articles == 1);
        facts.words = part(Kind::Body).or(article).or(part(Kind::Main)).unwrap_or(self.words);
        facts.headings = self.headings.iter().map(|text| cut(text).to_owned()).collect();
        facts.openings = self.openings.iter().map(|text| opening(text)).collect();
        let marks = self.marks.into_iter().map(|mark| Mark { text: folded(&mark.text), ..mark });
        facts.marks = marks.filter(|mark| !mark.text.is_empty() || !mark.value.is_empty()).collect();
    }
}

/// Adds a text, as a line of its own where it begins, to a length.
fn add(collected: &mut String, text: &str, goes_on: bool) {
    if collected.len() >= LONGEST_MARK {
        return;
    }
    if !goes_on && !collected.is_empty() {
        collected.push('\n');
    }
    // White space is folded at the end.
    collected.extend(text.chars().take(4 * LONGEST_MARK).map(|c| if c.is_whitespace() { ' ' } else { c }));
}

/// The first lines after a heading, each to a length.
fn opening(text: &str) -> String {
    let lines = text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines = lines.filter(|line| !line.is_empty()).take(MOST_LINES);
    let lines: Vec<String> = lines.map(|line| line.chars().take(LONGEST_LINE).collect()).collect();
    lines.join("\n")
}

/// White space folded, empty lines gone.
fn folded(text: &str) -> String {
    let lines = text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    cut(&lines.join("\n")).to_owned()
}

fn cut(text: &str) -> &str {
    text.split_at(text.floor_char_boundary(LONGEST_MARK)).0
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
