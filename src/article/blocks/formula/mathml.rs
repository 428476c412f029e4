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
                around.parts.push(text.to_owned());
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
        let made = made(done.name, done.parts);
        if let Some(around) = open.last_mut() {
            around.parts.push(made);
        }
    }
}

/// An element of these parts.
fn made(name: &str, parts: Vec<String>) -> String {
    let mut rest = parts.iter().map(String::as_str);
    let mut part = || rest.next().unwrap_or_default();
    match name {
        "mi" => identifier(&parts.concat()),
        "mn" => escaped(&parts.concat()),
        "mo" => operator(&parts.concat()),
        "mtext" | "ms" => ["\\text{", &escaped(&parts.concat()), "}"].concat(),
        "mspace" => "\\ ".to_owned(),
        "mfrac" => ["\\frac{", part(), "}{", part(), "}"].concat(),
        "msqrt" => ["\\sqrt{", &parts.concat(), "}"].concat(),
        "mroot" => {
            let base = part();
            ["\\sqrt[", part(), "]{", base, "}"].concat()
        }
        "msup" => [&base(part()), "^{", part(), "}"].concat(),
        "msub" => [&base(part()), "_{", part(), "}"].concat(),
        "msubsup" | "munderover" => [&base(part()), "_{", part(), "}^{", part(), "}"].concat(),
        "mover" => {
            let base = part();
            over(base, part())
        }
        "munder" => {
            let (base, below) = (part(), part());
            if is_large(base) {
                [base, "_{", below, "}"].concat()
            } else if matches!(below, "_" | "\\_" | "¯" | "̲") {
                ["\\underline{", base, "}"].concat()
            } else {
                ["\\underset{", below, "}{", base, "}"].concat()
            }
        }
        "mtr" | "mlabeledtr" => parts.join(" & "),
        "mtable" => ["\\begin{matrix} ", &parts.join(" \\\\ "), " \\end{matrix}"].concat(),
        "mfenced" => ["\\left(", &parts.join(","), "\\right)"].concat(),
        _ => parts.concat(),
    }
}

/// What something is put above or below of: in braces, unless it is one sign.
fn base(base: &str) -> String {
    if base.chars().count() == 1 { base.to_owned() } else { ["{", base, "}"].concat() }
}

fn over(base: &str, above: &str) -> String {
    let accent = match above {
        "¯" | "‾" | "-" | "−" | "―" => "\\overline{",
        "^" | "\\^{}" | "ˆ" => "\\hat{",
        "~" | "\\~{}" | "˜" => "\\tilde{",
        "→" | "⃗" => "\\vec{",
        "˙" | "." => "\\dot{",
        "¨" => "\\ddot{",
        "⏞" => "\\overbrace{",
        _ if is_large(base) => return [base, "^{", above, "}"].concat(),
        _ => return ["\\overset{", above, "}{", base, "}"].concat(),
    };
    [accent, base, "}"].concat()
}

/// Whether bounds stand above and below it.
fn is_large(base: &str) -> bool {
    matches!(base, "∑" | "∏" | "∐" | "∫" | "∬" | "∮" | "⋃" | "⋂" | "⨁" | "⨂") || base.starts_with("\\operatorname")
}

/// A letter; or a name, which stands upright.
fn identifier(name: &str) -> String {
    let is_name = name.chars().count() > 1 && name.chars().all(|c| c.is_ascii_alphabetic());
    if is_name { ["\\operatorname{", name, "}"].concat() } else { escaped(name) }
}

fn operator(sign: &str) -> String {
    match sign {
        // Invisible ones: applied to, times, and.
        "\u{2061}" | "\u{2062}" | "\u{2063}" | "\u{2064}" => String::new(),
        "−" => "-".to_owned(),
        "&" => "\\&".to_owned(),
        _ if sign.chars().count() > 1 && sign.chars().all(|c| c.is_ascii_alphabetic()) => identifier(sign),
        _ => escaped(sign),
    }
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
            _ => escaped.push(c),
        }
    }
    escaped
}
