//! What a save would send, made by the very code that sends it, and sent by nobody.

use super::{content, listing, preparing, records, saving};
use crate::error::{Code, Error};
use crate::http::{API, Method};
use crate::json::{Json, late_record};
use crate::outbox::attachment::{self, Attachment};
use crate::outbox::operation::Operation;
use crate::port::Port;
use crate::view::Submission;

/// The first request of a save, less what lets it in.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Outgoing {
    /// The method.
    pub method: String,
    /// Where it goes.
    pub address: String,
    /// The body.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "unknown"))]
    pub body: Json,
    /// How many blocks follow it in requests of their own.
    pub more: u32,
}

late_record!(Outgoing { method, address, body, more });

const WORDS: &str = late!("POST PATCH GET");

/// What would be sent if this were saved now.
///
/// # Errors
/// As [`saving::enqueue`]; [`Code::NotConfirmed`], and what Notion answers where the data source was never read.
pub async fn outgoing(port: &impl Port, submission: Box<Submission>) -> Result<Outgoing, Box<Error>> {
    let settings = records::settings(port).await?;
    let mut save = saving::intended(port, &settings, *submission)?;
    let account = settings.account(&save.account);
    if records::target(port, &save.destination).await?.is_none() {
        listing::first(port, &save.account, &save.destination).await?;
    }
    name_files(port, &mut save);
    let request = preparing::request(port, &mut save, account).await?.ok_or(Code::UnknownDestination)?;
    let all = content::planned(port, &save).await?.len();
    // What goes along with the page is noted in the save; of what is added to one, the request has the beginning.
    let appended = if save.page.is_some() {
        request.body.as_ref().map_or(0, |body| body.get("children").items().len())
    } else {
        usize::try_from(save.appended).unwrap_or_default()
    };
    let method = match request.method {
        Method::Post => const { crate::late::late_word(WORDS, "POST") },
        Method::Patch => const { crate::late::late_word(WORDS, "PATCH") },
        Method::Get => const { crate::late::late_word(WORDS, "GET") },
    };
    Ok(Outgoing {
        method: method.to_owned(),
        address: [API, &request.path].concat(),
        body: request.body.unwrap_or_default(),
        more: u32::try_from(all.saturating_sub(appended)).unwrap_or_default(),
    })
}

/// Where the id of an upload will be, the file's name stands: it is not uploaded before it is saved.
fn name_files(port: &impl Port, save: &mut Operation) {
    let now = port.now();
    while let Some(file) = attachment::next(save, now) {
        let upload = ["<", &file.name, ">"].concat();
        attachment::note(save, Attachment { upload, uploaded_at: now, ..file });
    }
}
