//! The secrets of a test, and the looking for them where they must not be.

use std::sync::Mutex;

/// What was secret.
#[derive(Default)]
pub struct Secrets(Mutex<Vec<String>>);

impl Secrets {
    /// Notes one. What is too short to be told from other text is left out.
    pub fn note(&self, secret: &str) {
        if secret.len() >= 12 {
            self.0.lock().unwrap().push(secret.to_owned());
        }
    }

    /// Expects none of them in this text.
    pub fn expect_none_in(&self, text: &str) {
        let secrets = self.0.lock().unwrap();
        let shown = secrets.iter().filter(|secret| text.contains(secret.as_str())).count();
        assert_eq!(shown, 0, "{shown} of {} secrets were written", secrets.len());
        assert!(!text.contains("canary"), "a canary was written");
    }
}
