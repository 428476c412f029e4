//! The sealed state: what a database row would hold, carried by the caller instead.
//!
//! `base64url(version ‖ nonce ‖ XChaCha20-Poly1305(client ‖ expiry ‖ challenge))`. The nonce is 192
//! random bits, so no two states are alike and none can be guessed; it is authenticated with the rest.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::client::Client;
use crate::key::{Key, Keys};
use crate::pkce::Challenge;

/// How long a state is good for, in seconds.
pub const LIFE: u64 = 600;

/// The random bytes that sealing needs.
pub const NONCE_LENGTH: usize = 24;

/// Random bytes for one seal. Never to be used twice.
pub type Nonce = [u8; NONCE_LENGTH];

const VERSION: u8 = 1;
const PURPOSE: &[u8] = b"satchel-broker state 1";
const PLAIN_LENGTH: usize = 1 + 8 + 32;
const TAG_LENGTH: usize = 16;
const SEALED_LENGTH: usize = 1 + NONCE_LENGTH + PLAIN_LENGTH + TAG_LENGTH;

/// What is known of a sign-in that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Who began it.
    pub client: Client,
    /// What its verifier has to fit.
    pub challenge: Challenge,
    /// Until when, in seconds since 1970.
    pub expiry: u64,
}

/// Seals an attempt; none when the cipher refuses, for which it has no reason.
#[must_use]
pub fn seal(keys: &Keys, attempt: &Attempt, nonce: &Nonce) -> Option<String> {
    let mut plain = Vec::with_capacity(PLAIN_LENGTH);
    plain.push(attempt.client.byte());
    plain.extend_from_slice(&attempt.expiry.to_be_bytes());
    plain.extend_from_slice(&attempt.challenge.0);
    let payload = Payload { msg: &plain, aad: PURPOSE };
    let sealed = cipher(&keys.current).encrypt(&XNonce::from(*nonce), payload).ok()?;
    let mut whole = Vec::with_capacity(SEALED_LENGTH);
    whole.push(VERSION);
    whole.extend_from_slice(nonce);
    whole.extend_from_slice(&sealed);
    Some(URL_SAFE_NO_PAD.encode(whole))
}

/// Opens a state. None when it is tampered with, foreign or over; the caller is not to know which.
#[must_use]
pub fn open(keys: &Keys, text: &str, now: u64) -> Option<Attempt> {
    let whole: [u8; SEALED_LENGTH] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
    let (version, rest) = whole.split_first()?;
    if *version != VERSION {
        return None;
    }
    let (nonce, sealed) = rest.split_first_chunk::<NONCE_LENGTH>()?;
    let opened = |key: &Key| {
        let payload = Payload { msg: sealed, aad: PURPOSE };
        cipher(key).decrypt(&XNonce::from(*nonce), payload).ok()
    };
    let plain = opened(&keys.current).or_else(|| keys.old.as_ref().and_then(opened))?;
    let (client, rest) = plain.split_first()?;
    let (expiry, challenge) = rest.split_first_chunk::<8>()?;
    let attempt = Attempt {
        client: Client::of_byte(*client)?,
        challenge: Challenge(challenge.try_into().ok()?),
        expiry: u64::from_be_bytes(*expiry),
    };
    (now < attempt.expiry).then_some(attempt)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::tests::key;
    use proptest::prelude::*;

    fn keys(current: u8, old: Option<u8>) -> Keys {
        Keys { current: key(current), old: old.map(key) }
    }

    fn attempt() -> Attempt {
        Attempt { client: Client::Chrome, challenge: Challenge([7; 32]), expiry: 1_000 }
    }

    #[test]
    fn a_state_opens_until_it_is_over() {
        let text = seal(&keys(1, None), &attempt(), &[5; NONCE_LENGTH]).unwrap();
        assert_eq!(open(&keys(1, None), &text, 0), Some(attempt()));
        assert_eq!(open(&keys(1, None), &text, 999), Some(attempt()));
        assert_eq!(open(&keys(1, None), &text, 1_000), None);
    }

    #[test]
    fn a_foreign_key_opens_nothing() {
        let text = seal(&keys(1, None), &attempt(), &[5; NONCE_LENGTH]).unwrap();
        assert_eq!(open(&keys(2, None), &text, 0), None);
        assert_eq!(open(&keys(2, Some(3)), &text, 0), None);
    }

    #[test]
    fn k_12_the_old_key_opens_and_never_seals() {
        let before = seal(&keys(1, None), &attempt(), &[5; NONCE_LENGTH]).unwrap();
        let rotated = keys(2, Some(1));
        assert_eq!(open(&rotated, &before, 999), Some(attempt()));
        assert_eq!(open(&rotated, &before, 1_000), None);
        let after = seal(&rotated, &attempt(), &[6; NONCE_LENGTH]).unwrap();
        assert_eq!(open(&keys(1, None), &after, 0), None);
        assert_eq!(open(&keys(2, None), &after, 0), Some(attempt()));
    }

    proptest! {
        #[test]
        fn what_was_sealed_is_what_opens(
            client in 0_usize..3, challenge: [u8; 32], expiry in 1_u64.., nonce: [u8; NONCE_LENGTH]
        ) {
            let attempt = Attempt { client: Client::ALL[client], challenge: Challenge(challenge), expiry };
            let text = seal(&keys(1, None), &attempt, &nonce).unwrap();
            prop_assert_eq!(text.len(), SEALED_LENGTH.div_ceil(3) * 4 - (3 - SEALED_LENGTH % 3) % 3);
            prop_assert_eq!(open(&keys(1, None), &text, expiry - 1), Some(attempt));
            prop_assert_eq!(open(&keys(1, None), &text, expiry), None);
        }

        #[test]
        fn k_02_no_bit_may_be_flipped(at in 0..SEALED_LENGTH, bit in 0..8_u8) {
            let text = seal(&keys(1, None), &attempt(), &[5; NONCE_LENGTH]).unwrap();
            let mut bytes = URL_SAFE_NO_PAD.decode(text).unwrap();
            bytes[at] ^= 1 << bit;
            prop_assert_eq!(open(&keys(1, None), &URL_SAFE_NO_PAD.encode(bytes), 0), None);
        }

        #[test]
        fn anything_else_is_refused_without_a_panic(text in ".{0,300}") {
            prop_assert_eq!(open(&keys(1, Some(2)), &text, 0), None);
        }
    }
}
