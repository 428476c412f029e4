//! A lost answer to a refresh. Its refresh token is dead by then, so the same token asked again within
//! two minutes gets the same answer.
//!
//! An entry is `HMAC(k, token) → AEAD(HKDF(token), answer)`: without the token, memory tells nothing.

use std::collections::{BTreeMap, VecDeque};

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::key::Key;
use crate::secret::{Secret, SecretBytes};
use crate::state::{NONCE_LENGTH, Nonce};

/// How long an answer is kept, in milliseconds.
pub const LIFE: u64 = 120_000;

const MOST_ENTRIES: usize = 1024;
const MOST_BYTES: usize = 4 * 1024 * 1024;
const PURPOSE: &[u8] = b"satchel-broker replay 1";

/// What stands for a refresh token where the token itself should not be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

struct Entry {
    sealed: Vec<u8>,
    expiry: u64,
}

/// The answers that are kept. Times are in milliseconds, from any beginning.
pub struct Replay {
    key: Key,
    entries: BTreeMap<Fingerprint, Entry>,
    order: VecDeque<(u64, Fingerprint)>,
    bytes: usize,
}

impl Replay {
    /// An empty one, with a key drawn for this process.
    #[must_use]
    pub const fn new(key: Key) -> Self {
        Self { key, entries: BTreeMap::new(), order: VecDeque::new(), bytes: 0 }
    }

    /// The fingerprint of a token; none when the hash refuses, for which it has no reason.
    #[must_use]
    pub fn fingerprint(&self, token: &Secret) -> Option<Fingerprint> {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(self.key.bytes()).ok()?;
        mac.update(token.expose().as_bytes());
        Some(Fingerprint(mac.finalize().into_bytes().into()))
    }

    /// Keeps an answer.
    pub fn keep(&mut self, token: &Secret, answer: &[u8], nonce: &Nonce, now: u64) {
        self.forget(now);
        let Some(print) = self.fingerprint(token) else { return };
        let Some(sealed) = cipher(token).and_then(|cipher| {
            let payload = Payload { msg: answer, aad: PURPOSE };
            let sealed = cipher.encrypt(&XNonce::from(*nonce), payload).ok()?;
            Some([nonce.as_slice(), &sealed].concat())
        }) else {
            return;
        };
        let expiry = now.saturating_add(LIFE);
        self.bytes = self.bytes.saturating_add(sealed.len());
        if let Some(before) = self.entries.insert(print, Entry { sealed, expiry }) {
            self.bytes = self.bytes.saturating_sub(before.sealed.len());
        }
        self.order.push_back((expiry, print));
        while self.order.len() > MOST_ENTRIES || self.bytes > MOST_BYTES {
            self.drop_oldest();
        }
    }

    /// The answer this token got, if that was less than two minutes ago.
    pub fn find(&mut self, token: &Secret, now: u64) -> Option<SecretBytes> {
        self.forget(now);
        let entry = self.entries.get(&self.fingerprint(token)?)?;
        let (nonce, sealed) = entry.sealed.split_first_chunk::<NONCE_LENGTH>()?;
        let payload = Payload { msg: sealed, aad: PURPOSE };
        cipher(token)?.decrypt(&XNonce::from(*nonce), payload).ok().map(Zeroizing::new)
    }

    fn forget(&mut self, now: u64) {
        while self.order.front().is_some_and(|(expiry, _)| *expiry <= now) {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        let Some((expiry, print)) = self.order.pop_front() else { return };
        // An entry that was kept again later has a later place in the order, too.
        if self.entries.get(&print).is_some_and(|entry| entry.expiry == expiry)
            && let Some(entry) = self.entries.remove(&print)
        {
            self.bytes = self.bytes.saturating_sub(entry.sealed.len());
        }
    }
}

fn cipher(token: &Secret) -> Option<XChaCha20Poly1305> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, token.expose().as_bytes()).expand(PURPOSE, key.as_mut_slice()).ok()?;
    Some(XChaCha20Poly1305::new((&*key).into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::tests::key;

    fn token(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    fn found(replay: &mut Replay, text: &str, now: u64) -> Option<Vec<u8>> {
        replay.find(&token(text), now).map(|answer| answer.to_vec())
    }

    #[test]
    fn k_10_the_same_answer_for_two_minutes_and_then_none() {
        let mut replay = Replay::new(key(1));
        replay.keep(&token("r1"), b"answer", &[1; NONCE_LENGTH], 1_000);
        assert_eq!(found(&mut replay, "r1", 1_000).unwrap(), b"answer");
        assert_eq!(found(&mut replay, "r1", 120_999).unwrap(), b"answer");
        assert_eq!(found(&mut replay, "r2", 1_000), None);
        assert_eq!(found(&mut replay, "r1", 121_000), None);
        assert_eq!((replay.bytes, replay.entries.len(), replay.order.len()), (0, 0, 0));
    }

    #[test]
    fn what_is_kept_tells_nothing_without_the_token() {
        let mut replay = Replay::new(key(1));
        let answer = br#"{"access_token":"ntn_canary"}"#;
        replay.keep(&token("nrt_canary"), answer, &[1; NONCE_LENGTH], 0);
        let (print, entry) = replay.entries.first_key_value().unwrap();
        let memory = [print.0.as_slice(), &entry.sealed].concat();
        assert!(!memory.windows(6).any(|window| window == b"canary"));
        assert!(entry.sealed.len() > answer.len());
    }

    #[test]
    fn keeping_again_replaces_and_lives_on() {
        let mut replay = Replay::new(key(1));
        replay.keep(&token("r"), b"one", &[1; NONCE_LENGTH], 0);
        replay.keep(&token("r"), b"other", &[2; NONCE_LENGTH], 60_000);
        assert_eq!(found(&mut replay, "r", 130_000).unwrap(), b"other");
        assert_eq!(found(&mut replay, "r", 180_000), None);
    }

    #[test]
    fn memory_is_bounded_in_number_and_in_bytes() {
        let mut replay = Replay::new(key(1));
        for number in 0..3_000 {
            replay.keep(&token(&number.to_string()), b"small", &[1; NONCE_LENGTH], number);
        }
        assert_eq!(replay.entries.len(), MOST_ENTRIES);
        assert_eq!(found(&mut replay, "2999", 3_000).unwrap(), b"small");
        for number in 0..200 {
            replay.keep(&token(&format!("big{number}")), &[0; 60_000], &[1; NONCE_LENGTH], 3_000);
        }
        assert!(replay.bytes <= MOST_BYTES);
        let held: usize = replay.entries.values().map(|entry| entry.sealed.len()).sum();
        assert_eq!(held, replay.bytes);
    }
}
