//! Places where a page's words could turn into a page's code.

use super::files::File;
use crate::workspace::Outcome;

/// Each takes text and makes elements or code of it.
const SINKS: &[&str] = &[
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "createContextualFragment",
    "DOMParser",
    "setHTML",
    "srcdoc",
    "eval(",
    "new Function",
];

/// No script uses a sink, and no markup carries code.
pub(super) fn html(files: &[File]) -> Outcome<Vec<String>> {
    let mut wrong = Vec::new();
    for file in files {
        if file.is(".js") {
            let used = SINKS.iter().filter(|sink| uses(file.text(), sink));
            wrong.extend(used.map(|sink| format!("{} uses {sink}", file.path)));
        } else if file.is(".html") {
            wrong.extend(inline_code(file.text()).map(|found| format!("{} holds {found}", file.path)));
        }
    }
    Ok(wrong)
}

/// Whether a script names it as a word of its own.
fn uses(script: &str, sink: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_' || character == '$';
    script.match_indices(sink).any(|(at, _)| {
        let before = script.get(..at).and_then(|text| text.chars().next_back());
        let after = script.get(at + sink.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && (sink.ends_with('(') || !after.is_some_and(is_part))
    })
}

/// Scripts, styles and handlers written into markup: the policy would refuse them.
fn inline_code(markup: &str) -> impl Iterator<Item = String> {
    let tags = markup.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
    tags.filter_map(|tag| {
        let mut words = tag.split_whitespace();
        let name = words.next()?;
        if name == "script" && !tag.contains("src=") {
            return Some("a script without a file".to_owned());
        }
        let bad = words.find(|word| {
            let word = word.to_ascii_lowercase();
            (word.starts_with("on") && word.contains('=')) || word.starts_with("style=") || word.contains("javascript:")
        })?;
        Some(format!("`{bad}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sinks_are_found_as_words() {
        assert!(uses("element.innerHTML = x", "innerHTML"));
        assert!(uses("eval(x)", "eval("));
        assert!(!uses("retrieval(x); medieval(y)", "eval("));
        assert!(!uses("const innerHTMLs = 1", "innerHTML"));
    }

    #[test]
    fn code_in_markup_is_found() {
        let count = |markup: &str| inline_code(markup).count();
        assert_eq!(count("<script type=module src=a.js></script><p class=on>one = two</p>"), 0);
        assert_eq!(count("<script>x</script><p onclick=x><a href=javascript:x><p style='x'>"), 4);
    }
}
