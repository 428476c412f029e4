//! Three requests a second across everything, which is what Notion takes on
//! average. Up to three may go out together; the fourth waits until the first is
//! a second old.

use crate::instant::Millis;

/// How many go out in one [`SECOND`].
const REQUESTS: usize = 3;

/// A second, and some for the way: what leaves evenly arrives unevenly.
const SECOND: Millis = 1_100;

/// When the next request may go out, given when the latest did.
#[must_use]
pub fn next(sent: &[Millis], now: Millis) -> Millis {
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

    #[test]
    fn no_second_has_more_than_three() {
        let (mut sent, mut all, mut now) = (Vec::new(), Vec::new(), 1_000);
        for turn in 0..100 {
            now = next(&sent, now).max(now) + turn % 7;
            note(&mut sent, now);
            all.push(now);
        }
        assert!(all.windows(4).all(|four| four[3] - four[0] >= SECOND));
        assert_eq!(next(&[], 5), 5);
        assert_eq!(next(&[1, 2], 5), 5);
        // The clock was set back by a day.
        assert_eq!(next(&[86_400_000, 86_400_001, 86_400_002], 5), 5);
    }
}
