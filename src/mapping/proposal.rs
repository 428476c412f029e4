//! Which property of a stranger's database is meant for what. Types decide first;
//! names, in the languages people name their columns in, decide among several of
//! one type, and the options that exist among several meanings of one name.

mod names;

use super::plan::Plan;
use super::rule::Rule;
use super::value::fit::is_writable;
use crate::metadata::is_word_of;
use crate::notion::schema::{DataSource, Property};
use crate::text::Unicode;
use names::NAMES;

/// What a page can be, as the names of options say it.
const KINDS: &str = late!("article video product paper repository");
/// Options that make a language one that programs are written in.
const CODE: &str = late!("rust python javascript typescript java go c c++ ruby php");

/// What goes where in a data source: as before, and what is not settled yet by type
/// and name. A single property of a type that can only be meant so (`url`,
/// `multi_select`) is taken whatever its name; free text is not, because it may be
/// anything. What the person confirmed stays as it is.
#[must_use]
pub fn propose(schema: &DataSource, mut before: Plan, unicode: &dyn Unicode) -> Plan {
    if before.confirmed {
        return before;
    }
    let mut rules = Vec::new();
    for line in NAMES.split('\n') {
        let mut parts = line.split('|');
        let (Some(template), Some(kinds), Some(names)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let settled = before.rules.iter().find(|rule| rule.template == template);
        // These three have to be somewhere: when their property is gone or became
        // another type, there may be one more. Any other rule stays, and is said.
        let is_kept = ["{{url}}", "{{description}}", "{{tags}}"].contains(&template);
        if settled.is_some() && (!is_kept || before.place(schema, template).is_some()) {
            continue;
        }
        let is_free = |property: &&Property| {
            let taken = before.rules.iter().chain(&rules).any(|rule: &Rule| rule.property == property.id);
            !taken && is_writable(&property.kind) && kinds.split(' ').any(|kind| kind == property.kind)
        };
        let free = || schema.properties.iter().filter(is_free);
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
    for (template, kind, only) in [("{{url}}", "url", false), ("{{tags}}", "multi_select", true)] {
        let has = |rule: &Rule| rule.template == template;
        if before.rules.iter().chain(&rules).any(has) {
            continue;
        }
        let of_kind = schema.of_kind(kind);
        let mut all = of_kind.filter(|property| !rules.iter().any(|rule| rule.property == property.id));
        let first = all.next();
        if let Some(property) = first.filter(|_| !only || all.next().is_none()) {
            rules.push(Rule::of(property, template));
        }
    }
    before.rules.append(&mut rules);
    before
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
        "{{kind}}" => keys().any(|key| is_word_of(KINDS, &key)),
        // A language tag beside the names of languages, or of programming languages,
        // would be one more option that means the same.
        "{{language}}" => keys().all(|key| key.len() == 2 || key.as_bytes().get(2) == Some(&b'-')),
        _ => true,
    }
}

/// A language of programs may be called just that.
fn is_code(property: &Property, unicode: &dyn Unicode) -> bool {
    property.options.iter().any(|option| is_word_of(CODE, &unicode.key(&option.name)))
}

#[cfg(test)]
#[path = "proposal_tests.rs"]
mod tests;
