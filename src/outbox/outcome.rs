//! What an answer proves. Notion has no idempotency key, so "it failed" is not
//! enough: a request that was certainly not applied may be sent again, one that
//! may have been applied must be looked up first.

use super::operation::{Operation, State};
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
            Code::RateLimited | Code::Overloaded | Code::Blocked | Code::RenewalFailed | Code::NotionNotAllowed => {
                Self::Later(error)
            }
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
    /// A complete search found none, at this moment by Notion's clock.
    Absent(Millis),
    /// So many of the blocks are in the page, seen at this moment by Notion's clock.
    Arrived(u32, Millis),
    /// The search itself failed or was cut short.
    Failed(Box<Error>),
}

/// How far this device's clock may run ahead of Notion's without hiding a page
/// from the search for it.
const SKEW: Millis = 600_000;

/// The moment from which on a page may be the save that was first sent then:
/// Notion rounds creation times down to the minute. If this device's clock is
/// wrong, it was as wrong when sending, or it was set since: the earlier counts.
#[must_use]
pub fn earliest(first_sent_at: Millis, now: Millis, clock: Millis) -> Millis {
    let ago = now.saturating_sub(first_sent_at);
    let early = first_sent_at.min(clock.saturating_sub(ago)).saturating_sub(SKEW);
    early - early % instant::MINUTE
}

/// What is known of a save when its page is looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// From which moment on a page may be it, by Notion's clock.
    pub since: Millis,
    /// When it was first sent, by this device's clock.
    pub first_sent_at: Millis,
    /// Notion's clock at its answer.
    pub clock: Millis,
    /// Who may be its author.
    pub senders: &'a [String],
    /// The pages that belong to other saves.
    pub taken: &'a [String],
    /// The title it was sent with. A page of another title is not it: to take one
    /// for it would lose it, to miss one that was renamed within the minute doubles it.
    pub title: &'a str,
    /// Whether the search was for the save's own id, which no other page has.
    pub by_id: bool,
}

/// Reads a search for pages with the save's mark: the one that a connection which
/// sent it created nearest to the moment the save was first sent, and that no other save
/// owns.
#[must_use]
pub fn lookup(found: &List<'_>, wanted: &Wanted<'_>) -> Lookup {
    match candidates(found, wanted).into_iter().min_by_key(|(at, _)| at.abs_diff(wanted.first_sent_at)) {
        Some((_, page)) => Lookup::Found(page),
        None if found.is_complete => Lookup::Absent(wanted.clock),
        None => Lookup::Failed(Code::UnreadableAnswer.into()),
    }
}

/// A page that may be the save, and when it was made, to the minute below.
pub type Candidate = (Millis, PageRef);

/// The pages of a search that may be the save.
#[must_use]
pub fn candidates(found: &List<'_>, wanted: &Wanted<'_>) -> Vec<Candidate> {
    let mut pages = Vec::new();
    for page in found.results {
        let at = answer::created_at(page);
        let ours = answer::author(page).is_none_or(|author| wanted.senders.iter().any(|sender| sender == author));
        // A token that may not read gets no properties back: then nothing speaks against it.
        let title = answer::title(page);
        let same_title = title.is_empty() || title == wanted.title;
        let recent = at.is_some_and(|at| at >= wanted.since);
        let is_it = wanted.by_id || ours && recent && same_title;
        if let Some(page) = PageRef::from_answer(page).filter(|page| is_it && !wanted.taken.contains(&page.id)) {
            pages.push((at.unwrap_or_default(), page));
        }
    }
    pages
}

/// The ids of pages that belong to other saves of the same thing. `None` while one
/// is being sent: its page is there, perhaps, and not yet its own.
#[must_use]
pub fn taken(others: &[Box<Operation>], save: &Operation) -> Option<Vec<String>> {
    let mut taken = Vec::new();
    for other in others.iter().filter(|other| other.id != save.id && other.clip.address == save.clip.address) {
        match &other.page {
            Some(page) => taken.push(page.id.clone()),
            None if other.state == State::Sent => return None,
            None => {}
        }
    }
    Some(taken)
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
        let first_sent_at = instant::from_iso("2026-11-23T10:00:30.000Z").unwrap();
        let (senders, clock) = (["bot".to_owned()], first_sent_at + 5_000);
        let since = earliest(first_sent_at, clock, clock);
        let wanted = Wanted { since, first_sent_at, clock, senders: &senders, taken, ..Wanted::default() };
        lookup(&List::from_answer(&answer).unwrap(), &wanted)
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
        assert!(matches!(look(&[page(1, "2026-11-23T09:49:00.000Z", "bot")], &[]), Lookup::Absent(_)));
    }

    #[test]
    fn a_page_of_another_save_is_not_this_one() {
        let taken = ["00000000-0000-0000-0000-000000000003".to_owned()];
        assert!(matches!(look(&[page(3, "2026-11-23T10:00:00.000Z", "bot")], &taken), Lookup::Absent(_)));
    }

    #[test]
    fn a_search_cut_short_proves_nothing() {
        let answer = crate::json::testing::json(json!({ "results": [], "request_status": { "type": "incomplete" } }));
        let list = List::from_answer(&answer).unwrap();
        assert!(matches!(lookup(&list, &Wanted::default()), Lookup::Failed(_)));
    }

    #[test]
    fn a_wrong_clock_hides_no_page() {
        // N-11, R13
        let (day, notion) = (86_400_000, 100 * 86_400_000);
        // A day ahead when it was sent, and still, or set right since.
        for now in [notion + day + 5_000, notion + 5_000] {
            assert!(earliest(notion + day, now, notion + 5_000) <= notion);
        }
        // Right when it was sent, and wrong since.
        for now in [notion + day, notion - day] {
            assert!(earliest(notion, now, notion + 5_000) <= notion);
        }
        assert_eq!(earliest(notion, notion, notion), notion - SKEW);
    }

    #[test]
    fn while_another_save_of_the_same_page_is_under_way_nothing_is_taken_for_this_one() {
        let save = |id: &str, state, page: Option<&str>| {
            let page = page.map(|id| PageRef { id: id.into(), url: String::new() });
            Box::new(Operation { id: id.into(), state, page, ..Operation::default() })
        };
        let mine = save("a", State::Unclear, None);
        let others = |state| [mine.clone(), save("b", State::Saved, Some("p")), save("c", state, None)];
        assert_eq!(taken(&others(State::Unclear), &mine), Some(vec!["p".to_owned()]));
        assert_eq!(taken(&others(State::Sent), &mine), None);
    }
}
