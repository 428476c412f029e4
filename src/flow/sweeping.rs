//! Taking away what no save has: the text of a page that was looked at and not saved is nobody's to keep.

use super::{content, repairing, uploading};
use crate::error::Error;
use crate::late::late_word;
use crate::port::Port;

/// The turn of whoever takes away articles that no save names. A popup has a part in it for as long as it is
/// open: it may be about to name one, however long ago it read its page.
const TURN: &str = const { late_word(WORDS, "contents") };

const WORDS: &str = late!("contents");

/// Takes away articles and files that no save needs, and out of the records what nobody asks for any more.
/// Whoever moves saves on meanwhile is not disturbed: what may be about to be needed stays. True where
/// something did, so that it is worth coming again an hour later.
///
/// # Errors
/// When the browser's storage fails. None of these keeps the others from being done.
pub async fn sweep(port: &impl Port) -> Result<bool, Box<Error>> {
    let files = uploading::sweep(port).await;
    let Some(_turn) = port.turn_if_free(TURN).await? else { return files.map(|_| true) };
    let articles = content::sweep(port).await;
    // Only after its article: what is sent again of one needs the rest of the record.
    let thinned = match articles {
        Ok(_) => repairing::thin_old(port).await,
        Err(_) => Ok(()),
    };
    Ok(files? | articles? | thinned.is_err())
}
