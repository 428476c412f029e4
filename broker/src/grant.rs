//! What of Notion's answer is handed on: nine fields, whatever else it says.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::secret::{Secret, SecretBytes};

/// The nine fields. Those that Notion left out are null.
#[derive(Deserialize, Serialize)]
struct Grant {
    #[serde(serialize_with = "shown")]
    access_token: Secret,
    #[serde(default)]
    token_type: Option<String>,
    #[serde(default, serialize_with = "shown_if_there")]
    refresh_token: Option<Secret>,
    #[serde(default)]
    bot_id: Value,
    #[serde(default)]
    workspace_id: Value,
    #[serde(default)]
    workspace_name: Value,
    #[serde(default)]
    workspace_icon: Value,
    #[serde(default)]
    owner: Value,
    #[serde(default)]
    duplicated_template_id: Value,
}

/// Reads Notion's answer and writes ours; none when there is no access token in it.
#[must_use]
pub fn hand_on(body: &[u8]) -> Option<SecretBytes> {
    let grant: Grant = serde_json::from_slice(body).ok()?;
    if grant.access_token.expose().is_empty() {
        return None;
    }
    // Large enough that it doesn't grow: growing would leave a copy of the tokens behind. Writing may
    // spell a character longer than Notion did, but by less than this.
    let mut written = Zeroizing::new(Vec::with_capacity(body.len().saturating_mul(2).saturating_add(512)));
    serde_json::to_writer(&mut *written, &grant).ok()?;
    Some(written)
}

fn shown<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose())
}

fn shown_if_there<S: Serializer>(secret: &Option<Secret>, serializer: S) -> Result<S::Ok, S::Error> {
    match secret {
        Some(secret) => shown(secret, serializer),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn handed_on(value: &Value) -> Option<Value> {
        hand_on(value.to_string().as_bytes()).map(|body| serde_json::from_slice(&body).unwrap())
    }

    #[test]
    fn nine_fields_are_handed_on_and_no_other() {
        let all = json!({
            "access_token": "a", "token_type": "bearer", "refresh_token": "r", "bot_id": "b", "workspace_id": "w",
            "workspace_name": "W", "workspace_icon": null, "owner": { "type": "workspace", "workspace": true },
            "duplicated_template_id": "d",
        });
        let mut with_more = all.clone();
        with_more["request_id"] = json!("x");
        with_more["client_secret"] = json!("y");
        assert_eq!(handed_on(&with_more), Some(all));
    }

    #[test]
    fn o_14_what_is_missing_is_null_but_a_token_has_to_be_there() {
        let least = handed_on(&json!({ "access_token": "a", "refresh_token": null })).unwrap();
        assert_eq!(least.as_object().unwrap().len(), 9);
        assert_eq!(least["refresh_token"], Value::Null);
        assert_eq!(handed_on(&json!({ "access_token": "" })), None);
        assert_eq!(handed_on(&json!({ "access_token": null })), None);
        assert_eq!(handed_on(&json!({ "refresh_token": "r" })), None);
        assert!(hand_on(b"<!doctype html>").is_none());
    }
}
