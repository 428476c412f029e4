//! Random bytes, from the operating system.

use zeroize::Zeroizing;

use crate::key::{KEY_LENGTH, Key};

/// So many random bytes.
///
/// # Errors
/// When the operating system has none, which makes everything here pointless.
pub fn random<const N: usize>() -> Result<[u8; N], String> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| format!("no randomness: {error}"))?;
    Ok(bytes)
}

/// A new key.
///
/// # Errors
/// As [`random`].
pub fn random_key() -> Result<Key, String> {
    let bytes = Zeroizing::new(random::<KEY_LENGTH>()?);
    Ok(Key::from_random(*bytes))
}
