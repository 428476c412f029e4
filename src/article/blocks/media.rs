//! Pictures, videos, sounds and frames.
//!
//! One address that Notion does not take costs the whole request, so that only what
//! it documents is sent as what it is: a picture, video or sound with an ending on
//! its list, a video of the one site it names, a frame of those that it shows (it
//! answers 400 to any other). All else that has an address becomes a card
//! (`bookmark`), which takes any: nothing is lost but its looks, and it says so.

use super::class::{Words, classes, has_class, is_in, number};
use super::tally::Reason;
use super::text::{Run, Style};
use super::walk::Walk;
use crate::article::page::{Id, Node};
use crate::article::tag::Tag;
use crate::notion::link;
use crate::notion::media::Media;
use crate::text;

/// Sites whose pages Notion shows in a frame, of those it documents.
const FRAMED: Words = Words::of(
    "codepen.io docs.google.com drive.google.com excalidraw.com figma.com gist.github.com loom.com \
    miro.com replit.com typeform.com whimsical.com",
);

/// What pictures of formulas are called.
const FORMULA: Words =
    Words::of("latex tex math mathjax mwe-math-fallback-image-inline mwe-math-fallback-image-display");

/// What pictures of single signs are called.
const SIGN: Words = Words::of("emoji wp-smiley twemoji smiley emoticon");

impl<'page> Walk<'_, 'page> {
    pub(super) fn image(&mut self, id: Id, node: &Node<'page>) -> bool {
        let (source, alt) = (node.attribute("src").trim(), node.attribute("alt").trim());
        if has_class(node, FORMULA) && !alt.is_empty() {
            self.put_formula(alt.to_owned(), classes(node).any(|class| class.ends_with("-display")));
            return self.hold_nothing(id);
        }
        if is_small(node) || has_class(node, SIGN) {
            if alt.is_empty() {
                self.tally.lose(Reason::Decoration, 0);
            }
            self.text.push(alt, self.style);
            return self.hold_nothing(id);
        }
        let mut caption = Vec::new();
        if let Some(link) = self.style.link.checked_sub(1).and_then(|at| self.links.get(at))
            && link != source
            && Media::of(link) != Some(Media::Image)
        {
            let text = if alt.is_empty() { link.as_str() } else { alt };
            caption.push(Run {
                style: Style { link: self.style.link, ..Style::default() },
                ..Run::plain(text.to_owned())
            });
        }
        self.file(Media::Image, source, alt, caption);
        self.hold_nothing(id)
    }

    /// A video or a sound.
    pub(super) fn player(&mut self, id: Id, node: &Node<'page>) -> bool {
        let media = if node.tag == Tag::Video { Media::Video } else { Media::Audio };
        let sources =
            self.inside(id).filter(|(_, node)| node.tag == Tag::Source).map(|(_, node)| node.attribute("src"));
        let sources: Vec<&str> =
            [node.attribute("src")].into_iter().chain(sources).filter(|source| !source.is_empty()).collect();
        let best = sources.iter().find(|source| shown(media, source).is_some());
        let any = best.or_else(|| sources.iter().find(|source| link::web(source).is_some())).or(sources.first());
        let source = any.copied().unwrap_or_default();
        let poster = node.attribute("poster");
        if link::web(source).is_none() && shown(Media::Image, poster).is_some() {
            self.tally.degrade(media, source, Reason::NotSent);
            self.file(Media::Image, poster, "", Vec::new());
        } else {
            self.file(media, source, node.attribute("title"), Vec::new());
        }
        self.leave(id, Reason::Hidden)
    }

    /// Another page in this one.
    pub(super) fn frame(&mut self, id: Id, node: &Node<'page>) -> bool {
        let (source, title) = (node.attribute("src").trim(), node.attribute("title").trim());
        if is_small(node) {
            return self.leave(id, Reason::Decoration);
        }
        let address = link::web(source).unwrap_or_default();
        if let Some(video) = video(&address) {
            self.add_media(Media::Video, video, Vec::new());
        } else if let Some(media) = Media::of(&address) {
            self.file(media, source, title, Vec::new());
        } else if is_in(host(&address), FRAMED) {
            self.add_media(Media::Embed, address, Vec::new());
        } else {
            self.file(Media::Embed, source, title, Vec::new());
        }
        self.leave(id, Reason::Hidden)
    }

    /// A file as what it is where Notion shows it so, as a card where it has an
    /// address, and else as the text that stands in for it.
    fn file(&mut self, media: Media, source: &str, alt: &str, mut caption: Vec<Run>) {
        if let Some(address) = shown(media, source) {
            self.add_media(media, address, caption);
        } else if let Some(address) = link::web(source) {
            self.tally.degrade(media, source, Reason::Card);
            if caption.is_empty() && !alt.is_empty() {
                caption.push(Run::plain(alt.to_owned()));
            }
            self.add_media(Media::Bookmark, address, caption);
        } else {
            self.tally.degrade(media, source, Reason::NotSent);
            // Of a frame that shows nothing, nobody sees what it is called.
            if media == Media::Image {
                self.text.push(alt, self.style);
            }
        }
    }
}

/// Whether something is no larger than a sign.
fn is_small(node: &Node<'_>) -> bool {
    const SMALL: i64 = 32;
    ["width", "height"].iter().all(|name| number(node, name).is_some_and(|size| size <= SMALL))
}

/// The address, if Notion shows such a file by it.
fn shown(media: Media, source: &str) -> Option<String> {
    link::web(source).filter(|address| address.starts_with("https:") && Media::of(address) == Some(media))
}

/// The address of a video of the one site whose videos Notion documents.
fn video(address: &str) -> Option<String> {
    let path = text::cut(address, "://")?.1.split_once('/')?.1;
    let name = match host(address) {
        "youtube.com" | "youtube-nocookie.com" => path
            .strip_prefix("embed/")
            .or_else(|| path.strip_prefix("shorts/"))
            .or_else(|| path.strip_prefix("watch?v="))?,
        "youtu.be" => path,
        _ => return None,
    };
    let name = name.split(['?', '&', '#', '/']).next()?;
    (name.len() == 11 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')))
        .then(|| ["https://www.youtube.com/watch?v=", name].concat())
}

/// The host of an address, without the usual beginning.
fn host(address: &str) -> &str {
    let authority = text::cut(address, "://").map_or("", |(_, rest)| rest).split('/').next().unwrap_or_default();
    authority.strip_prefix("www.").unwrap_or(authority)
}
