//! Drafts made into blocks that Notion takes, whatever they are.
//!
//! Notion takes blocks in blocks in blocks, but no deeper in one request, no table at
//! the third level, and no more than a hundred in one. A list that is deeper goes on
//! at the third level with its marks and indents written out; what is too much for
//! one block goes on in one like it.

use super::draft::{Draft, Kind};
use super::tally::{Reason, Tally};
use super::text::Run;
use crate::json::Json;
use crate::notion::block::{Block, Text};
use crate::notion::{limit, rich_text};

/// How many blocks a block may be in.
const DEEPEST: usize = 2;

/// Bytes of one block's text, at most.
const TEXT: usize = 60_000;

/// Bytes of a row of a table, at most: a hundred cells with a thousand each.
const ROW: usize = 100_000;

/// Blocks in one top-level block, and bytes, at most: then a request always has room for one.
const TREE: (usize, usize) = (limit::BLOCKS / 2, 200_000);

/// Makes blocks of drafts; `links` are the addresses that runs count from one.
pub(super) fn fit(drafts: Vec<Draft>, links: &[String], tally: &mut Tally) -> Vec<Json> {
    let mut fitting = Fitting { links, done: Vec::new(), open: Vec::new(), numbers: Vec::new(), blocks: 0, bytes: 0 };
    let mut shift = Shift::default();
    for draft in drafts {
        let wanted = shift.depth(&draft);
        let depth = wanted.min(DEEPEST);
        fitting.draft(draft, depth, wanted - depth, tally);
    }
    fitting.close(0);
    fitting.done.into_iter().map(Block::into_json).collect()
}

/// How much less deep blocks stand than on the page: a table no deeper than second,
/// and what follows it beside it.
#[derive(Default)]
struct Shift {
    from: usize,
    by: usize,
}

impl Shift {
    fn depth(&mut self, draft: &Draft) -> usize {
        if draft.depth < self.from {
            self.by = 0;
        }
        if matches!(draft.kind, Kind::Table { .. }) && draft.depth.saturating_sub(self.by) >= DEEPEST {
            (self.from, self.by) = (draft.depth, draft.depth - (DEEPEST - 1));
        }
        draft.depth.saturating_sub(self.by)
    }
}

/// A block that others may still go into.
struct Open {
    block: Block,
    children: Vec<Block>,
    holds: Holds,
    /// Of an item that Notion counts.
    number: Option<usize>,
}

/// What may go into a block, and what goes on when it is full.
#[derive(Clone)]
enum Holds {
    /// Nothing.
    Nothing,
    /// Nothing: it is a row.
    Cells,
    /// Another of the kind.
    Blocks(Text),
    /// The same table again, with its first row if that is a header.
    Rows { has_header: bool, header: Option<Block> },
}

struct Fitting<'links> {
    links: &'links [String],
    done: Vec<Block>,
    open: Vec<Open>,
    /// By level, the number of the last block there, where it has one.
    numbers: Vec<Option<usize>>,
    /// Blocks in the top-level block that is open, and bytes.
    blocks: usize,
    bytes: usize,
}

impl Fitting<'_> {
    fn arrays(&self, runs: &[Run], room: usize) -> Vec<Vec<Json>> {
        let runs = runs.iter().map(|run| rich_text::Run {
            text: &run.text,
            look: run.style.look,
            link: run.style.link.checked_sub(1).and_then(|at| self.links.get(at)).map_or("", String::as_str),
            is_formula: run.is_formula,
        });
        rich_text::arrays(runs, room)
    }

    fn draft(&mut self, draft: Draft, depth: usize, beyond: usize, tally: &mut Tally) {
        let Draft { kind, mut runs, .. } = draft;
        match kind {
            Kind::Text(text) => self.text(text, None, runs, (depth, beyond), tally),
            Kind::Numbered(number) => self.text(Text::Numbered, Some(number), runs, (depth, beyond), tally),
            Kind::Formula => {
                let expression = runs.pop().unwrap_or_default().text;
                self.add(Block::formula(&expression), depth, Holds::Nothing);
            }
            Kind::Divider => self.add(Block::divider(), depth, Holds::Nothing),
            Kind::Media(media, address) => {
                let mut captions = self.arrays(&runs, TEXT).into_iter();
                self.add(Block::media(media, &address, captions.next().unwrap_or_default()), depth, Holds::Nothing);
                for more in captions {
                    self.add(Block::text(Text::Paragraph, more), depth, Holds::Nothing);
                }
            }
            Kind::Table { width, has_column_header, has_row_header } => {
                let table = Block::table(width, has_column_header, has_row_header);
                self.add(table, depth, Holds::Rows { has_header: has_column_header, header: None });
            }
            Kind::Row(cells) => {
                let room = (ROW / cells.len().max(1)).min(TEXT);
                let mut cells: Vec<_> = cells.iter().map(|cell| self.arrays(cell, room).into_iter()).collect();
                // A cell too long goes on in the next row.
                loop {
                    let row = cells.iter_mut().map(|cell| cell.next().unwrap_or_default()).collect();
                    self.add(Block::row(row), depth, Holds::Cells);
                    if cells.iter().all(|cell| cell.len() == 0) {
                        break;
                    }
                }
            }
        }
    }

    fn text(
        &mut self,
        text: Text,
        number: Option<usize>,
        mut runs: Vec<Run>,
        (depth, beyond): (usize, usize),
        tally: &mut Tally,
    ) {
        let mut text = text;
        if beyond > 0
            && let Some(mark) = mark(text, number)
        {
            // A page nests as deep as it likes, but so much indent is enough.
            let indent = "\u{2003}".repeat(beyond.min(8));
            runs.insert(0, Run::plain([indent.as_str(), &mark, " "].concat()));
            text = Text::Paragraph;
            tally.lose(Reason::Depth, 0);
        }
        let mut arrays = self.arrays(&runs, TEXT).into_iter();
        let holds = if text.holds() { Holds::Blocks(text) } else { Holds::Nothing };
        let mut block = Block::text(text, arrays.next().unwrap_or_default());
        self.make_room(&block, depth, &holds);
        let mut number = number.filter(|_| text == Text::Numbered);
        if let Some(other) = number.take_if(|number| *number != self.counts_to()) {
            let mark = mark(text, Some(other)).unwrap_or_default();
            runs.insert(0, Run::plain(mark + " "));
            arrays = self.arrays(&runs, TEXT).into_iter();
            block = Block::text(Text::Paragraph, arrays.next().unwrap_or_default());
        }
        self.enter(Open { block, children: Vec::new(), holds: holds.clone(), number });
        for more in arrays {
            if matches!(text, Text::Paragraph | Text::Quote | Text::Heading(_) | Text::Code(_)) {
                self.add(Block::text(text, more), depth, holds.clone());
            } else {
                let depth = (depth + 1).min(DEEPEST);
                self.add(Block::text(Text::Paragraph, more), depth, Holds::Blocks(Text::Paragraph));
            }
        }
    }

    /// Adds a block at a depth, or less deep where there is nothing to be in.
    fn add(&mut self, block: Block, depth: usize, holds: Holds) {
        self.make_room(&block, depth, &holds);
        if let Some(Open { holds: Holds::Rows { has_header: true, header: header @ None }, .. }) = self.open.last_mut()
        {
            *header = Some(block.clone());
        }
        self.enter(Open { block, children: Vec::new(), holds, number: None });
    }

    /// Closes and opens blocks until this one can be entered.
    fn make_room(&mut self, block: &Block, depth: usize, holds: &Holds) {
        let mut depth = depth.min(self.open.len());
        while depth > 0 && self.open.get(depth - 1).is_some_and(|open| !open.takes(holds)) {
            depth -= 1;
        }
        self.close(depth);
        let bytes = block.bytes() + 16;
        if depth > 0 && (self.blocks >= TREE.0 || self.bytes + bytes > TREE.1) {
            self.go_on(0);
        } else {
            let mut level = depth;
            while level > 0 && self.open.get(level - 1).is_some_and(|open| open.is_full(level < depth)) {
                level -= 1;
            }
            if level < depth {
                self.go_on(level);
            }
        }
    }

    /// Which number Notion gives a numbered item that is entered now.
    fn counts_to(&self) -> usize {
        self.numbers.get(self.open.len()).copied().flatten().unwrap_or_default() + 1
    }

    /// Opens a block in the last that is open.
    fn enter(&mut self, open: Open) {
        if self.open.is_empty() {
            (self.blocks, self.bytes) = (0, 0);
        }
        self.numbers.truncate(self.open.len());
        self.numbers.push(open.number);
        self.blocks += 1 + open.children.len();
        self.bytes += open.block.bytes() + 16 + open.children.iter().map(Block::bytes).sum::<usize>();
        self.open.push(open);
    }

    /// Closes what is open from that level on, and opens the same again beside it.
    fn go_on(&mut self, level: usize) {
        let again: Vec<Open> = self.open.iter().skip(level).map(Open::again).collect();
        self.close(level);
        for open in again {
            self.enter(open);
        }
    }

    /// Closes what is open from that level on.
    fn close(&mut self, level: usize) {
        while self.open.len() > level {
            let Some(open) = self.open.pop() else { return };
            // The first row of a table did not fit beside what came before: it is in the next one.
            if matches!(open.holds, Holds::Rows { .. }) && open.children.is_empty() {
                continue;
            }
            let block = open.block.holding(open.children);
            self.open.last_mut().map_or(&mut self.done, |outer| &mut outer.children).push(block);
        }
    }
}

impl Open {
    /// Whether a block may go in: rows into tables, and all others elsewhere.
    fn takes(&self, other: &Holds) -> bool {
        match self.holds {
            Holds::Blocks(_) => !matches!(other, Holds::Cells),
            Holds::Rows { .. } => matches!(other, Holds::Cells),
            Holds::Nothing | Holds::Cells => false,
        }
    }

    /// Whether there is no room for one more, beside the one that is still open in it.
    fn is_full(&self, has_open: bool) -> bool {
        self.children.len() + usize::from(has_open) >= limit::ITEMS
    }

    fn again(&self) -> Self {
        let ellipsis = || rich_text::runs("…").items().to_vec();
        let (block, children) = match &self.holds {
            Holds::Rows { header, .. } => (self.block.clone(), header.iter().cloned().collect()),
            Holds::Blocks(text @ (Text::Quote | Text::Callout(_) | Text::Toggle)) => {
                (Block::text(*text, ellipsis()), Vec::new())
            }
            _ => (Block::text(Text::Paragraph, Vec::new()), Vec::new()),
        };
        let holds = match &self.holds {
            Holds::Blocks(Text::Quote | Text::Callout(_) | Text::Toggle) | Holds::Rows { .. } => self.holds.clone(),
            _ => Holds::Blocks(Text::Paragraph),
        };
        Self { block, children, holds, number: None }
    }
}

/// What stands before an item of a list, where Notion can't show it.
fn mark(text: Text, number: Option<usize>) -> Option<String> {
    Some(match (text, number) {
        (_, Some(number)) => [&crate::text::digits(number as u64, 1), "."].concat(),
        (Text::Bulleted, _) => "•".to_owned(),
        (Text::ToDo(true), _) => "☑".to_owned(),
        (Text::ToDo(false), _) => "☐".to_owned(),
        _ => return None,
    })
}
