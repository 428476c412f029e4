//! A text with placeholders: `{{title}} — {{site}}`.

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Text(&'a str),
    /// The name of a source.
    Name(&'a str),
}

/// What a template is made of. A brace that is not closed is text.
pub fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        let at = |mark: &[u8; 2], from: usize| {
            bytes.get(from..)?.windows(2).position(|pair| pair == mark).map(|at| at + from)
        };
        let open = at(b"{{", 0).and_then(|open| Some((open, at(b"}}", open + 2)?)));
        match open {
            Some((0, close)) => {
                let name = rest.get(2..close).unwrap_or_default();
                rest = rest.get(close + 2..).unwrap_or_default();
                Some(Piece::Name(name.trim()))
            }
            found => {
                let (text, after) = rest.split_at_checked(found.map_or(rest.len(), |(open, _)| open))?;
                rest = after;
                Some(Piece::Text(text))
            }
        }
    })
}

/// The names of the sources that a template asks for.
pub fn names(template: &str) -> impl Iterator<Item = &str> {
    pieces(template).filter_map(|piece| if let Piece::Name(name) = piece { Some(name) } else { None })
}

/// The name of the source, where the template is nothing else.
#[must_use]
pub fn alone(template: &str) -> Option<&str> {
    let mut pieces = pieces(template.trim());
    match (pieces.next(), pieces.next()) {
        (Some(Piece::Name(name)), None) => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_text_and_names() {
        let read = |template| pieces(template).collect::<Vec<_>>();
        assert_eq!(
            read("{{title}} — {{ site }}!"),
            [Piece::Name("title"), Piece::Text(" — "), Piece::Name("site"), Piece::Text("!")]
        );
        assert_eq!(read("{{open"), [Piece::Text("{{open")]);
        assert_eq!(read("a {b} }} c"), [Piece::Text("a {b} }} c")]);
        assert_eq!(read("{{}}"), [Piece::Name("")]);
        assert_eq!(read(""), []);
    }

    #[test]
    fn a_lone_placeholder_is_known() {
        assert_eq!(alone(" {{tags}} "), Some("tags"));
        assert_eq!(alone("{{tags}}{{tags}}"), None);
        assert_eq!(alone("tags"), None);
    }
}
