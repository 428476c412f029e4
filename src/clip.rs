//! A clip: what is to be saved, made from what a tab, a menu and the page itself
//! said. Everything here came from outside and is cleaned on the way in.

use crate::address::{Address, canonical};
use crate::error::Error;
use crate::json::{names, record};
use crate::metadata::{self, PageField};
use crate::text;

/// What the person pointed at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum Source {
    /// The page in front.
    #[default]
    Page,
    /// A link on it: the link's own address and text are saved.
    Link,
    /// Selected text: the page, with the text as a quote.
    Selection,
    /// A picture: the page, with the picture.
    Image,
}

/// One `<meta>` of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Meta {
    /// Its `property`, `name` or `itemprop`.
    pub name: String,
    /// Its `content`.
    pub content: String,
}

/// What a page says about itself, as `capture.js` reads it. No field is trusted
/// to be there, to be true or to be short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Facts {
    /// `document.title`.
    pub title: String,
    /// The first first-level heading.
    pub heading: String,
    /// The document's language tag.
    pub language: String,
    /// The MIME type of the document.
    pub content_type: String,
    /// The canonical link, resolved.
    pub canonical: String,
    /// Its metas, in document order.
    pub metas: Vec<Meta>,
    /// The selected text, with its line breaks.
    pub selection: String,
    /// The text of the link that was pointed at.
    pub link_text: String,
}

/// Everything known at the moment of a click.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Captured {
    /// What was pointed at.
    pub source: Source,
    /// The tab's address.
    pub address: String,
    /// The tab's title.
    pub title: String,
    /// What the page said; `None` where the browser keeps extensions out.
    pub facts: Option<Facts>,
    /// What else it says, [`metadata::Details`] as a JSON text: it is read only where
    /// it is wanted. Empty where nothing was asked or said.
    pub details: String,
    /// The link's address, from the menu.
    pub link: String,
    /// The picture's address, from the menu.
    pub image: String,
    /// The selected text, from the menu (which folds its line breaks).
    pub selection: String,
}

/// What is to be saved, clean and editable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Clip {
    /// What was pointed at.
    pub source: Source,
    /// One line, never empty.
    pub title: String,
    /// An http or https address.
    pub address: String,
    /// A few lines; may be empty.
    pub description: String,
    /// Text to quote; may be empty.
    pub selection: String,
    /// A picture's address; may be empty.
    pub image: String,
    /// The page's language tag; may be empty.
    pub language: String,
    /// What the page declares: the names that are the same for every page first.
    /// A name that stands there several times has several values.
    pub fields: Vec<PageField>,
}

/// Something the person should know about a save that worked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Notice {
    /// What it is about.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub code: NoticeCode,
    /// A name or a number that belongs in the sentence; may be empty.
    pub detail: String,
}

/// Declares [`NoticeCode`] with the list of all, for the check that each has a text.
macro_rules! notices {
    ($($(#[$doc:meta])* $name:ident = $wire:literal;)*) => {
        /// What a [`Notice`] is about, as one closed list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum NoticeCode { $($(#[$doc])* $name,)* }

        impl NoticeCode {
            /// Every code's name.
            pub const NAMES: &'static [&'static str] = &[$($wire,)*];
        }

        names!(NoticeCode { $($name = $wire),* });
    };
}

notices! {
    /// No URL property: the address is in the page as a bookmark.
    NoAddressProperty = "no-address-property";
    /// No place for the description: it is in the page.
    NoDescriptionProperty = "no-description-property";
    /// No multi-select for tags: they are in the page.
    NoTagsProperty = "no-tags-property";
    /// Over 2,000 characters: the whole title is in the page.
    TitleShortened = "title-shortened";
    /// More than a property takes: the whole text is in the page.
    DescriptionShortened = "description-shortened";
    /// A tag over 100 characters was cut; the detail is how many.
    TagShortened = "tag-shortened";
    /// More than 100 tags: the rest is in the page; the detail is how many.
    TagsLeftOver = "tags-left-over";
    /// More selected text than one request takes.
    SelectionShortened = "selection-shortened";
    /// Notion would not show this picture: its link was saved.
    ImageAsLink = "image-as-link";
    /// Notion did not take a picture, film or embed of the article: these are links.
    ImagesAsLinks = "images-as-links";
    /// The page could not be read: only its link was saved.
    LinkOnly = "link-only";
    /// A private address that others cannot open.
    PrivateAddress = "private-address";
    /// Over 2,000 characters: the address is in the page as text.
    AddressTooLong = "address-too-long";
    /// A store of the browser's lost what was to be saved: only the beginning of the text is left.
    TextLost = "text-lost";
    /// Only one of the browser's two stores works: the save is kept once, not twice.
    OneStore = "one-store";
    /// Notion did not take the page as it was: only its link was saved.
    ShrunkToLink = "shrunk-to-link";
    /// Two pages came of one save; the detail is the other one's address.
    TwoPages = "two-pages";
    /// It was discarded while it was being sent, and Notion has it all the same.
    DiscardedTooLate = "discarded-too-late";
    /// A property is gone: its value is in the page; the detail is its name.
    PropertyGone = "property-gone";
    /// A property cannot hold its value, which is in the page; the detail is its name.
    ValueLeftOver = "value-left-over";
    /// A property holds the beginning of its value, which is in the page; the detail
    /// is its name.
    ValueShortened = "value-shortened";
    /// Notion makes no new options: those tags are in the page; the detail is how many.
    TagsNotMade = "tags-not-made";
    /// Notion did not take the template.
    TemplateLeftOut = "template-left-out";
    /// Notion did not take the page's icon or cover.
    CoverLeftOut = "cover-left-out";
    /// The page's article could not be read.
    ArticleUnread = "article-unread";
    /// Notion did not take (all of) the article.
    ArticleCut = "article-cut";
    /// The browser lost a file before it was sent; the detail is its name.
    FileLost = "file-lost";
    /// Notion did not take a file; the detail is its name.
    FileRefused = "file-refused";
    /// More text than one request takes; the detail is how much.
    TextLeftOut = "text-left-out";
}

names!(Source { Page = "page", Link = "link", Selection = "selection", Image = "image" });
record!(Meta { name, content });
record!(Facts { title, heading, language, content_type, canonical, metas, selection, link_text });
record!(Captured { source, address, title, facts, details, link, image, selection });
record!(Clip { source, title, address, description, selection, image, language, fields });
record!(Notice { code, detail });

impl Clip {
    /// Whether two are the same to a person: what a page declares may change from
    /// one click to the next, as its number of readers does.
    #[must_use]
    pub fn means(&self, other: &Self) -> bool {
        self.source == other.source
            && self.title == other.title
            && self.address == other.address
            && self.description == other.description
            && self.selection == other.selection
            && self.image == other.image
            && self.language == other.language
    }
}

impl Notice {
    /// A notice that needs no detail.
    #[must_use]
    pub fn of(code: NoticeCode) -> Self {
        Self { code, detail: String::new() }
    }

    /// A notice about so many.
    #[must_use]
    pub fn count(code: NoticeCode, count: usize) -> Self {
        Self { code, detail: text::digits(count as u64, 1) }
    }
}

/// The clip that a click means, and what is to be said of it.
///
/// # Errors
/// [`crate::error::Code::PageNotSavable`] when what was pointed at has no http or https address.
pub fn from_captured(captured: &Captured, clean_addresses: bool) -> Result<(Clip, Vec<Notice>), Box<Error>> {
    let nothing = Facts::default();
    let facts = captured.facts.as_ref().unwrap_or(&nothing);
    let is_link = captured.source == Source::Link;

    let pointed = Address::parse(if is_link { &captured.link } else { &captured.address })?;
    let mut address = pointed;
    if !is_link {
        address = canonical::choose(&address, Address::parse(&facts.canonical).ok().as_ref());
    }
    if clean_addresses {
        address = address.cleaned();
    }

    let title = if is_link {
        first(&[&facts.link_text, address.as_str()])
    } else {
        first(&[
            // The page's own first: the browser cuts a tab's title at 4,096 characters.
            &facts.title,
            &captured.title,
            meta(facts, "og:title"),
            meta(facts, "twitter:title"),
            &facts.heading,
            address.host(),
        ])
    };
    let description = [meta(facts, "og:description"), meta(facts, "description"), meta(facts, "twitter:description")];
    let selection = first(&[&facts.selection, &captured.selection]);

    let mut notices = Vec::new();
    if !is_link && (captured.facts.is_none() || !is_readable(&facts.content_type)) {
        notices.push(Notice::of(NoticeCode::LinkOnly));
    }
    if address.is_private() {
        notices.push(Notice::of(NoticeCode::PrivateAddress));
    }
    let clip = Clip {
        source: captured.source,
        title: text::line(title),
        address: address.into_text(),
        description: if is_link { String::new() } else { text::lines(first(&description)) },
        selection: if is_link { String::new() } else { text::lines(selection) },
        image: Address::parse(&captured.image).map(Address::into_text).unwrap_or_default(),
        language: if is_link { String::new() } else { text::line(&facts.language) },
        fields: Vec::new(),
    };
    Ok((clip, notices))
}

/// A clip as it came back from the popup, where a person edited it: cleaned and
/// checked again.
///
/// # Errors
/// [`crate::error::Code::PageNotSavable`] when the address is none any more.
pub fn from_edited(edited: &Clip) -> Result<Clip, Box<Error>> {
    let address = Address::parse(&edited.address)?;
    let title = text::line(&edited.title);
    Ok(Clip {
        source: edited.source,
        title: if title.is_empty() { address.host().to_owned() } else { title },
        address: address.into_text(),
        description: text::lines(&edited.description),
        selection: text::lines(&edited.selection),
        image: Address::parse(&edited.image).map(Address::into_text).unwrap_or_default(),
        language: text::line(&edited.language),
        fields: metadata::bounded(&edited.fields),
    })
}

/// The first that is more than white space and invisible characters.
pub(crate) fn first<'a>(candidates: &[&'a str]) -> &'a str {
    candidates.iter().copied().find(|candidate| !text::line(candidate).is_empty()).unwrap_or_default()
}

/// The first meta of that name with anything in it.
pub(crate) fn meta<'a>(facts: &'a Facts, name: &str) -> &'a str {
    let named = facts.metas.iter().filter(|meta| meta.name.trim().eq_ignore_ascii_case(name));
    named.map(|meta| meta.content.as_str()).find(|content| !content.trim().is_empty()).unwrap_or_default()
}

/// Documents that have text to read. A PDF or a picture in a tab does not.
fn is_readable(content_type: &str) -> bool {
    matches!(content_type, "" | "text/html" | "application/xhtml+xml" | "text/plain" | "text/markdown")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    fn page(facts: Facts) -> Captured {
        Captured {
            address: "https://news.example/story-1?utm_source=x".into(),
            title: "A story".into(),
            facts: Some(facts),
            ..Captured::default()
        }
    }

    fn metas(pairs: &[(&str, &str)]) -> Vec<Meta> {
        pairs.iter().map(|&(name, content)| Meta { name: name.into(), content: content.into() }).collect()
    }

    #[test]
    fn a_page_is_what_it_says_it_is() {
        let facts = Facts {
            canonical: "https://news.example/story-1".into(),
            language: "en-GB".into(),
            metas: metas(&[
                ("Description", "Plain."),
                ("og:title", "Other"),
                ("OG:Description", " Better.\n\n\nTwo "),
                ("description", "x"),
            ]),
            ..Facts::default()
        };
        let (clip, notices) = from_captured(&page(facts), true).unwrap();
        assert_eq!(clip.title, "A story");
        assert_eq!(clip.address, "https://news.example/story-1");
        assert_eq!(clip.description, "Better.\n\nTwo");
        assert_eq!(clip.language, "en-GB");
        assert_eq!(notices, []);
    }

    #[test]
    fn tracking_stays_when_the_person_wants_it() {
        let (clip, _) = from_captured(&page(Facts::default()), false).unwrap();
        assert_eq!(clip.address, "https://news.example/story-1?utm_source=x");
    }

    #[test]
    fn a_missing_title_is_found_elsewhere() {
        // P-09
        let mut captured =
            page(Facts { heading: "Heading".into(), metas: metas(&[("og:title", " OG ")]), ..Facts::default() });
        captured.title = " \u{202e} ".into();
        assert_eq!(from_captured(&captured, true).unwrap().0.title, "OG");
        captured.facts = Some(Facts { heading: "Heading".into(), ..Facts::default() });
        assert_eq!(from_captured(&captured, true).unwrap().0.title, "Heading");
        captured.facts = None;
        let (clip, notices) = from_captured(&captured, true).unwrap();
        assert_eq!(clip.title, "news.example");
        assert_eq!(notices, [Notice::of(NoticeCode::LinkOnly)]);
    }

    #[test]
    fn a_link_is_saved_as_itself() {
        let mut captured =
            page(Facts { link_text: " Read\nthis ".into(), selection: "sel".into(), ..Facts::default() });
        captured.source = Source::Link;
        captured.link = "https://other.example/x?fbclid=1#part".into();
        let (clip, _) = from_captured(&captured, true).unwrap();
        assert_eq!((clip.title.as_str(), clip.address.as_str()), ("Read this", "https://other.example/x#part"));
        assert_eq!((clip.description, clip.selection), (String::new(), String::new()));
        captured.facts = None;
        assert_eq!(from_captured(&captured, true).unwrap().0.title, "https://other.example/x#part");
        captured.link = "mailto:ada@example.com".into();
        assert_eq!(from_captured(&captured, true).unwrap_err().code, Code::PageNotSavable);
    }

    #[test]
    fn a_selection_keeps_its_paragraphs() {
        let mut captured = page(Facts { selection: "one\n\ntwo".into(), ..Facts::default() });
        captured.selection = "one two".into();
        assert_eq!(from_captured(&captured, true).unwrap().0.selection, "one\n\ntwo");
        captured.facts = None;
        assert_eq!(from_captured(&captured, true).unwrap().0.selection, "one two");
    }

    #[test]
    fn a_pdf_is_a_link_and_says_so() {
        let facts = Facts { content_type: "application/pdf".into(), ..Facts::default() };
        assert_eq!(from_captured(&page(facts), true).unwrap().1, [Notice::of(NoticeCode::LinkOnly)]);
    }

    #[test]
    fn only_a_fetchable_picture_counts() {
        let mut captured = page(Facts::default());
        captured.image = "data:image/png;base64,AAAA".into();
        assert_eq!(from_captured(&captured, true).unwrap().0.image, "");
        captured.image = "https://cdn.example/a.png".into();
        assert_eq!(from_captured(&captured, true).unwrap().0.image, "https://cdn.example/a.png");
    }

    #[test]
    fn what_was_edited_is_checked_again() {
        let edited = Clip { title: " \n".into(), address: "https://u:p@e.com/a".into(), ..Clip::default() };
        let clip = from_edited(&edited).unwrap();
        assert_eq!((clip.title.as_str(), clip.address.as_str()), ("e.com", "https://e.com/a"));
        let broken = Clip { address: "nonsense".into(), ..Clip::default() };
        assert_eq!(from_edited(&broken).unwrap_err().code, Code::PageNotSavable);
    }
}
