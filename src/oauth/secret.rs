//! What an account's requests are let in by. Kept apart from the settings, in
//! every store there is, and shown to nobody.

use super::client::Client;
use super::grant::Grant;
use crate::http::Recipient;
use crate::instant::{MINUTE, Millis};
use crate::json::{names, record};
use crate::token::Token;

/// How an account was connected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum Way {
    /// A pasted token.
    #[default]
    Token,
    /// The person's own integration, by its id and secret.
    Integration,
    /// A broker.
    Broker,
}

names!(Way { Token = "token", Integration = "integration", Broker = "broker" });

/// How long nobody asks for a new pair again after somebody did: the answer may
/// be under way, and all that wait for it would ask.
const PAUSE: Millis = MINUTE / 2;

/// An account's secrets. There is no `Debug` that could show them.
#[derive(Clone, Default)]
pub struct Secret {
    /// The account's id.
    pub account: String,
    /// Counts the changes: of two stores, the one with more is right.
    pub revision: u64,
    /// The access token.
    pub access: String,
    /// What a new pair is had for, once; empty where there is none.
    pub refresh: String,
    /// When the pair was issued.
    pub obtained_at: Millis,
    /// How.
    pub way: Way,
    /// The person's own integration.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// The broker's origin. Fixed when connecting; never taken from an answer.
    pub broker: String,
    /// Where Notion's window ended: what is registered for the integration.
    pub redirect: String,
    /// A new pair was asked for at that moment, and nothing is known of the answer.
    pub renewal_at: Option<Millis>,
    /// A new pair was refused: only the person can help.
    pub refused: bool,
}

record!(Secret {
    account,
    revision,
    access,
    refresh,
    obtained_at,
    way,
    client_id,
    client_secret,
    broker,
    redirect,
    renewal_at,
    refused,
});

impl Secret {
    /// The secret of a pasted token.
    #[must_use]
    pub fn pasted(token: &Token, now: Millis) -> Self {
        Self { access: token.reveal().to_owned(), obtained_at: now, ..Self::default() }
    }

    /// Takes what was newly issued. Without a new refresh token the one before goes on (RFC 6749, 6).
    pub fn accept(&mut self, grant: &Grant, now: Millis) {
        grant.access.reveal().clone_into(&mut self.access);
        if let Some(refresh) = &grant.refresh {
            refresh.reveal().clone_into(&mut self.refresh);
        }
        self.obtained_at = now;
        self.renewal_at = None;
        self.refused = false;
    }

    /// Whether a new pair can be asked for without the person.
    #[must_use]
    pub fn is_renewable(&self) -> bool {
        !self.refresh.is_empty() && !self.refused
    }

    /// How much longer nobody may ask for a new pair.
    #[must_use]
    pub fn pause(&self, now: Millis) -> Millis {
        match self.renewal_at {
            // A clock that was set back must not hold it up for ever.
            Some(at) if now >= at => (at + PAUSE).saturating_sub(now),
            _ => 0,
        }
    }

    /// Notion, with the access token; `None` where it cannot stand in a header.
    #[must_use]
    pub fn notion(&self) -> Option<Recipient> {
        Token::issued(&self.access).map(|token| Recipient::notion(&token))
    }

    /// Whoever issues and revokes this account's tokens; `None` for a pasted one.
    #[must_use]
    pub fn issuer(&self) -> Option<Recipient> {
        issuer(self.way, &self.client_id, &self.client_secret, &self.broker)
    }
}

/// Whoever issues tokens to this client or through this broker.
#[must_use]
pub fn issuer(way: Way, client_id: &str, client_secret: &str, broker: &str) -> Option<Recipient> {
    match way {
        Way::Token => None,
        Way::Integration => Client::parse(client_id, client_secret).ok().map(|client| Recipient::client(&client)),
        Way::Broker => Some(Recipient::broker(broker)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renewal_is_not_asked_for_again_at_once() {
        let mut secret = Secret { refresh: "r".into(), ..Secret::default() };
        assert_eq!(secret.pause(0), 0);
        secret.renewal_at = Some(100_000);
        assert_eq!(secret.pause(100_000), PAUSE);
        assert_eq!(secret.pause(100_000 + PAUSE), 0);
        assert_eq!(secret.pause(50_000), 0, "a clock that was set back");
    }
}
