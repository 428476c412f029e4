// What is read of a page's content: what it shows, as it shows it, and nothing that was typed into it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ELSEWHERE, Reader, readable } from "../harness/reader.js";

/** @type {Reader} */
let reader;
before(async () => {
  reader = await Reader.start();
});
after(() => reader?.stop());

/**
 * @param {string} html a page's body
 * @param {string} expected what is read of it, as HTML; `""` stands for the site's own address
 */
async function reads(html, expected) {
  await reader.show(html);
  assert.equal((await reader.read()).replaceAll(reader.origin, ""), expected);
}

test("attributes are handed over where they say something", async () => {
  await reads(
    `<div id=a class="b c" role=note itemprop=d lang=ar dir=rtl data-x=1 onclick=e title=""
      style="color:red" data-lang=rust aria-label=f aria-hidden=true>x</div>
    <a href="/g?h#i" name=j rel=nofollow target=_blank>k</a>
    <ol start=3 type=a reversed><li value=7>l</ol>
    <table><tr><th scope=row colspan=2>m<td rowspan=3>n</table>
    <time datetime=2026-11-26>o</time>`.replaceAll(/\n\s+/gu, " "),
    `<div id="a" class="b c" role="note" itemprop="d" lang="ar" dir="rtl" data-lang="rust" aria-label="f" aria-hidden="true">x</div>
    <a href="/g?h#i" name="j" rel="nofollow">k</a>
    <ol start="3" type="a" reversed=""><li value="7">l</li></ol>
    <table><tbody><tr><th scope="row" colspan="2">m</th><td rowspan="3">n</td></tr></tbody></table>
    <time datetime="2026-11-26">o</time>`.replaceAll(/\n\s+/gu, " "),
  );
});

test("the document's own language and direction are read", async () => {
  await reader.show("<p>x", "<!doctype html><html lang=he dir=rtl><title>Page</title>");
  const { tokens } = await reader.tokens();
  assert.equal(readable(tokens), `<html lang="he" dir="rtl"><body><p>x</p></body></html>`);
});

test("long attributes are cut, and addresses that are too long left out", async () => {
  const long = "x".repeat(9_000);
  await reader.show(`<a class=${long} title=${long} href=/${long}>y</a>`);
  const cut = `<a class="${"x".repeat(300)}" title="${"x".repeat(2_000)}">y</a>`;
  assert.equal(await reader.read(), cut);
});

test("texts are as they stand in the page", async () => {
  await reads(
    "<p>One \n\t two</p><pre class=language-rust>\n  fn main() {\n\t// \n  }\n</pre>",
    '<p>One \n\t two</p><pre class="language-rust">  fn main() {\n\t// \n  }\n</pre>',
  );
});

test("white space that stands alone is one space, but where it is kept", async () => {
  await reads(
    "<p>1</p>\n\n\t<p><b>2</b>\n  <i>3</i>&nbsp;\n<b>4</b></p><pre><b>5</b>\n\n  <i>6</i></pre>",
    "<p>1</p> <p><b>2</b> <i>3</i>\u00a0\n<b>4</b></p><pre><b>5</b>\n\n  <i>6</i></pre>",
  );
});

test("characters that could be taken for marks are left out, and half ones made whole", async () => {
  await reader.show("<p><b></b><i></i>");
  await reader.tab.evaluate(() => {
    const [p, b, i] = document.querySelectorAll("p, b, i");
    p?.setAttribute("title", "a\u0001\u0002b\u001fclass=c\u0003");
    b?.append("d\u0000\u0001e\u007f\u0085f\u0002\u0003\u001f");
    i?.append("\ud83d\ude00 \ud83d \ude00");
    p?.append(document.createElement("x\u0001y"));
  });
  assert.equal(
    await reader.read(),
    '<p title="abclass=c"><b>def</b><i>\u{1f600} \ufffd \ufffd</i><xy></xy></p>',
  );
});

test("what is hidden is not read, but what can be unfolded is", async () => {
  await reads(
    `<style>.none{display:none} .dot{position:absolute;width:1px;height:1px;overflow:hidden}
      .css-1{visibility:hidden} .css-2{visibility:visible} .contents{display:contents}</style>
    <p class=none>a<b>a</b></p> <p hidden>a</p> <dialog>a</dialog> <p style="display:none">a</p>
    <p class=css-1>a<b>a</b><i>a</i><span class=css-2>1</span><img src=/9x9.svg></p>
    <div style="content-visibility:hidden"><p>a</p></div>
    <span class="sr-only dot">a</span> <div class="visually-hidden dot"><p>a</p></div>
    <b style="display:none">a</b> <em id=none class=none>a</em> <div popover>a</div>
    <noscript>a</noscript><template>a</template><script>a</script>
    <details><summary>2</summary>3<p>4</p><p hidden>a</p></details>
    <div hidden=until-found>5<p>6</p></div>
    <p style="opacity:0">7</p> <p class=contents><span>8</span></p>
    <p class=hidden-in-name>9</p> <dialog open>10</dialog>
    <p style="content-visibility:auto">11</p><p aria-hidden=true>12</p>`.replaceAll(/\n\s+/gu, ""),
    `   <span class="css-2">1</span><div></div>   <details><summary>2</summary>3<p>4</p></details>
    <div>5<p>6</p></div><p>7</p> <p class="contents"><span>8</span></p>
    <p class="hidden-in-name">9</p> <dialog open="">10</dialog>
    <p>11</p><p aria-hidden="true">12</p>`.replaceAll(/\n\s+/gu, ""),
  );
});

test("columns that a style hides are not read, nor lists", async () => {
  await reads(
    `<style>td:nth-child(2), ul ul { display: none }</style><table><tr><td>1<td>a<tr><td>2<td>a</table>
    <ul><li>3<ul><li>a</ul><li>4</ul>`.replaceAll(/\n\s+/gu, ""),
    `<table><tbody><tr><td>1</td></tr><tr><td>2</td></tr></tbody></table>
    <ul><li>3</li><li>4</li></ul>`.replaceAll(/\n\s+/gu, ""),
  );
});

test("shadow trees are read in place of the children, with what their slots are given", async () => {
  await reader.show(
    "<div id=host><b slot=one>1</b><i slot=none>not shown</i>2<u>3</u></div><x-closed></x-closed>",
  );
  await reader.tab.evaluate(() => {
    const attach = (/** @type {string} */ selector, /** @type {ShadowRootMode} */ mode) =>
      /** @type {Element} */ (document.querySelector(selector)).attachShadow({ mode });
    // As a script of the page would.
    attach("#host", "open").innerHTML =
      "<style>p{}</style><p>a</p><slot name=one></slot><p>b</p><slot></slot><slot name=two><p>instead</p></slot>" +
      "<x-inner><em>4</em></x-inner><img srcset=/9x9.svg>";
    const inner = document.querySelector("#host")?.shadowRoot?.querySelector("x-inner");
    if (inner) inner.attachShadow({ mode: "open" }).innerHTML = "<slot></slot>";
    attach("x-closed", "closed").innerHTML = "<p>closed</p>";
  });
  await reader.tab.waitFor("the picture to be there", () => {
    const picture = document.querySelector("#host")?.shadowRoot?.querySelector("img");
    return picture !== undefined && picture !== null && picture.naturalWidth > 0;
  });
  const found = (await reader.read()).replaceAll(reader.origin, "");
  assert.equal(
    found,
    '<div id="host"><p>a</p><b>1</b><p>b</p>2<u>3</u><p>instead</p><x-inner><em>4</em></x-inner>' +
      '<img src="/9x9.svg" width="9" height="9"></img></div>' +
      "<x-closed><p>closed</p></x-closed>",
  );
});

test("a frame of the same site is read where it stands, another site's is only named", async () => {
  reader.serve("/inner", "<!doctype html><p>inner <iframe srcdoc='<b>innermost</b>'></iframe>");
  await reads(
    `<iframe src=/inner title=a></iframe><iframe src="${ELSEWHERE}/inner"></iframe>` +
      "<iframe src=/inner style='display:none'></iframe><iframe src=/inner width=1 height=1 style='border:0'></iframe>" +
      "<iframe data-src=/later></iframe>",
    '<iframe title="a" src="/inner"><p>inner <iframe><b>innermost</b></iframe></p></iframe>' +
      `<iframe src="${ELSEWHERE}/inner"></iframe>` +
      '<iframe width="1" height="1" src="/inner"></iframe>' +
      '<iframe src="/later"></iframe>',
  );
});

test("a picture is the one that the browser chose, or the one that is to come", async () => {
  const dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
  await reads(
    `<img src=/40x30.svg srcset="/b-80x60.svg 80w, /c-160x120.svg 160w" sizes=150px alt=1>
    <picture><source media="(min-width:1px)" srcset=/d-50x50.svg><img src=/40x30.svg alt=2></picture>
    <img src="${dot}" data-src=/e.png width=300 height=200 alt=3>
    <img src="${dot}" data-srcset="/f.png 1x, /g.png?a,b 2x" alt=4>
    <picture><source data-srcset=/h.png><img src="${dot}" alt=5></picture>
    <img src=/i-20x10.svg data-original=/j.png width=400 height=200 alt=6>
    <img src="${dot}" alt=7>
    <img src=/k-1x1.svg alt=8>
    <img src=/missing.png data-src='{"not":"one"}' alt=9>
    <img src=/l-9000x10.svg loading=lazy style="position:absolute;top:90000px" width=90 alt=10>`.replaceAll(
      /\n\s+/gu,
      "",
    ),
    `<img alt="1" src="/c-160x120.svg" width="150" height="113"></img>
    <picture><img alt="2" src="/d-50x50.svg" width="50" height="50"></img></picture>
    <img alt="3" src="/e.png" width="300" height="200"></img>
    <img alt="4" src="/g.png?a,b"></img>
    <picture><img alt="5" src="/h.png"></img></picture>
    <img alt="6" src="/j.png" width="400" height="200"></img>
    <img alt="7" width="1" height="1"></img>
    <img alt="8" width="1" height="1"></img>
    <img alt="9" src="/missing.png"></img>
    <img alt="10" src="/l-9000x10.svg" width="90"></img>`.replaceAll(/\n\s+/gu, ""),
  );
});

test("films and sounds, drawings and embedded things are named, with nothing in them", async () => {
  await reads(
    `<video poster=/a.svg><source src=/b.mp4>fallback</video><audio src=/c.mp3 controls></audio>
    <svg aria-label=d width=20><title>e</title><text>f</text></svg><canvas>g</canvas>
    <object data=/h.svg>i</object>`.replaceAll(/\n\s+/gu, ""),
    '<video poster="/a.svg" src="/b.mp4"></video><audio src="/c.mp3"></audio>' +
      '<svg aria-label="d" width="20" title="e"></svg><canvas></canvas><object src="/h.svg"></object>',
  );
});

test("what was typed is not read", async () => {
  await reader.show(`<form><label>Name <input id=a value=before></label><input type=password value=secret>
    <textarea>draft</textarea><select><option>chosen</select><input type=hidden value=token>
    <input type=checkbox class=task checked value=v><input type=checkbox><input type=radio checked value=r>
    <datalist><option value=o></datalist><output>sum</output><button value=w>Send</button></form>`);
  await reader.tab.evaluate(() => {
    for (const field of document.querySelectorAll("input, textarea"))
      if (/** @type {any} */ (field).type !== "checkbox")
        /** @type {any} */ (field).value = "TYPED";
  });
  const { tokens } = await reader.tokens();
  for (const word of ["before", "secret", "draft", "chosen", "token", "TYPED", "=v", "=r", "=w"])
    assert.ok(!tokens.includes(word), word);
  const found = (await reader.read()).replaceAll(/\s+(?=<)/gu, "");
  assert.equal(
    found,
    '<form><label>Name</label><input class="task" type="checkbox" checked=""></input>' +
      '<input type="checkbox"></input><output>sum</output><button>Send</button></form>',
  );
});

test("fields that hide what their form has by those names hide nothing here", async () => {
  const names =
    "parentNode parentElement firstChild nextSibling childNodes attributes nodeType localName " +
    "getAttribute getAttributeNames checkVisibility shadowRoot firstElementChild offsetWidth " +
    "querySelector contains nextElementSibling baseURI body documentElement getSelection";
  const fields = names.split(" ").map((name) => `<input name=${name}>`);
  const images = names.split(" ").map((name) => `<img name=${name} hidden>`);
  await reads(
    `<form class=sr-only>${fields.join("")}<p>in</p></form>${images.join("")}<p>after</p>`,
    '<form class="sr-only"><p>in</p></form><p>after</p>',
  );
});

test("prototypes that a page has changed change nothing here", async () => {
  await reads(
    `<p>words</p><script>
      const no = () => { throw new Error("patched"); };
      for (const { prototype } of [Array, String, Map, RegExp, Element, Document, Node])
        for (const name of Object.getOwnPropertyNames(prototype))
          try { prototype[name] = no; } catch {}
    </script>`,
    "<p>words</p>",
  );
});

const MATHML = "<mi>x</mi><mo>+</mo><mn>1</mn>";
const SEMANTICS = `<semantics><mrow>${MATHML}</mrow><annotation encoding="application/x-tex">x+1</annotation></semantics>`;
const CLIPPED =
  'style="position:absolute;clip:rect(1px,1px,1px,1px);width:1px;height:1px;overflow:hidden"';
const INLINE = '<math display="inline" tex="x+1"></math>';
const BLOCK = '<math display="block" tex="x+1"></math>';

/** @type {[string, string, string][]} */
const FORMULAS = [
  [
    "KaTeX",
    `<p>a <span class=katex><span class=katex-mathml ${CLIPPED}><math>${SEMANTICS}</math></span><span
      class=katex-html aria-hidden=true><span class=mord>x+1</span></span></span> b</p>
    <span class=katex-display><span class=katex><span class=katex-mathml ${CLIPPED}><math
      display=block>${SEMANTICS}</math></span><span class=katex-html>x+1</span></span></span>`,
    `<p>a ${INLINE} b</p>${BLOCK}`,
  ],
  [
    "KaTeX without a source",
    "<span class=katex><span class=katex-html aria-hidden=true><span class=mord>x</span></span></span>",
    '<span class="katex"><span class="katex-html" aria-hidden="true"><span class="mord">x</span></span></span>',
  ],
  [
    "MathJax 2",
    `<p>a <span class=MathJax_Preview></span><span class=MathJax id=MathJax-Element-1-Frame><nobr>x+1</nobr><span
      class=MJX_Assistive_MathML ${CLIPPED}><math>${MATHML}</math></span></span><script type="math/tex">x+1</script> b</p>
    <div class=MathJax_Display><span class=MathJax>x+1</span></div><script type="math/tex; mode=display"> x+1 </script>`,
    `<p>a ${INLINE} b</p>${BLOCK}`,
  ],
  [
    "MathJax 2 from MathML",
    `<span class=MathJax_SVG>x+1<span class=MJX_Assistive_MathML ${CLIPPED}><math>${MATHML}</math></span></span><script
      type="math/mml"><math></math></script>`,
    `<math display="inline">${MATHML}</math>`,
  ],
  [
    "MathJax 3",
    `<mjx-container class=MathJax jax=CHTML display=true><mjx-math aria-hidden=true><mjx-c></mjx-c></mjx-math><mjx-assistive-mml
      ${CLIPPED}><math display=block>${MATHML}</math></mjx-assistive-mml></mjx-container>`,
    `<math display="block">${MATHML}</math>`,
  ],
  [
    "MathJax 4",
    `<mjx-container class=MathJax jax=SVG><svg><g data-mml-node=math data-latex="x+1"><text>x</text></g></svg></mjx-container>`,
    INLINE,
  ],
  [
    "MathML",
    `<math>${MATHML}</math><math display=block alttext="x+1">${MATHML}</math><math>${SEMANTICS}</math>`,
    `<math display="inline">${MATHML}</math>${BLOCK}${INLINE}`,
  ],
  [
    "MediaWiki",
    `<span class=mwe-math-element><span style="display:none"><math alttext="x+1">${MATHML}</math></span><img
      src=/90x20.svg alt="x+1"></span>`,
    INLINE,
  ],
];

for (const [name, html, expected] of FORMULAS) {
  test(`a formula of ${name} is read once`, async () => {
    await reads(html.replaceAll(/\n\s+(?=<)/gu, ""), expected);
  });
}

test("the lines of an editor are elements as all are", async () => {
  const html =
    '<div class="cm-content" role="textbox"><div class="cm-line">let a = 1;</div><div class="cm-line">  b</div></div>' +
    '<pre data-language="rust"><code class="hljs">fn <span class="hljs-title">main</span>() {}\n</code></pre>';
  await reads(html, html);
});

/**
 * Selects from one text to another, each named by a selector: its element's first child, and where in it.
 * @param {[string, number]} from
 * @param {[string, number]} to
 */
async function select([from, start], [to, end]) {
  await reader.tab.evaluate(
    (from, start, to, end) => {
      const find = (/** @type {string} */ selector) => {
        const [element = "", child] = selector.split(" / ");
        const found = /** @type {Node} */ (document.querySelector(element));
        return child === undefined ? found : /** @type {Node} */ (found.childNodes[Number(child)]);
      };
      getSelection()?.setBaseAndExtent(find(from), start, find(to), end);
    },
    ...[from, start, to, end],
  );
}

const ARTICLE = `<nav>menu</nav><main class=m><h1>Head</h1><p>One <b>two</b> three</p><ul><li>a</li><li>b <i>c</i></li><li>d</li></ul>
<script>no</script><table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table><p hidden>no</p><p>Last</p></main>`;

/** @type {[string, [string, number], [string, number], string][]} */
const SELECTIONS = [
  ["part of a text", ["h1 / 0", 1], ["h1 / 0", 3], '<main class="m"><h1>ea</h1></main>'],
  [
    "from one text to another",
    ["b / 0", 1],
    ["li / 0", 1],
    '<main class="m"><p><b>wo</b> three</p><ul><li>a</li></ul></main>',
  ],
  [
    "part of a list",
    ["li:nth-child(2) / 0", 0],
    ["li:nth-child(3) / 0", 1],
    '<main class="m"><ul><li>b <i>c</i></li><li>d</li></ul></main>',
  ],
  [
    "cells",
    ["tr:nth-child(1) td:nth-child(2) / 0", 0],
    ["tr:nth-child(2) td:nth-child(1) / 0", 1],
    '<main class="m"><table><tbody><tr><td>2</td></tr><tr><td>3</td></tr></tbody></table></main>',
  ],
  ["whole elements", ["ul", 1], ["ul", 2], '<main class="m"><ul><li>b <i>c</i></li></ul></main>'],
  [
    "to where nothing is read",
    ["td:nth-child(2) / 0", 0],
    ["p[hidden] / 0", 1],
    '<main class="m"><table><tbody><tr><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table></main>',
  ],
  ["nothing", ["h1 / 0", 2], ["h1 / 0", 2], ""],
];

for (const [name, from, to, expected] of SELECTIONS) {
  test(`of a selection (${name}) no more is read than what is selected`, async () => {
    await reader.show(ARTICLE);
    await select(from, to);
    assert.equal(await reader.read(true), expected);
  });
}

test("of what is picked all is read, in what it stands in, and nothing beside it", async () => {
  await reader.show(`<ul><li>a</li><li id=item>b <b>c</b></li><li>d</li></ul>
    <form><input name=parentNode><input name=childNodes><p id=field>e</p></form><x-host></x-host>f`);
  await reader.tab.evaluate(() => {
    const root = document.querySelector("x-host")?.attachShadow({ mode: "open" });
    // As a script of the page would.
    if (root) root.innerHTML = "<p>g</p><p>h</p><p>i</p>";
  });
  const inTree = (/** @type {number} */ at) =>
    `document.querySelector("x-host").shadowRoot.children[${at}]`;
  for (const [picked, expected] of [
    ['document.querySelector("#item")', '<ul><li id="item">b <b>c</b></li></ul>'],
    ['document.querySelector("#item b")', '<ul><li id="item"><b>c</b></li></ul>'],
    ['document.querySelector("#field")', '<form><p id="field">e</p></form>'],
    [inTree(1), "<p>h</p>"],
    [inTree(2), "<p>i</p>"],
    ['document.querySelector("x-host")', "<x-host><p>g</p><p>h</p><p>i</p></x-host>"],
    ["null", ""],
  ])
    assert.equal(await reader.read(false, picked), expected, picked);
  for (const all of ["document.body", "document.documentElement"])
    assert.equal(await reader.read(false, all), await reader.read(), all);
});

test("a formula that is partly selected is read as a whole", async () => {
  await reader.show(`<p>before <span class=katex><span class=katex-mathml ${CLIPPED}><math>${SEMANTICS}</math></span><span
    class=katex-html><span>x</span><u>+1</u></span></span> after</p><p>next</p>`);
  await select(["u / 0", 1], ["p / 2", 4]);
  assert.equal(await reader.read(true), `<p>${INLINE} aft</p>`);
  await select(["p / 0", 3], ["u / 0", 1]);
  assert.equal(await reader.read(true), `<p>ore ${INLINE}</p>`);
});

test("what is selected in a frame is read, and nothing of a field", async () => {
  reader.serve("/selected", "<!doctype html><p>inner <b>words</b>");
  await reader.show("<iframe src=/selected></iframe><textarea>draft</textarea>");
  await reader.tab.evaluate(() => {
    const inner = document.querySelector("iframe")?.contentWindow;
    inner?.focus();
    inner
      ?.getSelection()
      ?.selectAllChildren(/** @type {Node} */ (inner.document.querySelector("b")));
  });
  assert.equal(await reader.read(true), "<p><b>words</b></p>");
  await reader.tab.evaluate(() => document.querySelector("textarea")?.select());
  assert.equal(await reader.read(true), "");
});

/** @type {[string, () => void][]} */
const ENDLESS = [
  [
    // With more, the browser itself takes minutes to build and to lay it out.
    "2,000 elements in each other",
    () => {
      /** @type {Element} */
      let at = document.body;
      for (let depth = 0; depth < 2_000; depth += 1) {
        const next = document.createElement("div");
        at.append("a", next);
        at = next;
      }
    },
  ],
  [
    "200,000 paragraphs",
    () => {
      for (let count = 0; count < 200_000; count += 1)
        document.body.append(Object.assign(document.createElement("p"), { textContent: "words" }));
    },
  ],
  ["a text of 10 MB", () => document.body.append("word ".repeat(2_000_000))],
  [
    "200,000 hidden elements",
    () => {
      for (let count = 0; count < 200_000; count += 1) {
        const hidden = document.createElement("p");
        hidden.hidden = true;
        document.body.append(hidden);
      }
    },
  ],
];

for (const [name, build] of ENDLESS) {
  test(`of a page with ${name} as much is read as there is time for, and it says so`, async () => {
    await reader.show("<p>first</p>");
    await reader.tab.evaluate(build);
    // Its layout is the page's own affair, and not counted.
    await reader.tab.evaluate(() => document.body.offsetHeight);
    const { tokens, time } = await reader.tokens();
    assert.match(readable(tokens), /^<html cut="1"><body><p>first/u);
    assert.ok(tokens.length < 2_100_000, `${tokens.length} characters`);
    assert.ok(time < 600, `${time} ms`);
  });
}

/** What makes parsers of HTML slow; a browser builds 512 levels of it at most. @type {[string, string][]} */
const NESTED = [
  ["64,000 elements", "<div>".repeat(64_000)],
  ["16,000 lists", "<ul><li>".repeat(16_000)],
];

for (const [name, html] of NESTED) {
  test(`of a page with ${name} in each other as it was written, the beginning is read in time`, async () => {
    await reader.show(`<p>first</p>${html}`);
    const { tokens, time } = await reader.tokens();
    assert.match(readable(tokens), /<body><p>first<\/p>/u);
    assert.ok(time < 600, `${time} ms`);
  });
}
