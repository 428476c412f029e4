//! Lists of words that only the late module reads.

/// A list between the marks by which the build finds what belongs to the late
/// module (see `xtask/src/wasm/split.rs`): all the lists together weigh more than a
/// save has room for. The marks are two more words, or lines, that match nothing.
macro_rules! late {
    ($list:literal) => {
        concat!("\x02late\x02 ", $list, " \x03late\x03")
    };
}
