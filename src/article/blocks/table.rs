//! Tables: those that hold data become tables, those that only lay out a page do not.

use super::class::number;
use super::draft::Kind;
use super::tally::Reason;
use super::text::Run;
use super::walk::{Close, Target, Walk};
use crate::article::page::{Id, Node};
use crate::article::tag::Tag;
use crate::notion::block::Text;
use crate::notion::limit;

/// The table that is open.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// What is written above it.
    pub(super) caption: Vec<Run>,
    rows: Vec<Vec<Cell>>,
    /// The cell that is open.
    cell: Cell,
}

#[derive(Clone, Debug, Default)]
struct Cell {
    runs: Vec<Run>,
    is_header: bool,
    column: usize,
    columns: usize,
    rows: usize,
}

/// More columns than a table of data has; browsers read no more either.
const MOST_COLUMNS: usize = 1_000;

/// How many more places than cells a table may have, before it is no table.
const SPARSE: (usize, usize) = (12, 2_000);

impl<'page> Walk<'_, 'page> {
    pub(super) fn table(&mut self, id: Id, node: &Node<'page>) -> bool {
        if self.target.is_some() || self.is_in_table || !self.is_data(id, node) {
            return self.open_line(id);
        }
        self.end_block();
        self.is_in_table = true;
        self.open(id, Close::Table(Box::default()))
    }

    /// Whether a table holds data: it has two columns, and what is in its cells is
    /// text, or its headers say so.
    fn is_data(&self, id: Id, table: &Node<'page>) -> bool {
        if matches!(table.attribute("role"), "presentation" | "none") {
            return false;
        }
        let (mut cells, mut widest, mut places, mut rows, mut paragraphs) = (0, 0, 0, 0, 0);
        let (mut has_header, mut has_blocks) = (false, false);
        // Where the cell ends that is looked into: text that is in none is not a table's.
        let mut end = id;
        for (inner, node) in self.inside(id).skip(1) {
            if matches!(node.tag, Tag::Td | Tag::Th | Tag::Caption) {
                end = end.max(self.page.after(inner));
            }
            if inner >= end && !node.text.trim().is_empty() {
                return false;
            }
            match node.tag {
                Tag::Table => return false,
                Tag::Tr => {
                    rows += 1;
                    cells = 0;
                }
                Tag::Td | Tag::Th => {
                    has_header |= node.tag == Tag::Th;
                    cells += span(node, "colspan", MOST_COLUMNS);
                    places += 1;
                    paragraphs = 0;
                    widest = cells.max(widest);
                }
                Tag::Thead => has_header = true,
                Tag::P => {
                    paragraphs += 1;
                    has_blocks |= paragraphs > 1;
                }
                Tag::Pre
                | Tag::Blockquote
                | Tag::Details
                | Tag::Figure
                | Tag::Iframe
                | Tag::Video
                | Tag::Ul
                | Tag::Ol
                | Tag::Dl => has_blocks = true,
                tag if tag.heading() > 0 => has_blocks = true,
                _ => {}
            }
        }
        widest > 1 && rows * widest <= places * SPARSE.0 + SPARSE.1 && (has_header || !has_blocks)
    }

    /// A row or a cell of the table that is open.
    pub(super) fn table_part(&mut self, id: Id, node: &Node<'page>) -> bool {
        if node.tag == Tag::Tr {
            self.end_line();
            if let Some(grid) = self.grid() {
                grid.rows.push(Vec::new());
            }
            return self.open(id, Close::Line);
        }
        let section = node.parent.and_then(|row| self.page.node(row).parent);
        let is_in_head = section.is_some_and(|section| self.page.node(section).tag == Tag::Thead);
        let cell = Cell {
            is_header: node.tag == Tag::Th || is_in_head,
            columns: span(node, "colspan", MOST_COLUMNS),
            rows: span(node, "rowspan", usize::from(u16::MAX)),
            ..Cell::default()
        };
        if let Some(grid) = self.grid() {
            grid.cell = cell;
        }
        self.gather(id, Target::Cell)
    }

    pub(super) fn end_cell(&mut self, runs: Vec<Run>) {
        let Some(grid) = self.grid() else { return };
        let cell = Cell { runs, ..std::mem::take(&mut grid.cell) };
        if grid.rows.is_empty() {
            grid.rows.push(Vec::new());
        }
        if let Some(row) = grid.rows.last_mut() {
            row.push(cell);
        }
    }

    pub(super) fn end_table(&mut self, grid: Grid) {
        let Grid { caption, mut rows, .. } = grid;
        self.is_in_table = false;
        if !caption.is_empty() {
            self.push(Kind::Text(Text::Paragraph), caption);
        }
        // A row without cells takes up what stands over it from above.
        let width = place(&mut rows);
        rows.retain(|row| !row.is_empty());
        if rows.iter().flatten().any(|cell| !cell.runs.is_empty()) {
            let all_headers = |row: &Vec<Cell>| row.iter().all(|cell| cell.is_header);
            let has_column_header = rows.len() > 1 && rows.first().is_some_and(all_headers);
            let mut body = rows.iter().skip(usize::from(has_column_header)).peekable();
            let has_row_header = body.peek().is_some()
                && body.all(|row| row.first().is_some_and(|cell| cell.column > 0 || cell.is_header))
                && !rows.iter().all(all_headers);
            let kind = Kind::Table { width: width.min(limit::ITEMS), has_column_header, has_row_header };
            self.push(kind, Vec::new());
            self.depth += 1;
            for row in rows {
                self.put_row(row, width);
            }
            self.depth -= 1;
        }
        self.put_floats();
    }

    /// A row, or several where the table is wider than Notion has them.
    fn put_row(&mut self, row: Vec<Cell>, width: usize) {
        let mut texts: Vec<Vec<Run>> = vec![Vec::new(); width];
        for cell in row {
            if let Some(text) = texts.get_mut(cell.column) {
                *text = cell.runs;
            }
        }
        let mut texts = texts.into_iter().peekable();
        while texts.peek().is_some() {
            let mut part: Vec<Vec<Run>> = texts.by_ref().take(limit::ITEMS).collect();
            if width > limit::ITEMS {
                part.resize(limit::ITEMS, Vec::new());
                self.tally.lose(Reason::Width, 0);
            }
            self.push(Kind::Row(part), Vec::new());
        }
    }
}

/// Finds the column of each cell, and gives how many there are. Where cells reach so
/// far that the table would be mostly holes, they stand side by side.
fn place(rows: &mut [Vec<Cell>]) -> usize {
    let cells: usize = rows.iter().map(Vec::len).sum();
    let spanned = place_spanned(rows);
    if let Some(width) = spanned.filter(|width| width * rows.len() <= cells * SPARSE.0 + SPARSE.1) {
        return width;
    }
    for row in &mut *rows {
        row.iter_mut().enumerate().for_each(|(column, cell)| cell.column = column);
    }
    rows.iter().map(Vec::len).max().unwrap_or_default()
}

/// Finds the column of each cell, past those that reach down from above. Columns that
/// only wide cells reach into are none. Nothing where there are too many.
fn place_spanned(rows: &mut [Vec<Cell>]) -> Option<usize> {
    let mut width = 0;
    // For how many more rows a column is taken.
    let mut taken: Vec<usize> = Vec::new();
    for row in rows {
        let mut column = 0;
        let mut reaching: Vec<(usize, usize, usize)> = Vec::new();
        for cell in row {
            while taken.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            cell.column = column;
            width = width.max(column + 1);
            reaching.push((column, column + cell.columns, cell.rows));
            column += cell.columns;
            if column > MOST_COLUMNS {
                return None;
            }
        }
        for rows in &mut taken {
            *rows = rows.saturating_sub(1);
        }
        for (from, to, rows) in reaching {
            if rows > 1 {
                taken.resize(taken.len().max(to), 0);
                for column in taken.iter_mut().take(to).skip(from) {
                    *column = rows - 1;
                }
            }
        }
    }
    Some(width)
}

/// How many columns or rows a cell takes. Zero rows are all that follow.
fn span(node: &Node<'_>, name: &str, most: usize) -> usize {
    match number(node, name).and_then(|span| usize::try_from(span).ok()) {
        Some(0) if name == "rowspan" => most,
        Some(0) | None => 1,
        Some(span) => span.min(most),
    }
}
