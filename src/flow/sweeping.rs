//! Taking away what no save has: the text of a page that was looked at and not saved is nobody's to keep.

use super::{content, repairing, uploading};
use crate::error::Error;
use crate::port::Port;

/// Takes away articles and files that no save needs, and out of the records what nobody asks for any more.
/// Whoever moves saves on meanwhile is not disturbed: what may be about to be needed stays. True where
/// something did, so that it is worth coming again an hour later.
///
/// # Errors
/// When the browser's storage fails. None of these keeps the others from being done.
pub async fn sweep(port: &impl Port) -> Result<bool, Box<Error>> {
    let articles = content::sweep(port).await;
    let files = uploading::sweep(port).await;
    let thinned = repairing::thin_old(port).await;
    thinned?;
    Ok(articles? | files?)
}
