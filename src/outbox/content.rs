//! The article of a save. It may be hundreds of kilobytes, so it is kept beside the
//! record, and the record says only what it takes to go on: where the requests end
//! that it is sent in, and under which key it lies.
//!
//! `"100,134:KEY"` is an article of 134 blocks, to be sent as 100 and 34.

use super::operation::Operation;

/// How many blocks one request appends.
pub const BATCH: usize = 100;

/// The key that an article lies under; empty for none.
#[must_use]
pub fn key(article: &str) -> &str {
    article.split_once(':').map_or("", |(_, key)| key)
}

/// Where its requests end, in blocks.
fn ends(article: &str) -> impl Iterator<Item = usize> {
    let ends = article.split_once(':').map_or("", |(ends, _)| ends);
    ends.split(',').filter_map(|end| end.parse().ok())
}

/// How many blocks a save appends in all, or had sent along with its page.
#[must_use]
pub fn count(save: &Operation) -> usize {
    save.blocks.len() + ends(&save.article).last().unwrap_or_default()
}

/// Where the request ends that goes on after so many blocks.
#[must_use]
pub fn next_end(save: &Operation, from: usize) -> usize {
    let own = save.blocks.len();
    if from < own {
        return own.min(from + BATCH);
    }
    ends(&save.article).map(|end| own + end).find(|&end| end > from).unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;

    #[test]
    fn requests_follow_each_other_without_a_gap() {
        let mut save = Operation { article: "40,134:k".into(), blocks: vec![Json::Null; 130], ..Operation::default() };
        assert_eq!((key(&save.article), count(&save)), ("k", 264));
        let ends = |save: &Operation| {
            let ends = std::iter::successors(Some(0), |&from| Some(next_end(save, from)).filter(|&end| end > from));
            ends.skip(1).collect::<Vec<_>>()
        };
        assert_eq!(ends(&save), [100, 130, 170, 264]);
        // One that was interrupted goes on from wherever it is.
        assert_eq!(next_end(&save, 141), 170);
        save.article.clear();
        assert_eq!(ends(&save), [100, 130]);
        // Nobody else writes these; should something be lost, nothing is sent of it.
        for broken in ["", "k", ":k", "x,y:k"] {
            save.article = broken.into();
            assert_eq!(count(&save), 130);
        }
    }
}
