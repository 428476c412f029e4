use super::*;

fn tokens(html: &str) -> String {
    let tokens = of(html, &Url::parse("https://e.com/a/b").unwrap());
    tokens.replace('\u{1}', "T:").replace('\u{2}', "<").replace('\u{3}', ">").replace('\u{1f}', "|")
}

#[test]
fn elements_and_texts_become_tokens() {
    assert_eq!(
        tokens("<base href=/c/><P ID=x onclick=y data-z=1>One <a href='d e'>two</a><br>\u{7}three</p>"),
        "<body<p|id=xT:One <a|href=https://e.com/c/d%20eT:two><br>T:three>>"
    );
}

#[test]
fn what_is_not_shown_is_left_out() {
    let hidden = "<script>a</script><style>b</style><template>c</template><!-- d --><p hidden>e</p>\
        <p style='color:red; display : none'>f</p><dialog>g</dialog><input type=hidden value=h><svg><title>i</title></svg>";
    assert_eq!(
        tokens(&format!("<title>z</title>{hidden}<p hidden=until-found>shown")),
        "<body<svg><p|hidden=until-foundT:shown>>".replace("|hidden=until-found", "")
    );
    assert_eq!(tokens("<div>a<noscript><b>b</b></noscript>"), "<body<divT:a>>");
}

#[test]
fn what_scripts_would_make_is_taken_where_there_is_nothing_else() {
    let long = "word ".repeat(50);
    assert!(tokens(&format!("<noscript><p>{long}</p></noscript><p>a")).contains("word"));
    assert!(tokens(&format!("<div style=display:none>{long}</div><p>a")).contains("word"));
    assert!(!tokens(&format!("<div style=display:none>{long}</div><p>{long}")).contains("display"));
}

#[test]
fn pictures_have_the_address_that_a_browser_would_choose() {
    let source = |html: &str| tokens(html).split("src=").nth(1).unwrap_or_default().trim_end_matches('>').to_owned();
    assert_eq!(source("<img src=a.png>"), "https://e.com/a/a.png");
    assert_eq!(source("<img src=data:image/gif;base64,R0 data-src=b.png>"), "https://e.com/a/b.png");
    assert_eq!(source("<picture><source srcset='c.webp 900w'><img></picture>"), "https://e.com/a/c.webp");
    assert_eq!(source("<img class=lazy><noscript><img src=d.png></noscript>"), "https://e.com/a/d.png");
    assert_eq!(source("<a href='javascript:x'><img src=javascript:y>"), "");
}

#[test]
fn formulas_have_their_source() {
    assert_eq!(
        tokens("<math><semantics><mi>x</mi><annotation encoding=application/x-tex>x^2</annotation></semantics></math>"),
        "<body<math|tex=x^2>>"
    );
    assert_eq!(tokens("<body><script type='math/tex; mode=display'>y</script>"), "<body<math|display=block|tex=y>>");
}

#[test]
fn hostile_pages_end() {
    let formatting: String = (0..3_000).map(|number| format!("<b n{number}>")).collect();
    let attributes: String = (0..100_000).map(|number| format!(" a{number}=b")).collect();
    for html in [
        "<div>".repeat(100_000),
        "<ul><li>".repeat(50_000),
        formatting + "x</b>",
        format!("<p{attributes}>"),
        "<p>a".repeat(200_000),
        "<table><div>".repeat(50_000),
    ] {
        let tokens = of(&html, &Url::parse("https://e.com/").unwrap());
        let page = satchel::article::page::Page::read(&tokens);
        assert!(page.len() <= satchel::article::page::MOST_NODES);
    }
}
