//! Files on their way to Notion, and what becomes of their bytes here.

use super::{asking, records, saves, vault};
use crate::error::{Code, Error};
use crate::instant::Millis;
use crate::json::{Field, Json, late_record};
use crate::late::late_word;
use crate::notion::{media_type, request};
use crate::outbox::attachment::{self, Attachment};
use crate::outbox::copies;
use crate::outbox::operation::{Operation, State};
use crate::port::{Port, SaveCall};

/// What a workspace takes whose own limit is not known: Notion's smallest.
const LEAST: u64 = 5 << 20;

/// What can be sent in one piece.
const MOST: u64 = 20 << 20;

/// How long a workspace's limit is good enough.
const FRESH: Millis = 3_600_000;

const WORDS: &str = late!("upload-limit: files workspace_limits max_file_upload_size_in_bytes uploaded status");

/// The turn of whoever puts files and names them in a save (the popup), or takes away
/// those that no save names.
const TURN: &str = const { late_word(WORDS, "files") };

/// A workspace's limit for a file, and when Notion told it.
#[derive(Default)]
struct Limit {
    bytes: u64,
    read_at: Millis,
}

late_record!(Limit { bytes, read_at });

fn limit_key(account: &str) -> String {
    [const { late_word(WORDS, "upload-limit:") }, account].concat()
}

/// Uploads a file: Notion's id of it, nothing where its bytes are gone.
///
/// # Errors
/// What Notion answers, or when the browser's storage fails.
pub(super) async fn upload(port: &impl Port, account: &str, file: &Attachment) -> Result<Option<String>, Box<Error>> {
    // What has no type that Notion takes was chosen by a newer Satchel, or by nobody.
    let media = media_type::of(&file.name, &file.media).ok_or(Code::InvalidRequest)?;
    let (announced, _) = asking::ask_dated(port, account, &request::announce_file(&file.name, media)).await?;
    let id = announced.get("id").text().ok_or(Code::UnreadableAnswer)?;
    let request = request::send_file(id);
    asking::pace(port).await?;
    asking::still_free(port, account).await?;
    let to = vault::secret(port, account).await?.notion().ok_or(Code::NotConnected)?;
    let Some(answer) = port.send_file(&to, &request, [&file.key, &file.name, media]).await? else { return Ok(None) };
    match answer.success() {
        Ok(sent)
            if sent.get(const { late_word(WORDS, "status") }).text()
                == Some(const { late_word(WORDS, "uploaded") }) =>
        {
            Ok(Some(id.to_owned()))
        }
        Ok(_) => Err(Code::UnreadableAnswer.into()),
        // The token was taken a moment ago, and the upload was there: the next time both are made anew.
        Err(error) if matches!(error.code, Code::TokenRejected | Code::NotShared) => Err(Code::Interrupted.into()),
        Err(error) => Err(error),
    }
}

/// Whether a save still needs the bytes of its files.
fn needs_files(save: &Operation) -> bool {
    !matches!(save.state, State::Saved | State::Undoing | State::Discarded)
}

#[allow(clippy::vec_box, reason = "as `saves::all` gives them")]
fn needed_by(saves: Vec<Box<Operation>>) -> Vec<String> {
    let files = saves.iter().filter(|save| needs_files(save)).flat_map(|save| attachment::all(save));
    files.map(|file| file.key).collect()
}

/// Takes away the files that a save had, once it needs them no more and no other does.
///
/// # Errors
/// When the browser's storage fails.
pub(super) async fn release(port: &impl Port, files: Vec<Attachment>, save: &Operation) -> Result<(), Box<Error>> {
    if files.is_empty() || needs_files(save) {
        return Ok(());
    }
    let _turn = port.turn(TURN).await?;
    let needed = needed_by(saves::live(port, "").await?);
    let gone = files.into_iter().map(|file| file.key).filter(|key| !needed.contains(key));
    port.remove_files(gone.collect()).await
}

/// Takes away every file that no save needs: chosen and never saved, or left by a
/// worker that died. True where some stay that may soon be needed no more. While there is
/// a save that a newer Satchel wrote, all stay: it may name them in a way of its own.
///
/// # Errors
/// When the browser's storage fails.
pub(super) async fn sweep(port: &impl Port) -> Result<bool, Box<Error>> {
    let _turn = port.turn(TURN).await?;
    let live = port.saves(SaveCall::Live(String::new())).await?;
    if live.items().iter().any(copies::is_newer) {
        return Ok(true);
    }
    port.keep_files(needed_by(saves::all(live.items()))).await
}

/// How large a file may be, as far as this device knows.
///
/// # Errors
/// When the browser's storage fails.
pub(super) async fn largest(port: &impl Port, account: &str) -> Result<u64, Box<Error>> {
    let known: Option<Limit> = records::read(port, limit_key(account)).await?;
    Ok(known.map_or(LEAST, |known| known.bytes).min(MOST))
}

/// Forgets how large a file may be.
///
/// # Errors
/// When the browser's storage fails.
pub(super) async fn forget_limit(port: &impl Port, account: &str) -> Result<(), Box<Error>> {
    port.remove(vec![limit_key(account)]).await
}

/// Asks Notion how large a file may be, unless it told within the hour.
///
/// # Errors
/// What Notion answers, or when the browser's storage fails.
pub(super) async fn read_limit(port: &impl Port, account: &str) -> Result<(), Box<Error>> {
    let known: Option<Limit> = records::read(port, limit_key(account)).await?;
    if known.is_some_and(|known| port.now().abs_diff(known.read_at) < FRESH) {
        return Ok(());
    }
    note_limit(port, account, &asking::ask(port, account, &request::me()).await?).await
}

/// Notes how large a file may be, by what Notion says of the connection.
///
/// # Errors
/// When the browser's storage fails.
pub(super) async fn note_limit(port: &impl Port, account: &str, me: &Json) -> Result<(), Box<Error>> {
    let limits = me.get("bot").get(const { late_word(WORDS, "workspace_limits") });
    let bytes = limits.get(const { late_word(WORDS, "max_file_upload_size_in_bytes") });
    let bytes = u64::read(bytes).filter(|&bytes| bytes > 0).unwrap_or(LEAST);
    records::write(port, limit_key(account), &Limit { bytes, read_at: port.now() }).await
}
