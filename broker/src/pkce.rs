//! The verifier and its challenge, as RFC 7636 has them; only S256, since `plain` proves nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::secret::Secret;

/// The SHA-256 of a verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Challenge(pub(crate) [u8; 32]);

impl Challenge {
    /// Reads one: base64url without padding, 43 characters.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        // The decoder refuses padding and bits beyond the last byte, so there is one spelling only.
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// Whether this verifier has this challenge, in time that doesn't tell how nearly.
    #[must_use]
    pub fn fits(&self, verifier: &Verifier) -> bool {
        let hash = Sha256::digest(verifier.0.expose().as_bytes());
        self.0.ct_eq(hash.as_slice()).into()
    }
}

/// What whoever began a sign-in can show, and nobody else.
#[derive(Clone, Debug)]
pub struct Verifier(Secret);

impl Verifier {
    /// Takes 43 to 128 of the characters RFC 7636 allows.
    #[must_use]
    pub fn read(text: Secret) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        let shown = text.expose();
        let right = (43..=128).contains(&shown.len()) && shown.bytes().all(allowed);
        right.then_some(Self(text))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    fn verifier(text: &str) -> Option<Verifier> {
        Verifier::read(Secret::new(text.to_owned()))
    }

    #[test]
    fn the_example_of_rfc_7636_holds() {
        let challenge = Challenge::read("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").unwrap();
        assert!(challenge.fits(&verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap()));
        // `plain`: the challenge itself is no proof of anything.
        assert!(!challenge.fits(&verifier("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").unwrap()));
    }

    #[test]
    fn a_verifier_has_its_length_and_alphabet() {
        for (length, right) in [(0, false), (42, false), (43, true), (128, true), (129, false)] {
            assert_eq!(verifier(&"a".repeat(length)).is_some(), right, "{length}");
        }
        for wrong in ["+", "/", "=", " ", "\n", "\0", "é"] {
            assert!(verifier(&format!("{}{wrong}", "a".repeat(50))).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn a_challenge_has_one_spelling() {
        let right = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(Challenge::read(right).is_some());
        for wrong in [
            "".to_owned(),
            right.trim_end_matches('M').to_owned(),
            format!("{right}="),
            format!("{right}A"),
            right.replace('-', "+"),
            // The same bytes, with a bit set where none is left.
            right.replace("-cM", "-cN"),
        ] {
            assert!(Challenge::read(&wrong).is_none(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn only_the_own_verifier_fits(one in "[A-Za-z0-9._~-]{43,128}", other in "[A-Za-z0-9._~-]{43,128}") {
            let challenge = Challenge(Sha256::digest(one.as_bytes()).into());
            prop_assert!(challenge.fits(&verifier(&one).unwrap()));
            prop_assert_eq!(challenge.fits(&verifier(&other).unwrap()), one == other);
        }
    }
}
