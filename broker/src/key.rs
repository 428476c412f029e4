//! The keys that states are sealed with.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

/// How many bytes a key has.
pub const KEY_LENGTH: usize = 32;

/// Fewer different bytes than this among 32 is no accident: random keys have about 30.
const LEAST_DIFFERENT_BYTES: usize = 16;

/// A 256-bit key.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(Zeroizing<[u8; KEY_LENGTH]>);

impl Key {
    /// Takes random bytes as a key.
    #[must_use]
    pub fn from_random(bytes: [u8; KEY_LENGTH]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads a key written in base64, standard or URL-safe, padded or not.
    ///
    /// # Errors
    /// Says in words what is wrong with it, without repeating any of it.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        let engines = [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD];
        let bytes = engines.iter().find_map(|engine| engine.decode(text).ok()).ok_or("is not base64")?;
        let bytes = Zeroizing::new(bytes);
        let array: [u8; KEY_LENGTH] = bytes.as_slice().try_into().map_err(|_| "is not 32 bytes long")?;
        let key = Self(Zeroizing::new(array));
        if key.different_bytes() < LEAST_DIFFERENT_BYTES {
            return Err("is not random; make one with --generate-key");
        }
        Ok(key)
    }

    /// The key as it is written in configuration.
    #[must_use]
    pub fn write(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.bytes()))
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; KEY_LENGTH] {
        &self.0
    }

    fn different_bytes(&self) -> usize {
        let mut sorted = Zeroizing::new(self.0.to_vec());
        sorted.sort_unstable();
        sorted.dedup();
        sorted.len()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}

/// The keys in use: one seals, both open.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Seals and opens.
    pub current: Key,
    /// Opens only, for the states that were out when the key was changed.
    pub old: Option<Key>,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A key for tests.
    pub(crate) fn key(seed: u8) -> Key {
        let mut bytes = [0; KEY_LENGTH];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = seed.wrapping_mul(31).wrapping_add(u8::try_from(at).unwrap().wrapping_mul(7));
        }
        Key::from_random(bytes)
    }

    #[test]
    fn a_key_is_read_in_every_base64_and_written_back() {
        let key = key(3);
        let text = key.write();
        assert_eq!(Key::read(&text).unwrap(), key);
        assert_eq!(Key::read(text.trim_end_matches('=')).unwrap(), key);
        assert_eq!(Key::read(&format!("{}\n", URL_SAFE_NO_PAD.encode(key.bytes()))).unwrap(), key);
    }

    #[test]
    fn a_key_nobody_drew_is_refused() {
        assert_eq!(Key::read(&STANDARD.encode([0; 32])).unwrap_err(), "is not random; make one with --generate-key");
        assert_eq!(
            Key::read(&STANDARD.encode(b"changemechangemechangemechangeme")).unwrap_err(),
            "is not random; make one with --generate-key"
        );
        assert_eq!(Key::read(&STANDARD.encode([1; 31])).unwrap_err(), "is not 32 bytes long");
        assert_eq!(Key::read("not base64!").unwrap_err(), "is not base64");
        assert_eq!(Key::read("").unwrap_err(), "is not 32 bytes long");
    }
}
