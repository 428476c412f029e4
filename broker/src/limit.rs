//! Who has to wait: so many requests a minute, and so many at once, from one place.
//!
//! Everything has a bound. A table that is full is set aside and begun anew, and what was set aside
//! before is forgotten: a flood from very many places loosens the limits (the breaker still holds)
//! rather than lock newcomers out.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::refusal::Refusal;

/// The most places one table knows.
const MOST_PLACES: usize = 4096;

/// So many requests at once from one place.
pub const AT_ONCE: u8 = 5;

/// Where a request comes from. Whoever has one IPv6 address has the 2^64 beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An address.
    V4([u8; 4]),
    /// A network.
    V6([u8; 8]),
}

impl From<IpAddr> for Place {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address.octets()),
            IpAddr::V6(address) => {
                let [a, b, c, d, e, f, g, h, ..] = address.octets();
                Self::V6([a, b, c, d, e, f, g, h])
            }
        }
    }
}

/// So many at once, and after that one in so many milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// Milliseconds for one.
    pub interval: u64,
    /// How many at once.
    pub burst: u64,
}

impl Rate {
    /// Takes one, if it is there. `due` is when the bucket will be full again, which is all there is to it.
    ///
    /// # Errors
    /// How many milliseconds are to be waited.
    pub fn take(self, due: &mut u64, now: u64) -> Result<(), u64> {
        let next = (*due).max(now).saturating_add(self.interval);
        let latest = now.saturating_add(self.interval.saturating_mul(self.burst));
        if next > latest {
            return Err(next - latest);
        }
        *due = next;
        Ok(())
    }

    /// After so long a bucket is full, and need not be remembered.
    const fn memory(self) -> u64 {
        self.interval.saturating_mul(self.burst)
    }
}

/// What asks Notion or makes a state: ten a minute.
const WORK: Rate = Rate { interval: 6_000, burst: 10 };
/// Everything else, errors too: sixty a minute.
const LOOK: Rate = Rate { interval: 1_000, burst: 60 };

/// Buckets, by place, in two generations.
struct Buckets {
    rate: Rate,
    recent: BTreeMap<Place, u64>,
    before: BTreeMap<Place, u64>,
    begun: u64,
}

impl Buckets {
    const fn new(rate: Rate) -> Self {
        Self { rate, recent: BTreeMap::new(), before: BTreeMap::new(), begun: 0 }
    }

    fn take(&mut self, place: Place, now: u64) -> Result<(), u64> {
        if self.recent.len() >= MOST_PLACES || now.saturating_sub(self.begun) >= self.rate.memory() {
            self.before = std::mem::take(&mut self.recent);
            self.begun = now;
        }
        let remembered = self.before.get(&place).copied().unwrap_or(0);
        self.rate.take(self.recent.entry(place).or_insert(remembered), now)
    }
}

/// The limits of a front door.
pub struct Limits {
    work: Buckets,
    look: Buckets,
    under_way: BTreeMap<Place, u8>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { work: Buckets::new(WORK), look: Buckets::new(LOOK), under_way: BTreeMap::new() }
    }
}

impl Limits {
    /// Counts a request; `now` is in milliseconds, from any beginning.
    ///
    /// # Errors
    /// When there were too many.
    pub fn count(&mut self, place: Place, works: bool, now: u64) -> Result<(), Refusal> {
        let buckets = if works { &mut self.work } else { &mut self.look };
        buckets.take(place, now).map_err(|wait| Refusal::TooMany { retry_after: wait.div_ceil(1000) })
    }

    /// Notes that a request begins. The number of those under way is for the door to bound.
    ///
    /// # Errors
    /// When there are too many at once.
    pub fn enter(&mut self, place: Place) -> Result<(), Refusal> {
        let under_way = self.under_way.entry(place).or_insert(0);
        if *under_way >= AT_ONCE {
            return Err(Refusal::TooMany { retry_after: 1 });
        }
        *under_way += 1;
        Ok(())
    }

    /// Notes that a request that entered is over.
    pub fn leave(&mut self, place: Place) {
        if let Some(under_way) = self.under_way.get_mut(&place) {
            *under_way = under_way.saturating_sub(1);
            if *under_way == 0 {
                self.under_way.remove(&place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(text: &str) -> Place {
        text.parse::<IpAddr>().unwrap().into()
    }

    #[test]
    fn k_07_ten_a_minute_from_one_place_and_the_others_are_served() {
        let mut limits = Limits::default();
        let (one, other) = (place("192.0.2.1"), place("192.0.2.2"));
        let served = (0..1_000).filter(|request| limits.count(one, true, *request).is_ok()).count();
        assert_eq!(served, 10);
        assert_eq!(limits.count(one, true, 1_000), Err(Refusal::TooMany { retry_after: 5 }));
        assert_eq!(limits.count(other, true, 1_000), Ok(()));
        assert_eq!(limits.count(one, true, 6_000), Ok(()));
        assert!(limits.count(one, true, 6_001).is_err());
    }

    #[test]
    fn looking_costs_nothing_of_what_work_may() {
        let mut limits = Limits::default();
        let one = place("192.0.2.1");
        assert_eq!((0..100).filter(|_| limits.count(one, false, 0).is_ok()).count(), 60);
        assert_eq!(limits.count(one, true, 0), Ok(()));
    }

    #[test]
    fn five_at_once() {
        let mut limits = Limits::default();
        let one = place("2001:db8:1:2::1");
        for _ in 0..AT_ONCE {
            limits.enter(one).unwrap();
        }
        // The same network, and so the same place.
        assert!(limits.enter(place("2001:db8:1:2:ffff::9")).is_err());
        assert!(limits.enter(place("2001:db8:1:3::1")).is_ok());
        limits.leave(one);
        assert!(limits.enter(one).is_ok());
    }

    #[test]
    fn an_address_has_one_place_however_it_is_written() {
        assert_eq!(place("::ffff:192.0.2.1"), place("192.0.2.1"));
        assert_ne!(place("2001:db8::1"), place("2001:db8:0:1::1"));
    }

    #[test]
    fn a_flood_of_places_takes_bounded_memory() {
        let mut limits = Limits::default();
        for number in 0..100_000_u32 {
            let _ = limits.count(Place::V4(number.to_be_bytes()), true, u64::from(number / 100));
        }
        assert!(limits.work.recent.len() + limits.work.before.len() <= 2 * MOST_PLACES);
    }

    #[test]
    fn time_passing_forgets_nobody_who_still_has_to_wait() {
        let mut limits = Limits::default();
        let one = place("192.0.2.1");
        for _ in 0..10 {
            limits.count(one, true, 59_000).unwrap();
        }
        // The table is begun anew here, and the place is found in the one set aside.
        assert!(limits.count(one, true, 60_500).is_err());
    }

    proptest! {
        #[test]
        fn no_minute_sees_more_than_the_burst_and_what_refills(steps in prop::collection::vec(0_u64..3_000, 1..300)) {
            let mut limits = Limits::default();
            let (mut now, mut served) = (0, Vec::new());
            for step in steps {
                now += step;
                if limits.count(place("192.0.2.1"), true, now).is_ok() {
                    served.push(now);
                }
            }
            for (at, first) in served.iter().enumerate() {
                let within = served[at..].iter().filter(|time| **time < first + 60_000).count();
                prop_assert!(within <= 20, "{within} within a minute");
            }
        }
    }
}
