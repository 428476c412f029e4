//! The broker's sealed state, as anybody may have changed it on its way.
//!
//! Never, whatever is done to it:
//!
//! - a panic;
//! - a state that opens and was not sealed by one of the two keys, to the letter;
//! - one that opens when it is over, or as something else than was sealed.

use arbitrary::{Arbitrary, Unstructured};
use satchel_broker::client::Client;
use satchel_broker::key::Keys;
use satchel_broker::pkce::Challenge;
use satchel_broker::state::{Attempt, NONCE_LENGTH, Nonce, open, seal};

use crate::broker::{key, keys};

/// A state, and what became of it.
#[derive(Debug, Arbitrary)]
struct Case<'a> {
    client: u8,
    challenge: [u8; 32],
    expiry: u64,
    now: u64,
    nonce: Nonce,
    /// Sealed before the key was changed.
    is_old: bool,
    change: Change<'a>,
}

#[derive(Debug, Arbitrary)]
enum Change<'a> {
    None,
    /// One letter is another.
    Letter(usize, u8),
    /// It ends early.
    Cut(usize),
    /// Something follows.
    Longer(&'a str),
    /// Somebody else made it.
    Foreign(&'a str),
    /// Somebody else's key made it.
    ForeignKey(u8),
}

/// Takes the input as a state and what is done to it.
pub fn check(input: &[u8]) {
    // As the text of a state, first: most of these are no state at all.
    assert_eq!(open(&keys(), &String::from_utf8_lossy(input), 0), None);
    if let Ok(case) = Case::arbitrary_take_rest(Unstructured::new(input)) {
        changed(&case);
    }
}

fn changed(case: &Case<'_>) {
    let challenge = challenge(&case.challenge);
    let client = Client::ALL[usize::from(case.client) % Client::ALL.len()];
    let attempt = Attempt { client, challenge, expiry: case.expiry };
    let seed = match case.change {
        Change::ForeignKey(seed) => seed,
        _ => 2 - u8::from(case.is_old),
    };
    let sealing = Keys { current: key(seed), old: None };
    let sealed = seal(&sealing, &attempt, &case.nonce).expect("the cipher takes what is short");
    assert!(sealed.len() > NONCE_LENGTH && sealed.is_ascii());
    let mut text = sealed.clone();
    match case.change {
        Change::None | Change::ForeignKey(_) => {}
        Change::Letter(at, letter) => {
            let at = at % text.len();
            text.replace_range(at..=at, &char::from(letter).to_string());
        }
        Change::Cut(at) => text.truncate(at % text.len()),
        Change::Longer(more) => text.push_str(more),
        Change::Foreign(other) => other.clone_into(&mut text),
    }
    let is_ours = matches!(seed, 1 | 2) && text == sealed;
    let expected = (is_ours && case.now < case.expiry).then_some(attempt);
    assert_eq!(open(&keys(), &text, case.now), expected);
}

/// The challenge of these bytes, by way of how callers write it.
fn challenge(bytes: &[u8; 32]) -> Challenge {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let all = three.iter().fold(0_u32, |all, &byte| all << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        for at in 0..=three.len() {
            text.push(char::from(LETTERS[(all >> (18 - 6 * at) & 63) as usize]));
        }
    }
    Challenge::read(&text).expect("this is how a challenge is written")
}
