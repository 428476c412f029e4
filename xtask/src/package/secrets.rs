//! No token and no client secret is in what is handed in: what begins like one and is
//! long enough to be one.

use super::files::File;
use crate::workspace::Outcome;

/// How Notion's tokens and secrets begin.
const BEGINNINGS: &[&[u8]] = &[b"ntn_", b"secret_", b"nrt_"];

/// The shortest of them have more than this after it.
const LONG: usize = 20;

/// What each of those has in it that tests make up, and no real one.
const MADE_UP: &[&[u8]] = &[b"0123456789", b"A1b2C3d4", b"0000000000", b"NoRealToken"];

/// No file holds anything that could be a secret.
pub(super) fn none(files: &[File]) -> Outcome<Vec<String>> {
    Ok(holding(files, |_| true))
}

/// No file of the sources holds one but those that are plainly made up: tests need some.
pub(crate) fn none_real(files: &[File]) -> Outcome<Vec<String>> {
    Ok(holding(files, |rest| !MADE_UP.iter().any(|part| rest.windows(part.len()).any(|window| window == *part))))
}

fn holding(files: &[File], counts: fn(&[u8]) -> bool) -> Vec<String> {
    let found =
        files.iter().filter(|file| BEGINNINGS.iter().any(|beginning| secrets(&file.bytes, beginning).any(counts)));
    found.map(|file| format!("{} holds what looks like a secret", file.path)).collect()
}

/// What follows each beginning, where it is long enough.
fn secrets<'a>(bytes: &'a [u8], beginning: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let places = bytes.windows(beginning.len()).enumerate().filter(move |(_, window)| *window == beginning);
    places.filter_map(move |(at, _)| {
        let rest = bytes.get(at + beginning.len()..)?;
        let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest.get(..end).filter(|rest| rest.len() >= LONG)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_told_from_a_word_about_it() {
        let file = |text: &str| File { path: "a.js".into(), bytes: text.as_bytes().to_vec() };
        let token = format!("ntn_{}", "a1".repeat(23));
        assert_eq!(none(&[file(&format!("const token = '{token}';"))]).unwrap().len(), 1);
        assert!(none(&[file("it begins with ntn_ or secret_, and is long"), file("secret_key")]).unwrap().is_empty());
    }

    #[test]
    fn what_a_test_made_up_may_be_in_the_sources_alone() {
        let file = |rest: &str| [File { path: "a.js".into(), bytes: format!("ntn_{rest}").into_bytes() }];
        let (made_up, other) = (file("canary0123456789abcdefghijk"), file(&"q7".repeat(23)));
        assert_eq!((none(&made_up).unwrap().len(), none_real(&made_up).unwrap().len()), (1, 0));
        assert_eq!((none(&other).unwrap().len(), none_real(&other).unwrap().len()), (1, 1));
    }
}
