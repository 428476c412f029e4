//! Pages that nobody would write: any element in any other, with any attributes.

use crate::dice::Dice;

/// Elements, those that mean most more than once.
const NAMES: &str = "a a abbr address article aside audio b blockquote blockquote br br button canvas caption center cite \
    code code col dd del details details dfn div div div dl dt em embed figcaption figure figure font footer form h1 h2 \
    h3 h4 h5 h6 header hgroup hr i iframe img img img input ins kbd label legend li li li li main mark math menu nav \
    noscript object ol ol option p p p p picture pre pre q rp rt ruby s samp script section select small source span \
    span strong style sub summary sup sup svg table table tbody td td template textarea tfoot th thead time tr tr u ul \
    ul ul var video wbr x-box annotation mfrac mi mo mn mrow msup mtable mtr mtd munderover mtext semantics";

const CLASSES: &[&str] = &[
    "note",
    "admonition warning",
    "callout",
    "alert-danger",
    "highlight",
    "language-js",
    "lang-x",
    "brush: py;",
    "line",
    "gutter",
    "lineno",
    "katex-html",
    "katex-display",
    "footnote-ref",
    "cite-backlink",
    "emoji",
    "latex",
    "hljs rust",
    "sourceCode python",
];

const ADDRESSES: &[&str] = &[
    "https://e.com/a",
    "http://e.com/b.png",
    "https://e.com/c.png",
    "https://e.com/d.webp?x=1",
    "https://e.com/e.pdf",
    "https://u:p@e.com/f.mp4",
    "#n1",
    "#n2",
    "https://page.example/#n3",
    "mailto:a@e.com",
    "mailto:",
    "javascript:x()",
    "data:image/png;base64,AAAA",
    "blob:https://e.com/1",
    "",
    "/relative",
    "https://",
    "https://e.com:99999/",
    "tel:1",
    "https://www.youtube.com/embed/abcdefghijk",
    "https://player.vimeo.com/video/1",
    "https://codepen.io/a/embed/b",
    "https://[::1]/x.mp3",
    "https://é.com/ü.jpg",
    "https://e.com/\u{202e}x",
    "https://e.com/a b",
    "HTTPS://E.COM/G.PNG",
    "https://e.com/#:~:text=a",
    "about:blank",
    "https://e.com/h.zip",
];

const VALUES: &[&str] = &[
    "",
    "0",
    "1",
    "2",
    "3",
    "9",
    "100",
    "1000",
    "-1",
    "x",
    "99999999999999999999",
    "block",
    "true",
    "checkbox",
    "note",
    "heading",
    "presentation",
    "doc-noteref",
    "doc-backlink",
    "n1",
    "n2",
    "n3",
    "x^2",
    "application/x-tex",
    "{\\displaystyle y}",
    "math/tex; mode=display",
    "World Wide Web",
];

const ATTRIBUTES: &str = "id class class class role href href href src src src alt title width height dir colspan rowspan \
    start reversed value type type checked poster name aria-hidden aria-level data-lang display tex alttext encoding";

const BETWEEN: &[&str] = &[
    " ",
    " ",
    " ",
    " ",
    "\n",
    "  \t ",
    "\u{a0}",
    " 👩\u{200d}👩\u{200d}👧 ",
    " é ",
    " שלום ",
    " مرحبا \u{200f}",
    " 日本語 ",
    " \u{202e}x\u{202c} ",
    "\u{0}",
    " \u{ad} ",
    " \u{feff} ",
    " < & \" \\ ",
    " $ ",
    " \u{e000} ",
    " \u{fffe} ",
    " \u{85} ",
    " e\u{301}\u{301} ",
    "\r\n",
    " \u{200b} ",
];

/// A page made by chance; `q17z` is its word 17.
pub(crate) struct Made {
    pub(crate) tokens: String,
    words: usize,
}

impl Made {
    /// The page of that number.
    pub(crate) fn of(seed: u64) -> Self {
        let mut dice = Dice::of(seed);
        let mut made = Self { tokens: String::new(), words: 0 };
        // Most are small: what two elements do to each other shows there.
        let mut nodes = match dice.below(50) {
            0 => 1_500,
            1..=9 => 200,
            _ => 40,
        };
        let deepest = dice.one(&[3, 5, 8, 8, 12, 30, 300]);
        let names: Vec<&str> = NAMES.split_ascii_whitespace().collect();
        // A page of few kinds of elements nests them in themselves.
        let few: Vec<&str> = (0..dice.one(&[2, 4, 8, names.len()])).map(|_| dice.one(&names)).collect();
        while nodes > 0 {
            made.element(&mut dice, &few, deepest, &mut nodes);
        }
        if dice.once_in(60) {
            made.soup(&mut dice);
        }
        made
    }

    fn element(&mut self, dice: &mut Dice, names: &[&str], depth: usize, nodes: &mut usize) {
        *nodes = nodes.saturating_sub(1);
        if depth == 0 || dice.once_in(3) {
            return self.text(dice);
        }
        let name = dice.one(names);
        self.tokens.push('\u{2}');
        self.tokens.push_str(name);
        let attributes: Vec<&str> = ATTRIBUTES.split_ascii_whitespace().collect();
        for _ in 0..dice.below(4) {
            let attribute = dice.one(&attributes);
            let value = match attribute {
                "class" => dice.one(CLASSES),
                "href" | "src" | "poster" => dice.one(ADDRESSES),
                _ => dice.one(VALUES),
            };
            self.tokens.push_str(&["\u{1f}", attribute, "=", value].concat());
            if attribute == "href" && dice.once_in(40) {
                self.tokens.push_str(&"ü".repeat(dice.below(3_000)));
            }
        }
        // Rows and items are many.
        let most = if matches!(name, "table" | "tr" | "ul" | "ol" | "details") && dice.once_in(20) { 150 } else { 5 };
        let children = dice.below(most);
        for _ in 0..children.min(*nodes + 1) {
            self.element(dice, names, depth - 1, nodes);
        }
        // Some are never closed.
        if !dice.once_in(200) {
            self.tokens.push('\u{3}');
        }
    }

    fn text(&mut self, dice: &mut Dice) {
        self.tokens.push('\u{1}');
        let words = match dice.below(120) {
            0 => dice.below(6_000),
            1..=5 => dice.below(300),
            6..=20 => 0,
            _ => 1 + dice.below(5),
        };
        for _ in 0..words {
            let between = if words > 20 { " " } else { dice.one(BETWEEN) };
            self.tokens.push_str(between);
            self.tokens.push_str(&["q", &self.words.to_string(), "z"].concat());
            self.words += 1;
        }
        self.tokens.push_str(if words == 0 { dice.one(BETWEEN) } else { " " });
    }

    /// No page at all, but something that might come in its place.
    fn soup(&mut self, dice: &mut Dice) {
        for _ in 0..dice.below(200) {
            let piece =
                dice.one(&["\u{1}", "\u{2}", "\u{3}", "\u{1f}", "=", "p", "li", " ", "td", "table", "é", "href"]);
            self.tokens.push_str(piece);
        }
    }

    /// The page as one reads it: `<` begins an element, `'` a text, `>` ends an element.
    pub(crate) fn shown(&self) -> String {
        self.tokens.replace('\u{1}', "\n'").replace('\u{2}', "\n<").replace('\u{3}', "\n>").replace('\u{1f}', " ")
    }
}
