use super::*;
use crate::notion::media::Media;

#[test]
fn pictures_have_their_captions() {
    becomes(
        "<figure><img src='https://e.com/a.png' alt='x'><figcaption>A <b>b</b></figcaption></figure>\
         <figure><figcaption>c</figcaption><a href='https://e.com/page'><img src='https://e.com/b.jpg?w=1'></a></figure>\
         <a href='https://e.com/page'><img src='https://e.com/c.gif' alt='d'></a><a href='https://e.com/big.png'><img src='https://e.com/d.png'></a>\
         <figure><pre>e</pre><figcaption>f</figcaption></figure><picture><source src='https://e.com/x.webp'><img src='https://e.com/e.PNG'></picture>",
        &[
            "image (url https://e.com/a.png): A [b b]",
            "image (url https://e.com/b.jpg?w=1): [a c → https://e.com/page]",
            "image (url https://e.com/c.gif): [a d → https://e.com/page]",
            "image (url https://e.com/d.png):",
            "code (language plain text): e",
            "paragraph: f",
            "image (url https://e.com/e.PNG):",
        ],
    );
}

#[test]
fn pictures_in_a_text_follow_it() {
    becomes(
        "<p>a <img src='https://e.com/a.png'> b</p><p><img src='https://e.com/b.png'>c<br><img src='https://e.com/c.png'></p>\
         <p>d <img class='emoji' alt='🦀' src='https://e.com/d.png'> e <img width='16' height='16' alt='f' src='https://e.com/e.png'></p>\
         <ul><li><img src='https://e.com/f.png'> g</li></ul>",
        &[
            "paragraph: a b",
            "image (url https://e.com/a.png):",
            "image (url https://e.com/b.png):",
            "paragraph: c",
            "image (url https://e.com/c.png):",
            "paragraph: d 🦀 e f",
            "bulleted_list_item: g",
            "  image (url https://e.com/f.png):",
        ],
    );
}

#[test]
fn every_picture_is_named_once() {
    let html = "<p>a</p><img src='https://e.com/b.webp'><img src='https://e.com/a.png'><img src='https://e.com/a.png'>\
                <img src='data:image/png;base64,AAAA' alt='d'><video src='https://e.com/c.xyz'></video>";
    assert_eq!(compiled(html).tally.pictures(), ["https://e.com/a.png", "https://e.com/b.webp"]);
}

#[test]
fn pictures_that_notion_may_refuse_are_cards_and_named() {
    let html = "<img src='https://e.com/a.webp' alt='a'><img src='https://e.com/b?format=png'><img src='http://e.com/c.png'>\
                <img src='data:image/png;base64,AAAA' alt='d'><img alt='e'>";
    becomes(
        html,
        &[
            "bookmark (url https://e.com/a.webp): a",
            "bookmark (url https://e.com/b?format=png):",
            "bookmark (url http://e.com/c.png):",
            "paragraph: de",
        ],
    );
    let tally = compiled(html).tally;
    let named: Vec<_> = tally.degraded.iter().map(|file| (file.address.as_str(), file.reason)).collect();
    assert_eq!(
        named,
        [
            ("https://e.com/a.webp", Reason::Card),
            ("https://e.com/b?format=png", Reason::Card),
            ("http://e.com/c.png", Reason::Card),
            ("data:image/png;base64,AAAA", Reason::NotSent),
            ("", Reason::NotSent),
        ]
    );
    assert_eq!(tally.count.media.len(), 3);
    assert_eq!(tally.count.media[0], (Media::Bookmark, "https://e.com/a.webp".to_owned()));
}

#[test]
fn videos_sounds_and_frames() {
    becomes(
        "<video src='https://e.com/a.mp4'>Sorry</video><video poster='https://e.com/p.jpg' src='blob:x'></video>\
         <video><source src='https://e.com/b.webm'><source src='https://e.com/b.mov'></video>\
         <audio src='https://e.com/c.mp3'></audio><iframe src='https://www.youtube-nocookie.com/embed/abcdefghijk?start=3'></iframe>\
         <iframe src='https://codepen.io/a/embed/b'></iframe><iframe src='https://player.vimeo.com/video/1' title='v'></iframe>\
         <iframe src='about:blank'></iframe><embed src='https://e.com/d.pdf'>",
        &[
            "video (url https://e.com/a.mp4):",
            "image (url https://e.com/p.jpg):",
            "video (url https://e.com/b.mov):",
            "audio (url https://e.com/c.mp3):",
            "video (url https://www.youtube.com/watch?v=abcdefghijk):",
            "embed (url https://codepen.io/a/embed/b):",
            "bookmark (url https://player.vimeo.com/video/1): v",
            "pdf (url https://e.com/d.pdf):",
        ],
    );
    loses("<video src='https://e.com/a.mp4'>Sorry</video>", Reason::Hidden, 1, 5);
}

#[test]
fn a_link_to_a_file_alone_is_the_file() {
    becomes(
        "<p><a href='https://e.com/a.pdf'>The paper</a></p><p><a href='https://e.com/b.zip'>All</a></p>\
         <p>See <a href='https://e.com/a.pdf'>it</a></p><p><a href='https://e.com/c.png'>c</a></p>",
        &[
            "pdf (url https://e.com/a.pdf): The paper",
            "file (url https://e.com/b.zip): All",
            "paragraph: See [a it → https://e.com/a.pdf]",
            "paragraph: [a c → https://e.com/c.png]",
        ],
    );
}

#[test]
fn a_file_keeps_its_name_under_a_caption() {
    becomes(
        "<figure><p><a href='https://e.com/a.pdf'>The paper</a></p><figcaption>As printed</figcaption></figure>",
        &["pdf (url https://e.com/a.pdf): The paper\\nAs printed"],
    );
}

#[test]
fn a_list_of_pictures_is_pictures() {
    becomes(
        "<ul><li><figure><img src='https://e.com/a.png'><figcaption>a</figcaption></figure></li>\
         <li><img src='https://e.com/b.png'></li></ul>",
        &["image (url https://e.com/a.png): a", "image (url https://e.com/b.png):"],
    );
}
