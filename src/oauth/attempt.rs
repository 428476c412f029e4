//! One attempt to sign in, from the moment Notion's window opens until its
//! answer comes back; and what of that answer is believed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::encoding::{decode, encode};
use super::secret::Way;
use crate::error::{Code, Error};
use crate::http::API;
use crate::instant::{MINUTE, Millis};
use crate::json::late_record;
use crate::text;

late_words!("client_id redirect_uri response_type code owner user state access_denied");

/// How long an answer is believed after the window opened (RFC 9700, 4.7: the
/// state is used once and lives briefly).
pub const LIFE: Millis = 10 * MINUTE;

/// No code or state of Notion's is nearly this long.
const LONGEST: usize = 2048;

/// What belongs to an attempt. What of it has to be remembered while the window is
/// open is kept where closing the browser forgets it.
#[derive(Clone, Default)]
pub struct Attempt {
    /// Ties the answer to this attempt: 256 random bits, or what the broker sealed.
    pub state: String,
    /// Where the answer has to arrive.
    pub redirect: String,
    /// When the window opened.
    pub started_at: Millis,
    /// How it is done.
    pub way: Way,
    /// The person's own integration.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// The broker's origin.
    pub broker: String,
    /// Shows the broker that whoever brings the code also started the attempt.
    pub verifier: String,
}

late_record!(Attempt { state, redirect, started_at, way, client_id, client_secret, broker, verifier });

/// 256 random bits as text: a state, or a verifier (RFC 7636, 4.1: 43 characters).
#[must_use]
pub fn random_text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The address of Notion's window.
#[must_use]
pub fn authorize_address(client_id: &str, redirect: &str, state: &str) -> String {
    let query = [
        (const { word("client_id") }, client_id),
        (const { word("redirect_uri") }, redirect),
        (const { word("response_type") }, const { word("code") }),
        (const { word("owner") }, const { word("user") }),
    ];
    let mut address = authorize_prefix();
    for (name, value) in query.into_iter().chain([(const { word("state") }, state)]) {
        address.extend([name, "=", &encode(value), "&"]);
    }
    address.pop();
    address
}

fn authorize_prefix() -> String {
    [API, "/v1/oauth/authorize?"].concat()
}

impl Attempt {
    /// What has to be remembered to check the answer: no secret.
    #[must_use]
    pub fn remembered(&self) -> Self {
        let Self { state, redirect, started_at, .. } = self;
        Self { state: state.clone(), redirect: redirect.clone(), started_at: *started_at, ..Self::default() }
    }

    /// Whether an address that a broker gave opens Notion's window for this very
    /// attempt: its answer must come to where this browser waits for it, with this
    /// state. Says where that is.
    #[must_use]
    pub fn asked_by(&self, address: &str, redirects: Vec<String>) -> Option<String> {
        let query = address.strip_prefix(&authorize_prefix()).filter(|query| !query.contains('#'))?;
        let only = |name, value: &str| matches!(values(query, name).as_slice(), [Some(only)] if only == value);
        let is_ours =
            only(const { word("state") }, &self.state) && only(const { word("response_type") }, const { word("code") });
        redirects.into_iter().find(|redirect| is_ours && only(const { word("redirect_uri") }, redirect))
    }

    /// The code out of the address that Notion's window ended at.
    ///
    /// # Errors
    /// [`Code::SignInCancelled`] when the person said no, [`Code::SignInExpired`]
    /// when it took too long, and [`Code::SignInRefused`] for every answer that
    /// does not belong to this attempt.
    pub fn code(&self, answer: &str, now: Millis) -> Result<String, Box<Error>> {
        let foreign = || Box::<Error>::from(Code::SignInRefused);
        // Byte by byte: anything else lets in what only looks like our address (RFC 9700, 4.1).
        let tail = answer.strip_prefix(&self.redirect).ok_or_else(foreign)?;
        let query = tail.strip_prefix('?').ok_or_else(foreign)?;
        if query.contains('#') {
            return Err(foreign());
        }
        let one = |name| match values(query, name).as_slice() {
            [Some(value)] if !value.is_empty() && value.len() <= LONGEST => Some(value.clone()),
            _ => None,
        };
        if let Some(error) = one("error") {
            // RFC 6749, 4.1.2.1. Nothing is asked for after it, so its state does not matter.
            return Err(if error == const { word("access_denied") } {
                Code::SignInCancelled.into()
            } else {
                Error::with_detail(Code::SignInFailed, &text::line(&error))
            });
        }
        let state = one(const { word("state") }).ok_or_else(foreign)?;
        if self.state.is_empty() || !same(&state, &self.state) {
            return Err(foreign());
        }
        if now.abs_diff(self.started_at) > LIFE {
            return Err(Code::SignInExpired.into());
        }
        one(const { word("code") }).ok_or_else(foreign)
    }
}

/// Every value of that name; `None` for one that is not well encoded.
fn values(query: &str, name: &str) -> Vec<Option<String>> {
    let mut found = Vec::new();
    for pair in query.split('&') {
        let (known, value) = pair.split_once('=').unwrap_or((pair, ""));
        if decode(known).is_none_or(|known| known == name) {
            found.push(decode(value).filter(|_| known == name));
        }
    }
    found
}

/// Compares without telling by its time where they differ.
fn same(one: &str, other: &str) -> bool {
    let differ = |(a, b): (u8, u8)| a ^ b;
    one.len() == other.len() && one.bytes().zip(other.bytes()).map(differ).fold(0, |all, bits| all | bits) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const REDIRECT: &str = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb";

    fn attempt() -> Attempt {
        Attempt { state: random_text(&[7; 32]), redirect: REDIRECT.into(), started_at: 1_000, ..Attempt::default() }
    }

    fn answer(query: &str) -> String {
        format!("{REDIRECT}?{}", query.replace("STATE", &attempt().state))
    }

    fn code(address: &str) -> Result<String, Code> {
        attempt().code(address, 2_000).map_err(|error| error.code)
    }

    #[test]
    fn the_address_of_the_window_is_notions() {
        assert_eq!(
            authorize_address("id", "https://a.example/cb?x", "s s"),
            "https://api.notion.com/v1/oauth/authorize?client_id=id&redirect_uri=https%3A%2F%2Fa.example%2Fcb%3Fx\
             &response_type=code&owner=user&state=s%20s"
        );
    }

    #[test]
    fn a_state_is_256_bits() {
        assert_eq!(random_text(&[255; 32]).len(), 43);
    }

    #[test]
    fn the_answer_to_this_attempt_gives_its_code() {
        assert_eq!(code(&answer("code=a%2Bb&state=STATE")), Ok("a+b".into()));
        assert_eq!(code(&answer("state=STATE&more=1&code=c")), Ok("c".into()));
    }

    #[test]
    fn o_02_saying_no_is_no_failure() {
        assert_eq!(code(&answer("error=access_denied&state=STATE")), Err(Code::SignInCancelled));
        assert_eq!(code(&answer("error=access_denied&state=")), Err(Code::SignInCancelled));
        assert_eq!(code(&answer("error=server_error&state=STATE")), Err(Code::SignInFailed));
    }

    #[test]
    fn o_03_a_foreign_state_is_refused() {
        assert_eq!(code(&answer("code=c&state=foreign")), Err(Code::SignInRefused));
        let other = random_text(&[8; 32]);
        assert_eq!(code(&answer(&format!("code=c&state={other}"))), Err(Code::SignInRefused));
    }

    #[test]
    fn o_04_a_missing_state_is_refused() {
        for query in ["code=c", "code=c&state=", "code=c&state=undefined", "code=c&state", "code=c&State=STATE"] {
            assert_eq!(code(&answer(query)), Err(Code::SignInRefused), "{query}");
        }
        // An attempt that was used up, or never begun, has no state; nothing matches it.
        let used = Attempt { redirect: REDIRECT.into(), ..Attempt::default() };
        assert_eq!(used.code(&answer("code=c&state="), 0).unwrap_err().code, Code::SignInRefused);
    }

    #[test]
    fn o_06_two_of_a_kind_are_refused() {
        for query in [
            "code=c&code=d&state=STATE",
            "code=c&state=STATE&state=STATE",
            "code=c&state=STATE&st%61te=x",
            "code=c&c%6fde=d&state=STATE",
            "code=c&state=STATE&%zz=1",
            "code=%zz&state=STATE",
            "code=&state=STATE",
            "state=STATE",
        ] {
            assert_eq!(code(&answer(query)), Err(Code::SignInRefused), "{query}");
        }
        let long = format!("code={}&state=STATE", "c".repeat(LONGEST + 1));
        assert_eq!(code(&answer(&long)), Err(Code::SignInRefused));
    }

    #[test]
    fn o_07_another_place_is_refused() {
        let query = answer("code=c&state=STATE").split_off(REDIRECT.len());
        for place in [
            "https://abcdefghijklmnopabcdefghijklmnoq.chromiumapp.org/cb",
            "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/",
            "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb/",
            "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb2",
            "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org:8443/cb",
            "https://user@abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb",
            "https://ABCDEFGHIJKLMNOPabcdefghijklmnop.chromiumapp.org/cb",
            "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org.evil.example/cb",
            "http://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb",
            "",
        ] {
            assert_eq!(code(&format!("{place}{query}")), Err(Code::SignInRefused), "{place}");
        }
        assert_eq!(code(&format!("{REDIRECT}{query}#code=d")), Err(Code::SignInRefused));
        assert_eq!(code(&format!("{REDIRECT}{query}#")), Err(Code::SignInRefused));
    }

    #[test]
    fn o_08_an_old_answer_is_refused() {
        let late = |now| attempt().code(&answer("code=c&state=STATE"), now).map_err(|error| error.code);
        assert!(late(1_000 + LIFE).is_ok());
        assert_eq!(late(1_001 + LIFE), Err(Code::SignInExpired));
    }

    #[test]
    fn a_broker_can_only_open_notions_window_for_this_attempt() {
        let attempt = attempt();
        let good = authorize_address("id", REDIRECT, &attempt.state);
        let redirects = || vec!["https://other.example/cb".to_owned(), REDIRECT.to_owned()];
        assert_eq!(attempt.asked_by(&good, redirects()).as_deref(), Some(REDIRECT));
        assert_eq!(attempt.asked_by(&good, Vec::new()), None);
        for wrong in [
            good.replace("api.notion.com", "api.notion.com.evil.example"),
            good.replace("https:", "http:"),
            good.replace("chromiumapp", "evil"),
            good.replace(&attempt.state, "other"),
            good.replace("response_type=code", "response_type=token"),
            format!("{good}&redirect_uri=https%3A%2F%2Fevil.example"),
            good.replace("&redirect_uri", "#&redirect_uri"),
            String::new(),
        ] {
            assert_eq!(attempt.asked_by(&wrong, redirects()), None, "{wrong}");
        }
    }
}
