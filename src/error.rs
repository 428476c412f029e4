//! The one error type. Code decides by [`Code`]; people read a message that the
//! pages look up by the same code, in their language.

use std::fmt;

use crate::json::{names, record};

/// Declares [`Code`] together with its wire name and plain English, so that a
/// new code cannot be added without both.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $wire:literal, $message:literal;)*) => {
        /// Everything that can go wrong, as one closed list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, for checks that each has a text and a test.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// Plain English, for the command line. The extension's pages have words for every
            /// code, in the reader's language.
            #[must_use]
            pub fn message(self) -> &'static str {
                const MESSAGES: &[&str] = &[$($message),*];
                let at = Self::ALL.iter().position(|code| *code == self);
                at.and_then(|at| MESSAGES.get(at)).copied().unwrap_or_default()
            }
        }

        names!(Code { $($name = $wire),* });
    };
}

codes! {
    /// The token field is empty after cleaning.
    TokenEmpty = "token-empty", "no token was given";
    /// What was pasted cannot be a Notion token.
    TokenMalformed = "token-malformed", "that is not a Notion token";
    /// 401: Notion does not know the token, or it was revoked or expired.
    TokenRejected = "token-rejected", "Notion no longer accepts this token";
    /// 403 `restricted_resource`: a capability or the plan is lacking.
    Forbidden = "forbidden", "the connection is not allowed to do this in Notion";
    /// 403 with an HTML body: the network edge answered, not the API.
    Blocked = "blocked", "something between here and Notion blocked the request";
    /// 404: it does not exist or is not shared with the connection.
    NotShared = "not-shared", "the database was deleted or is not shared with the connection";
    /// 400: Notion refused what was sent.
    InvalidRequest = "invalid-request", "Notion refused the request";
    /// 409 `conflict_error`.
    Conflict = "conflict", "Notion was saving something else at the same moment";
    /// 409 `row_limit_exceeded`, or a plan's block limit.
    LimitReached = "limit-reached", "the database or workspace is full";
    /// 413: more than Notion takes in one request.
    TooLarge = "too-large", "the page is larger than Notion takes at once";
    /// 429: too many requests.
    RateLimited = "rate-limited", "Notion asked for a pause";
    /// 529: Notion is overloaded.
    Overloaded = "overloaded", "Notion is overloaded";
    /// 5xx: Notion failed; it may or may not have saved.
    NotionFailed = "notion-failed", "Notion had a problem of its own";
    /// The browser is offline, or no answer could be had.
    Offline = "offline", "Notion could not be reached";
    /// The browser does not let Notion be reached: the person took that back, or never gave it.
    NotionNotAllowed = "notion-not-allowed", "the browser does not let Satchel reach Notion";
    /// No answer within the limit of [`crate::http::TIMEOUT_MS`].
    TimedOut = "timed-out", "Notion took too long to answer";
    /// An answer that is not what the API promises.
    UnreadableAnswer = "unreadable-answer", "Notion's answer could not be read";
    /// The worker stopped while a request was under way.
    Interrupted = "interrupted", "the browser stopped while Notion was being asked";
    /// Not an http or https page, or one the browser keeps to itself.
    PageNotSavable = "page-not-savable", "this page cannot be saved";
    /// No account yet.
    NotConnected = "not-connected", "Satchel is not connected to Notion";
    /// Connected, but no database was chosen.
    NoDestination = "no-destination", "no database is chosen";
    /// The chosen database is not in the list any more.
    UnknownDestination = "unknown-destination", "that database is not known";
    /// The pasted text holds no Notion id.
    LinkUnreadable = "link-unreadable", "that is not a link to a Notion database";
    /// The pasted link is a page's, not a database's.
    LinkIsAPage = "link-is-a-page", "that link leads to a page, not to a database";
    /// The pasted link leads to Notion, and names nothing there.
    LinkWithoutId = "link-without-id", "that link names no database";
    /// The pasted link is a page's that holds a database.
    DatabaseInPage = "database-in-page", "that link leads to a page with a database in it";
    /// The pasted link is a block's.
    LinkIsABlock = "link-is-a-block", "that link leads to a part of a page, not to a database";
    /// A view of a database that is somewhere else, which the API does not give.
    LinkedView = "linked-view", "that database only shows what another one holds";
    /// The database is in the trash.
    InTrash = "in-trash", "that database is in the trash";
    /// A site for everybody, which is not shared with the connection.
    PublishedSite = "published-site", "that link leads to a published site";
    /// The workspace was connected but nobody looked yet whether it is the right one.
    NotConfirmed = "not-confirmed", "nobody confirmed yet that this is the right workspace";
    /// The integration's id is not one.
    ClientIdMalformed = "client-id-malformed", "that is not an integration's client id";
    /// The integration's secret is not one.
    ClientSecretMalformed = "client-secret-malformed", "that is not an integration's client secret";
    /// 401 `invalid_client`: Notion does not know the id, or the secret is another.
    ClientRejected = "client-rejected", "Notion does not accept this client id and secret";
    /// 400 `invalid_grant`: a code or refresh token that is used up, expired or revoked.
    GrantRejected = "grant-rejected", "Notion no longer accepts what was handed in";
    /// A new token could not be had just now.
    RenewalFailed = "renewal-failed", "the connection could not be renewed just now";
    /// The person closed Notion's window or said no.
    SignInCancelled = "sign-in-cancelled", "the sign-in was cancelled";
    /// Notion's window is open already.
    SignInOpen = "sign-in-open", "a sign-in is already open";
    /// The answer does not belong to this sign-in.
    SignInRefused = "sign-in-refused", "an answer came that does not belong to this sign-in";
    /// It took longer than ten minutes.
    SignInExpired = "sign-in-expired", "the sign-in took too long";
    /// The browser stopped while Notion's window was open.
    SignInInterrupted = "sign-in-interrupted", "the browser stopped while Notion's window was open";
    /// Notion's window could not be shown, or ended in an error.
    SignInFailed = "sign-in-failed", "Notion's sign-in failed";
    /// That is not a broker's address.
    BrokerMalformed = "broker-malformed", "that is not the address of a sign-in service";
    /// The browser does not let Satchel talk to the broker.
    BrokerNotAllowed = "broker-not-allowed", "the browser does not allow the sign-in service to be asked";
    /// The broker failed, or is none.
    BrokerFailed = "broker-failed", "the sign-in service failed";
    /// The browser's storage is full.
    StorageFull = "storage-full", "the browser's storage is full";
    /// The browser's storage failed.
    StorageFailed = "storage-failed", "the browser's storage failed";
    /// A save that is not in the outbox (any more).
    UnknownSave = "unknown-save", "that save is not in the list any more";
    /// A save is in Notion for longer than it may be taken back.
    UndoTooLate = "undo-too-late", "it is too late to undo";
    /// Two contexts of the browser changed one save at the same moment.
    SaveTaken = "save-taken", "something else changed that save at the same moment";
    /// A page that is to be updated or added to is gone.
    PageGone = "page-gone", "the page in Notion was deleted";
    /// A plan that fills what is not there, or what nothing can be put into.
    PlanRefused = "plan-refused", "nothing can be put into that property";
    /// What was imported is no plan.
    PlanUnreadable = "plan-unreadable", "that is no exported mapping";
    /// What was imported is no backup of settings.
    BackupUnreadable = "backup-unreadable", "those are no exported settings";
    /// It is another file of Satchel's.
    BackupOther = "backup-other", "that file of Satchel's holds something else than settings";
    /// A newer Satchel made it.
    BackupNewer = "backup-newer", "a newer Satchel exported those settings";
    /// A part of it is not what it should be.
    BackupDamaged = "backup-damaged", "a part of those settings cannot be read";
    /// A page sent what the worker does not understand.
    MalformedMessage = "malformed-message", "the message could not be understood";
    /// A mistake in Satchel.
    WorkerFailed = "worker-failed", "Satchel made a mistake";
}

/// What happened, with what Notion said about it where it said something.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null), serde(rename_all = "camelCase"))]
pub struct Error {
    /// What the program decides by.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub code: Code,
    /// What Notion, or whoever was asked, said about it in their own words; empty where
    /// there are none.
    pub message: String,
    /// The HTTP status, where there was one.
    pub status: Option<u16>,
    /// How long Notion asked to wait.
    pub retry_after_ms: Option<u64>,
    /// Notion's id of the request, for its support.
    pub request_id: Option<String>,
}

record!(Error { code, message, status, retry_after_ms, request_id });

impl Error {
    /// An error with more to say than its code does.
    #[must_use]
    pub fn with_detail(code: Code, detail: &str) -> Box<Self> {
        Box::new(Self { code, message: detail.to_owned(), status: None, retry_after_ms: None, request_id: None })
    }
}

/// Errors travel boxed: moving whole ones through every `?` of every flow was a
/// good part of the wasm.
impl From<Code> for Box<Error> {
    fn from(code: Code) -> Self {
        Error::with_detail(code, "")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code.message())?;
        if self.message.is_empty() {
            return Ok(());
        }
        formatter.write_str(": ")?;
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Field;

    #[test]
    fn an_error_is_kept_and_read_again() {
        for &code in Code::ALL {
            let error = Error { status: Some(400), retry_after_ms: Some(5), ..*Box::<Error>::from(code) };
            assert_eq!(Error::read(&error.write()), Some(error));
        }
    }
}
