use super::*;

#[test]
fn text_looks_as_it_did() {
    becomes(
        "<p>a <b>b</b> <em>c</em> <strong><i>d</i></strong> <s>e</s><del>f</del> <u>g</u> <code>h  i</code> <mark>j</mark> \
         <kbd>k</kbd> <span>l</span> <small>m</small></p>",
        &["paragraph: a [b b] [i c] [bi d] [s ef] [u g] [c h i] [m j] [c k] l m"],
    );
}

#[test]
fn links_are_what_notion_takes() {
    becomes(
        "<p><a href='https://e.com/a'>a</a> <a href='https://u:p@e.com/'>b</a> <a href='mailto:a@e.com'>c</a> \
         <a href='javascript:x()'>d</a> <a href='/e'>e</a> <a href='tel:1'>f</a> <a>g</a> \
         <a href='#h'>h</a> <a href='https://page.example/article#i'>i</a> <a href='https://page.example/article'>j</a></p>",
        &["paragraph: [a a → https://e.com/a] [a b → https://e.com/] [a c → mailto:a@e.com] d e f g h i \
           [a j → https://page.example/article]"],
    );
    loses("<p><a href='/e'>e</a><a href='#h'>h</a></p>", Reason::Link, 2, 0);
}

#[test]
fn a_link_around_blocks_stays_with_its_texts() {
    becomes(
        "<a href='https://e.com/'><h3>a</h3><p>b <b>c</b></p></a>",
        &["heading_3: [a a → https://e.com/]", "paragraph: [a b  → https://e.com/][ba c → https://e.com/]"],
    );
}

#[test]
fn raised_and_lowered() {
    becomes(
        "<p>H<sub>2</sub>O, x<sup>2</sup>, e<sup>−x</sup>, x<sub>max</sub>, y<sub>Q</sub>, 1<sup>st</sup>, z<sup>a+b</sup>, \
         10<sup>-3</sup>, a<sub><i>n</i>+1</sub>, 2<sup>k</sup>, A<sup>T</sup>, B<sup>q</sup></p>",
        &["paragraph: H₂O, x², e^(−x), xₘₐₓ, y_Q, 1st, z^(a+b), 10⁻³, aₙ₊₁, 2ᵏ, Aᵀ, B^q"],
    );
}

#[test]
fn signs_around_text() {
    becomes(
        "<p><q>a <q>b</q></q> <ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby> <abbr title='World Wide Web'>WWW</abbr> \
         <abbr title='World Wide Web'>WWW</abbr></p>",
        &["paragraph: “a ‘b’” 漢(かん) WWW (World Wide Web) WWW"],
    );
}

#[test]
fn writing_from_the_right_stays() {
    becomes(
        "<p dir='rtl'>שלום \u{200f}(עולם) \u{202b}می\u{200c}خواهم\u{202c}</p>",
        &["paragraph: שלום \u{200f}(עולם) \u{202b}می\u{200c}خواهم\u{202c}"],
    );
}

#[test]
fn white_space_is_folded() {
    becomes(
        "<p>\n  a\n  <b> b </b>\n c&nbsp;&nbsp;d\t<i>e</i> </p>\n<p>f\u{0}\u{8}\u{ad}g</p>",
        &["paragraph: a [b b ]c\u{a0}\u{a0}d [i e]", "paragraph: fg"],
    );
}
