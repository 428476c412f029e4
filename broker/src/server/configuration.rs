//! The command line, the environment, a file of settings, and files that hold secrets.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

use serde_json::Value;

use crate::secret::Secret;
use crate::settings::{PREFIX, Settings, name};

/// How the program is used.
pub const USAGE: &str = "satchel-broker: holds Notion's client secret so that no extension has to

  satchel-broker [--config FILE]   serve, set up by the environment and FILE (JSON), the environment first
  satchel-broker --generate-key    print a new key for SATCHEL_BROKER_KEY

  SATCHEL_BROKER_CLIENT_ID         the connection's client id at Notion
  SATCHEL_BROKER_CLIENT_SECRET     its secret; better: SATCHEL_BROKER_CLIENT_SECRET_FILE
  SATCHEL_BROKER_KEY               32 random bytes in base64; better: SATCHEL_BROKER_KEY_FILE
  SATCHEL_BROKER_OLD_KEY           the key before, for ten minutes after changing it; or _OLD_KEY_FILE
  SATCHEL_BROKER_REDIRECT_CHROME   https://EXTENSION-ID.chromiumapp.org/PATH
  SATCHEL_BROKER_REDIRECT_EDGE     the same, with Edge's extension id
  SATCHEL_BROKER_REDIRECT_FIREFOX  https://HASH.extensions.allizom.org/PATH, or Firefox's loopback address
  SATCHEL_BROKER_LISTEN            address and port (127.0.0.1:8787)
  SATCHEL_BROKER_METRICS_LISTEN    loopback address and port for /metrics (off)
  SATCHEL_BROKER_TRUSTED_PROXIES   how many proxies in front append to X-Forwarded-For (0)
";

const LISTEN: &str = "LISTEN";
const METRICS_LISTEN: &str = "METRICS_LISTEN";
const TRUSTED_PROXIES: &str = "TRUSTED_PROXIES";
const USUAL_ADDRESS: &str = "127.0.0.1:8787";

const SECRETS: [&str; 3] = [name::CLIENT_SECRET, name::KEY, name::OLD_KEY];
const PLAIN: [&str; 7] = [
    name::CLIENT_ID,
    name::REDIRECT_CHROME,
    name::REDIRECT_EDGE,
    name::REDIRECT_FIREFOX,
    LISTEN,
    METRICS_LISTEN,
    TRUSTED_PROXIES,
];

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// To serve, with a file of settings perhaps.
    Serve(Option<String>),
    /// A new key.
    Key,
    /// The usage.
    Help,
}

impl Wish {
    /// Reads the command line.
    ///
    /// # Errors
    /// When it is not understood.
    pub fn read(words: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let words: Vec<String> = words.into_iter().collect();
        match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [] => Ok(Self::Serve(None)),
            ["--config", file] => Ok(Self::Serve(Some((*file).to_owned()))),
            ["--generate-key"] => Ok(Self::Key),
            ["--help" | "-h"] => Ok(Self::Help),
            // Not repeated: somebody may have put a secret there.
            _ => Err(String::from("the arguments are not understood; secrets never go there")),
        }
    }
}

/// Everything the server needs.
#[derive(Debug)]
pub struct Configuration {
    /// What both front doors need.
    pub settings: Settings,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where to tell the counters.
    pub metrics_listen: Option<SocketAddr>,
    /// How many proxies stand in front.
    pub trusted_proxies: usize,
}

impl Configuration {
    /// Reads it from the environment, and from the text of a file of settings.
    ///
    /// # Errors
    /// Every problem there is.
    pub fn read(
        environment: impl IntoIterator<Item = (String, String)>,
        file: Option<&str>,
    ) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let mut values = file.map(|text| of_file(text, &mut problems)).unwrap_or_default();
        for (name, value) in environment {
            let Some(name) = name.strip_prefix(PREFIX) else { continue };
            note(&mut values, name, value, &mut problems);
        }
        read_secret_files(&mut values, &mut problems);
        let text = |name: &str| values.get(name).map(|value| value.expose().trim().to_owned());
        let listen = address(LISTEN, text(LISTEN).or_else(|| Some(USUAL_ADDRESS.to_owned())), &mut problems);
        let metrics_listen = address(METRICS_LISTEN, text(METRICS_LISTEN), &mut problems);
        if metrics_listen.is_some_and(|address| !address.ip().is_loopback()) {
            problems.push(format!("{PREFIX}{METRICS_LISTEN} is no loopback address, and the counters are not public"));
        }
        let trusted_proxies = text(TRUSTED_PROXIES).map_or(Ok(0), |text| text.parse()).unwrap_or_else(|_| {
            problems.push(format!("{PREFIX}{TRUSTED_PROXIES} is no number"));
            0
        });
        match (Settings::read(|name| values.get(name).cloned()), listen) {
            (Ok(settings), Some(listen)) if problems.is_empty() => {
                Ok(Self { settings, listen, metrics_listen, trusted_proxies })
            }
            (settings, _) => {
                problems.extend(settings.err().into_iter().flatten());
                Err(problems)
            }
        }
    }
}

type Values = BTreeMap<String, Secret>;

/// Notes a setting; one that does not exist is a mistake somebody would want to know of.
fn note(values: &mut Values, name: &str, value: String, problems: &mut Vec<String>) {
    let plain = name.strip_suffix("_FILE").filter(|name| SECRETS.contains(name)).unwrap_or(name);
    if !SECRETS.contains(&plain) && !PLAIN.contains(&plain) {
        problems.push(format!("{PREFIX}{name} is not a setting"));
    } else if !value.trim().is_empty() {
        values.insert(name.to_owned(), Secret::new(value));
    }
}

/// Reads the file of settings: an object whose keys are the names in lower case, without the prefix.
fn of_file(text: &str, problems: &mut Vec<String>) -> Values {
    let mut values = Values::new();
    let Ok(Value::Object(object)) = serde_json::from_str(text) else {
        problems.push(String::from("the file of settings is no JSON object"));
        return values;
    };
    for (key, value) in object {
        let value = match value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => {
                problems.push(format!("{key} in the file of settings is neither text nor a number"));
                continue;
            }
        };
        note(&mut values, &key.to_uppercase(), value, problems);
    }
    values
}

/// Reads the secrets that are given as files.
fn read_secret_files(values: &mut Values, problems: &mut Vec<String>) {
    for name in SECRETS {
        let Some(file) = values.remove(&format!("{name}_FILE")) else { continue };
        if values.contains_key(name) {
            problems.push(format!("{PREFIX}{name} and {PREFIX}{name}_FILE are both set"));
            continue;
        }
        match std::fs::read_to_string(Path::new(file.expose())) {
            Ok(text) => {
                values.insert(name.to_owned(), Secret::new(text));
            }
            Err(error) => problems.push(format!("{PREFIX}{name}_FILE can't be read: {}", error.kind())),
        }
    }
}

fn address(name: &str, text: Option<String>, problems: &mut Vec<String>) -> Option<SocketAddr> {
    let parsed = text?.parse();
    parsed.map_err(|_| problems.push(format!("{PREFIX}{name} is no address with a port"))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::tests::key;
    use crate::settings::tests::CHROME;

    fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| (format!("{PREFIX}{name}"), (*value).to_owned())).collect()
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let key = key(1).write();
        let file = serde_json::json!({ "client_id": "file", "redirect_chrome": CHROME, "trusted_proxies": 2 });
        let read = Configuration::read(
            environment(&[("CLIENT_ID", "environment"), ("CLIENT_SECRET", "a-real-one"), ("KEY", &key)]),
            Some(&file.to_string()),
        )
        .unwrap();
        assert_eq!(read.settings.client_id, "environment");
        assert_eq!((read.trusted_proxies, read.listen.to_string()), (2, USUAL_ADDRESS.to_owned()));
    }

    #[test]
    fn every_problem_of_every_source_is_named() {
        let problems = Configuration::read(
            environment(&[
                ("CLIENT_SECERT", "canary"),
                ("LISTEN", "somewhere"),
                ("METRICS_LISTEN", "0.0.0.0:9000"),
                ("TRUSTED_PROXIES", "-1"),
                ("KEY", "canary"),
                ("KEY_FILE", "canary"),
                ("OLD_KEY_FILE", "/nowhere/canary"),
            ]),
            Some(r#"{"colour":"canary","client_id":[]}"#),
        )
        .unwrap_err();
        let all = problems.join("\n");
        for part in [
            "COLOUR is not a setting",
            "client_id in the file",
            "CLIENT_SECERT is not a setting",
            "LISTEN is no address",
            "METRICS_LISTEN is no loopback",
            "TRUSTED_PROXIES is no number",
            "KEY_FILE are both set",
            "OLD_KEY_FILE can't be read",
            "KEY is not base64",
            "CLIENT_ID is not set",
            "CLIENT_SECRET is not set",
            "nobody could connect",
        ] {
            assert!(all.contains(part), "{part} in\n{all}");
        }
        assert!(!all.contains("canary"), "{all}");
    }

    #[test]
    fn the_command_line_holds_no_secret() {
        let read = |line: &str| Wish::read(line.split_whitespace().map(str::to_owned));
        assert_eq!(read(""), Ok(Wish::Serve(None)));
        assert_eq!(read("--config x.json"), Ok(Wish::Serve(Some("x.json".into()))));
        assert_eq!(read("--generate-key"), Ok(Wish::Key));
        assert!(!read("--client-secret canary").unwrap_err().contains("canary"));
    }
}
