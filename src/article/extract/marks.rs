//! What an element's class, id and role say that it is.
//!
//! People who make pages name their parts, and many by the same words. A word is
//! evidence, never proof: whoever asks weighs it against what the part holds.

use crate::article::page::Node;
use crate::article::tag::Tag;

/// What is said of an element, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(u32);

impl Marks {
    pub(super) const NONE: Self = Self(0);
    /// Ways to other pages: menus, breadcrumbs, page numbers.
    pub(super) const WAYS: Self = Self(1);
    /// The top of a page.
    pub(super) const TOP: Self = Self(1 << 1);
    /// The bottom of a page.
    pub(super) const BOTTOM: Self = Self(1 << 2);
    /// What stands beside.
    pub(super) const BESIDE: Self = Self(1 << 3);
    /// Other things to read.
    pub(super) const RELATED: Self = Self(1 << 4);
    /// Buttons to share or to follow.
    pub(super) const SHARE: Self = Self(1 << 5);
    /// Advertisements, newsletters, calls to sign up.
    pub(super) const PROMOTION: Self = Self(1 << 6);
    /// Cookies, windows over the page.
    pub(super) const OVER: Self = Self(1 << 7);
    /// What readers say.
    pub(super) const COMMENTS: Self = Self(1 << 8);
    /// Who wrote it, when, under which words.
    pub(super) const ABOUT: Self = Self(1 << 9);
    /// Said to whoever listens, not shown.
    pub(super) const UNSEEN: Self = Self(1 << 10);
    /// The article.
    pub(super) const CONTENT: Self = Self(1 << 11);
    /// One of the posts of a discussion.
    pub(super) const POST: Self = Self(1 << 12);
    /// A table of what is in the page.
    pub(super) const OUTLINE: Self = Self(1 << 13);
    /// A note within a text.
    pub(super) const NOTE: Self = Self(1 << 14);

    /// The numbers of a program's lines.
    pub(super) const GUTTER: Self = Self(1 << 15);

    /// A link that is drawn as a button.
    pub(super) const BUTTON: Self = Self(1 << 16);

    /// Said by the element itself or its role, not by a name.
    pub(super) const DECLARED: Self = Self(1 << 17);
    /// The main part of the page.
    pub(super) const MAIN: Self = Self(1 << 18);
    /// A thread of posts, or a question with its answers.
    pub(super) const THREAD: Self = Self(1 << 19);

    /// Not said to whoever listens: a picture of what is said beside it.
    pub(super) const SILENT: Self = Self(1 << 20);

    /// All that speaks against a part.
    pub(super) const AGAINST: Self = Self(
        Self::WAYS.0
            | Self::BOTTOM.0
            | Self::BESIDE.0
            | Self::RELATED.0
            | Self::SHARE.0
            | Self::PROMOTION.0
            | Self::OVER.0,
    );

    /// Whether any of these is said.
    pub(super) fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    fn add(&mut self, others: Self) {
        self.0 |= others.0;
    }

    /// What is said of an element. A word within a text is marked for other reasons:
    /// a program's comment is none of a reader's.
    pub(super) fn of(node: &Node<'_>) -> Self {
        let is_within_text = !node.tag.is_block() && node.tag != Tag::Other || node.name.starts_with("mjx");
        if is_within_text {
            let mut marks = Self::default();
            for (name, value) in node.attributes() {
                match name {
                    "class" => marks.read(value),
                    "role" => marks.add(role(value)),
                    "aria-hidden" if value == "true" => marks.add(Self::SILENT),
                    _ => {}
                }
            }
            return Self(marks.0 & (Self::UNSEEN.0 | Self::GUTTER.0 | Self::ABOUT.0 | Self::BUTTON.0 | Self::SILENT.0));
        }
        let mut marks = match node.tag {
            Tag::Nav | Tag::Menu | Tag::Search => Self(Self::WAYS.0 | Self::DECLARED.0),
            Tag::Footer => Self(Self::BOTTOM.0 | Self::DECLARED.0),
            Tag::Aside => Self(Self::BESIDE.0 | Self::DECLARED.0),
            Tag::Article => Self::CONTENT,
            Tag::Main => Self(Self::CONTENT.0 | Self::MAIN.0),
            _ => Self::default(),
        };
        for (name, value) in node.attributes() {
            match name {
                "class" | "id" => {
                    marks.read(value);
                    if value.contains("screen-reader") {
                        marks.add(Self::UNSEEN);
                    }
                }
                "role" => {
                    marks.add(role(value));
                    marks.add(Self::DECLARED);
                }
                "itemtype" if value.ends_with("DiscussionForumPosting") || value.ends_with("QAPage") => {
                    marks.add(Self::THREAD);
                }
                "itemprop" if value.contains("articleBody") => marks.add(Self::CONTENT),
                "aria-label" => marks.label(value),
                _ => {}
            }
        }
        marks
    }

    /// Adds what the words of a class or id say. Words are parted by anything but
    /// letters, and by a capital after a small letter.
    fn read(&mut self, value: &str) {
        let mut word = 0_u128;
        let mut length = 0;
        let mut before = 0_u8;
        for byte in value.bytes().chain([b' ']) {
            let begins = byte.is_ascii_uppercase() && before.is_ascii_lowercase();
            if begins || !byte.is_ascii_alphabetic() {
                if length > 1 && length <= LONGEST {
                    self.add(meaning(word));
                }
                (word, length) = (0, 0);
            }
            if byte.is_ascii_alphabetic() {
                word = word << 8 | u128::from(byte.to_ascii_lowercase());
                length += 1;
            }
            before = byte;
        }
    }

    /// What an element is called for whoever listens.
    fn label(&mut self, value: &str) {
        if value.len() < 40
            && value.as_bytes().first_chunk::<10>().is_some_and(|start| start.eq_ignore_ascii_case(b"breadcrumb"))
        {
            self.add(Self::WAYS);
        }
    }
}

fn role(value: &str) -> Marks {
    match value {
        "navigation" | "menu" | "menubar" | "search" | "toolbar" => Marks::WAYS,
        "banner" => Marks::TOP,
        "contentinfo" => Marks::BOTTOM,
        "complementary" => Marks::BESIDE,
        "dialog" | "alertdialog" | "tooltip" => Marks::OVER,
        "main" => Marks::MAIN,
        "article" => Marks::CONTENT,
        "button" => Marks::BUTTON,
        "note" => Marks::NOTE,
        _ => Marks::default(),
    }
}

/// As many letters of a word are one number.
const LONGEST: usize = 16;

/// A word as a number. To compare words takes longer, and every name of a page is looked for.
const fn word(letters: &str) -> u128 {
    let mut word = 0;
    let mut rest = letters.as_bytes();
    while let Some((&letter, after)) = rest.split_first() {
        word = word << 8 | letter as u128;
        rest = after;
    }
    word
}

fn meaning(word: u128) -> Marks {
    let found = WORDS.binary_search_by(|&(known, _)| known.cmp(&word));
    found.ok().and_then(|at| WORDS.get(at)).map_or(Marks(0), |&(_, marks)| marks)
}

/// The short ones first, as they are numbers.
const WORDS: &[(u128, Marks)] = &[
    (word("ad"), Marks::PROMOTION),
    (word("ln"), Marks::GUTTER),
    (word("sr"), Marks::UNSEEN),
    (word("ads"), Marks::PROMOTION),
    (word("bio"), Marks::ABOUT),
    (word("btn"), Marks::BUTTON),
    (word("cta"), Marks::PROMOTION),
    (word("lnt"), Marks::GUTTER),
    (word("nav"), Marks::WAYS),
    (word("tip"), Marks::NOTE),
    (word("toc"), Marks::OUTLINE),
    (word("date"), Marks::ABOUT),
    (word("foot"), Marks::BOTTOM),
    (word("gdpr"), Marks::OVER),
    (word("hint"), Marks::NOTE),
    (word("menu"), Marks::WAYS),
    (word("meta"), Marks::ABOUT),
    (word("note"), Marks::NOTE),
    (word("post"), Marks::POST),
    (word("skip"), Marks::WAYS),
    (word("tags"), Marks::ABOUT),
    (word("adbox"), Marks::PROMOTION),
    (word("aside"), Marks::BESIDE),
    (word("entry"), Marks::CONTENT),
    (word("login"), Marks::PROMOTION),
    (word("modal"), Marks::OVER),
    (word("optin"), Marks::PROMOTION),
    (word("pager"), Marks::WAYS),
    (word("popup"), Marks::OVER),
    (word("promo"), Marks::PROMOTION),
    (word("reply"), Marks::COMMENTS),
    (word("share"), Marks::SHARE),
    (word("story"), Marks::CONTENT),
    (word("topic"), Marks::POST),
    (word("tweet"), Marks::SHARE),
    (word("advert"), Marks::PROMOTION),
    (word("answer"), Marks::POST),
    (word("author"), Marks::ABOUT),
    (word("banner"), Marks::PROMOTION),
    (word("button"), Marks::BUTTON),
    (word("byline"), Marks::ABOUT),
    (word("cookie"), Marks::OVER),
    (word("disqus"), Marks::COMMENTS),
    (word("donate"), Marks::PROMOTION),
    (word("extras"), Marks::BESIDE),
    (word("flyout"), Marks::OVER),
    (word("follow"), Marks::SHARE),
    (word("footer"), Marks::BOTTOM),
    (word("gutter"), Marks::GUTTER),
    (word("header"), Marks::TOP),
    (word("lineno"), Marks::GUTTER),
    (word("navbar"), Marks::WAYS),
    (word("navbox"), Marks::WAYS),
    (word("recirc"), Marks::RELATED),
    (word("signup"), Marks::PROMOTION),
    (word("social"), Marks::SHARE),
    (word("subnav"), Marks::WAYS),
    (word("teaser"), Marks::RELATED),
    (word("thread"), Marks::POST),
    (word("topbar"), Marks::TOP),
    (word("topnav"), Marks::WAYS),
    (word("article"), Marks::CONTENT),
    (word("authors"), Marks::ABOUT),
    (word("callout"), Marks::NOTE),
    (word("comment"), Marks::COMMENTS),
    (word("consent"), Marks::OVER),
    (word("content"), Marks::CONTENT),
    (word("cookies"), Marks::OVER),
    (word("discuss"), Marks::COMMENTS),
    (word("linenos"), Marks::GUTTER),
    (word("message"), Marks::POST),
    (word("overlay"), Marks::OVER),
    (word("paywall"), Marks::PROMOTION),
    (word("popular"), Marks::RELATED),
    (word("ranking"), Marks::RELATED),
    (word("related"), Marks::RELATED),
    (word("replies"), Marks::COMMENTS),
    (word("respond"), Marks::COMMENTS),
    (word("reviews"), Marks::COMMENTS),
    (word("sharing"), Marks::SHARE),
    (word("sidebar"), Marks::BESIDE),
    (word("sidenav"), Marks::WAYS),
    (word("sitemap"), Marks::WAYS),
    (word("socials"), Marks::SHARE),
    (word("sponsor"), Marks::PROMOTION),
    (word("submenu"), Marks::WAYS),
    (word("taboola"), Marks::RELATED),
    (word("teasers"), Marks::RELATED),
    (word("toolbar"), Marks::WAYS),
    (word("tooltip"), Marks::OVER),
    (word("twitter"), Marks::SHARE),
    (word("warning"), Marks::NOTE),
    (word("widgets"), Marks::BESIDE),
    (word("addtoany"), Marks::SHARE),
    (word("category"), Marks::ABOUT),
    (word("colophon"), Marks::BOTTOM),
    (word("comments"), Marks::COMMENTS),
    (word("dateline"), Marks::ABOUT),
    (word("donation"), Marks::PROMOTION),
    (word("facebook"), Marks::SHARE),
    (word("followus"), Marks::SHARE),
    (word("linkedin"), Marks::SHARE),
    (word("masthead"), Marks::TOP),
    (word("megamenu"), Marks::WAYS),
    (word("metadata"), Marks::ABOUT),
    (word("onetrust"), Marks::OVER),
    (word("outbrain"), Marks::RELATED),
    (word("promoted"), Marks::PROMOTION),
    (word("question"), Marks::POST),
    (word("readmore"), Marks::RELATED),
    (word("sharebar"), Marks::SHARE),
    (word("skiplink"), Marks::WAYS),
    (word("toctitle"), Marks::OUTLINE),
    (word("trending"), Marks::RELATED),
    (word("visually"), Marks::UNSEEN),
    (word("whatsapp"), Marks::SHARE),
    (word("authorbox"), Marks::ABOUT),
    (word("biography"), Marks::ABOUT),
    (word("bookmarks"), Marks::SHARE),
    (word("copyright"), Marks::BOTTOM),
    (word("jumplinks"), Marks::OUTLINE),
    (word("navigator"), Marks::WAYS),
    (word("offcanvas"), Marks::OVER),
    (word("pinterest"), Marks::SHARE),
    (word("promotion"), Marks::PROMOTION),
    (word("recommend"), Marks::RELATED),
    (word("sharethis"), Marks::SHARE),
    (word("signature"), Marks::BESIDE),
    (word("sponsored"), Marks::PROMOTION),
    (word("subscribe"), Marks::PROMOTION),
    (word("userstats"), Marks::BESIDE),
    (word("admonition"), Marks::NOTE),
    (word("breadcrumb"), Marks::WAYS),
    (word("categories"), Marks::ABOUT),
    (word("disclaimer"), Marks::BOTTOM),
    (word("linenumber"), Marks::GUTTER),
    (word("navigation"), Marks::WAYS),
    (word("newsletter"), Marks::PROMOTION),
    (word("pagination"), Marks::WAYS),
    (word("recommends"), Marks::RELATED),
    (word("sharedaddy"), Marks::SHARE),
    (word("adsbygoogle"), Marks::PROMOTION),
    (word("advertising"), Marks::PROMOTION),
    (word("articlebody"), Marks::CONTENT),
    (word("breadcrumbs"), Marks::WAYS),
    (word("commentform"), Marks::COMMENTS),
    (word("commentlist"), Marks::COMMENTS),
    (word("linenumbers"), Marks::GUTTER),
    (word("recommended"), Marks::RELATED),
    (word("saboxplugin"), Marks::ABOUT),
    (word("relatedposts"), Marks::RELATED),
    (word("subscription"), Marks::PROMOTION),
    (word("advertisement"), Marks::PROMOTION),
    (word("recirculation"), Marks::RELATED),
    (word("recommendation"), Marks::RELATED),
    (word("recommendations"), Marks::RELATED),
    (word("tableofcontents"), Marks::OUTLINE),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_order_and_fit() {
        assert!(WORDS.is_sorted_by(|one, other| one.0 < other.0));
        assert_eq!(meaning(word("recommendations")), Marks::RELATED);
        assert_eq!(meaning(word("wrapper")), Marks::NONE);
    }

    #[test]
    fn words_are_found_in_names() {
        let read = |value: &str| {
            let mut marks = Marks::default();
            marks.read(value);
            marks
        };
        assert!(read("post__share-bar").any(Marks::SHARE));
        assert!(read("x RelatedPosts").any(Marks::RELATED));
        assert!(read("articleBody").any(Marks::CONTENT));
        assert_eq!(read("download unshareable header2x breadcrumbsbreadcrumbs"), Marks::TOP);
        assert_eq!(read(""), Marks::default());
    }
}
