//! A save is kept twice: whole in one store, and small in another. Browsers have
//! been seen to lose the last writes of the one and to delete the other whole,
//! never both at once, so what is true is read from the two together.

use super::operation::{Kind, Operation, State, VERSION};
use crate::clip::{Notice, NoticeCode};
use crate::instant::Millis;
use crate::json::{Field, Json};
use crate::mapping::addition;
use crate::text;

/// As much as the small copy keeps of a text, in UTF-16 units.
const KEPT_TEXT: usize = 500;

/// As much as the small copy keeps of what a page declares of itself, in bytes.
const KEPT_FIELDS: usize = 1_000;

/// A save as its copies tell it.
#[derive(Clone, Debug, PartialEq)]
pub struct Believed {
    /// The copy that went furthest, with all of the clip that any copy has.
    pub save: Box<Operation>,
    /// The copies differ, and should be written again.
    pub differ: bool,
    /// They differ without its being known why: one store lost what was written to
    /// it, or had not written yet when the worker died.
    pub doubtful: bool,
}

/// What there is in the stores, as one save. One that cannot be read counts as
/// lacking it: it may know more. `None` where
/// there is none, or one that this code must leave alone.
#[must_use]
pub fn believed(copies: &[Json]) -> Option<Believed> {
    // As it mostly is: then one copy need not be read.
    if let Some(mut save) = agreed(copies)
        && !save.cut
    {
        save.alone = false;
        return Some(Believed { save, differ: false, doubtful: false });
    }
    let mut found: Vec<Option<Box<Operation>>> = Vec::with_capacity(copies.len());
    for copy in copies {
        if is_newer(copy) {
            return None;
        }
        found.push(readable(copy));
    }
    let place = |save: &Operation| (rank(save), save.revision);
    let mut best: Option<&Operation> = None;
    for save in found.iter().flatten() {
        if best.is_none_or(|best| place(save) > place(best) || place(save) == place(best) && best.cut) {
            best = Some(save);
        }
    }
    let best = best?;
    let is_agreed = !found.iter().any(|save| save.as_ref().is_none_or(|save| place(save) != place(best)));
    let mut save = Box::new(best.clone());
    // The next write must be the later one for whichever copy there is.
    for other in found.iter().flatten() {
        save.revision = save.revision.max(other.revision);
    }
    let differ = !is_agreed;
    // That only one store took it is known of it; then the other is no witness.
    let doubtful = differ && !save.alone;
    save.alone &= differ;
    if save.cut || lacks_blocks(&save) {
        let mut is_lost = std::mem::take(&mut save.cut);
        let is_whole = |other: &Operation| !other.cut && !lacks_blocks(other) && other.edited_at == save.edited_at;
        match found.iter().flatten().find(|other| is_whole(other)) {
            Some(whole) => {
                save.clip = whole.clip.clone();
                save.blocks.clone_from(&whole.blocks);
                is_lost = false;
            }
            None => is_lost |= !restore_blocks(&mut save),
        }
        if is_lost {
            save.notices.push(Notice::of(NoticeCode::TextLost));
        }
    }
    Some(Believed { save, differ, doubtful })
}

/// Whether it is only known how many blocks an addition has.
fn lacks_blocks(save: &Operation) -> bool {
    save.kind == Kind::Append && save.blocks.contains(&Json::Null)
}

/// Makes the blocks of a small copy again: what is added to a page is made of the clip. Where that cannot be done,
/// or what the clip has left of its text makes fewer, those that were not sent yet are lost, once any were: what comes
/// after them goes on where it did. True where none is.
fn restore_blocks(save: &mut Operation) -> bool {
    let count = save.blocks.len();
    let made = if save.kind == Kind::Append { addition(&save.clip) } else { Vec::new() };
    let is_same = made.len() == count;
    if is_same || save.appended == 0 {
        save.blocks = made;
    } else {
        save.blocks.truncate(usize::try_from(save.appended).unwrap_or_default());
    }
    is_same || save.blocks.len() == count
}

/// The save, where both stores tell the same of it: the usual case, for which it
/// need not be asked what to believe.
#[must_use]
pub fn agreed(copies: &[Json]) -> Option<Box<Operation>> {
    let [whole, small] = copies else { return None };
    let is_same = ["version", "revision", "state", "page"].iter().all(|name| whole.get(name) == small.get(name));
    if is_same { readable(whole) } else { None }
}

/// Whether a newer Satchel wrote the record.
#[must_use]
pub fn is_newer(record: &Json) -> bool {
    u32::read(record.get("version")).is_some_and(|version| version > VERSION)
}

/// The record as a save, if it is one that this code understands.
#[must_use]
pub fn readable(record: &Json) -> Option<Box<Operation>> {
    Box::<Operation>::read(record).filter(|save| save.is_readable())
}

/// How far a save has come. A copy that lags behind never pulls it back to where
/// something would be sent again. Between what is being sent and what may have been,
/// the later one decides: it knows what became of the files, and what was left out.
fn rank(save: &Operation) -> u32 {
    match save.state {
        State::Saved => 4,
        State::Undoing => 5,
        State::Discarded => 6,
        State::Queued | State::Attention => 2 * u32::from(save.page.is_some()),
        State::Sent | State::Unclear => 1 + 2 * u32::from(save.page.is_some()),
    }
}

/// The save as it is kept, without what it lacks: that is more than half of the
/// fields, and each costs time at every way through the browser.
#[must_use]
pub fn record(save: &Operation) -> Json {
    let mut record = save.write();
    if let Json::Object(members) = &mut record {
        members.retain(|(name, value)| match value {
            Json::Null | Json::Bool(false) => false,
            // What the person entered is kept as it is: it tells one save from another.
            Json::List(items) => !items.is_empty() || name == "entries",
            _ => true,
        });
    }
    record
}

/// The small copy: all that it takes to go on, and the beginning of the text.
/// `None` for a save that came to its end a while ago: the whole one is enough.
#[must_use]
pub fn small(save: &Operation, now: Millis) -> Option<Json> {
    save.is_live(now).then(|| record(&shrunk(save)))
}

/// The save as the small copy has it.
#[must_use]
pub fn shrunk(save: &Operation) -> Operation {
    let mut small = save.clone();
    for text in [&mut small.clip.description, &mut small.clip.selection] {
        let (short, cut) = text::shorten(text, KEPT_TEXT);
        if cut {
            *text = short;
            small.cut = true;
        }
    }
    let fields: usize = small.clip.fields.iter().map(|field| field.name.len() + field.value.len()).sum();
    // How many blocks there are tells how far it came, and where its article begins.
    small.blocks.fill(Json::Null);
    if fields > KEPT_FIELDS || small.kind != Kind::Append && !small.blocks.is_empty() {
        small.clip.fields = Vec::new();
        small.cut = true;
    }
    small
}

#[cfg(test)]
mod tests {
    use super::*;

    fn save(state: State, revision: u32) -> Operation {
        let mut save = Operation { id: "a".into(), state, revision, ..Operation::default() };
        save.clip.address = "https://e.com/".into();
        save.clip.selection = "s".repeat(2_000);
        save
    }

    fn of(copies: &[Json]) -> (State, u32, bool) {
        let believed = believed(copies).unwrap();
        (believed.save.state, believed.save.revision, believed.differ)
    }

    #[test]
    fn the_copy_that_went_furthest_is_right() {
        // D-05, D-06
        let (queued, sent) = (save(State::Queued, 4).write(), save(State::Sent, 3).write());
        assert_eq!(of(&[queued.clone(), sent.clone()]), (State::Sent, 4, true));
        assert_eq!(of(&[sent.clone(), sent]), (State::Sent, 3, false));
        let (unclear, again) = (save(State::Unclear, 3).write(), save(State::Sent, 5).write());
        assert_eq!(of(&[unclear, again]), (State::Sent, 5, true));
        let later = save(State::Queued, 5).write();
        assert_eq!(of(&[queued.clone(), later]), (State::Queued, 5, true));
        assert_eq!(of(&[queued.clone(), Json::Null]), (State::Queued, 4, true));
        // What only one store took is known to be all there is.
        let alone = Operation { alone: true, ..save(State::Queued, 4) }.write();
        let known = believed(&[alone, Json::Null]).unwrap();
        assert!(known.differ && !known.doubtful);
        assert_eq!(of(&[queued]), (State::Queued, 4, false));
    }

    #[test]
    fn a_small_copy_alone_keeps_the_link_and_says_what_is_lost() {
        // L-11, D-04
        let whole = save(State::Queued, 1);
        let copy = small(&whole, 0).unwrap();
        let alone = believed(&[Json::Null, copy.clone()]).unwrap().save;
        assert_eq!(alone.clip.address, whole.clip.address);
        assert_eq!(alone.notices, [Notice::of(NoticeCode::TextLost)]);
        assert!((400..=501).contains(&alone.clip.selection.chars().count()));
        // With the whole one beside it, nothing is lost, even if it lags behind.
        let further = small(&save(State::Sent, 2), 0).unwrap();
        let both = believed(&[whole.write(), further]).unwrap();
        assert_eq!((both.save.state, both.differ), (State::Sent, true));
        assert_eq!(both.save.clip, whole.clip);
        assert_eq!(believed(&[whole.write(), copy]).unwrap().save, Box::new(whole));
    }

    #[test]
    fn what_is_added_to_a_page_is_made_again_of_a_small_copy() {
        let added = |selection: &str, appended| {
            let mut save = Operation { kind: Kind::Append, appended, ..save(State::Queued, 1) };
            save.clip.selection = selection.into();
            save.blocks = addition(&save.clip);
            save
        };
        let alone = |save: &Operation| believed(&[Json::Null, small(save, 0).unwrap()]).unwrap().save;
        for whole in [added("Said.", 0), added("", 1)] {
            assert_eq!(*alone(&whole), whole);
        }
        // Of a long one there is less than one request has; what was sent of it still counts.
        let mut long = added(&"words ".repeat(40_000), 0);
        let count = long.blocks.len();
        assert!(count > 1);
        for (appended, left) in [(0, 1), (1, 1), (count, count)] {
            long.appended = u32::try_from(appended).unwrap();
            let alone = alone(&long);
            assert_eq!(alone.blocks.len(), left);
            assert_eq!(alone.notices, [Notice::of(NoticeCode::TextLost)]);
        }
        // With the whole one beside it nothing is made again.
        let further = Operation { state: State::Sent, revision: 2, ..long.clone() };
        assert_eq!(believed(&[long.write(), small(&further, 0).unwrap()]).unwrap().save.blocks, long.blocks);
    }

    #[test]
    fn what_a_newer_satchel_wrote_is_left_alone_and_what_is_damaged_is_healed() {
        // D-07, D-12
        let good = save(State::Queued, 1).write();
        let newer = Operation { version: VERSION + 1, ..save(State::Queued, 1) }.write();
        assert_eq!(believed(&[good.clone(), newer]), None);
        assert_eq!(of(&[Json::Text("junk".into()), good]), (State::Queued, 1, true));
        assert_eq!(believed(&[Json::Null, Json::Null]), None);
    }

    #[test]
    fn only_what_waits_or_was_just_done_is_kept_twice() {
        let done = Operation { settled_at: Some(1_000), ..save(State::Saved, 1) };
        assert!(small(&done, 2_000).is_some());
        assert!(small(&done, 10_000_000).is_none());
        assert!(small(&save(State::Attention, 1), 10_000_000).is_some());
        let small = small(&save(State::Queued, 1), 0).unwrap();
        assert!(serde_json::to_string(&small).unwrap().len() < 1_024);
    }

    #[test]
    fn what_a_save_lacks_is_not_written_and_read_as_lacking() {
        let plain = Operation { entries: Json::List(Vec::new()), ..save(State::Queued, 1) };
        let full = Operation {
            tags: vec!["t".into()],
            first_sent_at: Some(0),
            doubted: true,
            mark: Some("c".into()),
            ..save(State::Unclear, 2)
        };
        for save in [plain, full] {
            let record = record(&save);
            assert!(record.members().iter().all(|(_, value)| *value != Json::Null));
            assert_eq!(*readable(&record).unwrap(), save);
        }
    }
}
