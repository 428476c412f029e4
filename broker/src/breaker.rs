//! When Notion is left alone, so that no abuse and no outage gets our client blocked there.

use crate::limit::Rate;
use crate::refusal::Refusal;

/// How Notion seemed to be when it was last asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It answered, if only to refuse.
    Well,
    /// It didn't, or made no sense.
    Failing,
    /// It asked to be left alone.
    Overloaded {
        /// For so long.
        seconds: u64,
    },
}

/// So many failures one after the other, and Notion is left alone.
const FAILURES: u32 = 5;
/// For so many milliseconds; then one request is let through to see.
const PAUSE: u64 = 15_000;
/// All requests together: fifty at once, five a second.
const ALL: Rate = Rate { interval: 200, burst: 50 };

/// The breaker. Times are in milliseconds, from any beginning.
#[derive(Default)]
pub struct Breaker {
    due: u64,
    failures: u32,
    open_until: u64,
    overloaded: bool,
}

impl Breaker {
    /// Whether Notion may be asked now.
    ///
    /// # Errors
    /// When not, with how long to wait.
    pub fn admit(&mut self, now: u64) -> Result<(), Refusal> {
        if now < self.open_until {
            let seconds = (self.open_until - now).div_ceil(1000);
            return Err(if self.overloaded {
                Refusal::TooMany { retry_after: seconds }
            } else {
                Refusal::UpstreamFailed { retry_after: Some(seconds) }
            });
        }
        ALL.take(&mut self.due, now).map_err(|wait| Refusal::TooMany { retry_after: wait.div_ceil(1000) })?;
        if self.failures >= FAILURES {
            // This one is let through to see; the others wait for what it finds.
            self.open_until = now.saturating_add(PAUSE);
        }
        Ok(())
    }

    /// Learns how Notion was.
    pub fn learn(&mut self, now: u64, health: Health) {
        match health {
            Health::Well => {
                self.failures = 0;
                // Not if Notion asked to be left alone: an answer that was under way doesn't revoke that.
                if !(self.overloaded && now < self.open_until) {
                    self.open_until = 0;
                }
            }
            Health::Failing => {
                self.failures = self.failures.saturating_add(1);
                if self.failures >= FAILURES && now >= self.open_until {
                    self.open_until = now.saturating_add(PAUSE);
                    self.overloaded = false;
                }
            }
            Health::Overloaded { seconds } => {
                self.open_until = self.open_until.max(now.saturating_add(seconds.saturating_mul(1000)));
                self.overloaded = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_open_it_and_one_request_tries_again() {
        let mut breaker = Breaker::default();
        for _ in 0..FAILURES {
            breaker.admit(0).unwrap();
            breaker.learn(0, Health::Failing);
        }
        assert_eq!(breaker.admit(1_000), Err(Refusal::UpstreamFailed { retry_after: Some(14) }));
        assert_eq!(breaker.admit(PAUSE), Ok(()));
        assert!(breaker.admit(PAUSE).is_err(), "one, not two");
        breaker.learn(PAUSE + 1, Health::Failing);
        assert!(breaker.admit(PAUSE + 2).is_err());
        assert_eq!(breaker.admit(2 * PAUSE), Ok(()));
        breaker.learn(2 * PAUSE, Health::Well);
        assert_eq!(breaker.admit(2 * PAUSE), Ok(()));
        assert_eq!(breaker.admit(2 * PAUSE), Ok(()));
    }

    #[test]
    fn a_refusal_is_no_failure() {
        let mut breaker = Breaker::default();
        for _ in 0..FAILURES {
            breaker.learn(0, Health::Failing);
            breaker.learn(0, Health::Well);
        }
        assert_eq!(breaker.admit(0), Ok(()));
    }

    #[test]
    fn notion_is_left_alone_for_as_long_as_it_asks() {
        let mut breaker = Breaker::default();
        breaker.learn(0, Health::Overloaded { seconds: 20 });
        breaker.learn(1, Health::Well);
        assert_eq!(breaker.admit(1_000), Err(Refusal::TooMany { retry_after: 19 }));
        assert_eq!(breaker.admit(20_000), Ok(()));
    }

    #[test]
    fn all_together_have_a_limit() {
        let mut breaker = Breaker::default();
        let served = (0..10_000).filter(|now| breaker.admit(*now).is_ok()).count();
        assert_eq!(served, 50 + 49);
    }
}
