//! A connected workspace, less its secrets.

use crate::json::{names, record};
use crate::notion::answer::Me;
use crate::oauth::secret::Way;
use crate::token::Token;

/// A connected workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Account {
    /// The workspace's id, so that a new token for the same workspace takes over
    /// the saves that wait for it; the connection's own id where Notion names no
    /// workspace.
    pub id: String,
    /// The connection's user id: the author of the pages it creates.
    pub bot: String,
    /// The workspace's name.
    pub workspace: String,
    /// Whose token it is.
    pub user: String,
    /// The token's last characters.
    pub token_ending: String,
    /// Whether Notion still takes the token.
    pub status: AccountStatus,
    /// How it was connected.
    pub way: Way,
    /// The broker it was connected through; its tokens are renewed there.
    pub broker: Option<String>,
    /// Whether the person said that this is the right workspace. Nothing is saved
    /// to one before: a sign-in that somebody else began must not take what is
    /// saved here to them (RFC 9700, 4.7).
    pub confirmed: bool,
}

/// Whether an account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum AccountStatus {
    /// As far as is known.
    Connected,
    /// Notion said no; a new token is needed.
    Rejected,
}

names!(AccountStatus { Connected = "connected", Rejected = "rejected" });
record!(Account { id, bot, workspace, user, token_ending, status, way, broker, confirmed });

impl Account {
    /// Whether saves can be sent to it.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.status == AccountStatus::Connected && self.confirmed
    }

    /// Whether Notion refused its token.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.status == AccountStatus::Rejected
    }

    /// The account that an answer of `GET /v1/users/me` describes.
    #[must_use]
    pub fn of(me: &Me, token: &Token) -> Self {
        Self {
            id: me.workspace_id.as_ref().unwrap_or(&me.id).clone(),
            bot: me.id.clone(),
            workspace: me.workspace.clone(),
            user: me.user.clone(),
            token_ending: token.ending().to_owned(),
            status: AccountStatus::Connected,
            way: Way::Token,
            broker: None,
            confirmed: false,
        }
    }
}
