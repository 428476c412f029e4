use super::*;

#[test]
fn code_keeps_its_white_space_and_its_language() {
    becomes(
        "<pre><code class='language-rust'>fn main() {\n\tlet a  = 1;\n}\n</code></pre>",
        &["code (language rust): fn main() {\\n\tlet a  = 1;\\n}"],
    );
    for (html, language) in [
        ("<pre class='lang-js'>a</pre>", "javascript"),
        ("<div class='highlight highlight-source-shell'><pre>a</pre></div>", "shell"),
        ("<div class='highlight-python notranslate'><div class='highlight'><pre>a</pre></div></div>", "python"),
        ("<pre class='brush: ts; gutter: false'>a</pre>", "typescript"),
        ("<pre class='sourceCode haskell'><code>a</code></pre>", "haskell"),
        ("<pre><code class='hljs c++'>a</code></pre>", "c++"),
        ("<pre data-lang='py'>a</pre>", "python"),
        ("<pre data-language='cs'>a</pre>", "c#"),
        ("<pre class='basic'>a</pre>", "plain text"),
        ("<pre><code class='language-brainfuck'>a</code></pre>", "plain text"),
        ("<pre>a</pre>", "plain text"),
    ] {
        becomes(html, &[&format!("code (language {language}): a")]);
    }
    loses("<pre><code class='language-brainfuck'>a</code></pre>", Reason::Language, 1, 0);
}

#[test]
fn lines_of_code_are_lines_however_they_are_made() {
    let lines = &["code (language plain text): a\\n\\n  b"];
    for html in [
        "<pre>a\n\n  b</pre>",
        "<pre>a<br><br>  b<br></pre>",
        "<pre><span class='line'>a</span>\n<span class='line'></span>\n<span class='line'>  b</span></pre>",
        "<pre><div>a</div><div>\n</div><div>  b</div></pre>",
        "<pre><table><tr><td class='lineno'>1</td><td>a</td></tr><tr><td class='lineno'>2</td><td>\n</td></tr>\
         <tr><td class='lineno'>3</td><td>  b</td></tr></table></pre>",
        "<pre><span class='line-number'>1</span>a\n\n<span class='line-number'>3</span>  b<button>Copy</button></pre>",
        "<table><tr><td class='gutter'><pre>1\n2\n3</pre></td><td class='code'><pre>a\n\n  b</pre></td></tr></table>",
    ] {
        becomes(html, lines);
    }
    becomes(
        "<pre><code><span class='line'>a</span><span class='line'>b</span></code></pre>",
        &["code (language plain text): a\\nb"],
    );
    loses(
        "<table><tr><td class='gutter'><pre>1\n2</pre></td><td><pre>a</pre></td></tr></table>",
        Reason::LineNumber,
        1,
        2,
    );
}

#[test]
fn what_copies_code_is_no_text() {
    becomes(
        "<div><div><button>Copy</button></div> <pre>a</pre></div><h3><button>b</button></h3><pre>c</pre>",
        &["code (language plain text): a", "heading_3: b", "code (language plain text): c"],
    );
}

#[test]
fn a_line_break_ends_a_line_that_is_one_by_its_style() {
    becomes(
        "<figure class='highlight rust'><table><tbody><tr><td class='gutter'><pre>1<br>2</pre></td><td class='code'>\
         <pre><span class='line'>let a;</span><br><span class='line'>let b;</span><br></pre></td></tr></tbody></table></figure>",
        &["code (language rust): let a;\\nlet b;"],
    );
    becomes("<pre><div>a</div><br><div>b</div></pre>", &["code (language plain text): a\\n\\nb"]);
}
