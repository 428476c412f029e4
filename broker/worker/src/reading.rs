//! Reading a body within bounds of size and time.

use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use satchel_broker::secret::SecretBytes;
use worker::{ByteStream, Delay};
use zeroize::Zeroizing;

/// Why there is no body.
pub(crate) enum Trouble {
    /// It has more bytes than it may.
    TooLarge,
    /// It broke off.
    Broken,
}

/// Reads all of it, if that is not too much.
pub(crate) async fn read(mut stream: ByteStream, most: usize) -> Result<SecretBytes, Trouble> {
    let mut body = Zeroizing::new(Vec::with_capacity(most));
    while let Some(chunk) = stream.next().await {
        let chunk = Zeroizing::new(chunk.map_err(|_| Trouble::Broken)?);
        if body.len().saturating_add(chunk.len()) > most {
            return Err(Trouble::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What a future comes to, if that takes no longer than this.
pub(crate) async fn within<T>(seconds: u64, future: impl Future<Output = T>) -> Option<T> {
    let delay = Delay::from(Duration::from_secs(seconds));
    match select(pin!(future), delay).await {
        Either::Left((value, _)) => Some(value),
        Either::Right(_) => None,
    }
}
