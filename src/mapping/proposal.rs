//! Which property of a stranger's database is meant for what. Types decide first;
//! names, in the languages people name their columns in, decide among several of
//! one type, and the options that exist among several meanings of one name.

mod names;

use super::plan::{Plan, Target};
use super::rule::Rule;
use super::value::fit::is_writable;
use crate::notion::schema::{DataSource, Property};
use crate::text::Unicode;
use names::NAMES;

/// A template, and the types that can hold it.
pub type Place = (&'static str, &'static [&'static str]);
/// Where the address goes.
pub const ADDRESS_PLACE: Place = ("{{url}}", &["url"]);
/// Where the description goes.
pub const DESCRIPTION_PLACE: Place = ("{{description}}", &["rich_text"]);
/// Where the tags go.
pub const TAGS_PLACE: Place = ("{{tags}}", &["multi_select"]);

/// What a page can be, as the names of options say it.
const KINDS: &[&str] = &["article", "video", "product", "paper", "repository"];
/// Options that make a language one that programs are written in.
const CODE: &[&str] = &["rust", "python", "javascript", "typescript", "java", "go", "c", "c++", "ruby", "php"];

/// What goes where in a data source: as before, and what is not settled yet by type
/// and name. A single property of a type that can only be meant so (`url`,
/// `multi_select`) is taken whatever its name; free text is not, because it may be
/// anything. What the person confirmed stays as it is.
#[must_use]
pub fn propose(schema: DataSource, before: Plan, unicode: &dyn Unicode) -> Target {
    let mut target = Target { schema, plan: before, read_at: 0 };
    if target.plan.confirmed {
        return target;
    }
    let mut rules = Vec::new();
    for line in NAMES.split('\n') {
        let mut parts = line.split('|');
        let (Some(template), Some(kinds), Some(names)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let settled = target.plan.rules.iter().find(|rule| rule.template == template);
        // These three have to be somewhere: when their property is gone or became
        // another type, there may be one more. Any other rule stays, and is said.
        let is_kept = [ADDRESS_PLACE, DESCRIPTION_PLACE, TAGS_PLACE].iter().find(|place| place.0 == template);
        if settled.is_some() && is_kept.is_none_or(|&place| target.place(place).is_some()) {
            continue;
        }
        let is_free = |property: &&Property| {
            let taken = target.plan.rules.iter().chain(&rules).any(|rule: &Rule| rule.property == property.id);
            !taken && is_writable(&property.kind) && kinds.split(' ').any(|kind| kind == property.kind)
        };
        let free = || target.schema.properties.iter().filter(is_free);
        let meant = free().filter(|property| suits(property, template, unicode));
        let language =
            NAMES.split('\n').find_map(|line| line.strip_prefix("{{language}}|select rich_text multi_select|"));
        let ranked = meant.filter_map(|property| {
            let found = rank(property, names, unicode).or_else(|| {
                let is_language = template == "{{code-language}}" && is_code(property, unicode);
                language.filter(|_| is_language).and_then(|names| rank(property, names, unicode))
            });
            Some((found?, property))
        });
        let named = ranked.min_by_key(|&(rank, _)| rank).map(|(_, property)| property);
        if let Some(property) = named {
            rules.push(Rule::of(property, template));
        }
    }
    for (place, only) in [(ADDRESS_PLACE, false), (TAGS_PLACE, true)] {
        let has = |rule: &Rule| rule.template == place.0;
        if target.plan.rules.iter().chain(&rules).any(has) {
            continue;
        }
        let (_, kinds) = place;
        let of_kind = target.schema.properties.iter().filter(|property| kinds.contains(&property.kind.as_str()));
        let mut all = of_kind.filter(|property| !rules.iter().any(|rule| rule.property == property.id));
        let first = all.next();
        if let Some(property) = first.filter(|_| !only || all.next().is_none()) {
            rules.push(Rule::of(property, place.0));
        }
    }
    target.plan.rules.append(&mut rules);
    target
}

/// How good a name it has for that, if it has one.
fn rank(property: &Property, names: &str, unicode: &dyn Unicode) -> Option<usize> {
    let name = unicode.key(property.name.trim_matches(is_ornament));
    let name: String = name.chars().map(|c| if matches!(c, '_' | '-') { ' ' } else { c }).collect();
    names.split(',').position(|known| known == name)
}

/// What people put before and after a name: marks, and pictures.
fn is_ornament(c: char) -> bool {
    c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '(' | ')')
        || matches!(c, '\u{2000}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..)
}

/// Whether the options that exist say nothing else.
fn suits(property: &Property, template: &str, unicode: &dyn Unicode) -> bool {
    let keys = || property.options.iter().map(|option| unicode.key(&option.name));
    match template {
        "{{kind}}" => keys().any(|key| KINDS.contains(&key.as_str())),
        // A language tag beside the names of languages, or of programming languages,
        // would be one more option that means the same.
        "{{language}}" => keys().all(|key| key.len() == 2 || key.as_bytes().get(2) == Some(&b'-')),
        _ => true,
    }
}

/// A language of programs may be called just that.
fn is_code(property: &Property, unicode: &dyn Unicode) -> bool {
    property.options.iter().any(|option| CODE.contains(&unicode.key(&option.name).as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::Host;

    const WANTED_HERE: [Place; 3] = [ADDRESS_PLACE, DESCRIPTION_PLACE, TAGS_PLACE];

    fn source(columns: &[(&str, &str)]) -> DataSource {
        let properties = columns.iter().map(|&(name, kind)| Property {
            id: name.into(),
            name: name.into(),
            kind: kind.into(),
            ..Property::default()
        });
        DataSource { properties: properties.collect(), ..DataSource::default() }
    }

    fn ids(columns: &[(&str, &str)]) -> [Option<String>; 3] {
        let target = propose(source(columns), Plan::default(), &Host);
        WANTED_HERE.map(|source| target.place(source).map(|property| property.id.clone()))
    }

    fn some(names: [&str; 3]) -> [Option<String>; 3] {
        names.map(|name| (!name.is_empty()).then(|| name.to_owned()))
    }

    #[test]
    fn names_decide_among_several() {
        assert_eq!(
            ids(&[
                ("Author site", "url"),
                ("URL", "url"),
                ("Author", "rich_text"),
                ("Summary", "rich_text"),
                ("Mood", "multi_select"),
                ("TAGS ", "multi_select")
            ]),
            some(["URL", "Summary", "TAGS "])
        );
        assert_eq!(
            ids(&[("Ссылка", "url"), ("Описание", "rich_text"), ("Теги", "multi_select")]),
            some(["Ссылка", "Описание", "Теги"])
        );
        assert_eq!(
            ids(&[("リンク", "url"), ("概要", "rich_text"), ("タグ", "multi_select")]),
            some(["リンク", "概要", "タグ"])
        );
    }

    #[test]
    fn a_single_one_is_meant_except_for_text() {
        assert_eq!(
            ids(&[("Where", "url"), ("Author", "rich_text"), ("Mood", "multi_select")]),
            some(["Where", "", "Mood"])
        );
        assert_eq!(ids(&[("Mood", "multi_select"), ("Colour", "multi_select")]), some(["", "", ""]));
    }

    #[test]
    fn a_name_of_another_type_is_not_a_place() {
        assert_eq!(ids(&[("URL", "rich_text"), ("Description", "title"), ("Tags", "select")]), some(["", "", ""]));
    }

    #[test]
    fn what_was_settled_stays_until_it_no_longer_fits() {
        //
        let settled = propose(source(&[("Link", "url"), ("Mood", "multi_select")]), Plan::default(), &Host);
        let renamed =
            propose(source(&[("URL", "url"), ("Link", "url"), ("Mood", "multi_select")]), settled.plan.clone(), &Host);
        assert_eq!(renamed.plan.rules, settled.plan.rules, "a better name that comes later changes nothing");
        let gone = propose(source(&[("URL", "url"), ("Mood", "select")]), settled.plan.clone(), &Host);
        assert_eq!(gone.place(ADDRESS_PLACE).map(|property| property.id.as_str()), Some("URL"));
        assert_eq!(gone.place(TAGS_PLACE), None);
    }
}
