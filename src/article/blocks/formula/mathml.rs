//! MathML as LaTeX, for formulas that have no other source: the elements that
//! formulas are made of; all others are what is in them.

use crate::article::page::{Id, Node};

/// Much more than Notion takes of a formula: what has as much is text, and only its
/// letters are wanted.
const LONG: usize = 4_000;

/// Elements that are open, and the LaTeX of what is in them so far.
struct Open<'page> {
    name: &'page str,
    end: u32,
    parts: Vec<String>,
}

/// The LaTeX of a formula: of its nodes in document order.
pub(super) fn latex<'w, 'page: 'w>(nodes: impl Iterator<Item = (Id, &'w Node<'page>)>) -> String {
    let mut open: Vec<Open<'page>> = vec![Open { name: "", end: u32::MAX, parts: Vec::new() }];
    let mut skipped = 0;
    let mut all = String::new();
    for (id, node) in nodes {
        let at = u32::try_from(id.index()).unwrap_or(u32::MAX);
        if at < skipped {
            continue;
        }
        all.push_str(node.text);
        if all.len() > LONG {
            continue;
        }
        close(&mut open, at);
        if node.is_text() {
            let text = node.text.trim();
            if let Some(around) = open.last_mut().filter(|_| !text.is_empty()) {
                around.parts.push(escaped(text));
            }
        } else if matches!(node.name, "annotation" | "annotation-xml" | "mphantom" | "none" | "mprescripts") {
            skipped = node.end;
        } else {
            open.push(Open { name: node.name, end: node.end, parts: Vec::new() });
        }
    }
    if all.len() > LONG {
        return all;
    }
    close(&mut open, u32::MAX - 1);
    open.pop().map(|root| root.parts.concat()).unwrap_or_default()
}

fn close(open: &mut Vec<Open<'_>>, at: u32) {
    while open.last().is_some_and(|last| last.end <= at) {
        let Some(done) = open.pop() else { return };
        let made = made(done.name, &done.parts);
        if let Some(around) = open.last_mut() {
            around.parts.push(made);
        }
    }
}

/// What elements are in LaTeX: `1` to `3` are the parts, `!` is the first in braces
/// unless it is one sign, `*` is all of them, with what stands at the end between them.
const SHAPES: [(&str, &str, &str); 16] = [
    ("mfenced", "\\left(*\\right)", ","),
    ("mfrac", "\\frac{1}{2}", ""),
    ("mlabeledtr", "*", " & "),
    ("mover", "\\overset{2}{1}", ""),
    ("mroot", "\\sqrt[2]{1}", ""),
    ("ms", "\\text{*}", ""),
    ("mspace", "\\ ", ""),
    ("msqrt", "\\sqrt{*}", ""),
    ("msub", "!_{2}", ""),
    ("msubsup", "!_{2}^{3}", ""),
    ("msup", "!^{2}", ""),
    ("mtable", "\\begin{matrix} * \\end{matrix}", " \\\\ "),
    ("mtext", "\\text{*}", ""),
    ("mtr", "*", " & "),
    ("munder", "\\underset{2}{1}", ""),
    ("munderover", "!_{2}^{3}", ""),
];

/// What stands above something, and what that is called.
const ACCENTS: [(&str, &str); 8] = [
    ("¯ ‾ - − ―", "\\overline{1}"),
    ("\\^{} ˆ", "\\hat{1}"),
    ("\\~{} ˜", "\\tilde{1}"),
    ("→ ⃗", "\\vec{1}"),
    ("˙ .", "\\dot{1}"),
    ("¨", "\\ddot{1}"),
    ("⏞", "\\overbrace{1}"),
    ("⏟ \\_ ̲", "\\underline{1}"),
];

/// Signs that have their bounds above and below.
const LARGE: &str = "∑ ∏ ∐ ∫ ∬ ∮ ⋃ ⋂ ⨁ ⨂";

/// An element of these parts.
fn made(name: &str, parts: &[String]) -> String {
    let (first, second) = (part(parts, 0), part(parts, 1));
    let is_in = |word: &str, words: &str| words.split(' ').any(|known| known == word);
    let is_bound = matches!(name, "mover" | "munder") && (is_in(first, LARGE) || first.starts_with("\\operatorname"));
    let accent = ACCENTS.iter().find(|(signs, _)| matches!(name, "mover" | "munder") && is_in(second, signs));
    let (shape, between) = match (SHAPES.iter().find(|(known, ..)| *known == name), accent) {
        _ if is_bound => (if name == "mover" { "1^{2}" } else { "1_{2}" }, ""),
        (_, Some(&(_, shape))) => (shape, ""),
        (Some(&(_, shape, between)), _) => (shape, between),
        _ => ("*", ""),
    };
    let made = filled(shape, parts, between);
    // A name of several letters stands upright.
    let is_name = matches!(name, "mi" | "mo") && made.len() > 1 && made.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_name { ["\\operatorname{", &made, "}"].concat() } else { made }
}

fn part(parts: &[String], at: usize) -> &str {
    parts.get(at).map_or("", String::as_str)
}

fn filled(shape: &str, parts: &[String], between: &str) -> String {
    let mut filled = String::new();
    for c in shape.chars() {
        match c {
            '!' => {
                let base = part(parts, 0);
                let is_one = base.chars().nth(1).is_none();
                filled.push_str(if is_one { "" } else { "{" });
                filled.push_str(base);
                filled.push_str(if is_one { "" } else { "}" });
            }
            '*' => {
                for (at, part) in parts.iter().enumerate() {
                    filled.push_str(if at > 0 { between } else { "" });
                    filled.push_str(part);
                }
            }
            '1'..='3' => filled.push_str(part(parts, c as usize - '1' as usize)),
            _ => filled.push(c),
        }
    }
    filled
}

/// Text in which nothing means anything to LaTeX.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' | '}' | '%' | '#' | '&' | '_' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\\' => escaped.push_str("\\backslash "),
            '^' => escaped.push_str("\\^{}"),
            '~' => escaped.push_str("\\~{}"),
            '−' => escaped.push('-'),
            // Applied to, times, and: nobody sees them.
            '\u{2061}'..='\u{2064}' => {}
            _ => escaped.push(c),
        }
    }
    escaped
}
