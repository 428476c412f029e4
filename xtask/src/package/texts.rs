//! Every word the extension shows is in `_locales`: those asked for are there,
//! and those there are asked for.

use std::collections::{BTreeMap, BTreeSet};

use satchel::clip::NoticeCode;
use satchel::error::Code;
use serde_json::Value;

use super::files::{File, named};
use crate::workspace::Outcome;

const ENGLISH: &str = "_locales/en/messages.json";
/// Endings of the forms that `countText` chooses from.
const PLURALS: &[&str] = &["_zero", "_one", "_two", "_few", "_many", "_other"];
/// The forms that languages have for whole numbers, by the folders of their texts, as `Intl.PluralRules` names
/// them: Unicode CLDR, "Language Plural Rules". The form for whole millions that some Romance languages have is
/// written like the last one and not asked for.
const FORMS: [(&str, &[&str]); 5] = [
    ("ja ko zh_CN zh_TW", &["_other"]),
    ("en de fr es pt_BR it tr hi", &["_one", "_other"]),
    ("he", &["_one", "_two", "_other"]),
    ("ru uk", &["_one", "_few", "_many", "_other"]),
    ("ar", PLURALS),
];

/// What the code and the markup ask for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    /// Names that must exist.
    literal: BTreeSet<String>,
    /// Names made from parts, as the parts between what is filled in.
    patterns: Vec<Vec<String>>,
    /// Words in quotes anywhere, each of which may be a name.
    words: BTreeSet<String>,
}

/// Every text asked for exists in English, every other language has the same, and none is left over.
pub(super) fn keys(files: &[File]) -> Outcome<Vec<String>> {
    let english = messages(named(files, ENGLISH)?)?;
    let asked = asked(files);
    let mut wrong = Vec::new();
    for name in asked.literal.iter().filter(|name| !english.contains_key(*name)) {
        wrong.push(format!("`{name}` is asked for and missing"));
    }
    let codes = code_keys();
    let used = |name: &str| asked.knows(name) || codes.iter().any(|code| code == name);
    let spare = |name: &&String| !used(name) && !singular(name).is_some_and(used);
    wrong.extend(english.keys().filter(spare).map(|name| format!("`{name}` is never asked for")));
    for file in files.iter().filter(|file| file.path.starts_with("_locales/") && file.is("/messages.json")) {
        wrong.extend(differing(&english, file)?);
    }
    Ok(wrong)
}

/// How the texts of a language differ from the English ones: in what there is, in the plural forms that the
/// language has, and in what is filled in.
fn differing(english: &BTreeMap<String, BTreeSet<char>>, file: &File) -> Outcome<Vec<String>> {
    let theirs = messages(file)?;
    let folder = file.path.split('/').nth(1).unwrap_or_default();
    let forms = FORMS.iter().find(|(folders, _)| folders.split(' ').any(|known| known == folder));
    let Some((_, forms)) = forms else {
        return Ok(vec![format!("{}: it is not known which plural forms the language has", file.path)]);
    };
    // Each of their names, with the English one that it stands for.
    let mut wanted = BTreeMap::new();
    for name in english.keys() {
        match singular(name).filter(|base| is_counted(english, base)) {
            Some(base) => wanted.extend(forms.iter().map(|form| (format!("{base}{form}"), format!("{base}_other")))),
            None => drop(wanted.insert(name.clone(), name.clone())),
        }
    }
    let mut wrong = Vec::new();
    for (name, of) in &wanted {
        match (english.get(of), theirs.get(name)) {
            (_, None) => wrong.push(format!("{}: `{name}` is missing", file.path)),
            (Some(ours), Some(theirs)) if ours != theirs && !names_its_number(name, ours, theirs) => {
                wrong.push(format!("{}: `{name}` has other placeholders", file.path));
            }
            _ => {}
        }
    }
    wrong.extend(
        theirs
            .keys()
            .filter(|name| !wanted.contains_key(*name))
            .map(|name| format!("{}: `{name}` is not in English", file.path)),
    );
    Ok(wrong)
}

/// Whether a name is the beginning of plural forms, and not of one that happens to end like them.
fn is_counted(english: &BTreeMap<String, BTreeSet<char>>, base: &str) -> bool {
    ["_one", "_other"].iter().all(|form| english.contains_key(&format!("{base}{form}")))
}

/// Whether a form says in words what its number is: none, one, or two.
fn names_its_number(name: &str, ours: &BTreeSet<char>, theirs: &BTreeSet<char>) -> bool {
    ["_zero", "_one", "_two"].iter().any(|form| name.ends_with(form)) && theirs.is_subset(ours)
}

/// Every code of the core can be put into words.
pub(super) fn codes(files: &[File]) -> Outcome<Vec<String>> {
    let english = messages(named(files, ENGLISH)?)?;
    let missing = code_keys().into_iter().filter(|key| !english.contains_key(key));
    Ok(missing.map(|key| format!("`{key}` is missing")).collect())
}

fn code_keys() -> Vec<String> {
    let mut keys = Vec::new();
    for code in Code::ALL {
        keys.extend(["error", "next"].map(|family| key(family, code.name())));
    }
    keys.extend(NoticeCode::NAMES.iter().map(|name| key("notice", name)));
    keys
}

fn key(family: &str, code: &str) -> String {
    format!("{family}_{}", code.replace('-', "_"))
}

/// The texts of a language: by name, which placeholders they hold.
fn messages(file: &File) -> Outcome<BTreeMap<String, BTreeSet<char>>> {
    let json = file.json()?;
    let texts = json.as_object().into_iter().flatten().map(|(name, entry)| {
        let message = entry.get("message").and_then(Value::as_str).unwrap_or_default();
        let holders = message.split('$').skip(1).filter_map(|rest| rest.chars().next());
        (name.clone(), holders.filter(char::is_ascii_digit).collect())
    });
    Ok(texts.collect())
}

/// The name without its plural ending.
fn singular(name: &str) -> Option<&str> {
    PLURALS.iter().find_map(|ending| name.strip_suffix(ending))
}

fn asked(files: &[File]) -> Asked {
    let mut asked = Asked::default();
    for file in files.iter().filter(|file| file.is_written()) {
        if file.is(".js") {
            asked.script(file.text());
        } else if file.is(".html") {
            asked.markup(file.text());
        } else if file.path == "manifest.json" {
            let names = file.text().split("__MSG_").skip(1).filter_map(|rest| rest.split("__").next());
            asked.literal.extend(names.map(str::to_owned));
        }
    }
    asked
}

impl Asked {
    fn markup(&mut self, text: &str) {
        for attribute in ["data-i18n=\"", "data-i18n-label=\"", "data-i18n-placeholder=\""] {
            let names = text.split(attribute).skip(1).filter_map(|rest| rest.split('"').next());
            self.literal.extend(names.map(str::to_owned));
        }
    }

    fn script(&mut self, text: &str) {
        for quoted in text.split('"').skip(1) {
            if quoted.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                self.words.insert(quoted.to_owned());
            }
        }
        for (call, plural) in [("text(", false), ("lookUp(", false), ("getMessage(", false), ("countText(", true)] {
            for argument in arguments(text, call) {
                self.argument(argument, plural);
            }
        }
    }

    /// What the first argument of a call may be: a name, one of two, or a pattern.
    fn argument(&mut self, argument: &str, plural: bool) {
        for (at, _) in argument.match_indices('"') {
            let before = argument.get(..at).unwrap_or_default().trim_end();
            let chosen = before.ends_with(':') || before.ends_with('?') && !before.ends_with("??");
            if !before.is_empty() && !chosen {
                continue;
            }
            let Some(name) = argument.get(at + 1..).and_then(|rest| rest.split('"').next()) else { continue };
            let names =
                if plural { vec![format!("{name}_one"), format!("{name}_other")] } else { vec![name.to_owned()] };
            self.literal.extend(names);
        }
        if let Some(template) = argument.trim_start().strip_prefix('`').and_then(|rest| rest.split('`').next()) {
            let mut parts = vec![String::new()];
            let mut rest = template;
            while let Some((fixed, filled)) = rest.split_once("${") {
                if let Some(last) = parts.last_mut() {
                    last.push_str(fixed);
                }
                parts.push(String::new());
                rest = filled.split_once('}').map_or("", |(_, after)| after);
            }
            if let Some(last) = parts.last_mut() {
                last.push_str(rest);
            }
            // A name made of nothing fixed would excuse every text there is.
            if parts.iter().map(String::len).sum::<usize>() > 1 {
                self.patterns.push(parts);
            }
        }
    }

    fn knows(&self, name: &str) -> bool {
        self.literal.contains(name) || self.words.contains(name) || self.patterns.iter().any(|parts| fits(name, parts))
    }
}

/// The first arguments of all calls of a function.
fn arguments<'a>(script: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    script.match_indices(call).filter_map(move |(at, _)| {
        let before = script.get(..at)?.chars().next_back();
        if before.is_some_and(|character| character.is_alphanumeric() || matches!(character, '_' | '$' | '#')) {
            return None;
        }
        let rest = script.get(at + call.len()..)?;
        let mut depth = 0_usize;
        let mut quote = None;
        let end = rest.find(|character: char| {
            match (quote, character) {
                (Some(open), _) if open == character => quote = None,
                (Some(_), _) => {}
                (None, '"' | '`') => quote = Some(character),
                (None, '(' | '[' | '{') => depth += 1,
                (None, ')' | ']' | '}') if depth > 0 => depth -= 1,
                (None, ')' | ',') if depth == 0 => return true,
                _ => {}
            }
            false
        })?;
        rest.get(..end)
    })
}

/// Whether a name begins, goes on and ends as the parts say.
fn fits(name: &str, parts: &[String]) -> bool {
    let [first, middle @ .., last] = parts else { return false };
    let Some(mut rest) = name.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str())) else {
        return false;
    };
    for part in middle {
        let Some((_, after)) = rest.split_once(part.as_str()) else { return false };
        rest = after;
    }
    !rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.into(), bytes: text.as_bytes().to_vec() }
    }

    fn english(names: &[&str]) -> File {
        let entries: Vec<String> = names.iter().map(|name| format!("\"{name}\": {{ \"message\": \"x\" }}")).collect();
        file(ENGLISH, &format!("{{ {} }}", entries.join(",")))
    }

    #[test]
    fn what_is_asked_for_is_found() {
        let script = "text(\"one\"); text(x.y(\"z\") ?? \"\"); text(a === \"state\" ? \"two\" : \"three\", \"four\"); countText(\"five\", n); text(`six_${x.y}_end`, 1)";
        let found = asked(&[
            file("a.js", script),
            file("b.html", "<p data-i18n=\"seven\">"),
            file("manifest.json", "\"__MSG_eight__\""),
        ]);
        let literal: Vec<&str> = found.literal.iter().map(String::as_str).collect();
        assert_eq!(literal, ["eight", "five_one", "five_other", "one", "seven", "three", "two"]);
        assert!(found.knows("six_anything_end"));
        assert!(!found.knows("six_"));
        assert!(found.knows("four"), "a word in quotes may be a name kept in a variable");
    }

    #[test]
    fn missing_and_spare_texts_are_noticed() {
        let files =
            [file("a.js", "text(\"one\"); countText(\"many\", n)"), english(&["two", "many_one", "many_other"])];
        assert_eq!(keys(&files).unwrap(), ["`one` is asked for and missing", "`two` is never asked for"]);
    }

    #[test]
    fn languages_have_the_same_texts() {
        let german = file(
            "_locales/de/messages.json",
            "{ \"one\": { \"message\": \"x $1\" }, \"drei\": { \"message\": \"\" } }",
        );
        let files = [file("a.js", "text(\"one\"); text(\"two\")"), english(&["one", "two"]), german];
        assert_eq!(keys(&files).unwrap().len(), 3);
    }

    #[test]
    fn each_language_has_the_plural_forms_it_needs() {
        let english = messages(&english(&["saves_one", "saves_other", "type_other"])).unwrap();
        let wrong = |folder: &str, names: &[&str]| {
            let entries: Vec<String> =
                names.iter().map(|name| format!("\"{name}\": {{ \"message\": \"x\" }}")).collect();
            let path = format!("_locales/{folder}/messages.json");
            differing(&english, &file(&path, &format!("{{ {} }}", entries.join(",")))).unwrap()
        };
        assert_eq!(wrong("ja", &["saves_other", "type_other"]), Vec::<String>::new());
        assert_eq!(wrong("ru", &["saves_one", "saves_other", "type_other"]).len(), 2);
        assert_eq!(wrong("ja", &["saves_one", "saves_other", "type_other"]).len(), 1);
        assert_eq!(wrong("xx", &["saves_other"]).len(), 1);
    }

    #[test]
    fn every_code_needs_its_texts() {
        assert_eq!(codes(&[english(&[])]).unwrap().len(), code_keys().len());
        let all = code_keys();
        let names: Vec<&str> = all.iter().map(String::as_str).collect();
        assert_eq!(codes(&[english(&names)]).unwrap(), Vec::<String>::new());
    }
}
