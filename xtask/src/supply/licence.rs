//! Whether an SPDX expression leaves a choice that is allowed.

/// Licences that ask for no more than their text and their holders' names.
const ALLOWED: [&str; 8] =
    ["0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-3-Clause", "ISC", "MIT", "Unicode-3.0", "Zlib"];

/// Allowed to one crate alone: Mozilla's list of certificate authorities is data, and in no module; LLVM's fuzzer is
/// in nothing but what fuzzes.
const EXCEPTIONS: [(&str, &str); 2] = [("webpki-root-certs", "CDLA-Permissive-2.0"), ("libfuzzer-sys", "NCSA")];

/// Whether that crate may be used under that expression.
pub(super) fn is_allowed(expression: &str, name: &str) -> bool {
    // Before SPDX there was a slash.
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    either(&mut words, name) && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

/// Ways that are joined by OR: one of them is enough.
fn either(words: &mut Words<'_>, name: &str) -> bool {
    let mut allowed = both(words, name);
    while words.next_if_eq(&"OR").is_some() {
        allowed |= both(words, name);
    }
    allowed
}

/// Parts that are joined by AND: all of them count.
fn both(words: &mut Words<'_>, name: &str) -> bool {
    let mut allowed = one(words, name);
    while words.next_if_eq(&"AND").is_some() {
        allowed &= one(words, name);
    }
    allowed
}

fn one(words: &mut Words<'_>, name: &str) -> bool {
    match words.next() {
        Some("(") => {
            let allowed = either(words, name);
            words.next() == Some(")") && allowed
        }
        Some(licence) => {
            let mut licence = licence.to_owned();
            if words.next_if_eq(&"WITH").is_some() {
                licence.push_str(" WITH ");
                licence.push_str(words.next().unwrap_or_default());
            }
            ALLOWED.contains(&licence.as_str()) || EXCEPTIONS.contains(&(name, licence.as_str()))
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_or_all_parts_must_be_allowed() {
        for good in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0-only OR MIT",
            "(MIT OR GPL-2.0-only) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0-only",
            "MIT AND BSD-3-Clause",
        ] {
            assert!(is_allowed(good, "a"), "{good}");
        }
        for bad in [
            "",
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "GPL-3.0-only AND MIT OR MPL-2.0",
            "(MIT",
            "MIT Apache-2.0",
            "MIT WITH Something",
            "CDLA-Permissive-2.0",
        ] {
            assert!(!is_allowed(bad, "a"), "{bad}");
        }
        assert!(is_allowed("CDLA-Permissive-2.0", "webpki-root-certs"));
    }
}
