//! What the outbox does about files, step by step.

use serde_json::json;

use super::*;
use crate::error::{Code, Error};
use crate::json::testing::json as ours;
use crate::notion::answer::PageRef;
use crate::notion::file::placeholder;
use crate::outbox::event::{Event, Moment, Next};
use crate::outbox::operation::{Kind, State};
use crate::outbox::outcome::Outcome;
use crate::outbox::step;

fn queued(names: &[&str]) -> Operation {
    let file = |name: &&str| json!({ "key": name, "name": format!("{name}.pdf"), "media": "", "size": 5 });
    let values: Vec<String> = names.iter().map(|name| placeholder(name)).collect();
    let attachments: Vec<_> = names.iter().map(file).collect();
    let entries = ours(json!([{ "property": "f", "name": "Files", "values": values, "attachments": attachments }]));
    let mut save = Operation { id: "op".into(), entries, created_at: 1_000, ..Operation::default() };
    save.clip.address = "https://e.com/".into();
    save
}

fn after(mut save: Operation, event: Event, now: Millis) -> (Operation, Next) {
    let next = step(&mut save, event, Moment { now, jitter: 0.5, ..Moment::default() });
    (save, next)
}

fn uploaded(key: &str) -> Event {
    Event::Uploaded(key.into(), Ok(Some(["up-", key].concat())))
}

fn failed(key: &str, code: Code) -> Event {
    Event::Uploaded(key.into(), Err(code.into()))
}

fn key(save: &Operation, now: Millis) -> Option<String> {
    next(save, now).map(|file| file.key)
}

#[test]
fn each_file_is_uploaded_before_the_page_is_sent() {
    let (save, next) = after(queued(&["a", "b"]), Event::Begin, 2_000);
    assert_eq!((save.state, next, save.first_sent_at), (State::Queued, Next::Upload, None));
    assert_eq!(key(&save, 2_000).as_deref(), Some("a"));
    let (save, next) = after(save, uploaded("a"), 3_000);
    assert_eq!((save.state, next, key(&save, 3_000).as_deref()), (State::Queued, Next::Upload, Some("b")));
    let (save, next) = after(save, uploaded("b"), 4_000);
    assert_eq!((save.state, next, save.first_sent_at), (State::Sent, Next::Send, Some(4_000)));
    let mut body = ours(json!({ "files": [{ "file_upload": { "id": "attachment:b" } }] }));
    fill(&save, &mut body);
    assert_eq!(body, ours(json!({ "files": [{ "file_upload": { "id": "up-b" } }] })));
}

#[test]
fn an_upload_under_way_is_no_doubt() {
    // Found at a start, it is simply made again.
    let (save, _) = after(queued(&["a"]), Event::Begin, 2_000);
    let (save, next) = after(save, Event::Begin, 90_000);
    assert_eq!((save.state, next, save.doubted), (State::Queued, Next::Upload, false));
}

#[test]
fn what_may_work_later_is_waited_for_and_what_never_will_is_left_out() {
    let (begun, _) = after(queued(&["a", "b"]), Event::Begin, 2_000);
    for code in [Code::Conflict, Code::NotionFailed, Code::Offline, Code::TimedOut, Code::RateLimited] {
        let (save, next) = after(begun.clone(), failed("a", code), 3_000);
        assert!(matches!(next, Next::Wait(until) if until >= 3_000), "{code:?}");
        assert_eq!((save.state, save.doubted, key(&save, 9_000).as_deref()), (State::Queued, false, Some("a")));
    }
    for code in [Code::InvalidRequest, Code::TooLarge] {
        let (save, next) = after(begun.clone(), failed("a", code), 3_000);
        assert_eq!((next, key(&save, 3_000).as_deref()), (Next::Upload, Some("b")), "{code:?}");
        assert_eq!(notices(&save), [Notice { code: NoticeCode::FileRefused, detail: "a.pdf".into() }]);
    }
    let (save, next) = after(begun.clone(), failed("a", Code::Forbidden), 3_000);
    assert_eq!((save.state, next), (State::Attention, Next::Rest));
    let (save, next) = after(begun, Event::Uploaded("a".into(), Ok(None)), 3_000);
    assert_eq!((next, key(&save, 3_000).as_deref()), (Next::Upload, Some("b")));
    assert_eq!(notices(&save), [Notice { code: NoticeCode::FileLost, detail: "a.pdf".into() }]);
}

#[test]
fn a_save_that_was_taken_back_or_changed_meanwhile_is_not_filled() {
    let (begun, _) = after(queued(&["a"]), Event::Begin, 2_000);
    let (save, _) = after(begun.clone(), Event::Discard, 2_500);
    let (save, next) = after(save, uploaded("a"), 3_000);
    assert_eq!((save.state, next, save.attachments), (State::Discarded, Next::Rest, Json::Null));
    let changed = Operation { entries: queued(&["b"]).entries, ..begun };
    let (save, next) = after(changed, uploaded("a"), 3_000);
    assert_eq!((next, key(&save, 3_000).as_deref()), (Next::Upload, Some("b")));
}

#[test]
fn an_upload_is_made_anew_when_it_is_old_or_the_page_was_refused() {
    let (save, _) = after(after(queued(&["a"]), Event::Begin, 2_000).0, uploaded("a"), 3_000);
    let later = |now| {
        let error = Box::<Error>::from(Code::RateLimited);
        after(after(save.clone(), Event::Answered(Outcome::Later(error)), 4_000).0, Event::Begin, now).1
    };
    assert_eq!((later(40 * 60_000), later(51 * 60_000)), (Next::Send, Next::Upload));
    let refused = Event::Answered(Outcome::Refused(Code::InvalidRequest.into()));
    let (save, next) = after(save, refused.clone(), 4_000);
    assert_eq!(next, Next::ReadSchema);
    let (mut save, next) = after(save, Event::SchemaRead(Ok(false)), 5_000);
    assert_eq!((next, key(&save, 5_000).as_deref()), (Next::Upload, Some("a")));
    // And where it is not the upload, the file is left out, and nothing else.
    save.risk = 4;
    let (save, next) = after(after(save, uploaded("a"), 6_000).0, refused, 7_000);
    assert_eq!((save.repair, next, key(&save, 99 * 60_000)), (Repair::Pictures, Next::Send, None));
}

#[test]
fn blocks_that_are_appended_name_files_too() {
    let block = |key: &str| ours(json!({ "image": { "file_upload": { "id": placeholder(key) } } }));
    let page = PageRef { id: "p".into(), url: String::new() };
    let known = Attachment { key: "a".into(), name: "a.png".into(), ..Attachment::default() };
    let save = Operation {
        kind: Kind::Append,
        page: Some(page.clone()),
        blocks: vec![block("a"), block("a")],
        attachments: vec![known].write(),
        ..queued(&[])
    };
    let (save, next) = after(save, Event::Begin, 2_000);
    assert_eq!(next, Next::Upload);
    let (save, next) = after(save, uploaded("a"), 3_000);
    assert_eq!((next, save.state), (Next::Send, State::Sent));
    assert_eq!(after(save, Event::Answered(Outcome::Applied(page)), 4_000).0.state, State::Saved);
}
