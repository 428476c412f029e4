//! Headings of what is not the article, as pages write them.

/// Whether a heading announces something that is not the article.
pub(super) fn is_aside(heading: &str) -> bool {
    let mut folded = [0_u8; 64];
    let mut length = 0;
    let mut gap = false;
    for c in heading.trim().chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            let mut bytes = [0_u8; 4];
            let bytes = c.encode_utf8(&mut bytes).as_bytes();
            let space: &[u8] = if gap && length > 0 { b" " } else { b"" };
            for &byte in space.iter().chain(bytes) {
                let Some(place) = folded.get_mut(length) else { return false };
                *place = byte;
                length += 1;
            }
            gap = false;
        } else {
            gap = true;
        }
    }
    let folded = folded.get(..length).unwrap_or_default();
    WHOLE.binary_search_by(|known| known.as_bytes().cmp(folded)).is_ok()
        || BEGINNINGS.iter().any(|known| folded.starts_with(known.as_bytes()))
}

const BEGINNINGS: &[&str] = &[
    "about the author",
    "compare with similar",
    "customers also ",
    "customers who ",
    "explore related ",
    "filed under",
    "follow us",
    "frequently bought",
    "join the ",
    "latest from ",
    "latest posts by ",
    "leave a ",
    "more articles",
    "more from ",
    "more in ",
    "more like this",
    "more on ",
    "more posts",
    "more stories",
    "more to explore",
    "other articles ",
    "other posts ",
    "people also ",
    "people who ",
    "posted in ",
    "products related to ",
    "read more",
    "recommended ",
    "related ",
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
        assert!(is_aside("  Related Articles:"));
        assert!(is_aside("COMMENTS"));
        assert!(is_aside("Read  next »"));
        assert!(!is_aside("Relatedness of words"));
        assert!(!is_aside("The comments of a king"));
        assert!(!is_aside(&"x".repeat(500)));
        assert!(!is_aside(""));
    }
}
