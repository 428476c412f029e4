//! The way through a page: node by node in document order, with what is open kept on
//! a stack, so that no page is too deep.

use super::draft::{Draft, Kind};
use super::note::Notes;
use super::table::Grid;
use super::tally::{self, Reason, Tally};
use super::text::{Run, Style, Text};
use crate::article::page::{Id, Node, Page};
use crate::article::part::Part;
use crate::notion::block::{self, Media};
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
    floats: Vec<(Media, String, Vec<Run>)>,
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

    /// A line ends: with it a block, where there may be blocks.
    pub(super) fn end_line(&mut self) {
        if self.target.is_some() {
            self.text.break_line();
        } else if self.holder.is_some() && !self.text.is_empty() && !self.text.has_word() {
            // A bullet or an icon made of text: what it belongs to follows.
            self.text.push(" ", Style::default());
        } else {
            self.end_text();
        }
    }

    /// A block ends, and what follows does not belong to what holds it.
    pub(super) fn end_block(&mut self) {
        self.end_text();
        self.holder = None;
        self.put_floats();
    }

    fn end_text(&mut self) {
        let runs = self.text.take();
        if runs.is_empty() {
            if self.holder.is_none() {
                self.put_floats();
            }
            return;
        }
        match self.holder.take().and_then(|at| self.drafts.get_mut(at)) {
            Some(draft) => draft.runs = runs,
            None => self.paragraph(runs),
        }
        self.put_floats();
    }

    /// A paragraph, or what it means where it is nothing but a formula or a link to a file.
    fn paragraph(&mut self, mut runs: Vec<Run>) {
        let mut kind = Kind::Text(block::Text::Paragraph);
        if let [run] = runs.as_mut_slice() {
            let address = run.style.link.checked_sub(1).and_then(|at| self.links.get(at));
            if run.is_formula {
                kind = Kind::Formula;
            } else if let Some(address) = address.filter(|address| address.starts_with("https:"))
                && let Some(media) = Media::of(address).filter(|&media| media != Media::Image)
            {
                kind = Kind::Media(media, address.clone());
                run.style.link = 0;
            }
        }
        self.push(kind, runs);
    }

    /// Adds a block where it stands.
    pub(super) fn push(&mut self, kind: Kind, runs: Vec<Run>) {
        self.drafts.push(Draft { depth: self.depth, kind, runs });
    }

    /// Adds a block of its own.
    pub(super) fn add(&mut self, kind: Kind, runs: Vec<Run>) -> usize {
        self.end_block();
        self.push(kind, runs);
        self.drafts.len() - 1
    }

    /// Adds a block that holds others: the next text is its own.
    pub(super) fn add_holder(&mut self, id: Id, kind: block::Text) -> bool {
        let at = self.add(Kind::Text(kind), Vec::new());
        self.open(id, Close::Holder(at));
        self.holder = Some(at);
        self.depth += 1;
        true
    }

    /// Adds a file where it stands, or after the text it stands in.
    pub(super) fn add_media(&mut self, media: Media, address: String, caption: Vec<Run>) {
        self.floats.push((media, address, caption));
        if self.target.is_none() && self.holder.is_none() && !self.text.is_mid_line() {
            self.end_line();
        }
    }

    pub(super) fn put_floats(&mut self) {
        if self.is_in_table {
            return;
        }
        for (media, address, runs) in std::mem::take(&mut self.floats) {
            self.push(Kind::Media(media, address), runs);
        }
    }

    /// Nothing came of a block: it goes again.
    fn drop_if_empty(&mut self, at: usize) {
        if self.drafts.len() == at + 1 && self.drafts.last().is_some_and(|draft| draft.runs.is_empty()) {
            self.drafts.pop();
        }
    }

    /// Gathers a line of text without blocks.
    pub(super) fn gather(&mut self, id: Id, target: Target) -> bool {
        if self.target.is_some() {
            return self.open_line(id);
        }
        self.end_block();
        self.open(id, Close::Gathered(target));
        self.target = Some(target);
        true
    }

    fn gathered(&mut self, target: Target) {
        let runs = self.text.take();
        match target {
            Target::Cell => return self.end_cell(runs),
            _ if runs.is_empty() => {}
            Target::Heading(level) => {
                self.push(Kind::Text(block::Text::Heading(level)), runs);
            }
            Target::Term => {
                self.push(Kind::Text(block::Text::Paragraph), runs);
                if let Some(has_term) = self.terms() {
                    *has_term = true;
                }
            }
            Target::Summary(at) => {
                if let Some(draft) = self.drafts.get_mut(at) {
                    join(&mut draft.runs, runs);
                }
            }
            Target::Caption | Target::TableCaption => {
                let place = match target {
                    Target::Caption => {
                        self.innermost(|close| if let Close::Figure(_, caption) = close { Some(caption) } else { None })
                    }
                    _ => self.grid().map(|grid| &mut grid.caption),
                };
                match place {
                    Some(caption) => join(caption, runs),
                    None => self.push(Kind::Text(block::Text::Paragraph), runs),
                }
            }
        }
        self.put_floats();
    }

    /// A figure ends: what is written under it goes with the last file in it.
    fn end_figure(&mut self, start: usize, mut caption: Vec<Run>) {
        self.end_block();
        if caption.is_empty() {
            return;
        }
        let drafts = self.drafts.get_mut(start..).unwrap_or_default();
        let is_quote = drafts.first().is_some_and(|draft| matches!(draft.kind, Kind::Text(block::Text::Quote)));
        match drafts.iter_mut().rev().find(|draft| matches!(draft.kind, Kind::Media(..))) {
            Some(file) => {
                // A picture that leads somewhere has said so where its caption goes.
                let link = file.runs.first().map_or(0, |run| run.style.link);
                for run in caption.iter_mut().filter(|run| run.style.link == 0) {
                    run.style.link = link;
                }
                file.runs = caption;
            }
            None => {
                self.depth += usize::from(is_quote);
                self.push(Kind::Text(block::Text::Paragraph), caption);
            }
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

/// More of the same text, on the next line.
fn join(runs: &mut Vec<Run>, more: Vec<Run>) {
    if !runs.is_empty() {
        runs.push(Run::plain("\n".to_owned()));
    }
    runs.extend(more);
}
