//! What the token endpoint answers, read leniently: only a token must be there.

use crate::json::Json;
use crate::token::Token;

late_words!(
    "access_token refresh_token workspace_id bot_id workspace_name owner user duplicated_template_id authorize_url state"
);

/// A token, and whose it is as far as Notion said.
#[derive(Clone)]
pub struct Grant {
    /// The access token.
    pub access: Token,
    /// What a new pair is had for; `None` where the token does not expire.
    pub refresh: Option<Token>,
    /// The workspace's id.
    pub workspace_id: Option<String>,
    /// The connection's id.
    pub bot: String,
    /// The workspace's name; may be empty.
    pub workspace: String,
    /// The person's name; empty where Notion left it out.
    pub user: String,
    /// The page that the developer's template became, if the person took it.
    pub template: Option<String>,
}

impl Grant {
    /// Reads the answer; `None` where there is no token in it (O-14).
    #[must_use]
    pub fn from_answer(answer: &Json) -> Option<Self> {
        let text = |name| answer.get(name).text();
        let owned = |name| text(name).map(str::to_owned);
        Some(Self {
            access: Token::issued(text(const { word("access_token") })?)?,
            refresh: text(const { word("refresh_token") }).and_then(Token::issued),
            workspace_id: owned(const { word("workspace_id") }),
            bot: owned(const { word("bot_id") }).unwrap_or_default(),
            workspace: owned(const { word("workspace_name") }).unwrap_or_default(),
            user: answer
                .get(const { word("owner") })
                .get(const { word("user") })
                .get("name")
                .text()
                .unwrap_or_default()
                .to_owned(),
            template: text(const { word("duplicated_template_id") }).and_then(crate::notion::id::parse),
        })
    }
}

/// What a broker answers to the start of an attempt.
#[derive(Clone, Debug, Default)]
pub struct Started {
    /// Notion's window.
    pub authorize_address: String,
    /// The sealed state.
    pub state: String,
}

impl Started {
    /// Reads the answer.
    #[must_use]
    pub fn from_answer(answer: &Json) -> Option<Self> {
        Some(Self {
            authorize_address: answer.get(const { word("authorize_url") }).text()?.to_owned(),
            state: answer.get(const { word("state") }).text().filter(|state| !state.is_empty())?.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json as literal;

    use super::*;
    use crate::json::testing::json;

    #[test]
    fn o_14_only_a_token_must_be_there() {
        let full = Grant::from_answer(&json(literal!({
            "access_token": "ntn_access", "token_type": "bearer", "refresh_token": "nrt_refresh",
            "bot_id": "b", "workspace_id": "w", "workspace_name": "Ada's", "workspace_icon": null,
            "owner": { "type": "user", "user": { "object": "user", "id": "u", "name": "Ada", "type": "person" } },
            "duplicated_template_id": "0123abcd456789ef0123456789abcdef", "request_id": "r", "new": [1],
        })))
        .unwrap();
        assert_eq!(full.refresh.unwrap().reveal(), "nrt_refresh");
        assert_eq!((full.user.as_str(), full.workspace_id.as_deref()), ("Ada", Some("w")));
        assert_eq!(full.template.as_deref(), Some("0123abcd-4567-89ef-0123-456789abcdef"));

        let bare = Grant::from_answer(&json(literal!({
            "access_token": "ntn_access", "refresh_token": null, "workspace_name": null,
            "owner": { "type": "user", "user": { "object": "user", "id": "u" } }, "duplicated_template_id": null,
        })))
        .unwrap();
        assert!(bare.refresh.is_none() && bare.user.is_empty() && bare.template.is_none());

        for nothing in [
            literal!({}),
            literal!({ "access_token": null }),
            literal!({ "access_token": "" }),
            literal!({ "access_token": "two words" }),
            literal!({ "access_token": "line\nbreak" }),
            literal!([1]),
            literal!("<html>"),
        ] {
            assert!(Grant::from_answer(&json(nothing.clone())).is_none(), "{nothing}");
        }
    }
}
