//! What stands in the way of a whole account: no network, too many requests, a
//! Notion that fails. One save meets it, and all that go the same way wait.

use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::record;

/// The first wait after a refusal for now, doubled each time.
pub const BACK_OFF: Millis = 1_000;

/// The longest wait of our own making.
pub const LONGEST_BACK_OFF: Millis = 300_000;

/// Bounds for what `Retry-After` may ask.
pub const ASKED_WAIT: std::ops::RangeInclusive<Millis> = 1_000..=900_000;

/// How far ahead a moment to wait for may lie before a clock must have jumped.
pub const FURTHEST: Millis = 3_600_000;

/// An account that waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pause {
    /// The account.
    pub account: String,
    /// Nothing is asked for it before this moment.
    pub until: Millis,
    /// How often in a row it had to wait.
    pub attempts: u32,
    /// Whether it is only that Notion could not be reached.
    pub unreached: bool,
    /// Whether Notion itself asked for it: then not even the person can end it.
    pub asked: bool,
}

/// All that wait.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pauses {
    /// One entry for each account that waits, or had to a moment ago.
    pub list: Vec<Pause>,
}

record!(Pause { account, until, attempts, unreached, asked });
record!(Pauses { list });

/// Whether an error says something about the whole account.
#[must_use]
pub fn is_of_account(code: Code) -> bool {
    matches!(
        code,
        Code::Offline | Code::RateLimited | Code::Overloaded | Code::NotionFailed | Code::Blocked | Code::RenewalFailed
    )
}

impl Pauses {
    /// Until when an account waits; 0 where it does not.
    #[must_use]
    pub fn until(&self, account: &str, now: Millis) -> Millis {
        // A clock that was set back must not hold an account up for a day.
        self.of(account).map(|pause| pause.until).filter(|&until| until > now && until <= now + FURTHEST).unwrap_or(0)
    }

    /// As [`Pauses::until`], when the person asks: only what Notion asked for counts.
    #[must_use]
    pub fn asked_until(&self, account: &str, now: Millis) -> Millis {
        if self.of(account).is_some_and(|pause| pause.asked) { self.until(account, now) } else { 0 }
    }

    /// Whether there is anything to know about an account.
    #[must_use]
    pub fn knows(&self, account: &str) -> bool {
        self.of(account).is_some()
    }

    /// Whether an account that had to wait need not any longer: it answered, and the
    /// time that Notion asked for is over.
    #[must_use]
    pub fn is_over(&self, account: &str, now: Millis) -> bool {
        self.of(account).is_some_and(|pause| !pause.asked || pause.until <= now)
    }

    fn of(&self, account: &str) -> Option<&Pause> {
        self.list.iter().find(|pause| pause.account == account)
    }

    /// Makes an account wait.
    pub fn stop(&mut self, account: &str, error: &Error, now: Millis, jitter: f64) {
        let mut before = self.of(account).cloned().unwrap_or_default();
        self.clear(account);
        if before.until > now + FURTHEST {
            before = Pause::default();
        }
        let own = if error.code == Code::Blocked { LONGEST_BACK_OFF } else { 0 };
        let until = now + wait(before.attempts, error.retry_after_ms, jitter).max(own);
        let asked = error.retry_after_ms.is_some();
        let longer = before.until > until;
        self.list.push(Pause {
            account: account.to_owned(),
            until: before.until.max(until),
            // Those that were under way at the same time meet the same trouble once.
            attempts: if before.until > now { before.attempts } else { before.attempts.saturating_add(1) },
            unreached: error.code == Code::Offline,
            asked: asked || longer && before.asked,
        });
    }

    /// An account answered: it waits no longer. True when it did.
    pub fn clear(&mut self, account: &str) -> bool {
        let before = self.list.len();
        self.list.retain(|pause| pause.account != account);
        self.list.len() != before
    }

    /// The person wants everything tried now: only what Notion asked for still holds.
    pub fn retry(&mut self) -> bool {
        let before = self.list.len();
        self.list.retain(|pause| pause.asked);
        self.list.len() != before
    }

    /// The network is back: who only could not be reached is asked again.
    pub fn reach(&mut self) -> bool {
        let before = self.list.len();
        self.list.retain(|pause| !pause.unreached || pause.asked);
        self.list.len() != before
    }
}

/// Full jitter up to the ceiling, never below what Notion asked.
#[must_use]
pub fn wait(attempts: u32, asked: Option<Millis>, jitter: f64) -> Millis {
    let ceiling = BACK_OFF.saturating_mul(1 << attempts.min(16)).min(LONGEST_BACK_OFF);
    // A fraction of at most five minutes: far from where a float loses count.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "bounded above"
    )]
    let own = (ceiling as f64 * jitter.clamp(0.0, 1.0)) as Millis;
    let asked = asked.map(|asked| asked.clamp(*ASKED_WAIT.start(), *ASKED_WAIT.end()));
    own.max(BACK_OFF / 2).max(asked.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(code: Code, asked: Option<Millis>) -> Error {
        Error { retry_after_ms: asked, ..*Box::<Error>::from(code) }
    }

    #[test]
    fn a_pause_asked_for_is_kept() {
        // N-13
        for (asked, least, most) in [
            (None, 500, 1_000),
            (Some(30_000), 30_000, 30_000),
            (Some(600_000), 600_000, 600_000),
            (Some(0), 1_000, 1_000),
            (Some(10_u64.pow(12)), 900_000, 900_000),
        ] {
            let mut pauses = Pauses::default();
            pauses.stop("w", &error(Code::RateLimited, asked), 5_000, 0.9);
            let until = pauses.until("w", 5_000) - 5_000;
            assert!((least..=most).contains(&until), "{asked:?} {until}");
            assert_eq!(pauses.asked_until("w", 5_000) > 0, asked.is_some());
            assert_eq!(pauses.until("other", 5_000), 0);
            assert!(pauses.clear("w"));
            assert_eq!(pauses.until("w", 5_000), 0);
        }
        assert!(wait(60, None, 1.0) <= LONGEST_BACK_OFF);
    }

    #[test]
    fn a_wait_grows_and_is_shared_by_those_that_meet_the_same_trouble() {
        let mut pauses = Pauses::default();
        let mut now = 0;
        for times in 0..12 {
            pauses.stop("w", &error(Code::NotionFailed, None), now, 1.0);
            let wait = pauses.until("w", now) - now;
            assert_eq!(wait, (1_000 << times).min(LONGEST_BACK_OFF));
            pauses.stop("w", &error(Code::NotionFailed, None), now + 1, 0.0);
            assert_eq!(pauses.until("w", now + 1), now + wait);
            now += wait;
        }
    }

    #[test]
    fn a_blocked_network_waits_long_and_a_clock_that_jumped_holds_nothing_up() {
        // A-07, N-11
        let mut pauses = Pauses::default();
        pauses.stop("w", &error(Code::Blocked, None), 86_400_000, 0.0);
        assert_eq!(pauses.until("w", 86_400_000), 86_400_000 + 300_000);
        assert_eq!(pauses.until("w", 1_000), 0);
        pauses.stop("w", &error(Code::NotionFailed, None), 1_000, 0.0);
        assert_eq!(pauses.until("w", 1_000), 1_500);
    }

    #[test]
    fn the_network_coming_back_ends_only_what_it_caused() {
        let mut pauses = Pauses::default();
        pauses.stop("a", &error(Code::Offline, None), 0, 1.0);
        pauses.stop("b", &error(Code::RateLimited, Some(5_000)), 0, 1.0);
        assert!(pauses.reach());
        assert_eq!((pauses.until("a", 0), pauses.until("b", 0)), (0, 5_000));
    }
}
