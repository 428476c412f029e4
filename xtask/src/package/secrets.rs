//! No token and no client secret is in the package: what begins like one and is
//! long enough to be one.

use super::files::File;
use crate::workspace::Outcome;

/// How Notion's tokens and secrets begin.
const BEGINNINGS: &[&[u8]] = &[b"ntn_", b"secret_", b"nrt_"];

/// The shortest of them have more than this after it.
const LONG: usize = 20;

/// No file holds anything that could be a secret.
pub(super) fn none(files: &[File]) -> Outcome<Vec<String>> {
    let found = files.iter().filter(|file| BEGINNINGS.iter().any(|beginning| has(&file.bytes, beginning)));
    Ok(found.map(|file| format!("{} holds what looks like a secret", file.path)).collect())
}

fn has(bytes: &[u8], beginning: &[u8]) -> bool {
    bytes.windows(beginning.len() + LONG).any(|window| {
        let rest = window.get(beginning.len()..).unwrap_or_default();
        window.starts_with(beginning) && rest.iter().all(u8::is_ascii_alphanumeric)
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
}
