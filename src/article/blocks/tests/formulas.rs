use super::*;

#[test]
fn a_formula_is_the_latex_it_was_written_in() {
    for math in [
        "<math tex='x^2'></math>",
        "<math alttext='x^2'><mi>x</mi></math>",
        "<math alttext='{\\displaystyle x^2}'><mi>x</mi></math>",
        "<math><semantics><msup><mi>x</mi><mn>2</mn></msup><annotation encoding='application/x-tex'>x^2</annotation></semantics></math>",
        "<script type='math/tex'>x^2</script>",
        "<img class='latex' alt='$x^2$' src='https://e.com/a.png'>",
        "<span class='katex'><span class='katex-mathml'><math><semantics><mrow><mi>x</mi></mrow>\
         <annotation encoding='application/x-tex'>x^2</annotation></semantics></math></span>\
         <span class='katex-html' aria-hidden='true'><span>x2</span></span></span>",
    ] {
        becomes(&format!("<p>a {math} b</p>"), &["paragraph: a [$ x^2] b"]);
        becomes(&format!("<p>{math}</p>"), &["equation (expression x^2):"]);
    }
    becomes(
        "<p>a <math display='block' tex='y'></math> b</p>",
        &["paragraph: a", "equation (expression y):", "paragraph: b"],
    );
    becomes(
        "<p>a <span class='katex-display'><math tex='y'></math></span></p>",
        &["paragraph: a", "equation (expression y):"],
    );
    becomes("<ul><li><math display='block' tex='y'></math> b</li></ul>", &["bulleted_list_item: [$ y] b"]);
}

#[test]
fn mathml_becomes_latex() {
    for (mathml, latex) in [
        ("<mfrac><mi>a</mi><mn>2</mn></mfrac>", "\\frac{a}{2}"),
        ("<msup><mi>x</mi><mrow><mn>2</mn><mi>n</mi></mrow></msup>", "x^{2n}"),
        ("<msub><mrow><mi>a</mi><mi>b</mi></mrow><mi>i</mi></msub>", "{ab}_{i}"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_{i}^{2}"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "\\sqrt{x+1}"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "\\sqrt[3]{x}"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>", "∑_{i=1}^{n}"),
        ("<munder><mi>lim</mi><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder>", "\\operatorname{lim}_{x→0}"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "\\overline{x}"),
        ("<mover><mi>v</mi><mo>→</mo></mover>", "\\vec{v}"),
        ("<mover><mo>=</mo><mtext>def</mtext></mover>", "\\overset{\\text{def}}{=}"),
        ("<mi>sin</mi><mo>\u{2061}</mo><mi>x</mi>", "\\operatorname{sin}x"),
        ("<mtext>50% of {a}</mtext>", "\\text{50\\% of \\{a\\}}"),
        (
            "<mo>(</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mn>1</mn></mtd></mtr></mtable><mo>)</mo>",
            "(\\begin{matrix} 1 & 0 \\\\ 0 & 1 \\end{matrix})",
        ),
    ] {
        becomes(&format!("<math>{mathml}</math>"), &[&format!("equation (expression {latex}):")]);
    }
}

#[test]
fn a_formula_too_long_is_code() {
    let long = "x+".repeat(600);
    let html = format!("<p>a <math tex='{long}'></math></p><math display='block' tex='{long}'></math>");
    becomes(&html, &[&format!("paragraph: a [c {long}]"), &format!("code (language latex): {long}")]);
    loses(&html, Reason::Formula, 2, 0);
}
