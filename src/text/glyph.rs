//! Where one user-perceived character ends and the next begins, as far as a cut
//! needs it.
//!
//! Unicode's full tables (UAX #29) would be 20 KB of the wasm. A cut that they
//! would not make shows only where a title or a tag ends in an ellipsis, so the
//! ranges here are those of scripts and emoji that people write; a test holds
//! them against the full rules.

/// Marks, joiners and modifiers that belong to the character before them.
const CONTINUES: &[(u32, u32)] = &[
    (0x300, 0x36f),
    (0x483, 0x489),
    (0x591, 0x5bd),
    (0x5bf, 0x5c7),
    (0x610, 0x61a),
    (0x64b, 0x65f),
    (0x670, 0x670),
    (0x6d6, 0x6dc),
    (0x6df, 0x6e4),
    (0x6e7, 0x6e8),
    (0x6ea, 0x6ed),
    (0x711, 0x711),
    (0x730, 0x74a),
    (0x7a6, 0x7b0),
    (0x8d3, 0x903),
    (0x93a, 0x93c),
    (0x93e, 0x94f),
    (0x951, 0x957),
    (0x962, 0x963),
    (0x981, 0x983),
    (0x9bc, 0x9cd),
    (0x9d7, 0x9e3),
    (0xa01, 0xa03),
    (0xa3c, 0xa51),
    (0xa70, 0xa71),
    (0xa81, 0xa83),
    (0xabc, 0xacd),
    (0xb01, 0xb03),
    (0xb3c, 0xb57),
    (0xb82, 0xb82),
    (0xbbe, 0xbcd),
    (0xc00, 0xc04),
    (0xc3c, 0xc56),
    (0xc81, 0xc83),
    (0xcbc, 0xcd6),
    (0xd00, 0xd03),
    (0xd3b, 0xd4d),
    (0xd82, 0xd83),
    (0xdca, 0xddf),
    (0xe31, 0xe31),
    (0xe33, 0xe3a),
    (0xe47, 0xe4e),
    (0xeb1, 0xeb1),
    (0xeb3, 0xebc),
    (0xec8, 0xece),
    (0xf71, 0xf84),
    (0xf8d, 0xfbc),
    (0x102b, 0x103e),
    (0x1056, 0x1059),
    (0x1160, 0x11ff),
    (0x135d, 0x135f),
    (0x17b4, 0x17d3),
    (0x1ab0, 0x1ace),
    (0x1dc0, 0x1dff),
    (0x200c, 0x200d),
    (0x20d0, 0x20f0),
    (0x302a, 0x302f),
    (0x3099, 0x309a),
    (0xfe00, 0xfe0f),
    (0xfe20, 0xfe2f),
    (0xff9e, 0xff9f),
    (0x1f3fb, 0x1f3ff),
    (0xe0020, 0xe007f),
    (0xe0100, 0xe01ef),
];

/// The joiner of emoji, and the signs that join consonants in scripts of India:
/// what follows belongs to what stands before.
const JOINERS: [char; 7] = ['\u{200d}', '\u{94d}', '\u{9cd}', '\u{acd}', '\u{b4d}', '\u{c4d}', '\u{d4d}'];

/// The end, in bytes, of the last whole character of `kept`, given what follows.
/// Zero where there is none.
pub(super) fn end(kept: &str, rest: &str) -> usize {
    let Some(mut next) = rest.chars().next() else { return kept.len() };
    let mut end = kept.len();
    for (start, c) in kept.char_indices().rev() {
        let before = kept.split_at_checked(end).map_or(kept, |(before, _)| before);
        let half = is_half_flag(next) && half_flags(before) % 2 == 1;
        if !(half || continues(next) || is_joined(before)) {
            return end;
        }
        (end, next) = (start, c);
    }
    0
}

fn continues(c: char) -> bool {
    let code = u32::from(c);
    CONTINUES.iter().any(|&(first, last)| (first..=last).contains(&code))
}

/// Whether a joiner stands among the marks at the end of `text`: Unicode lets
/// further marks stand between it and what it joins (UAX #29, GB9c).
fn is_joined(text: &str) -> bool {
    text.chars().rev().take_while(|&c| continues(c)).any(|c| JOINERS.contains(&c))
}

/// Two of these make a flag.
fn is_half_flag(c: char) -> bool {
    ('\u{1f1e6}'..='\u{1f1ff}').contains(&c)
}

fn half_flags(text: &str) -> usize {
    text.chars().rev().take_while(|&c| is_half_flag(c)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    /// What people write, in pieces that combine.
    const ALPHABET: &[&str] = &[
        "a",
        " ",
        "e\u{301}",
        "ק\u{5b8}",
        "ي\u{651}\u{64e}",
        "क\u{94d}",
        "षि",
        "நி",
        "ก\u{e33}",
        "က\u{1031}",
        "한",
        "ᄒ\u{1161}\u{11ab}",
        "日",
        "か\u{3099}",
        "👩",
        "\u{200d}",
        "👧",
        "🏽",
        "❤\u{fe0f}",
        "🇩",
        "🇪",
        "1\u{fe0f}\u{20e3}",
        "🏴\u{e0067}\u{e0062}\u{e007f}",
    ];

    #[test]
    fn a_mark_between_a_joiner_and_what_it_joins_breaks_nothing() {
        assert_eq!(end("한aक\u{94d}🏽", "क"), "한a".len());
    }

    proptest! {
        #[test]
        fn a_cut_is_where_unicode_allows_one(parts in prop::collection::vec(prop::sample::select(ALPHABET), 1..12), at in 0_usize..40) {
            let text = parts.concat();
            let Some((at, _)) = text.char_indices().nth(at) else { return Ok(()) };
            let (kept, rest) = text.split_at(at);
            let end = end(kept, rest);
            let allowed: Vec<usize> = text.grapheme_indices(true).map(|(start, _)| start).chain([text.len()]).collect();
            prop_assert!(allowed.contains(&end), "{text:?} at {end}");
        }
    }
}
