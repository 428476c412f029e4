//! The way through a page: node by node in document order, with what is open kept on
//! a stack, so that no page is too deep.

use super::draft::{Draft, Kind};
use super::note::Notes;
use super::table::Grid;
use super::tally::{self, Reason, Tally};
use super::text::{Run, Style, Text};
use crate::article::page::{Id, Node, Page};
use crate::article::part::Part;
use crate::notion::block;
use crate::notion::media::Media;
use crate::notion::rich_text::Look;

/// What is to be done where an element ends.
#[derive(Debug)]
pub(super) enum Close {
    /// Nothing but to look as before.
    Style,
    /// A line ends.
    Line,
    /// Text follows.
    Text(String),
    /// A list ends.
    List(List),
    /// A block that holds others ends: which.
    Holder(usize),
    /// What opens ends: which.
    Toggle(usize),
    /// Terms and what they mean end; whether there was a term.
    Terms(bool),
    /// A figure ends; where its blocks begin, and what is written under it.
    Figure(usize, Vec<Run>),
    /// A table ends.
    Table(Box<Grid>),
    /// A line of text without blocks ends.
    Gathered(Target),
}

/// A list, while it is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct List {
    /// Whether it has numbers.
    pub(super) is_ordered: bool,
    /// The number of the next item.
    pub(super) next: i64,
    /// What comes after it.
    pub(super) step: i64,
    /// Whether numbers are written out, because Notion would count differently.
    pub(super) is_written: bool,
}

/// What a text without blocks is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Heading(u8),
    /// What is seen of a block that opens: which.
    Summary(usize),
    /// Under a figure.
    Caption,
    /// Above a table.
    TableCaption,
    Cell,
    Term,
}

/// An element that is open, and what was before it.
#[derive(Debug)]
struct Frame {
    end: Id,
    close: Close,
    style: Style,
    depth: usize,
}

/// What is read so far.
pub(super) struct Walk<'w, 'page> {
    pub(super) page: &'w Page<'page>,
    left_out: &'w [Id],
    /// The page's own address, without a fragment.
    pub(super) address: &'w str,
    pub(super) drafts: Vec<Draft>,
    /// Files met in the middle of a text, which come after it.
    pub(super) floats: Vec<(Media, String, Vec<Run>)>,
    frames: Vec<Frame>,
    pub(super) text: Text,
    pub(super) style: Style,
    pub(super) links: Vec<String>,
    pub(super) depth: usize,
    /// The block that the next text belongs to.
    pub(super) holder: Option<usize>,
    /// What the text is for, where no blocks may stand in it.
    pub(super) target: Option<Target>,
    /// Whether a table is open: files in its cells come after it.
    pub(super) is_in_table: bool,
    pub(super) notes: Notes,
    pub(super) abbreviations: Vec<&'page str>,
    pub(super) tally: Tally,
}

impl<'w, 'page> Walk<'w, 'page> {
    /// Reads a part of a page.
    pub(super) fn through(page: &'w Page<'page>, part: &'w Part, address: &'w str) -> Self {
        let mut walk = Self {
            page,
            left_out: &part.left_out,
            address: address.split('#').next().unwrap_or_default(),
            drafts: Vec::new(),
            floats: Vec::new(),
            frames: Vec::new(),
            text: Text::default(),
            style: Style::default(),
            links: Vec::new(),
            depth: 0,
            holder: None,
            target: None,
            is_in_table: false,
            notes: Notes::default(),
            abbreviations: Vec::new(),
            tally: Tally::default(),
        };
        walk.find_notes(&part.roots);
        for &root in &part.roots {
            let mut id = root;
            let end = page.after(root);
            while id < end {
                walk.close(id);
                id = if walk.is_left_out(id) { page.after(id) } else { walk.node(id) };
            }
            walk.close(end);
            walk.end_block();
        }
        walk
    }

    /// Reads a node; gives the next to read.
    fn node(&mut self, id: Id) -> Id {
        let page = self.page;
        let node = page.node(id);
        if node.is_text() {
            self.tally.read += tally::characters(node.text);
            self.put_label(id, node.text);
            self.text.push(node.text, self.style);
        } else if self.element(id, node) {
            return node.first.unwrap_or(page.after(id));
        } else {
            self.tally.read += self.characters(id);
        }
        page.after(id)
    }

    fn is_left_out(&self, id: Id) -> bool {
        !self.left_out.is_empty() && self.left_out.binary_search(&id).is_ok()
    }

    /// A node and what is inside it, without what is left out.
    pub(super) fn inside(&self, id: Id) -> Inside<'w, 'page> {
        Inside { page: self.page, left_out: self.left_out, next: id, end: self.page.after(id) }
    }

    /// How much text there is in a node.
    pub(super) fn characters(&self, id: Id) -> usize {
        self.inside(id).map(|(_, node)| tally::characters(node.text)).sum()
    }

    /// Leaves out a node with all that is in it.
    pub(super) fn leave(&mut self, id: Id, reason: Reason) -> bool {
        let characters = self.characters(id);
        self.tally.lose(reason, characters);
        false
    }

    /// The element is open from here on: what it changes ends with it.
    pub(super) fn open(&mut self, id: Id, close: Close) -> bool {
        let end = self.page.after(id);
        self.frames.push(Frame { end, close, style: self.style, depth: self.depth });
        true
    }

    /// As [`open`](Self::open), and what is in it looks so, too.
    pub(super) fn open_as(&mut self, id: Id, look: Look) -> bool {
        self.open(id, Close::Style);
        self.style.look = self.style.look.with(look);
        true
    }

    /// As [`open`](Self::open), for what stands on lines of its own.
    pub(super) fn open_line(&mut self, id: Id) -> bool {
        self.end_line();
        self.open(id, Close::Line)
    }

    /// The innermost that is open of a kind.
    pub(super) fn innermost<'a, T>(&'a mut self, wanted: fn(&'a mut Close) -> Option<&'a mut T>) -> Option<&'a mut T> {
        self.frames.iter_mut().rev().find_map(|frame| wanted(&mut frame.close))
    }

    /// What the element around stands on: its depth.
    pub(super) fn outer_depth(&self, is_wanted: fn(&Close) -> bool) -> Option<usize> {
        self.frames.iter().rev().find(|frame| is_wanted(&frame.close)).map(|frame| frame.depth)
    }

    /// What is directly around.
    pub(super) fn around(&self) -> Option<&Close> {
        self.frames.last().map(|frame| &frame.close)
    }

    /// Closes what ends before a node.
    fn close(&mut self, next: Id) {
        while self.frames.last().is_some_and(|frame| frame.end <= next) {
            let Some(Frame { close, style, depth, .. }) = self.frames.pop() else { return };
            match close {
                Close::Style => {}
                Close::Line => self.end_line(),
                Close::Text(text) => self.text.push(&text, self.style),
                Close::List(_) | Close::Terms(_) => self.end_line(),
                Close::Holder(at) => {
                    self.end_block();
                    self.drop_if_empty(at);
                }
                Close::Toggle(at) => {
                    self.end_block();
                    self.drop_if_empty(at);
                    if let Some(draft) = self.drafts.get_mut(at).filter(|draft| draft.runs.is_empty()) {
                        draft.runs.push(Run::plain("…".to_owned()));
                    }
                }
                Close::Figure(start, caption) => self.end_figure(start, caption),
                Close::Table(grid) => {
                    self.end_line();
                    self.end_table(*grid);
                }
                Close::Gathered(target) => {
                    self.target = None;
                    self.gathered(target);
                }
            }
            (self.style, self.depth) = (style, depth);
        }
    }

    /// The table that is open.
    pub(super) fn grid(&mut self) -> Option<&mut Grid> {
        self.innermost(|close| if let Close::Table(grid) = close { Some(&mut **grid) } else { None })
    }

    /// Whether the terms that are open have one already.
    pub(super) fn terms(&mut self) -> Option<&mut bool> {
        self.innermost(|close| if let Close::Terms(has_term) = close { Some(has_term) } else { None })
    }

    /// The list that is open.
    pub(super) fn list(&mut self) -> Option<&mut List> {
        self.innermost(|close| if let Close::List(list) = close { Some(list) } else { None })
    }

    /// Whether a box is open.
    pub(super) fn is_in_box(&self) -> bool {
        self.frames.iter().any(|frame| {
            let Close::Holder(at) = frame.close else { return false };
            matches!(self.drafts.get(at), Some(Draft { kind: Kind::Text(block::Text::Callout(_)), .. }))
        })
    }
}

/// See [`Walk::inside`].
pub(super) struct Inside<'w, 'page> {
    page: &'w Page<'page>,
    left_out: &'w [Id],
    next: Id,
    end: Id,
}

impl<'w, 'page> Iterator for Inside<'w, 'page> {
    type Item = (Id, &'w Node<'page>);

    // In a dozen places, each of which it would make larger.
    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        while self.next < self.end {
            let here = self.next;
            let node = self.page.node(here);
            if self.left_out.binary_search(&here).is_ok() {
                self.next = self.page.after(here);
            } else {
                self.next = node.first.unwrap_or(self.page.after(here));
                return Some((here, node));
            }
        }
        None
    }
}
