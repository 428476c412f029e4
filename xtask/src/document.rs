//! A file with a page in it: unpacked, cut to a budget, decoded.

use std::io::Read;
use std::path::Path;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use flate2::read::MultiGzDecoder;

use crate::page::{MOST_BYTES, Page};
use crate::workspace::{Outcome, read_bytes};

/// How far into a page its encoding is looked for; browsers look at 1,024 bytes
/// and start over when it comes later.
const DECLARATION: usize = 8 << 10;

/// Reads a page's file; one that is gzipped is unpacked.
pub(crate) fn read(path: &Path) -> Outcome<String> {
    let packed = read_bytes(path)?;
    let mut bytes = Vec::new();
    if packed.starts_with(&[0x1f, 0x8b]) {
        // Never more than the budget into memory, whatever it would unpack to.
        MultiGzDecoder::new(packed.as_slice())
            .take(MOST_BYTES as u64)
            .read_to_end(&mut bytes)
            .map_err(|error| format!("could not unpack {}: {error}", path.display()))?;
    } else {
        bytes = packed;
        bytes.truncate(MOST_BYTES);
    }
    Ok(decode(&bytes))
}

/// The text of a page. What reads as UTF-8 is UTF-8, whatever it declares: a file
/// is often saved in another encoding than it was served in, and text in an older
/// one is never valid UTF-8 by accident.
fn decode(bytes: &[u8]) -> String {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let encoding = match marked {
        Some(encoding) => encoding,
        None if is_utf_8(bytes) => UTF_8,
        None => declared(bytes).unwrap_or(WINDOWS_1252),
    };
    encoding.decode(bytes).0.into_owned()
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..DECLARATION).unwrap_or(bytes);
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(start);
    let encoding = Encoding::for_label(Page::read(&text).charset?.as_bytes())?;
    // A declaration that could be read as ASCII cannot be in UTF-16.
    let impossible = encoding == UTF_16LE || encoding == UTF_16BE;
    Some(match encoding {
        _ if impossible => UTF_8,
        _ if encoding == X_USER_DEFINED => WINDOWS_1252,
        encoding => encoding,
    })
}

fn is_utf_8(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        // Only the last character is broken, because the budget cut there.
        Err(error) => error.error_len().is_none() && bytes.len() == MOST_BYTES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_found() {
        assert_eq!(decode("é".as_bytes()), "é");
        assert_eq!(decode(b"\xe9"), "é");
        assert_eq!(decode(b"\xef\xbb\xbf\xc3\xa9"), "é");
        assert_eq!(decode(b"\xff\xfeA\x00"), "A");
        assert!(decode(b"<meta charset=koi8-r>\xe2").ends_with('Б'));
        assert!(decode(b"<meta charset=koi8-r>\xc3\xa9").ends_with('é'));
        assert!(decode(b"<meta charset=utf-16>\xe9").ends_with('\u{fffd}'));
        assert!(decode(b"<meta charset=nonsense>\xc3\xa9").ends_with('é'));
        let mut cut = "é".repeat(MOST_BYTES).into_bytes();
        cut.insert(0, b'a');
        cut.truncate(MOST_BYTES);
        assert!(decode(&cut).starts_with("aéé"));
    }
}
