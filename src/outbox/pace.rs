//! Three requests a second across everything, which is what Notion takes on
//! average. Up to three may go out together; the fourth waits until the first is
//! a second old.

use crate::instant::Millis;

/// How many go out in one [`SECOND`].
const REQUESTS: usize = 3;

/// A second, and some for the way: what leaves evenly arrives unevenly.
const SECOND: Millis = 1_100;

/// How long a request may take to arrive, at most, for its second to begin then.
const WAY: Millis = 1_000;

/// When the next request may go out, given when the latest did.
///
/// Mostly somebody asks to send the next one when the latest was answered: until then it
/// may have been on its way, held up by a new connection or a busy device, and
/// its second begins no sooner.
#[must_use]
pub fn next(sent: &mut [Millis], now: Millis) -> Millis {
    if let Some(latest) = sent.last_mut() {
        *latest = now.min(*latest + WAY);
    }
    // A moment that is yet to come was noted before the clock was set back.
    let mut recent = sent.iter().filter(|&&at| at <= now).rev();
    recent.nth(REQUESTS - 1).map_or(now, |&third| now.max(third + SECOND))
}

/// Notes that a request goes out.
pub fn note(sent: &mut Vec<Millis>, now: Millis) {
    sent.retain(|&at| at <= now);
    sent.push(now);
    let spare = sent.len().saturating_sub(REQUESTS);
    sent.drain(..spare);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When a hundred requests arrive that are sent one after the other, each on its
    /// way for as long as `way` says.
    fn arrivals(way: impl Fn(u64) -> Millis) -> Vec<Millis> {
        let (mut sent, mut all, mut now) = (Vec::new(), Vec::new(), 1_000);
        for turn in 0..100 {
            now = next(&mut sent, now);
            note(&mut sent, now);
            now += way(turn);
            all.push(now);
        }
        all
    }

    #[test]
    fn no_second_has_more_than_three() {
        let quick = arrivals(|turn| turn % 7);
        assert!(quick.windows(4).all(|four| four[3] - four[0] >= SECOND));
        // Every other one is held up for most of a second.
        let uneven = arrivals(|turn| turn % 2 * 900);
        assert!(uneven.windows(4).all(|four| four[3] - four[0] >= 1_000));
    }

    #[test]
    fn what_is_long_ago_holds_nothing_up() {
        assert_eq!(next(&mut [], 5), 5);
        assert_eq!(next(&mut [1, 2], 5), 5);
        assert_eq!(next(&mut [1, 2, 3], 3_000), 3_000);
        // The clock was set back by a day.
        assert_eq!(next(&mut [86_400_000, 86_400_001, 86_400_002], 5), 5);
    }
}
