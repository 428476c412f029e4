//! Files that a save takes along. Their bytes are in a store of their own, by their
//! hash; the record says what they are, and what became of each upload.
//!
//! What puts a file somewhere, a value or a block, names it by a placeholder
//! ([`file::placeholder`]). Before a request leaves that has some, each has an upload, or
//! it is certain that there will be none. An upload may be made as often as one likes:
//! one that nothing is attached to expires by itself.

use super::event::{Stage, stage};
use super::operation::{Operation, Repair};
use crate::clip::{Notice, NoticeCode};
use crate::instant::Millis;
use crate::json::{Field, Json, late_record};
use crate::mapping::plan;
use crate::notion::file;

/// How long an upload may wait to be attached. Notion gives it an hour, by its own clock.
const FRESH: Millis = 50 * 60_000;

/// A file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Attachment {
    /// The SHA-256 digest of its bytes, in hexadecimal: where they are kept.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its media type, as whoever gave it said; may be empty.
    pub media: String,
    /// How many bytes it has.
    pub size: u64,
    /// Notion's id of its upload; empty before there is one.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub upload: String,
    /// When it was uploaded.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub uploaded_at: Millis,
    /// Whether it was attached to a page: from then on its upload is good for ever.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub attached: bool,
    /// Whether its bytes are gone from this device.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub lost: bool,
    /// Whether Notion does not take it.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub refused: bool,
}

late_record!(Attachment { key, name, media, size, upload, uploaded_at, attached, lost, refused });

impl Attachment {
    /// Whether there will be no upload of it.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.lost || self.refused
    }

    /// Whether its upload can be attached at this moment. After a clock was set, nobody
    /// can tell, and it is made anew.
    #[must_use]
    pub fn is_uploaded(&self, now: Millis) -> bool {
        !self.upload.is_empty() && (self.attached || now.abs_diff(self.uploaded_at) < FRESH)
    }
}

/// Every file that the save names, with what is known of it.
#[must_use]
pub fn all(save: &Operation) -> Vec<Attachment> {
    let mut all = by_hand(save);
    in_blocks(&save.blocks, save, &mut all);
    all
}

/// The next file to upload before the request that the save is about to send.
#[must_use]
pub fn next(save: &Operation, now: Millis) -> Option<Attachment> {
    let mut needed = Vec::new();
    if stage(save) == Stage::Append {
        let from = usize::try_from(save.appended).unwrap_or_default();
        in_blocks(save.blocks.get(from..).unwrap_or_default(), save, &mut needed);
    } else if save.repair < Repair::Link && !save.repair.caution().pictures {
        needed = by_hand(save);
    }
    needed.into_iter().find(|file| !file.is_gone() && !file.is_uploaded(now))
}

/// The files that the person chose.
fn by_hand(save: &Operation) -> Vec<Attachment> {
    let known = known(save);
    let mut all: Vec<Attachment> = Vec::new();
    for entry in plan::entries(&save.entries) {
        for key in entry.values.iter().filter_map(|value| file::key(value)) {
            let chosen = entry.attachments.iter().find(|file| file.key == key);
            add(key, chosen, &known, &mut all);
        }
    }
    all
}

/// The files in some blocks.
fn in_blocks(blocks: &[Json], save: &Operation, all: &mut Vec<Attachment>) {
    let known = known(save);
    let mut ahead: Vec<&Json> = blocks.iter().collect();
    while let Some(value) = ahead.pop() {
        if let Some(key) = file::awaited(value) {
            add(key, None, &known, all);
        }
        ahead.extend(value.items());
        ahead.extend(value.members().iter().map(|(_, member)| member));
    }
}

fn add(key: &str, chosen: Option<&Attachment>, known: &[Attachment], all: &mut Vec<Attachment>) {
    if all.iter().any(|file| file.key == key) {
        return;
    }
    let file = known.iter().find(|file| file.key == key).or(chosen).cloned();
    // Of one that nobody knows there are no bytes either.
    all.push(file.unwrap_or_else(|| Attachment { key: key.to_owned(), lost: true, ..Attachment::default() }));
}

fn known(save: &Operation) -> Vec<Attachment> {
    Vec::read(&save.attachments).unwrap_or_default()
}

/// Notes what became of a file.
pub fn note(save: &mut Operation, changed: Attachment) {
    let mut known = known(save);
    known.retain(|file| file.key != changed.key);
    known.push(changed);
    save.attachments = known.write();
}

/// Notes that a page has the files that the person chose.
pub fn attach(save: &mut Operation) {
    for file in by_hand(save) {
        if !file.upload.is_empty() {
            note(save, Attachment { attached: true, ..file });
        }
    }
}

/// Forgets every upload, so that each is made anew. True where there was one.
pub fn renew(save: &mut Operation) -> bool {
    let mut known = known(save);
    let had_one = known.iter().any(|file| !file.upload.is_empty());
    for file in &mut known {
        file.upload.clear();
        file.attached = false;
    }
    if had_one {
        save.attachments = known.write();
    }
    had_one
}

/// Puts the uploads into what is about to be sent.
pub fn fill(save: &Operation, content: &mut Json) {
    let all = all(save);
    file::fill(content, &|key| {
        let file = all.iter().find(|file| file.key == key)?;
        Some(file.upload.clone()).filter(|upload| !upload.is_empty() && !file.is_gone())
    });
}

/// Leaves alone, in a change of a page, what holds a file that is gone by now: the page
/// may have it.
pub fn spare(save: &Operation, body: &mut Json) {
    let all = all(save);
    let is_gone = |value: &Json| {
        let key = file::awaited(value);
        key.is_some_and(|key| all.iter().any(|file| file.key == key && file.is_gone()))
    };
    let Json::Object(members) = body else { return };
    for (name, properties) in members {
        if let ("properties", Json::Object(properties)) = (name.as_ref(), properties) {
            properties.retain(|(_, value)| !value.members().iter().any(|(_, files)| files.items().iter().any(is_gone)));
        }
    }
}

/// What there is to say of the files that do not come along.
#[must_use]
pub fn notices(save: &Operation) -> Vec<Notice> {
    let gone = all(save).into_iter().filter(Attachment::is_gone);
    gone.map(|file| Notice {
        code: if file.lost { NoticeCode::FileLost } else { NoticeCode::FileRefused },
        detail: if file.name.is_empty() { "?".to_owned() } else { file.name },
    })
    .collect()
}

#[cfg(test)]
#[path = "attachment_tests.rs"]
mod tests;
