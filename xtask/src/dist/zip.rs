//! A zip whose bytes depend on names and contents alone: no time, no owner, one level of compression.
//!
//! Written here, since that is all it takes: a library for zips has much that would have to be kept out, and
//! flate2, which is pinned and in use already, does what is hard.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use crate::package::files::File;
use crate::workspace::Outcome;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;

/// What a reader must know: version 2.0 of the format.
const NEEDED: u16 = 20;
/// Made on Unix, so that permissions are read.
const MADE_BY: u16 = (3 << 8) | NEEDED;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;
/// Midnight on the first day that the format knows, 1980-01-01.
const TIME: u16 = 0;
const DATE: u16 = (1 << 5) | 1;
/// A plain file that everybody may read.
const PERMISSIONS: u32 = 0o100_644 << 16;

/// Packs the files, in their order.
pub(super) fn zip(files: &[File]) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for file in files {
        let at = long(bytes.len())?;
        let packed = deflated(&file.bytes)?;
        let common = header(file, packed.len())?;
        bytes.extend(LOCAL.to_le_bytes());
        bytes.extend(&common);
        bytes.extend(file.path.as_bytes());
        bytes.extend(packed);

        directory.extend(CENTRAL.to_le_bytes());
        directory.extend(MADE_BY.to_le_bytes());
        directory.extend(&common);
        // No comment, the first disk, no hint about what is inside.
        directory.extend([0; 6]);
        directory.extend(PERMISSIONS.to_le_bytes());
        directory.extend(at.to_le_bytes());
        directory.extend(file.path.as_bytes());
    }
    let (start, length, count) = (long(bytes.len())?, long(directory.len())?, short(files.len())?);
    bytes.extend(directory);
    bytes.extend(END.to_le_bytes());
    // There is one disk.
    bytes.extend([0; 4]);
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    // And no comment.
    bytes.extend([0; 2]);
    Ok(bytes)
}

/// What is said of a file beside its bytes and once more at the end.
fn header(file: &File, packed: usize) -> Outcome<Vec<u8>> {
    let mut sum = Crc::new();
    sum.update(&file.bytes);
    let mut header = Vec::new();
    for part in [NEEDED, FLAGS, DEFLATED, TIME, DATE] {
        header.extend(part.to_le_bytes());
    }
    for part in [sum.sum(), long(packed)?, long(file.bytes.len())?] {
        header.extend(part.to_le_bytes());
    }
    // The name, and nothing extra.
    for part in [short(file.path.len())?, 0] {
        header.extend(part.to_le_bytes());
    }
    Ok(header)
}

fn deflated(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    packed.map_err(|error| format!("could not compress: {error}"))
}

fn long(size: usize) -> Outcome<u32> {
    u32::try_from(size).map_err(|_| too_much())
}

fn short(size: usize) -> Outcome<u16> {
    u16::try_from(size).map_err(|_| too_much())
}

fn too_much() -> String {
    "a zip of this kind holds no more".to_owned()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::DeflateDecoder;

    use super::*;

    fn file(path: &str, bytes: &[u8]) -> File {
        File { path: path.into(), bytes: bytes.to_vec() }
    }

    fn number(bytes: &[u8], at: usize, length: usize) -> usize {
        bytes[at..at + length].iter().rev().fold(0, |number, byte| (number << 8) | usize::from(*byte))
    }

    /// Reads it as others do: the end, the directory, then the files.
    fn unzip(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
        let end = bytes.len() - 22;
        let mut at = number(bytes, end + 16, 4);
        let mut found = Vec::new();
        for _ in 0..number(bytes, end + 10, 2) {
            assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
            let (packed, size, name) =
                (number(bytes, at + 20, 4), number(bytes, at + 24, 4), number(bytes, at + 28, 2));
            let local = number(bytes, at + 42, 4);
            assert_eq!(&bytes[local..local + 4], b"PK\x03\x04");
            assert_eq!(bytes[local + 4..local + 30], bytes[at + 6..at + 32], "both headers say the same");
            let start = local + 30 + name;
            let mut content = Vec::new();
            DeflateDecoder::new(&bytes[start..start + packed]).read_to_end(&mut content).unwrap();
            assert_eq!(content.len(), size);
            found.push((String::from_utf8(bytes[at + 46..at + 46 + name].to_vec()).unwrap(), content));
            at += 46 + name;
        }
        assert_eq!(at, end);
        found
    }

    #[test]
    fn what_went_in_comes_out() {
        let files = [file("a.txt", &b"aaaa".repeat(100)), file("b/ü.txt", b""), file("c", b"1")];
        let out = unzip(&zip(&files).unwrap());
        let expected: Vec<_> = files.iter().map(|file| (file.path.clone(), file.bytes.clone())).collect();
        assert_eq!(out, expected);
        assert!(unzip(&zip(&[]).unwrap()).is_empty());
    }
}
