//! A broker to ask, the same each time.

use satchel_broker::broker::Broker;
use satchel_broker::key::{KEY_LENGTH, Key, Keys};
use satchel_broker::secret::Secret;
use satchel_broker::settings::{Settings, name};

/// Its secret, which no answer may show.
pub(crate) const SECRET: &str = "canary-of-a-client-secret";
/// The one extension that it knows.
pub(crate) const ORIGIN: &str = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";
/// Where Notion sends codes for it.
pub(crate) const REDIRECT: &str = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb";

/// A key that is not like another.
pub(crate) fn key(seed: u8) -> Key {
    let byte = |at: usize| seed.wrapping_mul(31).wrapping_add((at as u8).wrapping_mul(7));
    Key::from_random(std::array::from_fn::<u8, KEY_LENGTH, _>(byte))
}

/// Its keys.
pub(crate) fn keys() -> Keys {
    Keys { current: key(2), old: Some(key(1)) }
}

/// The broker.
pub(crate) fn broker() -> Broker {
    let settings = Settings::read(|wanted| {
        let text = match wanted {
            name::CLIENT_ID => "an-id".to_owned(),
            name::CLIENT_SECRET => SECRET.to_owned(),
            name::KEY => key(2).write().to_string(),
            name::OLD_KEY => key(1).write().to_string(),
            name::REDIRECT_CHROME => REDIRECT.to_owned(),
            _ => return None,
        };
        Some(Secret::new(text))
    });
    Broker::new(settings.expect("these settings hold"), None)
}
