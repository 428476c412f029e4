//! Lists of words that only the late module reads.

/// A list between the marks by which the build finds what belongs to the late
/// module (see `xtask/src/wasm/split.rs`): all the lists together weigh more than a
/// save has room for. The marks are two more words, or lines, that match nothing. A space
/// stands before the first and the list begins within it: the end of whatever comes
/// before in memory is an address too, and must not look like one of the list's.
macro_rules! late {
    ($list:literal) => {
        const { concat!(" \x02late\x02 ", $list, " \x03late\x03").split_at(2).1 }
    };
}

/// Such a list of a file's own, and `word`, which finds one of it.
macro_rules! late_words {
    ($list:literal) => {
        const WORDS: &str = late!($list);

        const fn word(word: &str) -> &'static str {
            $crate::late::late_word(WORDS, word)
        }
    };
}

/// One word of such a list, found when this is compiled: late code that wants single
/// words takes them from a list, where a literal of its own would stay with the first.
///
/// # Panics
/// At compile time, where the list has no such word.
#[allow(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "runs at compile time: what is wrong is an error of the build"
)]
pub(crate) const fn late_word(list: &'static str, word: &str) -> &'static str {
    let (text, wanted) = (list.as_bytes(), word.as_bytes());
    let mut at = 1;
    while at + wanted.len() < text.len() {
        let mut same = 0;
        while same < wanted.len() && text[at + same] == wanted[same] {
            same += 1;
        }
        if same == wanted.len() && text[at - 1] == b' ' && text[at + same] == b' ' {
            return list.split_at(at).1.split_at(same).0;
        }
        at += 1;
    }
    panic!("there is no such word")
}
