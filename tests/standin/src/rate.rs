//! Notion's rate limit: three requests a second on average, for each connection.

use std::collections::HashMap;

use crate::identifier::Id;
use crate::moment::Moment;

/// Milliseconds one request costs.
const COST: i64 = 1000 / 3;
/// Milliseconds that can be saved up: a burst of nine requests.
const BURST: i64 = 9 * COST;

/// How much each connection has saved up.
#[derive(Debug, Default)]
pub struct Limiter {
    purses: HashMap<Id, Purse>,
}

#[derive(Debug)]
struct Purse {
    saved: i64,
    at: Moment,
}

impl Limiter {
    /// Lets a request through, or says how many whole seconds to wait.
    ///
    /// # Errors
    /// The seconds for `Retry-After`.
    pub fn admit(&mut self, connection: Id, now: Moment) -> Result<(), u64> {
        let purse = self.purses.entry(connection).or_insert(Purse { saved: BURST, at: now });
        let passed = now.0.saturating_sub(purse.at.0).max(0);
        purse.saved = purse.saved.saturating_add(passed).min(BURST);
        purse.at = now;
        if purse.saved < COST {
            return Err(u64::try_from(COST - purse.saved).unwrap_or_default().div_ceil(1000).max(1));
        }
        purse.saved -= COST;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifier::fresh;

    #[test]
    fn a_burst_passes_and_then_three_a_second() {
        let (mut limiter, connection, start) = (Limiter::default(), fresh(), Moment(0));
        let burst = (0..20).filter(|_| limiter.admit(connection, start).is_ok()).count();
        assert_eq!(burst, 9);
        assert_eq!(limiter.admit(connection, start), Err(1));
        for second in 1..=5 {
            let now = start.plus(second * 1000);
            let passed = (0..10).filter(|_| limiter.admit(connection, now).is_ok()).count();
            assert_eq!(passed, 3, "in second {second}");
        }
    }

    #[test]
    fn connections_do_not_share_a_purse() {
        let (mut limiter, now) = (Limiter::default(), Moment(0));
        let (one, other) = (fresh(), fresh());
        while limiter.admit(one, now).is_ok() {}
        assert_eq!(limiter.admit(other, now), Ok(()));
    }

    #[test]
    fn a_clock_that_goes_back_gives_nothing_away() {
        let (mut limiter, connection) = (Limiter::default(), fresh());
        while limiter.admit(connection, Moment(10_000)).is_ok() {}
        assert!(limiter.admit(connection, Moment(0)).is_err());
    }
}
