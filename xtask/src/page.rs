//! A page's HTML into the facts that the browser would have read from it.
//!
//! In the product the browser has parsed the page and `capture.js` asks it. On
//! the command line there is only the text, so html5ever's tokenizer goes over
//! it, under budgets: a page is hostile until shown otherwise.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use satchel::clip::{Facts, Meta};
use satchel::json::Json;
use satchel::metadata::{Details, IconLink};
use url::Url;

use crate::marks::Marks;

/// Bytes of a page that are looked at.
pub(crate) const MOST_BYTES: usize = 4 << 20;
/// The tokenizer compares each attribute of a tag with all before it, so a tag
/// with very many takes quadratic time: between pieces of this size the clock is
/// looked at.
const PIECE: usize = 4 << 10;
const MOST_TIME: Duration = Duration::from_secs(2);
const MOST_METAS: usize = 1_000;
/// No title, description or address needs more characters than this.
pub(crate) const MOST_CHARACTERS: usize = 100_000;
// As in `details.js`.
const MOST_ICONS: usize = 20;
const MOST_SCRIPTS: usize = 20;
const LONGEST_SCRIPT: usize = 200_000;
const LONGEST_SCRIPTS: usize = 600_000;

/// What a page says of itself and of how it is to be read.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// What the core asks for.
    pub(crate) facts: Facts,
    /// And more of it.
    pub(crate) details: Details,
    /// The declared character encoding.
    pub(crate) charset: Option<String>,
    /// `<base href>`, as written.
    base: Option<String>,
    /// `<link rel=canonical>`, as written.
    canonical: Option<String>,
}

impl Page {
    /// Reads a page's text.
    pub(crate) fn read(html: &str) -> Page {
        let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
        let started = Instant::now();
        let input = BufferQueue::default();
        for piece in pieces(html) {
            input.push_back(StrTendril::from(piece));
            // Scripts and encoding declarations make it pause; it goes on when fed again.
            while !input.is_empty() {
                let _ = tokenizer.feed(&input);
            }
            if started.elapsed() > MOST_TIME {
                break;
            }
        }
        tokenizer.end();
        tokenizer.sink.state.into_inner().finish()
    }

    /// The facts, with relative addresses resolved as the browser would at `address`,
    /// and what else the page says of itself.
    pub(crate) fn facts_at(self, address: &Url) -> (Facts, Details) {
        let base = self.base.and_then(|base| address.join(&base).ok()).unwrap_or_else(|| address.clone());
        let canonical = self.canonical.and_then(|canonical| base.join(&canonical).ok());
        let mut details = self.details;
        for icon in &mut details.icons {
            icon.href = base.join(&icon.href).map(String::from).unwrap_or_default();
        }
        (Facts { canonical: canonical.map(String::from).unwrap_or_default(), ..self.facts }, details)
    }

    /// The address the page claims as its own: its canonical link, else `og:url`.
    pub(crate) fn claimed_address(&self) -> Option<Url> {
        let canonical = self.canonical.as_deref().and_then(|text| Url::parse(text).ok());
        let shared = self.facts.metas.iter().find(|meta| meta.name.eq_ignore_ascii_case("og:url"));
        let mut claimed = canonical.or_else(|| Url::parse(&shared?.content).ok())?;
        // Old pages claim http. Browsers go to https by themselves, to many hosts nowhere else.
        if claimed.scheme() == "http" {
            claimed.set_scheme("https").ok()?;
        }
        (claimed.scheme() == "https").then_some(claimed)
    }
}

/// Cuts a text at every [`PIECE`] bytes or a little before, never inside a character.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at_checked(rest.floor_char_boundary(PIECE))?;
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Receives the tokens. The trait gives a shared reference only.
#[derive(Default)]
struct Reader {
    state: RefCell<State>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.characters(&text),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return state.start(&tag),
            Token::TagToken(tag) => state.end(&tag.name),
            // In a document a comment parts one text from the next.
            Token::CommentToken(_) => state.marks.flush(),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Whose text is being collected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Collecting {
    Title,
    Heading,
    Data,
}

#[derive(Default)]
struct State {
    page: Page,
    collecting: Option<Collecting>,
    has_title: bool,
    has_heading: bool,
    /// Inside `<svg>` a `<title>` is a tooltip, and nothing is raw text.
    drawing: bool,
    /// What is inside a `<template>` is not in the document.
    templates: usize,
    /// A JSON-LD script, so far.
    script: String,
    scripts: usize,
    room: usize,
    marks: Marks,
}

impl State {
    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        match name {
            "svg" => self.drawing = !tag.self_closing,
            // Elements that end a drawing that was left open.
            "meta" | "h1" | "div" | "p" | "body" | "table" | "ul" | "img" => self.drawing = false,
            "template" => {
                self.marks.flush();
                self.templates += 1;
            }
            _ => {}
        }
        if self.drawing {
            return TokenSinkResult::Continue;
        }
        if self.templates == 0 {
            self.note(name, tag);
            self.marks.start(name, tag);
        }
        raw_text(name)
    }

    fn note(&mut self, name: &str, tag: &Tag) {
        match name {
            "html" if self.page.facts.language.is_empty() => {
                self.page.facts.language = attribute(tag, "lang").unwrap_or_default();
                self.page.details.direction = attribute(tag, "dir").unwrap_or_default();
            }
            "script" if self.scripts < MOST_SCRIPTS && is_data(tag) => {
                self.scripts += 1;
                self.collecting = Some(Collecting::Data);
            }
            "link" if is_icon(tag) && self.page.details.icons.len() < MOST_ICONS => {
                let value = |name| attribute(tag, name).unwrap_or_default();
                let icon = IconLink { rel: value("rel"), href: value("href"), sizes: value("sizes") };
                self.page.details.icons.push(icon);
            }
            "base" if self.page.base.is_none() => self.page.base = attribute(tag, "href"),
            "link" if self.page.canonical.is_none() => {
                let relation = attribute(tag, "rel").unwrap_or_default();
                if relation.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("canonical")) {
                    self.page.canonical = attribute(tag, "href").filter(|href| !href.trim().is_empty());
                }
            }
            "meta" => self.meta(tag),
            "title" if !self.has_title => {
                self.has_title = true;
                self.collecting = Some(Collecting::Title);
            }
            "h1" if !self.has_heading => {
                self.has_heading = true;
                self.collecting = Some(Collecting::Heading);
            }
            _ => {}
        }
    }

    fn meta(&mut self, tag: &Tag) {
        let content = attribute(tag, "content");
        let is_content_type =
            || attribute(tag, "http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("content-type"));
        if self.page.charset.is_none() {
            self.page.charset = attribute(tag, "charset").or_else(|| {
                let declared = content.as_deref().filter(|_| is_content_type())?;
                Some(declared.split_once("charset=")?.1.trim_matches(['"', '\'', ' ', ';']).to_owned())
            });
        }
        let named = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|name| attribute(tag, name));
        if let (Some(name), Some(content)) = (named, content)
            && self.page.facts.metas.len() < MOST_METAS
        {
            self.page.facts.metas.push(Meta { name, content });
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "svg" => self.drawing = false,
            "template" => self.templates = self.templates.saturating_sub(1),
            "title" if self.collecting == Some(Collecting::Title) => self.collecting = None,
            "h1" if self.collecting == Some(Collecting::Heading) => self.collecting = None,
            "script" if self.collecting == Some(Collecting::Data) => {
                self.collecting = None;
                self.data();
            }
            _ => {}
        }
        if self.templates == 0 {
            self.marks.end(name);
        }
    }

    /// Takes a JSON-LD script that ended.
    fn data(&mut self) {
        let text = std::mem::take(&mut self.script);
        let length = satchel::text::units(&text);
        if length > LONGEST_SCRIPT || self.room + length > LONGEST_SCRIPTS {
            return;
        }
        self.room += length;
        let text = text.replace(char::is_control, " ");
        let text = text.trim();
        let text = text.strip_prefix("<![CDATA[").unwrap_or(text);
        let text = text.strip_suffix("]]>").unwrap_or(text);
        self.page.details.data.extend(serde_json::from_str::<Json>(text).ok());
    }

    fn characters(&mut self, text: &str) {
        if self.templates == 0 && !self.drawing {
            self.marks.characters(text);
        }
        let longest = if self.collecting == Some(Collecting::Data) { LONGEST_SCRIPT } else { MOST_CHARACTERS };
        let collected = match self.collecting {
            Some(Collecting::Title) => &mut self.page.facts.title,
            Some(Collecting::Heading) if !self.drawing => &mut self.page.facts.heading,
            Some(Collecting::Data) => &mut self.script,
            _ => return,
        };
        if collected.len() <= longest {
            collected.push_str(text);
        }
    }

    /// Folds white space as `document.title` does.
    fn finish(mut self) -> Page {
        for text in [&mut self.page.facts.title, &mut self.page.facts.heading] {
            *text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        }
        "text/html".clone_into(&mut self.page.facts.content_type);
        self.marks.finish(&mut self.page.details);
        self.page
    }
}

/// The elements whose content is text to the tokenizer, as in a browser that runs scripts.
fn raw_text(name: &str) -> TokenSinkResult<()> {
    match name {
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => TokenSinkResult::RawData(RawKind::Rawtext),
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "plaintext" => TokenSinkResult::Plaintext,
        _ => TokenSinkResult::Continue,
    }
}

/// Whether it is JSON-LD.
fn is_data(tag: &Tag) -> bool {
    let kind = attribute(tag, "type").unwrap_or_default().to_ascii_lowercase();
    kind.starts_with("application/ld+json")
}

fn is_icon(tag: &Tag) -> bool {
    let relation = attribute(tag, "rel").unwrap_or_default().to_ascii_lowercase();
    relation.contains("icon") && attribute(tag, "href").is_some_and(|href| !href.trim().is_empty())
}

pub(crate) fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let value = &tag.attrs.iter().find(|attribute| &*attribute.name.local == name)?.value;
    Some(value.chars().take(MOST_CHARACTERS).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(html: &str) -> Facts {
        Page::read(html).facts_at(&Url::parse("https://e.com/a/b?c").unwrap()).0
    }

    #[test]
    fn a_page_is_read_as_a_browser_reads_it() {
        let facts = facts(
            "<!doctype html><html lang=en-GB><head><base href='/x/'><title> A &amp; B\n c </title>\
             <title>second</title><link rel='Canonical nofollow' href='y'>\
             <meta property='og:title' name=n content='O &lt;3'><meta name=description content=D><meta itemprop=z content=Z>\
             <meta name=nothing></head><body><h1>One <em>head</em>ing</h1><h1>Two</h1>",
        );
        assert_eq!(facts.title, "A & B c");
        assert_eq!(facts.heading, "One heading");
        assert_eq!(facts.language, "en-GB");
        assert_eq!(facts.canonical, "https://e.com/x/y");
        let metas: Vec<(&str, &str)> = facts.metas.iter().map(|meta| (&*meta.name, &*meta.content)).collect();
        assert_eq!(metas, [("og:title", "O <3"), ("description", "D"), ("z", "Z")]);
    }

    #[test]
    fn what_is_not_in_the_document_is_not_read() {
        let facts = facts(
            "<script>'<title>no</title>'</script><!-- <title>no</title> --><noscript><meta name=a content=b></noscript>\
             <svg><title>tooltip</title></svg><template><h1>no</h1><title>no</title></template><title>yes</title><h1>yes",
        );
        assert_eq!((facts.title.as_str(), facts.heading.as_str()), ("yes", "yes"));
        assert_eq!(facts.metas, []);
    }

    #[test]
    fn the_encoding_is_found_in_both_forms() {
        assert_eq!(Page::read("<meta charset=koi8-r>").charset.as_deref(), Some("koi8-r"));
        let older = "<meta http-equiv=Content-Type content='text/html; charset=shift_jis'>";
        assert_eq!(Page::read(older).charset.as_deref(), Some("shift_jis"));
    }

    #[test]
    fn a_page_may_claim_an_address() {
        let claimed = |html: &str| Page::read(html).claimed_address().map(String::from);
        assert_eq!(claimed("<meta property=og:url content=https://e.com/b>").as_deref(), Some("https://e.com/b"));
        assert_eq!(claimed("<link rel=canonical href=https://e.com/c>").as_deref(), Some("https://e.com/c"));
        assert_eq!(claimed("<link rel=canonical href=http://e.com/c>").as_deref(), Some("https://e.com/c"));
        assert_eq!(claimed("<link rel=canonical href=/c>"), None);
        assert_eq!(claimed("<link rel=canonical href='javascript:x'>"), None);
    }

    #[test]
    fn hostile_pages_end() {
        let attributes: String = (0..100_000).map(|number| format!(" a{number}=b")).collect();
        let nested = "<div>".repeat(200_000);
        let unclosed = format!("<title>{}", "x".repeat(3 << 20));
        for html in [&format!("<p{attributes}>"), &nested, &unclosed, &"<svg>".repeat(100_000), "<title>\u{0}", "<"] {
            assert!(facts(html).title.len() <= MOST_CHARACTERS + PIECE);
        }
    }
}
