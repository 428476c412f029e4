//! What an answer proves. Notion has no idempotency key, so "it failed" is not
//! enough: a request that was certainly not applied may be sent again, one that
//! may have been applied must be looked up first.

use super::operation::Operation;
use crate::error::{Code, Error};
use crate::instant::{self, Millis};
use crate::notion::answer::{self, List, PageRef};

/// What came of sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Notion has the page.
    Applied(PageRef),
    /// Certainly not applied; the same request may work later.
    Later(Box<Error>),
    /// Certainly not applied; the content was refused.
    Refused(Box<Error>),
    /// Certainly not applied; the account, the sharing or a limit stands in the way.
    Blocked(Box<Error>),
    /// May have been applied.
    Unknown(Box<Error>),
}

impl Outcome {
    /// The outcome of an attempt that ended in an error.
    #[must_use]
    pub fn of(error: Box<Error>) -> Self {
        match error.code {
            Code::RateLimited | Code::Overloaded | Code::Blocked | Code::RenewalFailed => Self::Later(error),
            Code::InvalidRequest | Code::TooLarge => Self::Refused(error),
            Code::TokenRejected
            | Code::Forbidden
            | Code::NotShared
            | Code::LimitReached
            | Code::NotConnected
            | Code::NotConfirmed
            | Code::GrantRejected
            | Code::ClientRejected
            | Code::UnknownDestination => Self::Blocked(error),
            // A conflict, a failure of Notion's, a lost or unreadable answer: all
            // may hide a page that was created.
            _ => Self::Unknown(error),
        }
    }

    /// The outcome of an error met while preparing: nothing was sent yet, so
    /// there is nothing to look up.
    #[must_use]
    pub fn before_sending(error: Box<Error>) -> Self {
        match Self::of(error) {
            Self::Unknown(error) => Self::Later(error),
            certain => certain,
        }
    }
}

/// What a search for the page found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// This page is the save.
    Found(PageRef),
    /// A complete search found none.
    Absent,
    /// The search itself failed or was cut short.
    Failed(Box<Error>),
}

/// How far this device's clock may run ahead of Notion's without hiding a page
/// from the search for it.
const SKEW: Millis = 600_000;

/// The moment from which on a page may be the save that was first sent then:
/// Notion rounds creation times down to the minute.
#[must_use]
pub fn earliest(first_sent_at: Millis) -> Millis {
    let early = first_sent_at.saturating_sub(SKEW);
    early - early % instant::MINUTE
}

/// Reads a search for pages with the save's mark: the one that a connection which
/// sent it created nearest to the moment the save was first sent, and that no other save
/// owns.
#[must_use]
pub fn lookup(found: &List<'_>, first_sent_at: Millis, senders: &[String], taken: &[String]) -> Lookup {
    let since = earliest(first_sent_at);
    let ours = found
        .results
        .iter()
        .filter(|page| answer::author(page).is_none_or(|author| senders.iter().any(|sender| sender == author)));
    let recent = ours.filter_map(|page| {
        let at = answer::created_at(page).filter(|&at| at >= since)?;
        Some((at, PageRef::from_answer(page)?))
    });
    let free = recent.filter(|(_, page)| !taken.contains(&page.id));
    match free.min_by_key(|&(at, _)| at.abs_diff(first_sent_at)) {
        Some((_, page)) => Lookup::Found(page),
        None if found.is_complete => Lookup::Absent,
        None => Lookup::Failed(Code::UnreadableAnswer.into()),
    }
}

/// The ids of pages that belong to other saves of the same thing.
#[must_use]
pub fn taken(all: &[Box<Operation>], save: &Operation) -> Vec<String> {
    let others = all.iter().filter(|other| other.id != save.id && other.clip.address == save.clip.address);
    others.filter_map(|other| other.page.as_ref().map(|page| page.id.clone())).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_was_certainly_not_applied_may_be_sent_again() {
        for &code in Code::ALL {
            let unknown = matches!(Outcome::of(code.into()), Outcome::Unknown(_));
            let doubtful = matches!(
                code,
                Code::Conflict
                    | Code::NotionFailed
                    | Code::Offline
                    | Code::TimedOut
                    | Code::UnreadableAnswer
                    | Code::Interrupted
            );
            assert!(unknown || !doubtful, "{code:?} may hide a page");
        }
        for code in [Code::RateLimited, Code::Overloaded] {
            assert!(matches!(Outcome::of(code.into()), Outcome::Later(_)));
        }
        for code in [Code::TokenRejected, Code::NotShared, Code::Forbidden] {
            assert!(matches!(Outcome::of(code.into()), Outcome::Blocked(_)));
        }
    }

    fn page(id: u8, created: &str, author: &str) -> serde_json::Value {
        json!({ "object": "page", "id": format!("{id:032x}"), "url": "https://www.notion.so/x",
                "created_time": created, "created_by": { "id": author } })
    }

    fn look(pages: &[serde_json::Value], taken: &[String]) -> Lookup {
        let answer = crate::json::testing::json(json!({ "results": pages }));
        lookup(
            &List::from_answer(&answer).unwrap(),
            instant::from_iso("2026-11-23T10:00:30.000Z").unwrap(),
            &["bot".to_owned()],
            taken,
        )
    }

    #[test]
    fn the_nearest_of_our_own_pages_is_the_save() {
        let found = look(
            &[
                page(1, "2026-11-23T09:49:00.000Z", "bot"),
                page(2, "2026-11-23T10:00:00.000Z", "somebody"),
                page(4, "2026-11-23T10:03:00.000Z", "bot"),
                page(3, "2026-11-23T10:00:00.000Z", "bot"),
            ],
            &[],
        );
        assert!(matches!(found, Lookup::Found(page) if page.id.ends_with('3')));
        assert_eq!(look(&[page(1, "2026-11-23T09:49:00.000Z", "bot")], &[]), Lookup::Absent);
    }

    #[test]
    fn a_page_of_another_save_is_not_this_one() {
        let taken = ["00000000-0000-0000-0000-000000000003".to_owned()];
        assert_eq!(look(&[page(3, "2026-11-23T10:00:00.000Z", "bot")], &taken), Lookup::Absent);
    }

    #[test]
    fn a_search_cut_short_proves_nothing() {
        let answer = crate::json::testing::json(json!({ "results": [], "request_status": { "type": "incomplete" } }));
        let list = List::from_answer(&answer).unwrap();
        assert!(matches!(lookup(&list, 0, &["bot".to_owned()], &[]), Lookup::Failed(_)));
    }
}
