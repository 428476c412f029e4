//! What is read becomes drafts: text where a line or a block ends, files beside it.

use super::draft::{Draft, Kind};
use super::text::{Run, Style};
use super::walk::{Close, Target, Walk};
use crate::article::page::Id;
use crate::notion::block::Text;
use crate::notion::media::Media;

impl Walk<'_, '_> {
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
        let mut kind = Kind::Text(Text::Paragraph);
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
    pub(super) fn add_holder(&mut self, id: Id, kind: Text) -> bool {
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

    /// Nothing came of a block: it goes again. So does an item of a list with nothing
    /// but pictures, which is how many pages set those side by side.
    pub(super) fn drop_if_empty(&mut self, at: usize) {
        let Some([draft, inside @ ..]) = self.drafts.get_mut(at..) else { return };
        let is_frame = matches!(draft.kind, Kind::Text(Text::Bulleted))
            && inside.iter().all(|inner| matches!(inner.kind, Kind::Media(..)));
        if draft.runs.is_empty() && (inside.is_empty() || is_frame) {
            inside.iter_mut().for_each(|inner| inner.depth = inner.depth.saturating_sub(1));
            self.drafts.remove(at);
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

    pub(super) fn gathered(&mut self, target: Target) {
        let runs = self.text.take();
        match target {
            Target::Cell => return self.end_cell(runs),
            _ if runs.is_empty() => {}
            Target::Heading(level) => {
                self.push(Kind::Text(Text::Heading(level)), runs);
            }
            Target::Term => {
                self.push(Kind::Text(Text::Paragraph), runs);
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
                    None => self.push(Kind::Text(Text::Paragraph), runs),
                }
            }
        }
        self.put_floats();
    }

    /// A figure ends: what is written under it goes with the last file in it.
    pub(super) fn end_figure(&mut self, start: usize, mut caption: Vec<Run>) {
        self.end_block();
        if caption.is_empty() {
            return;
        }
        let drafts = self.drafts.get_mut(start..).unwrap_or_default();
        let is_quote = drafts.first().is_some_and(|draft| matches!(draft.kind, Kind::Text(Text::Quote)));
        match drafts.iter_mut().rev().find(|draft| matches!(draft.kind, Kind::Media(..))) {
            Some(file) => {
                // A picture that leads somewhere has said so where its caption goes.
                let link = file.runs.first().map_or(0, |run| run.style.link);
                for run in caption.iter_mut().filter(|run| run.style.link == 0) {
                    run.style.link = link;
                }
                // What a file is called by a text of the page stays; what stands in for it goes.
                if !matches!(file.kind, Kind::Media(Media::Image | Media::Bookmark | Media::Embed, _)) {
                    join(&mut file.runs, caption);
                } else {
                    file.runs = caption;
                }
            }
            None => {
                self.depth += usize::from(is_quote);
                self.push(Kind::Text(Text::Paragraph), caption);
            }
        }
    }
}

/// More of the same text, on the next line.
fn join(runs: &mut Vec<Run>, more: Vec<Run>) {
    if !runs.is_empty() {
        runs.push(Run::plain("\n".to_owned()));
    }
    runs.extend(more);
}
