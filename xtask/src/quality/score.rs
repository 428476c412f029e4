//! How much of an answer a text has, and how much else.
//!
//! A text is a bag of words: runs of letters and digits in lower case, without
//! apostrophes; in the scripts that part no words, each character is one.

use std::collections::HashMap;

use super::corpus::Known;

/// The score of one page, or the mean of several.
#[derive(Clone, Debug, Default)]
pub(crate) struct Score {
    pub(crate) pages: f64,
    pub(crate) f1: f64,
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    /// Shares of what was looked for, and how many pages had any.
    pub(crate) headings: Share,
    pub(crate) with: Share,
    pub(crate) without: Share,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Share {
    pub(crate) found: f64,
    pub(crate) all: f64,
}

impl Share {
    fn of(found: impl Iterator<Item = bool>) -> Share {
        found.fold(Share::default(), |share, found| Share {
            found: share.found + f64::from(u8::from(found)),
            all: share.all + 1.0,
        })
    }

    fn add(&mut self, other: Share) {
        self.found += other.found;
        self.all += other.all;
    }

    pub(crate) fn text(self) -> String {
        if self.all == 0.0 { "    –".to_owned() } else { format!("{:.3}", self.found / self.all) }
    }
}

impl Score {
    /// Measures a text against what is known of its page.
    pub(crate) fn of(known: &Known, text: &str) -> Score {
        let (answer, given) = (words(&known.text), words(text));
        let shared = shared(&answer, &given);
        let share = |of: usize| if of == 0 { 0.0 } else { count(shared) / count(of) };
        let (precision, recall, f1) = match answer.len() + given.len() {
            0 => (1.0, 1.0, 1.0),
            all => (share(given.len()), share(answer.len()), 2.0 * count(shared) / count(all)),
        };
        let joined = format!(" {} ", given.join(" "));
        let is_there = |snippet: &String| joined.contains(&format!(" {} ", words(snippet).join(" ")));
        let lines: std::collections::HashSet<String> = text.lines().map(|line| words(line).join(" ")).collect();
        let headings = known.headings.iter().map(|heading| words(heading).join(" "));
        Score {
            pages: 1.0,
            f1,
            precision,
            recall,
            headings: Share::of(headings.filter(|heading| !heading.is_empty()).map(|heading| lines.contains(&heading))),
            with: Share::of(known.with.iter().map(is_there)),
            without: Share::of(known.without.iter().map(|snippet| !is_there(snippet))),
        }
    }

    /// The sum of several.
    pub(crate) fn sum<'score>(scores: impl Iterator<Item = &'score Score>) -> Score {
        let mut sum = Score::default();
        for score in scores {
            sum.pages += score.pages;
            sum.f1 += score.f1;
            sum.precision += score.precision;
            sum.recall += score.recall;
            sum.headings.add(score.headings);
            sum.with.add(score.with);
            sum.without.add(score.without);
        }
        sum
    }

    /// The names of what [`Score::text`] shows.
    pub(crate) const COLUMNS: &'static str = "pages      F1   prec.  recall  headings   with  without";

    /// Means, in columns.
    pub(crate) fn text(&self) -> String {
        let mean = |sum: f64| sum / self.pages.max(1.0);
        format!(
            "{:5}   {:.3}   {:.3}   {:.3}     {}  {}    {}",
            self.pages,
            mean(self.f1),
            mean(self.precision),
            mean(self.recall),
            self.headings.text(),
            self.with.text(),
            self.without.text(),
        )
    }
}

#[allow(clippy::cast_precision_loss, reason = "words of a page")]
fn count(number: usize) -> f64 {
    number as f64
}

/// How many words two bags share.
pub(crate) fn shared(one: &[String], other: &[String]) -> usize {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in one {
        *left.entry(word).or_default() += 1;
    }
    let mut taken = 0;
    for word in other {
        if let Some(count) = left.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            taken += 1;
        }
    }
    taken
}

/// The words of a text.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | '\u{ad}' | '\u{200b}')) {
        let is_alone = matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
        if (is_alone || !c.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        if is_alone && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_a_reader_sees() {
        assert_eq!(words("It’s “here” – 3.5 now"), ["its", "here", "3", "5", "now"]);
        assert_eq!(words("日本語 ok。"), ["日", "本", "語", "ok"]);
        assert_eq!(words("한국어 단어"), ["한국어", "단어"]);
    }

    #[test]
    fn words_are_shared_as_often_as_both_have_them() {
        assert_eq!(shared(&words("a a b c"), &words("a b b a a")), 3);
    }
}
