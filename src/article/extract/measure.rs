//! What every node of a page holds: how much text, how much of it reads like
//! sentences, how much leads away.
//!
//! Nodes are in document order, so one pass forwards hands things down and one
//! backwards adds them up.

use super::marks::Marks;
use crate::article::page::{Id, Page};
use crate::article::tag::Tag;

/// Text that is one block is prose from so much on, without a mark of a sentence in it.
const PROSE: u32 = 140;
/// And with one.
const SENTENCE: u32 = 50;
/// So many alike are cards, and so much text is on one at most.
const CARDS: u32 = 3;
const LARGEST_CARD: u32 = 700;

/// What a node holds. Text is counted in bytes without white space, in which a
/// character of a script that needs fewer of them weighs more.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measure {
    pub(super) marks: Marks,
    /// All text inside.
    pub(super) text: u32,
    /// Of that, what is inside links.
    pub(super) linked: u32,
    /// Of all text, what reads like sentences.
    pub(super) prose: u32,
    /// What its text is worth: prose counts in full, other text that leads nowhere a little.
    pub(super) value: u32,
    /// What of that is directly in this block.
    pub(super) own_value: u32,
    /// The prose in blocks that are directly inside, and half of what is a level further in.
    pub(super) near: u32,
    /// The same for the same text, however it is marked up and spaced.
    pub(super) print: u64,
    /// How many blocks of prose there are.
    pub(super) paragraphs: u32,
    pub(super) links: u32,
    pub(super) images: u32,
    pub(super) headings: u32,
    /// Headings that are links.
    pub(super) linked_headings: u32,
    /// Text in cards: parts that look alike and each lead to another page.
    pub(super) carded: u32,
    /// Whether it is a number of cards and little else.
    pub(super) is_cards: bool,
    /// Whether its own text reads like sentences, and is no program.
    pub(super) reads: bool,
    /// Buttons and fields.
    pub(super) controls: u32,
    /// The text that is directly in this block, and of that what is linked.
    pub(super) own: u32,
    pub(super) own_linked: u32,
    /// Marks of sentences in that text.
    pub(super) stops: u32,
    /// The block around it, itself if it is one.
    block: u32,
    in_link: bool,
    in_code: bool,
}

#[cfg(test)]
thread_local! {
    /// How often a measure was looked at, which grows with whatever is done.
    pub(super) static LOOKS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// The measures of all nodes of a page.
pub(super) struct Measures(Vec<Measure>);

static NOTHING: Measure = Measure {
    marks: Marks::NONE,
    text: 0,
    linked: 0,
    prose: 0,
    value: 0,
    near: 0,
    print: 0,
    own_value: 0,
    paragraphs: 0,
    links: 0,
    images: 0,
    headings: 0,
    linked_headings: 0,
    carded: 0,
    is_cards: false,
    reads: false,
    controls: 0,
    own: 0,
    own_linked: 0,
    stops: 0,
    block: 0,
    in_link: false,
    in_code: false,
};

impl Measures {
    /// Measures a page.
    pub(super) fn of(page: &Page<'_>) -> Self {
        let mut all = Self(Vec::with_capacity(page.len()));
        for id in page.within(Id::ROOT) {
            all.hand_down(page, id);
        }
        for id in page.within(Id::ROOT).rev() {
            all.add_up(page, id);
        }
        all
    }

    pub(super) fn get(&self, id: Id) -> &Measure {
        #[cfg(test)]
        LOOKS.set(LOOKS.get() + 1);
        self.0.get(id.index()).unwrap_or(&NOTHING)
    }

    fn hand_down(&mut self, page: &Page<'_>, id: Id) {
        let node = page.node(id);
        let outer = node.parent.map_or(&NOTHING, |parent| self.get(parent));
        let outer_block = outer.block;
        let mut measure = Measure { block: outer.block, in_link: outer.in_link, in_code: outer.in_code, ..NOTHING };
        if node.is_text() {
            let (text, stops, print) = weigh(node.text);
            measure.text = text;
            measure.print = print;
            if measure.in_link {
                measure.linked = text;
            }
            if let Some(block) = self.0.get_mut(outer_block as usize) {
                block.own += text;
                block.own_linked += measure.linked;
                block.stops += stops;
            }
        } else {
            measure.marks = Marks::of(node);
            if node.tag.is_block() {
                measure.block = u32::try_from(id.index()).unwrap_or_default();
            }
            match node.tag {
                Tag::A if node.has("href") => {
                    measure.links = 1;
                    measure.in_link = true;
                }
                Tag::Img | Tag::Video | Tag::Picture | Tag::Figure => measure.images = 1,
                Tag::Pre => measure.in_code = true,
                Tag::Input if is_to_do(page, id) => {}
                Tag::Button | Tag::Input | Tag::Select | Tag::Textarea => measure.controls = 1,
                tag if tag.heading() > 0 => measure.headings = 1,
                _ => {}
            }
        }
        self.0.push(measure);
    }

    fn add_up(&mut self, page: &Page<'_>, id: Id) {
        let node = page.node(id);
        let Some(measure) = self.0.get_mut(id.index()) else { return };
        // A block is there once all that is in it was seen, which going backwards is now.
        if node.tag.is_block() && node.tag.heading() == 0 {
            let plain = measure.own - measure.own_linked;
            let reads = plain >= PROSE || (plain >= SENTENCE && measure.stops > 0) || measure.in_code;
            let reads = reads && plain * 2 >= measure.own;
            measure.reads = reads && !measure.in_code;
            if reads {
                measure.prose += measure.own;
                measure.paragraphs += 1;
                measure.own_value = measure.own;
            } else {
                measure.own_value = plain / if node.tag == Tag::P { 2 } else { 4 };
            }
            measure.value += measure.own_value;
        }
        // One that leads to its own place in the page does not lead away.
        let leads = |inner: Id| page.node(inner).tag != Tag::A || !page.node(inner).attribute("href").contains('#');
        if node.tag.heading() > 0 && (measure.in_link || measure.is_linked(50) && page.within(id).take(8).all(leads)) {
            measure.linked_headings += 1;
        }
        let near = if measure.reads { measure.own } else { 0 };
        for (level, outer) in page.around(id).take(2).enumerate() {
            if let Some(outer) = self.0.get_mut(outer.index()) {
                outer.near += near >> level;
            }
        }
        self.find_cards(page, id);
        let Some(measure) = self.0.get(id.index()) else { return };
        let measure = *measure;
        if let Some(outer) = node.parent.and_then(|parent| self.0.get_mut(parent.index())) {
            outer.text += measure.text;
            outer.print = outer.print.wrapping_add(measure.print);
            outer.linked += measure.linked;
            outer.prose += measure.prose;
            outer.value += measure.value;
            outer.paragraphs += measure.paragraphs;
            outer.links += measure.links;
            outer.images += measure.images;
            outer.headings += measure.headings;
            outer.linked_headings += measure.linked_headings;
            outer.carded += measure.carded;
            outer.controls += measure.controls;
        }
    }
}

/// Whether it is the box of a thing to do, in a list of such: nobody is asked anything by it.
pub(super) fn is_to_do(page: &Page<'_>, id: Id) -> bool {
    let is = |tag| move |outer: Id| page.node(outer).tag == tag;
    page.node(id).attribute("type") == "checkbox"
        && page.around(id).take(3).any(is(Tag::Li))
        && !page.around(id).any(is(Tag::Form))
}

impl Measures {
    /// Whether a part is a number of cards. What is written on them is worth little.
    fn find_cards(&mut self, page: &Page<'_>, id: Id) {
        let measure = self.get(id);
        if measure.links < CARDS || measure.is_cards {
            return;
        }
        let (mut cards, mut text, mut value) = (0, 0, 0);
        for child in page.children(id) {
            let child = self.get(child);
            if child.is_card() {
                cards += 1;
                text += child.text;
                value += child.value;
            }
        }
        if cards >= CARDS
            && text * 3 >= measure.text * 2
            && let Some(measure) = self.0.get_mut(id.index())
        {
            measure.is_cards = true;
            measure.carded = text;
            measure.value -= value.min(measure.value) / 4 * 3;
        }
    }
}

impl Measure {
    /// Whether it may be one of many alike that lead to other pages.
    fn is_card(&self) -> bool {
        let leads = self.linked_headings > 0 || (self.images > 0 && self.is_linked(30)) || self.is_linked(60);
        self.links > 0 && self.text > 8 && self.text < LARGEST_CARD && self.paragraphs <= 2 && leads
    }

    /// Whether at least so many of a hundred parts of its text are linked.
    pub(super) fn is_linked(&self, percent: u32) -> bool {
        self.text > 0 && u64::from(self.linked) * 100 >= u64::from(self.text) * u64::from(percent)
    }
}

/// The bytes of a text that are no white space, and the marks of sentences in it:
/// commas and stops, those of the scripts that have their own, too; and its print (FNV-1a).
fn weigh(text: &str) -> (u32, u32, u64) {
    let mut print = 0xcbf2_9ce4_8422_2325_u64;
    let mut weight = 0;
    let mut stops = 0;
    let mut before = [0_u8; 2];
    for byte in text.bytes() {
        if !byte.is_ascii_whitespace() {
            weight += 1;
            print = (print ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
        stops += u32::from(match (before, byte) {
            // A stop within a number or a name is none.
            ([_, b'.' | b',' | b'!' | b'?' | b';' | b':'], b' ' | b'\n') => true,
            ([0xe3, 0x80], 0x81 | 0x82) | ([0xef, 0xbc], 0x81 | 0x8c | 0x9f) => true,
            ([_, 0xd8], 0x8c) | ([0xe0, 0xa5], 0xa4) => true,
            _ => false,
        });
        before = [before[1], byte];
    }
    stops += u32::from(matches!(before[1], b'.' | b'!' | b'?'));
    (weight, stops, if weight == 0 { 0 } else { print })
}
