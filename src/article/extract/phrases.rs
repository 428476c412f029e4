//! Headings of what is not the article, as pages write them.

/// What a heading announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Announced {
    /// A part of the article.
    Article,
    /// Something else, where it leads away: a chapter may be called so as well.
    Links,
    /// Something else.
    Aside,
}

/// What a heading announces, by its words.
pub(super) fn announced(heading: &str) -> Announced {
    let mut folded = [0_u8; 64];
    let mut length = 0;
    let mut gap = false;
    for c in heading.trim().chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            let mut bytes = [0_u8; 4];
            let bytes = c.encode_utf8(&mut bytes).as_bytes();
            let space: &[u8] = if gap && length > 0 { b" " } else { b"" };
            for &byte in space.iter().chain(bytes) {
                let Some(place) = folded.get_mut(length) else { return Announced::Article };
                *place = byte;
                length += 1;
            }
            gap = false;
        } else {
            gap = true;
        }
    }
    let folded = folded.get(..length).unwrap_or_default();
    let begins_with = |known: &[&str]| known.iter().any(|known| folded.starts_with(known.as_bytes()));
    if WHOLE.binary_search_by(|known| known.as_bytes().cmp(folded)).is_ok() || begins_with(BEGINNINGS) {
        Announced::Aside
    } else if begins_with(OPEN) {
        Announced::Links
    } else {
        Announced::Article
    }
}

/// "Related work" is a chapter of every thesis.
const OPEN: &[&str] = &[
    "join the ",
    "leave a ",
    "more from ",
    "more in ",
    "more on ",
    "other articles ",
    "other posts ",
    "people who ",
    "recommended ",
    "related ",
];

const BEGINNINGS: &[&str] = &[
    "about the author",
    "compare with similar",
    "customers also ",
    "customers who ",
    "explore related ",
    "filed under",
    "follow us",
    "frequently bought",
    "join the club",
    "join the comm",
    "join the conversation",
    "join the discussion",
    "join the mailing",
    "join the newsletter",
    "latest from ",
    "latest posts by ",
    "leave a comment",
    "leave a reply",
    "leave a response",
    "leave a review",
    "more articles",
    "more like this",
    "more posts",
    "more stories",
    "more to explore",
    "people also ",
    "posted in ",
    "products related to ",
    "read more",
    "recommended for ",
    "related articles",
    "related posts",
    "related stories",
    "share this",
    "sign up for ",
    "sign up to ",
    "similar sponsored ",
    "subscribe to ",
    "tagged with",
    "want more ",
    "we recommend",
    "you may also ",
    "you may be interested",
    "you may enjoy",
    "you may like",
    "you might also ",
    "you might like",
];

const WHOLE: &[&str] = &[
    "0 comments",
    "add a comment",
    "advertisement",
    "also read",
    "articles similaires",
    "articoli correlati",
    "artículos relacionados",
    "auch interessant",
    "author",
    "author bio",
    "book a demo",
    "comentarios",
    "comentários",
    "comment",
    "commentaires",
    "commenti",
    "comments",
    "compartilhe",
    "compartir",
    "condividi",
    "contact us",
    "contact us today",
    "contents",
    "customer reviews",
    "czytaj także",
    "das könnte sie auch interessieren",
    "deel dit artikel",
    "don t miss",
    "dont miss",
    "editor s picks",
    "editors picks",
    "explore more",
    "featured articles",
    "featured insights",
    "featured posts",
    "follow",
    "from our blog",
    "from the blog",
    "further reading for you",
    "get in touch",
    "in this article",
    "in this post",
    "inhaltsverzeichnis",
    "join our newsletter",
    "jump to",
    "keep reading",
    "komentarze",
    "kommentare",
    "latest",
    "latest articles",
    "latest insights",
    "latest news",
    "latest posts",
    "lees ook",
    "leggi anche",
    "leia também",
    "let s talk",
    "lire aussi",
    "mehr zum thema",
    "more",
    "most popular",
    "most read",
    "newsletter",
    "no comments",
    "noticias relacionadas",
    "on this page",
    "other posts",
    "our latest news",
    "partager",
    "popular",
    "popular posts",
    "post a comment",
    "post navigation",
    "potrebbe interessarti",
    "previous",
    "quick links",
    "reacties",
    "read next",
    "recent articles",
    "recent news",
    "recent posts",
    "recently viewed",
    "recommended",
    "related",
    "see also our",
    "share",
    "share it",
    "share on",
    "share story",
    "shop now",
    "sign up",
    "similar articles",
    "similar items",
    "similar posts",
    "similar products",
    "sommaire",
    "stay connected",
    "stay updated",
    "subscribe",
    "sur le même sujet",
    "table of contents",
    "tags",
    "talk to an expert",
    "talk to us",
    "te puede interesar",
    "teilen",
    "top stories",
    "trending",
    "udostępnij",
    "up next",
    "weitere artikel",
    "write a comment",
    "à lire aussi",
    "комментарии",
    "поделиться",
    "похожие статьи",
    "читайте также",
    "コメント",
    "シェア",
    "分享",
    "延伸閱讀",
    "推荐阅读",
    "目次",
    "相关文章",
    "相关阅读",
    "相關文章",
    "评论",
    "関連リンク",
    "関連記事",
    "관련 기사",
    "관련기사",
    "댓글",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_in_order() {
        assert!(WHOLE.is_sorted());
    }

    #[test]
    fn headings_are_known_whatever_their_dress() {
        let all = |wanted, headings: &[&str]| {
            for heading in headings {
                assert_eq!(announced(heading), wanted, "{heading}");
            }
        };
        all(Announced::Aside, &["  Related Articles:", "COMMENTS", "Read  next »", "Join the newsletter"]);
        all(Announced::Links, &["Related Work", "Recommended settings", "Join the tables", "More on closures"]);
        all(Announced::Article, &["Relatedness of words", "The comments of a king", &"x".repeat(500), ""]);
    }
}
