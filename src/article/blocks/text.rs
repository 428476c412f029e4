//! Text as it is gathered: white space folded as browsers do, pieces that look the
//! same joined.

use super::tally::is_dropped;
use crate::notion::rich_text::Look;

/// How text looks where it stands, and where it leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// How it looks.
    pub(super) look: Look,
    /// Which of the links, counted from one; zero for none.
    pub(super) link: usize,
}

/// A piece of text that looks the same all through, or a formula.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) style: Style,
    pub(super) is_formula: bool,
}

impl Run {
    /// Text that looks like any other.
    pub(super) fn plain(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// The text of a block, while it is gathered.
#[derive(Debug)]
pub(super) struct Text {
    runs: Vec<Run>,
    /// What it ends with; a line break where it has not begun.
    last: char,
    /// Whether there is something to read, and not only signs.
    has_word: bool,
}

impl Default for Text {
    fn default() -> Self {
        Self { runs: Vec::new(), last: '\n', has_word: false }
    }
}

impl Text {
    /// Whether there is nothing yet.
    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Whether the next text goes on in a line.
    pub(super) fn is_mid_line(&self) -> bool {
        self.last != '\n'
    }

    /// Whether there is something to read, and not only signs.
    pub(super) fn has_word(&self) -> bool {
        self.has_word
    }

    /// Adds text whose white space means one space, or nothing at the start of a line.
    pub(super) fn push(&mut self, text: &str, style: Style) {
        let (mut last, mut has_word) = (self.last, self.has_word);
        let folded = text.chars().filter(|&c| c.is_ascii_graphic() || !is_dropped(c) || c.is_ascii_whitespace());
        let folded = folded.filter_map(|c| {
            let is_space = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            if is_space && matches!(last, ' ' | '\n') {
                return None;
            }
            last = if is_space { ' ' } else { c };
            has_word |= is_letter(c);
            Some(last)
        });
        extend(&mut self.runs, folded, style);
        (self.last, self.has_word) = (last, has_word);
    }

    /// Adds text as it stands.
    pub(super) fn push_raw(&mut self, text: &str, style: Style) {
        let kept = text.chars().filter(|&c| !is_dropped(c) || matches!(c, '\n' | '\t'));
        extend(&mut self.runs, kept, style);
        self.last = text.chars().last().unwrap_or(self.last);
        self.has_word = true;
    }

    /// Adds a formula.
    pub(super) fn push_formula(&mut self, expression: String) {
        self.runs.push(Run { text: expression, is_formula: true, ..Run::default() });
        (self.last, self.has_word) = ('x', true);
    }

    /// What follows begins a line. Nothing where it would anyway.
    pub(super) fn break_line(&mut self) {
        if self.is_mid_line() {
            self.trim();
            let style = self.runs.last().map(|run| run.style).unwrap_or_default();
            extend(&mut self.runs, std::iter::once('\n'), style);
            self.last = '\n';
        }
    }

    /// Takes the text, without white space at its end; nothing where it is nothing but that.
    pub(super) fn take(&mut self) -> Vec<Run> {
        (self.last, self.has_word) = ('\n', false);
        self.trim();
        let is_invisible = |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}');
        let is_blank = self.runs.iter().all(|run| !run.is_formula && run.text.chars().all(is_invisible));
        let runs = std::mem::take(&mut self.runs);
        if is_blank { Vec::new() } else { runs }
    }

    fn trim(&mut self) {
        while let Some(run) = self.runs.last_mut().filter(|run| !run.is_formula) {
            let length = run.text.trim_end_matches([' ', '\n', '\t']).len();
            run.text.truncate(length);
            if length > 0 {
                return;
            }
            self.runs.pop();
        }
    }
}

/// Whether a character is a letter or a digit of some script, and no sign, dash,
/// arrow, box or emoji. (Unicode's own tables weigh more than the difference.)
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || c > '\u{bf}'
            && !matches!(c, '\u{d7}' | '\u{f7}' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}'
                | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe6f}' | '\u{feff}' | '\u{1f000}'..='\u{1fbff}'
                | '\u{e0000}'..)
}

/// Adds characters to the last run where it looks the same, else to a new one.
fn extend(runs: &mut Vec<Run>, characters: impl Iterator<Item = char>, style: Style) {
    let mut characters = characters.peekable();
    if characters.peek().is_none() {
        return;
    }
    if runs.last().is_none_or(|run| run.is_formula || run.style != style) {
        runs.push(Run { style, ..Run::default() });
    }
    if let Some(run) = runs.last_mut() {
        run.text.extend(characters);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &mut Text) -> String {
        text.take().into_iter().map(|run| run.text).collect()
    }

    #[test]
    fn white_space_is_folded_as_browsers_do() {
        let bold = Style { look: Look::BOLD, link: 0 };
        let mut text = Text::default();
        text.push(" \n a ", Style::default());
        text.push(" b", bold);
        text.push("\u{a0}\u{a0} c \t", bold);
        text.break_line();
        text.break_line();
        text.push("  d\u{ad}e ", Style::default());
        assert_eq!(taken(&mut text), "a b\u{a0}\u{a0} c\nde");
        assert!(text.is_empty() && !text.is_mid_line());
        text.push(" \u{a0} ", bold);
        assert_eq!(taken(&mut text), "");
        text.push_raw("a\n  b\n", bold);
        text.push("  c", bold);
        assert_eq!(taken(&mut text), "a\n  bc".replace("bc", "b\nc"));
    }
}
