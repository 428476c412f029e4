//! The rules one by one. All of them together, against a Notion that delays, lies
//! and loses answers, are in `tests/simulation`.

use super::*;
use crate::mapping::value::Caution;

fn queued() -> Operation {
    let mut save = Operation { id: "op".into(), created_at: 1_000, ..Operation::default() };
    save.clip.address = "https://e.com/".into();
    save
}

fn page() -> PageRef {
    PageRef { id: "p".into(), url: "https://www.notion.so/p".into() }
}

fn error(code: Code) -> Box<Error> {
    code.into()
}

fn at(now: Millis) -> Moment {
    Moment { now, jitter: 0.5, ..Moment::default() }
}

fn after(mut save: Operation, event: Event, now: Millis) -> (Operation, Next) {
    let next = step(&mut save, event, at(now));
    (save, next)
}

fn unknown(code: Code) -> Event {
    Event::Answered(Outcome::Unknown(error(code)))
}

/// One whose outcome is not known.
fn unclear() -> Operation {
    after(after(queued(), Event::Begin, 0).0, unknown(Code::TimedOut), 58_000).0
}

fn absent(clock: Millis) -> Event {
    Event::Looked(Lookup::Absent(clock))
}

#[test]
fn a_save_is_sent_once_and_done() {
    let (save, next) = after(queued(), Event::Begin, 2_000);
    assert_eq!((save.state, next, save.first_sent_at), (State::Sent, Next::Send, Some(2_000)));
    let (save, next) = after(save, Event::Answered(Outcome::Applied(page())), 3_000);
    assert_eq!((save.state, next, save.page.clone()), (State::Saved, Next::Rest, Some(page())));
    assert_eq!((save.check_at, save.undo_until()), (None, Some(33_000)));
    assert_eq!(after(save.clone(), Event::Begin, 4_000), (save, Next::Rest));
}

#[test]
fn an_unknown_outcome_is_looked_up_and_never_just_resent() {
    // R3 to R6, A-22
    let save = unclear();
    assert_eq!((save.state, save.not_before), (State::Unclear, 60_000));
    assert_eq!(after(save.clone(), Event::Begin, 59_000).1, Next::Wait(60_000));
    let (save, next) = after(save, Event::Begin, 60_000);
    assert_eq!(next, Next::Look);
    // The quarantine is counted by Notion's clock, from the first search that found nothing.
    let notion = 1_000_000;
    let (save, next) = after(save, absent(notion), 60_500);
    assert_eq!(next, Next::Wait(60_500 + QUARANTINE));
    // This device's clock was set forward meanwhile: that is no proof of anything.
    let (save, next) = after(save, absent(notion + 5_000), 86_400_000);
    assert_eq!(next, Next::Wait(86_400_000 + QUARANTINE - 5_000));
    let (save, next) = after(save, absent(notion + QUARANTINE), 200_000);
    assert_eq!(next, Next::Wait(200_000 + BETWEEN_LOOKUPS));
    // A page that turns up at any time is the save.
    let (found, next) = after(save.clone(), Event::Looked(Lookup::Found(page())), 201_000);
    assert_eq!((found.state, next, found.check_at), (State::Saved, Next::Rest, Some(201_000 + CHECK)));
    let (save, next) = after(save, absent(notion + QUARANTINE + BETWEEN_LOOKUPS), 210_000);
    assert_eq!((save.state, next, save.missing_since), (State::Sent, Next::Send, None));
}

#[test]
fn an_interrupted_save_is_looked_up_first() {
    // L-03, L-04, C-09: the quarantine is counted from when it was found.
    let (save, _) = after(queued(), Event::Begin, 0);
    let (save, next) = after(save, Event::Begin, 100_000);
    assert_eq!((save.state, next, save.last_sent_at), (State::Unclear, Next::Look, Some(100_000)));
}

#[test]
fn what_one_store_may_have_lost_is_looked_up_first() {
    // R8, L-08
    let mut save = queued();
    let next = step(&mut save, Event::Begin, Moment { differ: true, ..at(5_000) });
    assert_eq!((save.state, next, save.first_sent_at), (State::Unclear, Next::Look, Some(1_000)));
}

#[test]
fn an_account_that_waits_holds_up_its_saves() {
    // R10, A-12
    let mut save = queued();
    let next = step(&mut save, Event::Begin, Moment { paused_until: 30_000, ..at(5_000) });
    assert_eq!((save.state, next), (State::Queued, Next::Wait(30_000)));
    let (mut save, _) = after(queued(), Event::Begin, 0);
    let refused = Event::Answered(Outcome::Later(error(Code::RateLimited)));
    let next = step(&mut save, refused, Moment { paused_until: 30_000, ..at(5_000) });
    assert_eq!((save.state, next), (State::Queued, Next::Wait(30_000)));
}

#[test]
fn what_follows_from_an_answer_waits_with_its_account() {
    // another save of the account was told to wait while this one was out.
    let paused = |now| Moment { paused_until: 90_000, ..at(now) };
    let (mut save, _) = after(queued(), Event::Begin, 0);
    let next = step(&mut save, Event::Answered(Outcome::Refused(error(Code::InvalidRequest))), paused(10_000));
    assert_eq!((save.state, next, save.repair), (State::Queued, Next::Wait(90_000), Repair::None));
    assert_eq!(after(save, Event::Begin, 90_000).1, Next::Send);
    let mut save = Operation { blocks: vec![Json::Null], ..after(queued(), Event::Begin, 0).0 };
    let next = step(&mut save, Event::Answered(Outcome::Applied(page())), paused(10_000));
    assert_eq!((save.state, next), (State::Queued, Next::Wait(90_000)));
    assert_eq!(after(save, Event::Begin, 90_000).1, Next::Send);
}

#[test]
fn refused_content_is_mended_once_and_then_shown() {
    // R11, A-01
    let mut save = queued();
    save.risk = Caution { pictures: true, values: true, ..Caution::default() }.bits();
    let refused = || Event::Answered(Outcome::Refused(error(Code::InvalidRequest)));
    let (save, _) = after(save, Event::Begin, 0);
    let (save, next) = after(save, refused(), 1);
    assert_eq!(next, Next::ReadSchema);
    let (save, next) = after(save, Event::SchemaRead(Ok(true)), 2);
    assert_eq!(next, Next::Send);
    let (save, next) = after(save, refused(), 3);
    assert_eq!((next, save.repair), (Next::Send, Repair::Pictures));
    let (save, next) = after(save, refused(), 4);
    assert_eq!((next, save.repair), (Next::Send, Repair::Values));
    let (save, next) = after(save, refused(), 5);
    assert_eq!((save.state, next), (State::Attention, Next::Rest));
    let (save, next) = after(save, Event::Retry, 6);
    assert_eq!((save.state, next, save.repair), (State::Sent, Next::Send, Repair::None));
}

#[test]
fn what_is_too_large_goes_as_a_link_once() {
    //
    let (save, _) = after(queued(), Event::Begin, 0);
    let refused = || Event::Answered(Outcome::Refused(error(Code::TooLarge)));
    let (save, next) = after(save, refused(), 1);
    assert_eq!((next, save.repair), (Next::Send, Repair::Link));
    let (save, next) = after(save, refused(), 2);
    assert_eq!((save.state, next, save.error.unwrap().code), (State::Attention, Next::Rest, Code::TooLarge));
}

#[test]
fn another_text_is_another_wish_where_it_goes_into_a_page() {
    let with = |kind, article: &str, page: &str| Operation {
        kind,
        article: article.into(),
        page: Some(PageRef::of(page)),
        ..queued()
    };
    let same = |one: &Operation, other: &Operation| one.is_same_intent(other);
    let added = with(Kind::Append, "1:a", "p");
    assert!(same(&added, &added.clone()));
    assert!(!same(&added, &with(Kind::Append, "1:b", "p")));
    // A page that is read twice has two texts.
    assert!(same(&with(Kind::New, "12:a", "p"), &with(Kind::New, "12:b", "")));
}

#[test]
fn nobody_waits_for_what_nobody_can_look_for_or_take_back() {
    let wished = Operation { wish: Wish::Forgotten, ..unclear() };
    let lookup = || Event::Looked(Lookup::Failed(error(Code::NotConnected)));
    assert_eq!(after(wished.clone(), lookup(), 60_000).0.state, State::Discarded);
    assert_eq!(after(unclear(), lookup(), 60_000).0.state, State::Unclear);
    assert_eq!(after(wished, Event::Remove, 60_000).0.state, State::Discarded);
    assert_eq!(after(unclear(), Event::Remove, 60_000).0.state, State::Unclear);
    let undoing = Operation { state: State::Undoing, page: Some(page()), ..queued() };
    assert_eq!(after(undoing, Event::Remove, 60_000).0.state, State::Discarded);
}

#[test]
fn an_update_that_is_discarded_while_it_is_sent_leaves_the_text_alone() {
    let update = Operation { kind: Kind::Update, page: Some(page()), article: "1:k".into(), ..queued() };
    let (save, _) = after(update, Event::Begin, 0);
    let (save, _) = after(save, Event::Discard, 1);
    let (save, _) = after(save, Event::Answered(Outcome::Applied(page())), 2);
    assert_eq!((save.state, save.article.as_str()), (State::Saved, ""));
}

#[test]
fn an_article_that_is_refused_costs_its_page_nothing() {
    let refused = |code| Event::Answered(Outcome::Refused(error(code)));
    let all = Caution { options: true, references: true, pictures: true, values: true };
    let joined = Operation {
        article: "1,2:k".into(),
        appended: 1,
        risk: all.bits() | risk::ARTICLE,
        ..after(queued(), Event::Begin, 0).0
    };
    let (save, next) = after(joined.clone(), refused(Code::InvalidRequest), 1);
    assert_eq!(next, Next::ReadSchema);
    let (mut save, next) = after(save, Event::SchemaRead(Ok(false)), 2);
    assert_eq!((next, save.repair), (Next::Send, Repair::Alone));
    // As it is prepared then.
    (save.appended, save.risk) = (0, all.bits());
    let (mut save, next) = after(save, Event::Answered(Outcome::Applied(page())), 3);
    assert_eq!((next, save.repair), (Next::Send, Repair::None));
    save.risk = risk::PICTURES;
    let (save, next) = after(save, refused(Code::InvalidRequest), 4);
    assert_eq!((next, save.notices.len()), (Next::ReadSchema, 0));
    let (save, next) = after(save, Event::SchemaRead(Ok(false)), 5);
    assert_eq!(
        (next, save.repair, save.notices),
        (Next::Send, Repair::Pictures, vec![Notice::of(NoticeCode::ImagesAsLinks)])
    );
    // What is too large together is tried apart as well.
    let (save, next) = after(joined, refused(Code::TooLarge), 1);
    assert_eq!((next, save.repair), (Next::Send, Repair::Alone));
}

#[test]
fn a_page_that_was_refused_makes_its_article_no_plainer() {
    let (save, _) = after(queued(), Event::Begin, 0);
    let bare = Operation { article: "1:k".into(), repair: Repair::Values, ..save };
    let (save, next) = after(bare, Event::Answered(Outcome::Applied(page())), 1);
    assert_eq!((next, save.repair), (Next::Send, Repair::None));
}

#[test]
fn a_person_who_is_gone_is_no_database_that_is_gone() {
    let mut save = queued();
    save.risk = Caution { references: true, ..Caution::default() }.bits();
    let gone = || Event::Answered(Outcome::Blocked(error(Code::NotShared)));
    let (save, _) = after(save, Event::Begin, 0);
    let (save, next) = after(save, gone(), 1);
    assert_eq!(next, Next::ReadSchema);
    let (save, next) = after(save, Event::SchemaRead(Ok(false)), 2);
    assert_eq!((next, save.repair), (Next::Send, Repair::References));
    let (save, next) = after(save, gone(), 3);
    assert_eq!((save.state, next), (State::Attention, Next::Rest));
}

#[test]
fn an_option_that_may_not_be_made_costs_no_save() {
    let mut save = queued();
    save.risk = Caution { options: true, ..Caution::default() }.bits();
    let (save, _) = after(save, Event::Begin, 0);
    let (save, _) = after(save, Event::Answered(Outcome::Blocked(error(Code::Forbidden))), 1);
    let (save, next) = after(save, Event::SchemaRead(Ok(false)), 2);
    assert_eq!((next, save.repair), (Next::Send, Repair::Options));
}

#[test]
fn a_schema_that_did_not_change_needs_a_person() {
    //
    let (save, _) = after(queued(), Event::Begin, 0);
    let (save, _) = after(save, Event::Answered(Outcome::Refused(error(Code::InvalidRequest))), 1);
    let (save, next) = after(save, Event::SchemaRead(Ok(false)), 2);
    assert_eq!((save.state, next, save.error.unwrap().code), (State::Attention, Next::Rest, Code::InvalidRequest));
}

#[test]
fn a_lost_token_keeps_the_save() {
    // T-03, A-05, A-06, A-08, A-10
    for code in [Code::TokenRejected, Code::NotShared, Code::Forbidden, Code::LimitReached] {
        let (save, _) = after(queued(), Event::Begin, 0);
        let (save, next) = after(save, Event::Answered(Outcome::Blocked(error(code))), 1);
        assert_eq!((save.state, next), (State::Attention, Next::Rest));
        // While it is not known whether Notion has it, a lost token changes nothing of that.
        let (save, _) = after(unclear(), Event::Looked(Lookup::Failed(error(code))), 60_000);
        assert_eq!(save.state, State::Unclear);
        assert_eq!(after(save, Event::Retry, 60_003).1, Next::Look);
    }
}

#[test]
fn a_conflict_is_looked_up_and_sent_again_five_times_at_most() {
    //
    let mut save = after(queued(), Event::Begin, 0).0;
    let mut clock = 0;
    for times in 1..=5 {
        save = after(save, unknown(Code::Conflict), clock).0;
        assert_eq!((save.state, save.unknowns), (State::Unclear, times));
        for wait in [0, QUARANTINE, BETWEEN_LOOKUPS] {
            clock += wait;
            save = after(save, absent(clock), clock).0;
        }
    }
    assert_eq!((save.state, save.error.unwrap().code), (State::Attention, Code::Conflict));
}

#[test]
fn offline_is_waiting_and_nothing_was_sent() {
    // N-01
    let mut save = queued();
    let next = step(&mut save, Event::Begin, Moment { obstacle: Some(Code::Offline), ..at(5) });
    assert_eq!((save.state, save.first_sent_at), (State::Queued, None));
    assert_eq!(next, Next::Wait(30_005));
}

#[test]
fn a_clock_that_jumped_holds_nothing_up() {
    // N-11, R13
    let save = Operation { not_before: 10_u64.pow(15), ..queued() };
    assert_eq!(after(save, Event::Begin, 1).1, Next::Send);
}

#[test]
fn an_update_may_be_sent_as_often_as_it_takes() {
    let update = Operation { kind: Kind::Update, page: Some(page()), ..queued() };
    let (save, next) = after(update, Event::Begin, 0);
    assert_eq!(next, Next::Send);
    let (interrupted, next) = after(save.clone(), Event::Begin, 100);
    assert_eq!((interrupted.state, next), (State::Sent, Next::Send));
    let (save, _) = after(save, unknown(Code::TimedOut), 58_000);
    assert_eq!(save.state, State::Queued);
}

#[test]
fn an_append_goes_on_after_what_arrived() {
    // L-06, A-29, R7
    let blocks = vec![crate::json::Json::Null; 250];
    let save = Operation { kind: Kind::Append, page: Some(page()), blocks, ..queued() };
    let (save, next) = after(save, Event::Begin, 0);
    assert_eq!((stage(&save), next), (Stage::Append, Next::Send));
    let (save, next) = after(save, Event::Answered(Outcome::Applied(page())), 1);
    assert_eq!((save.appended, save.state, next), (100, State::Sent, Next::Send));
    let (mut save, _) = after(save, unknown(Code::NotionFailed), 2);
    let arrived = |clock| Event::Looked(Lookup::Arrived(200, clock));
    for clock in [0, QUARANTINE] {
        save = after(save, arrived(clock), clock).0;
        assert_eq!((save.state, save.appended), (State::Unclear, 100), "it may yet be carried out");
    }
    let (save, next) = after(save, arrived(QUARANTINE + BETWEEN_LOOKUPS), 90_000);
    assert_eq!((save.appended, next), (200, Next::Send));
    let (save, _) = after(save, Event::Answered(Outcome::Applied(page())), 90_001);
    assert_eq!((save.state, save.appended), (State::Saved, 250));
}

#[test]
fn what_is_discarded_while_it_is_sent_is_told_of_if_notion_has_it() {
    // C-06
    let (sent, _) = after(queued(), Event::Begin, 0);
    let (sent, next) = after(sent, Event::Discard, 1);
    assert_eq!((sent.state, next), (State::Sent, Next::Rest));
    let (there, _) = after(sent.clone(), Event::Answered(Outcome::Applied(page())), 2);
    assert_eq!((there.state, &there.notices[0].code), (State::Saved, &NoticeCode::DiscardedTooLate));
    let (refused, _) = after(sent.clone(), Event::Answered(Outcome::Later(error(Code::RateLimited))), 2);
    assert_eq!(refused.state, State::Discarded);
    let (mut lost, _) = after(sent, unknown(Code::TimedOut), 2);
    for clock in [0, QUARANTINE, QUARANTINE + BETWEEN_LOOKUPS] {
        lost = after(lost, absent(clock), clock).0;
    }
    assert_eq!(lost.state, State::Discarded);
}

#[test]
fn no_late_answer_brings_back_what_was_taken_back() {
    // Taken out of the list while the second page was looked for: nothing is looked for any more.
    let (saved, _) = after(unclear(), Event::Looked(Lookup::Found(page())), 100_000);
    let (saved, next) = after(saved, Event::Begin, 400_000);
    assert_eq!(next, Next::Check);
    let gone = after(saved, Event::Remove, 400_001).0;
    for event in [
        Event::Checked(Err(error(Code::TimedOut))),
        Event::SchemaRead(Ok(true)),
        Event::SchemaRead(Ok(false)),
        Event::Answered(Outcome::before_sending(error(Code::StorageFailed))),
    ] {
        assert_eq!(after(gone.clone(), event, 400_002), (gone.clone(), Next::Rest));
    }
    assert!(!gone.is_unfinished() && !gone.is_live(gone.edited_at + 86_400_000));
}

#[test]
fn an_update_that_is_not_wanted_any_more_is_not_sent_again() {
    let update = Operation { kind: Kind::Update, page: Some(page()), ..queued() };
    let (save, _) = after(update, Event::Begin, 0);
    for event in [Event::Discard, Event::Undo] {
        // The worker died before there was an answer, and one store may have lost what was written last.
        for differ in [false, true] {
            let mut save = after(save.clone(), event.clone(), 1).0;
            let next = step(&mut save, Event::Begin, Moment { differ, ..at(100) });
            assert_eq!((save.state, next), (State::Discarded, Next::Rest));
        }
    }
}

#[test]
fn no_answer_sends_what_is_being_undone() {
    // The page is there, what it lacks was refused, and while the schema is read it is undone.
    let (save, _) = after(Operation { blocks: vec![Json::Null], ..queued() }, Event::Begin, 0);
    let (save, next) = after(save, Event::Answered(Outcome::Applied(page())), 1);
    assert_eq!(next, Next::Send);
    let (save, next) = after(save, Event::Answered(Outcome::Refused(error(Code::InvalidRequest))), 2);
    assert_eq!(next, Next::ReadSchema);
    let undone = after(save, Event::Undo, 3).0;
    assert_eq!(undone.state, State::Undoing);
    for event in [
        Event::SchemaRead(Ok(true)),
        Event::SchemaRead(Err(error(Code::TokenRejected))),
        Event::Filled(Ok(true)),
        Event::Uploaded("key".into(), Ok(None)),
        Event::Checked(Ok(None)),
    ] {
        assert_eq!(after(undone.clone(), event, 4), (undone.clone(), Next::Trash));
    }
}

#[test]
fn undoing_removes_what_was_not_sent_and_puts_the_page_into_the_trash() {
    let (undone, next) = after(queued(), Event::Undo, 5);
    assert_eq!((undone.state, next), (State::Discarded, Next::Rest));
    let (sent, _) = after(queued(), Event::Begin, 0);
    let (saved, _) = after(sent.clone(), Event::Answered(Outcome::Applied(page())), 1_000);
    let (undoing, next) = after(saved.clone(), Event::Undo, 30_000);
    assert_eq!((undoing.state, next), (State::Undoing, Next::Trash));
    let (again, _) = after(undoing.clone(), Event::Trashed(Err(error(Code::TimedOut))), 31_000);
    assert_eq!(after(again, Event::Begin, 40_000).1, Next::Trash);
    let (done, _) = after(undoing, Event::Trashed(Ok(())), 31_000);
    assert_eq!((done.state, done.clip.title.as_str()), (State::Discarded, ""));
    // Too late; and while it is being sent, once it is known.
    assert_eq!(after(saved.clone(), Event::Undo, 40_000), (saved, Next::Rest));
    let (wished, _) = after(sent, Event::Undo, 1);
    assert_eq!(after(wished, Event::Answered(Outcome::Applied(page())), 2).1, Next::Trash);
}

#[test]
fn two_pages_of_one_save_are_told_of_and_left_alone() {
    // A-23, R16
    let (saved, _) = after(unclear(), Event::Looked(Lookup::Found(page())), 100_000);
    assert_eq!(after(saved.clone(), Event::Begin, 200_000).1, Next::Wait(400_000));
    let (saved, next) = after(saved, Event::Begin, 400_000);
    assert_eq!(next, Next::Check);
    let (told, next) = after(saved.clone(), Event::Checked(Ok(Some("https://www.notion.so/q".into()))), 400_001);
    assert_eq!((told.state, next, told.check_at), (State::Saved, Next::Rest, None));
    assert_eq!((told.left[0].code, told.left[0].detail.as_str()), (NoticeCode::TwoPages, "https://www.notion.so/q"));
    let mut failing = saved;
    for _ in 0..5 {
        failing = after(failing, Event::Checked(Err(error(Code::NotionFailed))), 400_001).0;
    }
    assert_eq!(failing.check_at, None, "not asked for ever");
}

#[test]
fn what_a_page_gets_besides_its_template_comes_after_it() {
    let mut save = queued();
    save.blocks = vec![Json::Null];
    save.filling = Some(0);
    let (save, _) = after(save, Event::Begin, 1_000);
    let (save, next) = after(save, Event::Answered(Outcome::Applied(page())), 2_000);
    assert_eq!((save.state, next), (State::Queued, Next::Wait(2_000 + FILLED)));
    let (save, next) = after(save, Event::Begin, 5_000);
    assert_eq!(next, Next::Fill);
    let (save, next) = after(save, Event::Filled(Ok(false)), 5_500);
    assert_eq!(next, Next::Wait(5_500 + FILLED));
    // Offline it waits as everything does, and a look that fails is made again.
    let offline = step(&mut save.clone(), Event::Begin, Moment { obstacle: Some(Code::Offline), ..at(9_000) });
    assert_eq!(offline, Next::Wait(9_000 + AGAIN));
    let (save, next) = after(save, Event::Filled(Err(error(Code::Overloaded))), 9_000);
    assert_eq!(next, Next::Wait(9_000 + FILLED));
    let (filled, next) = after(save.clone(), Event::Filled(Ok(true)), 12_500);
    assert_eq!((filled.state, next, filled.filling), (State::Sent, Next::Send, None));
    // An empty template fills nothing: that is not waited for for ever.
    let (save, next) = after(save, Event::Begin, 2_000 + FILLING);
    assert_eq!((save.state, next), (State::Sent, Next::Send));
    // Gone meanwhile: the append will tell.
    let (save, _) = after(save, Event::Answered(Outcome::Later(error(Code::Overloaded))), 70_000);
    assert_eq!(after(save, Event::Filled(Err(error(Code::NotShared))), 80_000).1, Next::Send);
}

#[test]
fn what_comes_back_after_it_was_discarded_changes_nothing() {
    // C-06: nobody holds the record while the schema is read or a second page is searched for.
    let (gone, _) = after(queued(), Event::Discard, 5);
    assert_eq!(after(gone.clone(), Event::SchemaRead(Ok(true)), 6), (gone, Next::Rest));
    let (saved, _) = after(unclear(), Event::Looked(Lookup::Found(page())), 100_000);
    let (gone, _) = after(saved, Event::Remove, 400_000);
    let failed = Event::Checked(Err(error(Code::NotionFailed)));
    assert_eq!(after(gone.clone(), failed, 400_001), (gone, Next::Rest));
}

/// A page that is there, of which so many of 250 blocks are not.
fn half(kind: Kind, appended: u32) -> Operation {
    let blocks = vec![crate::json::Json::Null; 250];
    Operation { kind, page: Some(page()), blocks, appended, article: "100:k".into(), ..queued() }
}

fn tells_that_it_stands(save: &Operation) -> bool {
    let codes: Vec<_> = save.notices.iter().map(|notice| notice.code).collect();
    save.state == State::Saved && codes == [NoticeCode::DiscardedTooLate]
}

#[test]
fn what_is_discarded_when_a_part_of_it_is_in_notion_is_told_of() {
    for kind in [Kind::New, Kind::Append] {
        for state in [State::Queued, State::Attention] {
            let save = Operation { state, error: Some(error(Code::PageGone)), ..half(kind, 100) };
            let (save, next) = after(save, Event::Discard, 5);
            assert!(tells_that_it_stands(&save), "{kind:?} {state:?}: {save:?}");
            assert_eq!((next, &save.error, &save.clip.address), (Next::Rest, &None, &queued().clip.address));
            // Nobody appends the rest, or takes it for lost.
            assert!(save.article.is_empty() && save.blocks.is_empty());
            assert_eq!(after(save.clone(), Event::Begin, 6), (save.clone(), Next::Rest));
            assert_eq!(after(save.clone(), Event::Discard, 6), (save, Next::Rest), "it is said once");
        }
        // While a part is on its way: what comes of that part is the last that is done.
        let sent = after(half(kind, 100), Event::Begin, 0).0;
        let sent = after(sent, Event::Discard, 1).0;
        assert_eq!(sent.state, State::Sent);
        for answer in [Outcome::Applied(page()), Outcome::Later(error(Code::RateLimited))] {
            let (save, next) = after(sent.clone(), Event::Answered(answer), 2);
            assert!(tells_that_it_stands(&save) && next == Next::Rest, "{kind:?}: {save:?}");
        }
        let mut lost = after(sent, unknown(Code::TimedOut), 2).0;
        for clock in [0, QUARANTINE, QUARANTINE + BETWEEN_LOOKUPS] {
            lost = after(lost, Event::Looked(Lookup::Arrived(100, clock)), clock).0;
        }
        assert!(tells_that_it_stands(&lost), "{kind:?}: {lost:?}");
    }
    // Nothing of these is there: the page is the person's own.
    for kind in [Kind::Update, Kind::Append] {
        assert_eq!(after(half(kind, 0), Event::Discard, 5).0.state, State::Discarded);
    }
}

#[test]
fn what_arrived_before_it_was_discarded_is_told_of_as_well() {
    let (sent, _) = after(queued(), Event::Begin, 0);
    let (saved, _) = after(sent, Event::Answered(Outcome::Applied(page())), 1);
    let (told, next) = after(saved.clone(), Event::Discard, 2);
    assert!(tells_that_it_stands(&told) && next == Next::Rest);
    assert_eq!(after(told.clone(), Event::Discard, 3), (told.clone(), Next::Rest), "once");
    // Whoever knows that it is there takes it out of the list, and nothing else.
    assert_eq!(after(told, Event::Remove, 4).0.state, State::Discarded);
    assert_eq!(after(queued(), Event::Remove, 4), (queued(), Next::Rest));
}

#[test]
fn no_answer_sends_what_was_discarded_with_a_part_of_it_there() {
    let (save, _) = after(half(Kind::New, 100), Event::Begin, 0);
    let (save, next) = after(save, Event::Answered(Outcome::Refused(error(Code::InvalidRequest))), 2);
    assert_eq!(next, Next::ReadSchema);
    let told = after(save, Event::Discard, 3).0;
    for event in [
        Event::SchemaRead(Ok(true)),
        Event::SchemaRead(Err(error(Code::TokenRejected))),
        Event::Filled(Ok(true)),
        Event::Uploaded("key".into(), Ok(None)),
        Event::Answered(Outcome::before_sending(error(Code::StorageFailed))),
    ] {
        assert_eq!(after(told.clone(), event, 4), (told.clone(), Next::Rest));
    }
}
