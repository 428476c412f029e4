//! What callers send, read strictly: the fields there are, each once, and nothing else.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::client::Client;
use crate::http::MOST_BYTES;
use crate::pkce::{Challenge, Verifier};
use crate::refusal::Refusal;
use crate::secret::Secret;

/// Codes and tokens are opaque; this is more than any has.
const LONGEST_TOKEN: usize = 2048;

/// Asks for a sign-in to begin.
#[derive(Debug)]
pub struct Start {
    /// What the verifier will have to fit.
    pub challenge: Challenge,
    /// Who asks.
    pub client: Client,
}

/// Asks for a code to be exchanged.
#[derive(Debug)]
pub struct Exchange {
    /// What Notion sent to the extension.
    pub code: Secret,
    /// What `start` gave.
    pub state: Secret,
    /// What only the one who started knows.
    pub verifier: Verifier,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StartFields {
    challenge: String,
    client: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExchangeFields {
    code: Secret,
    state: Secret,
    verifier: Secret,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefreshFields {
    refresh_token: Secret,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RevokeFields {
    token: Secret,
}

/// Reads the body of `start`.
///
/// # Errors
/// When it is anything else.
pub fn start(body: &[u8]) -> Result<Start, Refusal> {
    let fields: StartFields = strict(body)?;
    let challenge = Challenge::read(&fields.challenge).ok_or(Refusal::InvalidRequest)?;
    let client = Client::named(&fields.client).ok_or(Refusal::InvalidRequest)?;
    Ok(Start { challenge, client })
}

/// Reads the body of `token`.
///
/// # Errors
/// When it is anything else.
pub fn exchange(body: &[u8]) -> Result<Exchange, Refusal> {
    let fields: ExchangeFields = strict(body)?;
    let verifier = Verifier::read(fields.verifier).ok_or(Refusal::InvalidRequest)?;
    Ok(Exchange { code: opaque(fields.code)?, state: fields.state, verifier })
}

/// Reads the body of `refresh`.
///
/// # Errors
/// When it is anything else.
pub fn refresh(body: &[u8]) -> Result<Secret, Refusal> {
    strict(body).and_then(|fields: RefreshFields| opaque(fields.refresh_token))
}

/// Reads the body of `revoke`.
///
/// # Errors
/// When it is anything else.
pub fn revoke(body: &[u8]) -> Result<Secret, Refusal> {
    strict(body).and_then(|fields: RevokeFields| opaque(fields.token))
}

fn strict<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    if body.len() > MOST_BYTES {
        return Err(Refusal::TooLarge);
    }
    // Serde would also take an array of the values in order.
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(Refusal::InvalidRequest);
    }
    // What serde has to say may repeat what was sent, so nobody gets to see it.
    serde_json::from_slice(body).map_err(|_| Refusal::InvalidRequest)
}

fn opaque(token: Secret) -> Result<Secret, Refusal> {
    let shown = token.expose();
    let right = (1..=LONGEST_TOKEN).contains(&shown.len()) && shown.bytes().all(|byte| byte.is_ascii_graphic());
    if right { Ok(token) } else { Err(Refusal::InvalidRequest) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn a_start_names_a_challenge_and_a_client() {
        let read = start(format!(r#" {{"challenge":"{CHALLENGE}","client":"edge"}} "#).as_bytes()).unwrap();
        assert_eq!(read.client, Client::Edge);
        for wrong in [
            String::new(),
            "null".into(),
            "{}".into(),
            format!(r#"["{CHALLENGE}","edge"]"#),
            format!(r#"{{"challenge":"{CHALLENGE}"}}"#),
            format!(r#"{{"challenge":"{CHALLENGE}","client":"Edge"}}"#),
            format!(r#"{{"challenge":"{CHALLENGE}","client":"safari"}}"#),
            format!(r#"{{"challenge":"{CHALLENGE}","client":{{"edge":null}}}}"#),
            format!(r#"{{"challenge":"{CHALLENGE}","client":"edge","client":"edge"}}"#),
            format!(r#"{{"challenge":"{CHALLENGE}","client":"edge","redirect_uri":"https://evil.example"}}"#),
            format!(r#"{{"challenge":"{CHALLENGE}","client":"edge","method":"plain"}}"#),
            format!(r#"{{"challenge":"{CHALLENGE}","client":"edge"}}{{}}"#),
            r#"{"challenge":"short","client":"edge"}"#.into(),
        ] {
            assert_eq!(start(wrong.as_bytes()).unwrap_err(), Refusal::InvalidRequest, "{wrong}");
        }
    }

    #[test]
    fn a_body_has_its_limit() {
        let padded = format!(r#"{{"token":"t"}}{}"#, " ".repeat(MOST_BYTES));
        assert_eq!(revoke(padded.as_bytes()).unwrap_err(), Refusal::TooLarge);
        assert_eq!(revoke(br#"{"token":"t"}"#).unwrap().expose(), "t");
        for wrong in ["", " ", "a b", "\u{7f}", "ü", &"a".repeat(LONGEST_TOKEN + 1)] {
            let body = serde_json::json!({ "token": wrong }).to_string();
            assert_eq!(revoke(body.as_bytes()).unwrap_err(), Refusal::InvalidRequest, "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn no_body_makes_it_panic(body: Vec<u8>) {
            let _ = (start(&body).is_ok(), exchange(&body).is_ok(), refresh(&body).is_ok(), revoke(&body).is_ok());
        }
    }
}
