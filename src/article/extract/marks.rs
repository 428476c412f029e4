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
        let mut word = [0_u8; LONGEST];
        let mut length = 0;
        let mut before = 0_u8;
        for byte in value.bytes().chain([b' ']) {
            let begins = byte.is_ascii_uppercase() && before.is_ascii_lowercase();
            if begins || !byte.is_ascii_alphabetic() {
                if let Some(word) = word.get(..length).filter(|word| word.len() > 1) {
                    self.add(meaning(word));
                }
                length = 0;
            }
            if byte.is_ascii_alphabetic() {
                match word.get_mut(length) {
                    Some(place) => *place = byte.to_ascii_lowercase(),
                    // Longer than any word that is known.
                    None => length = LONGEST,
                }
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

const LONGEST: usize = 16;

fn meaning(word: &[u8]) -> Marks {
    let found = WORDS.binary_search_by(|&(known, _)| known.as_bytes().cmp(word));
    found.ok().and_then(|at| WORDS.get(at)).map_or(Marks(0), |&(_, marks)| marks)
}

const WORDS: &[(&str, Marks)] = &[
    ("ad", Marks::PROMOTION),
    ("adbox", Marks::PROMOTION),
    ("addtoany", Marks::SHARE),
    ("admonition", Marks::NOTE),
    ("ads", Marks::PROMOTION),
    ("adsbygoogle", Marks::PROMOTION),
    ("advert", Marks::PROMOTION),
    ("advertisement", Marks::PROMOTION),
    ("advertising", Marks::PROMOTION),
    ("answer", Marks::POST),
    ("article", Marks::CONTENT),
    ("articlebody", Marks::CONTENT),
    ("aside", Marks::BESIDE),
    ("author", Marks::ABOUT),
    ("authorbox", Marks::ABOUT),
    ("authors", Marks::ABOUT),
    ("bio", Marks::ABOUT),
    ("biography", Marks::ABOUT),
    ("bookmarks", Marks::SHARE),
    ("breadcrumb", Marks::WAYS),
    ("breadcrumbs", Marks::WAYS),
    ("btn", Marks::BUTTON),
    ("button", Marks::BUTTON),
    ("byline", Marks::ABOUT),
    ("callout", Marks::NOTE),
    ("categories", Marks::ABOUT),
    ("category", Marks::ABOUT),
    ("colophon", Marks::BOTTOM),
    ("comment", Marks::COMMENTS),
    ("commentform", Marks::COMMENTS),
    ("commentlist", Marks::COMMENTS),
    ("comments", Marks::COMMENTS),
    ("consent", Marks::OVER),
    ("content", Marks::CONTENT),
    ("cookie", Marks::OVER),
    ("cookies", Marks::OVER),
    ("copyright", Marks::BOTTOM),
    ("cta", Marks::PROMOTION),
    ("date", Marks::ABOUT),
    ("dateline", Marks::ABOUT),
    ("discuss", Marks::COMMENTS),
    ("disqus", Marks::COMMENTS),
    ("donate", Marks::PROMOTION),
    ("donation", Marks::PROMOTION),
    ("entry", Marks::CONTENT),
    ("extras", Marks::BESIDE),
    ("facebook", Marks::SHARE),
    ("flyout", Marks::OVER),
    ("follow", Marks::SHARE),
    ("followus", Marks::SHARE),
    ("footer", Marks::BOTTOM),
    ("gdpr", Marks::OVER),
    ("gutter", Marks::GUTTER),
    ("header", Marks::TOP),
    ("hint", Marks::NOTE),
    ("jumplinks", Marks::OUTLINE),
    ("lineno", Marks::GUTTER),
    ("linenos", Marks::GUTTER),
    ("linenumber", Marks::GUTTER),
    ("linenumbers", Marks::GUTTER),
    ("linkedin", Marks::SHARE),
    ("ln", Marks::GUTTER),
    ("lnt", Marks::GUTTER),
    ("login", Marks::PROMOTION),
    ("masthead", Marks::TOP),
    ("megamenu", Marks::WAYS),
    ("menu", Marks::WAYS),
    ("message", Marks::POST),
    ("meta", Marks::ABOUT),
    ("metadata", Marks::ABOUT),
    ("modal", Marks::OVER),
    ("nav", Marks::WAYS),
    ("navbar", Marks::WAYS),
    ("navbox", Marks::WAYS),
    ("navigation", Marks::WAYS),
    ("navigator", Marks::WAYS),
    ("newsletter", Marks::PROMOTION),
    ("note", Marks::NOTE),
    ("offcanvas", Marks::OVER),
    ("onetrust", Marks::OVER),
    ("optin", Marks::PROMOTION),
    ("outbrain", Marks::RELATED),
    ("overlay", Marks::OVER),
    ("pager", Marks::WAYS),
    ("pagination", Marks::WAYS),
    ("paywall", Marks::PROMOTION),
    ("pinterest", Marks::SHARE),
    ("popular", Marks::RELATED),
    ("popup", Marks::OVER),
    ("post", Marks::POST),
    ("promo", Marks::PROMOTION),
    ("promoted", Marks::PROMOTION),
    ("promotion", Marks::PROMOTION),
    ("question", Marks::POST),
    ("readmore", Marks::RELATED),
    ("recirc", Marks::RELATED),
    ("recirculation", Marks::RELATED),
    ("recommend", Marks::RELATED),
    ("recommendation", Marks::RELATED),
    ("recommendations", Marks::RELATED),
    ("recommended", Marks::RELATED),
    ("recommends", Marks::RELATED),
    ("related", Marks::RELATED),
    ("relatedposts", Marks::RELATED),
    ("replies", Marks::COMMENTS),
    ("reply", Marks::COMMENTS),
    ("respond", Marks::COMMENTS),
    ("reviews", Marks::COMMENTS),
    ("saboxplugin", Marks::ABOUT),
    ("share", Marks::SHARE),
    ("sharebar", Marks::SHARE),
    ("sharedaddy", Marks::SHARE),
    ("sharethis", Marks::SHARE),
    ("sharing", Marks::SHARE),
    ("sidebar", Marks::BESIDE),
    ("sidenav", Marks::WAYS),
    ("signature", Marks::BESIDE),
    ("signup", Marks::PROMOTION),
    ("sitemap", Marks::WAYS),
    ("skip", Marks::WAYS),
    ("skiplink", Marks::WAYS),
    ("social", Marks::SHARE),
    ("socials", Marks::SHARE),
    ("sponsor", Marks::PROMOTION),
    ("sponsored", Marks::PROMOTION),
    ("sr", Marks::UNSEEN),
    ("story", Marks::CONTENT),
    ("submenu", Marks::WAYS),
    ("subnav", Marks::WAYS),
    ("subscribe", Marks::PROMOTION),
    ("subscription", Marks::PROMOTION),
    ("tableofcontents", Marks::OUTLINE),
    ("taboola", Marks::RELATED),
    ("tags", Marks::ABOUT),
    ("teaser", Marks::RELATED),
    ("teasers", Marks::RELATED),
    ("thread", Marks::POST),
    ("tip", Marks::NOTE),
    ("toc", Marks::OUTLINE),
    ("toctitle", Marks::OUTLINE),
    ("toolbar", Marks::WAYS),
    ("tooltip", Marks::OVER),
    ("topbar", Marks::TOP),
    ("topic", Marks::POST),
    ("topnav", Marks::WAYS),
    ("trending", Marks::RELATED),
    ("tweet", Marks::SHARE),
    ("twitter", Marks::SHARE),
    ("userstats", Marks::BESIDE),
    ("visually", Marks::UNSEEN),
    ("warning", Marks::NOTE),
    ("whatsapp", Marks::SHARE),
    ("widgets", Marks::BESIDE),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_order_and_fit() {
        assert!(WORDS.is_sorted_by(|one, other| one.0 < other.0));
        assert!(WORDS.iter().all(|(word, _)| word.len() <= LONGEST));
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
