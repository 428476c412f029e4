//! Whoever issues tokens: Notion's window, its token endpoints, and a broker.

use std::cell::{Cell, RefCell};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::world::{ID, REDIRECT, refusal};
use crate::http::{Recipient, Request};
use crate::json::testing::value;
use crate::oauth::attempt::authorize_address;

pub(super) const CLIENT: (&str, &str) =
    ("b3f1c2d4-0000-4000-8000-5a7c4e100001", "secret_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v");
pub(super) const BROKER: &str = "https://sign-in.example";

/// What the person does in Notion's window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Choice {
    #[default]
    Allow,
    Deny,
    Close,
    /// Somebody else's answer comes instead.
    Foreign,
}

/// The state of the issuer: one connection, whose tokens carry a number.
pub(super) struct Issuer {
    pub(super) choice: Cell<Choice>,
    /// What is registered for the connection: where the window ends.
    pub(super) redirect: Cell<&'static str>,
    /// The workspace that the person picks.
    pub(super) workspace: RefCell<&'static str>,
    pub(super) template: Cell<Option<&'static str>>,
    /// The number of the pair that is in force.
    pub(super) pair: Cell<u32>,
    /// The access token of that pair no longer works.
    pub(super) expired: Cell<bool>,
    /// The refresh token of that pair no longer works.
    pub(super) revoked: Cell<bool>,
    /// Refusals come in the standard's shape, not in Notion's.
    pub(super) standard: Cell<bool>,
    /// Codes are unknown when they come back.
    pub(super) forgets_codes: Cell<bool>,
    /// The workspace that a broker names instead.
    pub(super) lies: Cell<Option<&'static str>>,
    /// The connection's own id.
    pub(super) bot: Cell<&'static str>,
    pub(super) codes: RefCell<Vec<String>>,
    pub(super) windows: RefCell<Vec<String>>,
    pub(super) issued: Cell<u32>,
}

impl Default for Issuer {
    fn default() -> Self {
        Self {
            choice: Cell::default(),
            redirect: Cell::new(REDIRECT),
            workspace: RefCell::new("o"),
            template: Cell::default(),
            pair: Cell::default(),
            expired: Cell::default(),
            revoked: Cell::default(),
            standard: Cell::default(),
            forgets_codes: Cell::default(),
            lies: Cell::default(),
            bot: Cell::new("bot"),
            codes: RefCell::default(),
            windows: RefCell::default(),
            issued: Cell::default(),
        }
    }
}

impl Issuer {
    /// Whether the bearer is the token in force.
    pub(super) fn lets_in(&self, to: &Recipient) -> bool {
        let bearer = format!("Bearer access-{}", self.pair.get());
        !self.expired.get() && to.authorization() == Some(&bearer)
    }

    /// What the window comes to.
    pub(super) fn authorize(&self, address: &str) -> Option<String> {
        self.windows.borrow_mut().push(address.to_owned());
        let state = address.rsplit_once("state=").unwrap().1.to_owned();
        let redirect = self.redirect.get();
        if address != authorize_address(CLIENT.0, redirect, &state) {
            // Notion says so in its window, and the person closes it.
            return None;
        }
        match self.choice.get() {
            Choice::Close => None,
            Choice::Deny => Some(format!("{redirect}?error=access_denied&state={state}")),
            Choice::Foreign => Some(format!("{redirect}?code=planted&state=planted")),
            Choice::Allow => {
                let code = format!("code-{}", self.windows.borrow().len());
                self.codes.borrow_mut().push(code.clone());
                Some(format!("{redirect}?code={code}&state={state}"))
            }
        }
    }

    /// Answers what is an issuer's to answer.
    pub(super) fn answer(&self, to: &Recipient, request: &Request) -> Option<(u16, Value)> {
        let body = request.body.as_ref().map(value).unwrap_or_default();
        let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", CLIENT.0, CLIENT.1)));
        let (client, broker) = (to.authorization() == Some(&basic), to.address(request).starts_with(BROKER));
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        Some(match request.path.as_str() {
            "/v1/start" if broker => {
                let state = format!("sealed.{}", text("challenge"));
                (
                    200,
                    json!({ "authorize_url": authorize_address(CLIENT.0, self.redirect.get(), &state), "state": state }),
                )
            }
            "/v1/token" if broker && text("state").starts_with("sealed.") && !text("verifier").is_empty() => {
                self.exchange(&text("code"))
            }
            "/v1/refresh" if broker => self.renew(&text("refresh_token")),
            "/v1/oauth/token" if client && text("grant_type") == "refresh_token" => self.renew(&text("refresh_token")),
            "/v1/oauth/token" if client && text("redirect_uri") == self.redirect.get() => self.exchange(&text("code")),
            "/v1/oauth/token" => self.refuse(401, "invalid_client"),
            "/v1/oauth/revoke" | "/v1/revoke" if client || broker => {
                self.expired.set(text("token") == format!("access-{}", self.pair.get()));
                (200, json!({}))
            }
            _ => return None,
        })
    }

    fn exchange(&self, code: &str) -> (u16, Value) {
        let known = self.codes.borrow().iter().position(|known| known == code && !self.forgets_codes.get());
        match known {
            Some(at) => drop(self.codes.borrow_mut().remove(at)),
            None => return self.refuse(400, "invalid_grant"),
        }
        self.issue()
    }

    fn renew(&self, token: &str) -> (u16, Value) {
        if self.revoked.get() || token != format!("refresh-{}", self.pair.get()) {
            return self.refuse(400, "invalid_grant");
        }
        self.issue()
    }

    fn issue(&self) -> (u16, Value) {
        self.issued.set(self.issued.get() + 1);
        self.pair.set(self.pair.get() + 1);
        self.expired.set(false);
        self.revoked.set(false);
        let answer = json!({
            "access_token": format!("access-{}", self.pair.get()), "token_type": "bearer",
            "refresh_token": format!("refresh-{}", self.pair.get()),
            "bot_id": self.bot.get(), "workspace_id": self.lies.get().unwrap_or(*self.workspace.borrow()), "workspace_name": "Ours",
            "owner": { "type": "user", "user": { "object": "user", "id": "u" } },
            "duplicated_template_id": self.template.get(),
        });
        (200, answer)
    }

    fn refuse(&self, status: u16, code: &str) -> (u16, Value) {
        if self.standard.get() { (status, json!({ "error": code })) } else { refusal(status, code) }
    }

    /// What is inside the template: a column that holds a database.
    pub(super) fn children(&self, block: &str) -> (u16, Value) {
        let list = |block: Value| (200, json!({ "object": "list", "results": [block], "has_more": false }));
        match block {
            _ if Some(block) == self.template.get() => {
                list(json!({ "id": "column", "type": "column_list", "has_children": true }))
            }
            "column" => list(json!({ "id": ID.database, "type": "child_database", "has_children": false })),
            _ => refusal(404, "object_not_found"),
        }
    }
}
