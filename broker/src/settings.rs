//! What whoever runs a broker has to decide, read so that every problem is named at once.

use crate::client::Client;
use crate::key::{Key, Keys};
use crate::redirects::Redirects;
use crate::secret::Secret;

/// In front of every name, in the environment.
pub const PREFIX: &str = "SATCHEL_BROKER_";

/// Names of settings, without the prefix.
pub mod name {
    /// The client id of the connection at Notion.
    pub const CLIENT_ID: &str = "CLIENT_ID";
    /// Its secret.
    pub const CLIENT_SECRET: &str = "CLIENT_SECRET";
    /// The key that states are sealed with.
    pub const KEY: &str = "KEY";
    /// The key before, for states that were out when it was changed.
    pub const OLD_KEY: &str = "OLD_KEY";
    /// Where Notion sends codes for Chrome.
    pub const REDIRECT_CHROME: &str = "REDIRECT_CHROME";
    /// Where Notion sends codes for Edge.
    pub const REDIRECT_EDGE: &str = "REDIRECT_EDGE";
    /// Where Notion sends codes for Firefox.
    pub const REDIRECT_FIREFOX: &str = "REDIRECT_FIREFOX";
}

/// The settings that both front doors need.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The client id of the connection at Notion.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Secret,
    /// The keys of the states.
    pub keys: Keys,
    /// Where Notion may send codes.
    pub redirects: Redirects,
}

impl Settings {
    /// Reads them through `value`, which knows them by name.
    ///
    /// # Errors
    /// Every problem there is, in sentences that repeat no secret.
    pub fn read(value: impl Fn(&str) -> Option<Secret>) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let client_id = client_id(&value, &mut problems);
        let client_secret = client_secret(&value, &mut problems);
        let current = key(&value, name::KEY, &mut problems);
        if current.is_none() && value(name::KEY).is_none() {
            problems.push(missing(name::KEY));
        }
        let old = key(&value, name::OLD_KEY, &mut problems);
        if current.is_some() && current == old {
            problems.push(format!("{PREFIX}{} is the same as {PREFIX}{}", name::OLD_KEY, name::KEY));
        }
        let redirects = redirects(&value, &mut problems);
        match (client_id, client_secret, current) {
            (Some(client_id), Some(client_secret), Some(current)) if problems.is_empty() => {
                Ok(Self { client_id, client_secret, keys: Keys { current, old }, redirects })
            }
            _ => Err(problems),
        }
    }
}

fn missing(name: &str) -> String {
    format!("{PREFIX}{name} is not set")
}

fn client_id(value: &impl Fn(&str) -> Option<Secret>, problems: &mut Vec<String>) -> Option<String> {
    let Some(text) = value(name::CLIENT_ID) else {
        problems.push(missing(name::CLIENT_ID));
        return None;
    };
    let text = text.expose().trim();
    // A colon would end the name within `Authorization`.
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':') {
        problems.push(format!("{PREFIX}{} is no client id", name::CLIENT_ID));
        return None;
    }
    Some(text.to_owned())
}

fn client_secret(value: &impl Fn(&str) -> Option<Secret>, problems: &mut Vec<String>) -> Option<Secret> {
    let Some(text) = value(name::CLIENT_SECRET) else {
        problems.push(missing(name::CLIENT_SECRET));
        return None;
    };
    let text = text.expose().trim();
    let placeholder = ["changeme", "change-me", "secret", "client_secret", "client-secret", "xxx"]
        .iter()
        .any(|known| text.eq_ignore_ascii_case(known));
    if text.is_empty() || placeholder || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        problems.push(format!("{PREFIX}{} is no client secret", name::CLIENT_SECRET));
        return None;
    }
    Some(Secret::new(text.to_owned()))
}

fn key(value: &impl Fn(&str) -> Option<Secret>, name: &str, problems: &mut Vec<String>) -> Option<Key> {
    let text = value(name)?;
    Key::read(text.expose()).map_err(|problem| problems.push(format!("{PREFIX}{name} {problem}"))).ok()
}

fn redirects(value: &impl Fn(&str) -> Option<Secret>, problems: &mut Vec<String>) -> Redirects {
    let mut table = Redirects::default();
    let mut given = false;
    for client in Client::ALL {
        let name = match client {
            Client::Chrome => name::REDIRECT_CHROME,
            Client::Edge => name::REDIRECT_EDGE,
            Client::Firefox => name::REDIRECT_FIREFOX,
        };
        let Some(address) = value(name) else { continue };
        given = true;
        if let Err(problem) = table.set(client, address.expose().trim()) {
            problems.push(format!("{PREFIX}{name} {problem}"));
        }
    }
    if !given {
        let names = [name::REDIRECT_CHROME, name::REDIRECT_EDGE, name::REDIRECT_FIREFOX];
        let names = names.map(|name| format!("{PREFIX}{name}")).join(", ");
        problems.push(format!("none of {names} is set, so nobody could connect"));
    }
    table
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::key::tests::key as test_key;

    /// The address of Chrome's build in tests.
    pub(crate) const CHROME: &str = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb";

    fn read(pairs: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
        Settings::read(|wanted| {
            pairs.iter().find(|(known, _)| *known == wanted).map(|(_, value)| Secret::new((*value).to_owned()))
        })
    }

    /// Settings for tests, in which only Chrome is served.
    pub(crate) fn settings() -> Settings {
        let key = test_key(1).write();
        let pairs = [
            (name::CLIENT_ID, "an-id"),
            (name::CLIENT_SECRET, "a-real-one"),
            (name::KEY, key.as_str()),
            (name::REDIRECT_CHROME, CHROME),
        ];
        read(&pairs).unwrap()
    }

    #[test]
    fn every_problem_is_named_at_once() {
        assert_eq!(
            read(&[]).unwrap_err(),
            [
                "SATCHEL_BROKER_CLIENT_ID is not set",
                "SATCHEL_BROKER_CLIENT_SECRET is not set",
                "SATCHEL_BROKER_KEY is not set",
                "none of SATCHEL_BROKER_REDIRECT_CHROME, SATCHEL_BROKER_REDIRECT_EDGE, \
                 SATCHEL_BROKER_REDIRECT_FIREFOX is set, so nobody could connect",
            ]
        );
    }

    #[test]
    fn placeholders_are_refused_and_no_value_is_repeated() {
        let problems = read(&[
            (name::CLIENT_ID, "a:canary"),
            (name::CLIENT_SECRET, "changeme"),
            (name::KEY, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
            (name::OLD_KEY, "canary"),
            (name::REDIRECT_EDGE, "https://canary.example/cb"),
        ])
        .unwrap_err();
        assert_eq!(problems.len(), 5, "{problems:?}");
        assert!(!problems.concat().contains("canary") && !problems.concat().contains("changeme"));
    }

    #[test]
    fn a_rotation_needs_two_keys() {
        let key = test_key(1).write();
        let problems = read(&[
            (name::CLIENT_ID, "an-id"),
            (name::CLIENT_SECRET, "a-real-one"),
            (name::KEY, &key),
            (name::OLD_KEY, &key),
            (name::REDIRECT_CHROME, CHROME),
        ])
        .unwrap_err();
        assert_eq!(problems, ["SATCHEL_BROKER_OLD_KEY is the same as SATCHEL_BROKER_KEY"]);
    }

    #[test]
    fn settings_do_not_show_their_secrets() {
        let shown = format!("{:?}", settings());
        assert!(!shown.contains("a-real-one") && shown.contains("client_secret: ***"), "{shown}");
    }
}
