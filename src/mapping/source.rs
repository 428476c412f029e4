//! What a placeholder stands for.

use super::plan::Plan;
use super::template::{self, Piece};
use crate::address::Address;
use crate::clip::Clip;
use crate::instant::{self, Millis};
use crate::metadata;
use crate::text;

const KNOWN: &str = late!(
    "title headline url site author published modified description language image favicon minutes words \
    selection saved tags kind host doi journal year price currency channel length duration stars code-language isbn rating"
);

/// The placeholders that there are for every page, in the order they are offered in.
pub fn known() -> impl Iterator<Item = &'static str> {
    KNOWN.split(' ').filter(|name| name.starts_with(|first: char| first.is_ascii_lowercase()))
}

/// How many words are read in a minute.
const WORDS_A_MINUTE: u64 = 230;

/// Everything that a template can ask for.
pub struct Sources<'a> {
    /// The page.
    pub clip: &'a Clip,
    /// Tags as typed.
    pub tags: &'a [String],
    /// When the person asked for it.
    pub saved: Millis,
}

impl Sources<'_> {
    /// What a template comes to: the values of its source where it is nothing but
    /// one placeholder, else one text. Where there are placeholders and none has a
    /// value, there is nothing.
    #[must_use]
    pub fn fill(&self, template: &str) -> Vec<String> {
        if let Some(name) = template::alone(template) {
            return self.values(name);
        }
        let (mut whole, mut lacks, mut has) = (String::new(), false, None);
        for piece in template::pieces(template) {
            match piece {
                Piece::Text(text) => whole.push_str(text),
                Piece::Name(name) => {
                    let joined = self.values(name).join(", ");
                    lacks |= joined.is_empty();
                    has = Some(has == Some(true) || !joined.is_empty());
                    whole.push_str(&joined);
                }
            }
        }
        if lacks {
            // What stood between two values stands beside nothing now.
            let end = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | '·' | ',' | ':' | ';');
            whole = whole.trim_matches(end).to_owned();
        }
        if has == Some(false) || text::line(&whole).is_empty() { Vec::new() } else { vec![whole] }
    }

    /// The values of a source; none where it is not known or empty.
    #[must_use]
    pub fn values(&self, name: &str) -> Vec<String> {
        let clip = self.clip;
        let one = |text: &str| vec![text.to_owned()];
        let mut values = match name {
            "title" => one(&clip.title),
            "url" => one(&clip.address),
            "host" => Address::parse(&clip.address).map(|address| one(address.host())).unwrap_or_default(),
            "description" => one(&clip.description),
            "selection" => one(&clip.selection),
            "language" => one(&clip.language),
            "tags" => self.tags.to_vec(),
            "saved" => vec![instant::to_iso(self.saved)],
            declared => {
                let named = clip.fields.iter().filter(|field| field.name == declared);
                named.map(|field| field.value.clone()).collect()
            }
        };
        // Nothing in particular is no kind.
        values.retain(|value| !(text::line(value).is_empty() || name == "kind" && value == "page"));
        if values.is_empty() {
            values.extend(match name {
                "image" => Some(clip.image.clone()).filter(|image| !image.is_empty()),
                "minutes" => self.minutes(),
                _ => None,
            });
        }
        values
    }

    fn minutes(&self) -> Option<String> {
        let words = self.values("words");
        let words = words.first()?.bytes().try_fold(0_u64, |number, byte| {
            let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
            number.checked_mul(10)?.checked_add(digit)
        })?;
        (words > 0).then(|| text::digits(words.div_ceil(WORDS_A_MINUTE), 1))
    }
}

/// Whether a plan needs what the page declares.
#[must_use]
pub fn wants_fields(plan: &Plan) -> bool {
    plan.icon || plan.cover || plan.rules.iter().any(|rule| template::names(&rule.template).any(metadata::is_field))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::rule::Rule;
    use crate::metadata::PageField;

    fn filled(template: &str) -> Vec<String> {
        let field = |name: &str, value: &str| PageField { name: name.into(), value: value.into() };
        let clip = Clip {
            title: "A story".into(),
            address: "https://news.example:8080/a".into(),
            fields: vec![
                field("site", "The News"),
                field("author", "Ada"),
                field("author", "Grace"),
                field("words", "461"),
                field("og:locale", "en_GB"),
            ],
            ..Clip::default()
        };
        Sources { clip: &clip, tags: &["a".into(), "b".into()], saved: 0 }.fill(template)
    }

    #[test]
    fn a_lone_placeholder_passes_every_value() {
        assert_eq!(filled("{{author}}"), ["Ada", "Grace"]);
        assert_eq!(filled(" {{tags}}"), ["a", "b"]);
        assert_eq!(filled("{{og:locale}}"), ["en_GB"]);
        assert_eq!(filled("{{saved}}"), ["1970-01-01T00:00:00.000Z"]);
        assert_eq!(filled("{{host}}"), ["news.example"]);
        assert_eq!(filled("{{minutes}}"), ["3"]);
        assert_eq!(filled("{{kind}}"), [""; 0]);
    }

    #[test]
    fn a_mixture_is_one_text() {
        assert_eq!(filled("{{title}} — {{site}}"), ["A story — The News"]);
        assert_eq!(filled("by {{author}}"), ["by Ada, Grace"]);
        assert_eq!(filled("To read"), ["To read"]);
    }

    #[test]
    fn what_is_not_there_leaves_nothing_behind() {
        assert_eq!(filled("{{doi}}"), [""; 0]);
        assert_eq!(filled("https://doi.org/{{doi}}"), [""; 0]);
        assert_eq!(filled("{{title}} — {{journal}}"), ["A story"]);
        assert_eq!(filled(""), [""; 0]);
    }

    #[test]
    fn a_plan_of_what_is_known_needs_no_look_into_the_page() {
        let plan = |template: &str| Plan {
            rules: vec![Rule { template: template.into(), ..Rule::default() }],
            ..Plan::default()
        };
        assert!(!wants_fields(&plan("{{title}} {{url}} {{tags}} {{saved}} fixed")));
        assert!(wants_fields(&plan("{{title}} {{site}}")));
        assert!(wants_fields(&Plan { icon: true, ..Plan::default() }));
    }
}
